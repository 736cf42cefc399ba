"""The same to a great many: one statement writes all their letters, and one copy holds the words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from domain.kinds import Kind
from domain.message import Lane, Message
from domain.outcome import Act
from storage import audiences
from storage.audiences import Crowd
from storage.outbox import words
from storage.outbox.letters import State
from storage.outbox.settling import drop_contents
from storage.prepared import Insert, Prepared
from storage.tables import outbox, people
from storage.transaction import Transaction


@dataclass(frozen=True)
class Mailing:
    """A letter to many. `messages`: by language; whoever reads another gets the first of them.

    `unique_key` names the reason and is the same for all: each chat is written to once for it. The words lie
    under that key and their language, and are never written a second time; under `words_key`, where not all
    who are written to for that reason read the same. The rest is as in `NewLetter`.
    """

    bot_id: int
    kind: Kind
    unique_key: str
    subject: str | None
    not_before: datetime
    not_after: datetime | None
    messages: Mapping[str, Message]
    lane: Lane = Lane.MASS
    about: int | None = None
    words_key: str | None = None


@dataclass(frozen=True)
class Written:
    """How many letters are new, and whose was the last of this part; None when nobody is left."""

    letters: int
    to: int | None


def put_these(tx: Transaction, mailing: Mailing, cluster_id: int, ids: Sequence[int], now: datetime) -> None:
    """Owe these people that letter, by their numbers; its words are in one language.

    Whatever they want to hear: the caller has asked. For a digest there are several hundred such letters to a
    thousand people, so the statement is put together once.
    """
    key = mailing.words_key or mailing.unique_key
    ((language, message),) = mailing.messages.items()
    content, fresh = words.shared(tx, cluster_id, f"{key}:{language}", message, now, mailing.about)
    same = {f"the_{name}": value for name, value in {**_same(mailing, now), "content_id": content}.items()}
    written = _THESE.count(tx, cluster=cluster_id, ids=list(ids), **same)
    if fresh and not written:
        drop_contents(tx, [content])


def put_many(
    tx: Transaction, mailing: Mailing, crowd: Crowd, now: datetime, after: int = 0, most: int | None = None
) -> Written:
    """Owe everybody in the crowd that letter, whoever owes it already not twice.

    With `most`, only so many people, those whose number comes next `after` that one: so that one transaction
    does not keep the others waiting (10,000 take less than a tenth of a second). Call it again with
    `after=written.to`, in the next transaction, until that is None.
    """
    last = _last(tx, crowd, after, most)
    key = mailing.words_key or mailing.unique_key
    numbers = {
        language: words.shared(tx, crowd.cluster_id, f"{key}:{language}", message, now, mailing.about)
        for language, message in mailing.messages.items()
    }
    contents = {language: number for language, (number, _) in numbers.items()}
    written = tx.connection.execute(_insert(tx, mailing, crowd, contents, now, after, last)).rowcount
    drop_contents(tx, [number for number, fresh in numbers.values() if fresh])
    return Written(written, last)


def without(crowd: Crowd, subject: str, unique_key: str) -> Crowd:
    """Those of the crowd for whom no letter of that subject is written for that reason."""
    such = (outbox.c.subject == subject, outbox.c.unique_key == unique_key, outbox.c.person_id.is_not(None))
    theirs = sa.select(outbox.c.person_id).where(outbox.c.cluster_id == crowd.cluster_id, *such)
    return Crowd(crowd.cluster_id, sa.and_(crowd.which, people.c.id.not_in(theirs)))


def _last(tx: Transaction, crowd: Crowd, after: int, most: int | None) -> int | None:
    """The number of the last person who is written to now; None when everybody left is."""
    if most is None:
        return None
    theirs = _those(crowd, after)
    last: int | None = tx.connection.scalar(
        sa.select(people.c.id).where(*theirs).order_by(people.c.id).offset(most - 1).limit(1)
    )
    return last


def _those(crowd: Crowd, after: int) -> list[sa.ColumnElement[bool]]:
    """Of all, nothing is said of their numbers: by these SQLite would look at everybody."""
    return [*audiences.here(crowd), *([people.c.id > after] if after else [])]


def _insert(
    tx: Transaction,
    mailing: Mailing,
    crowd: Crowd,
    contents: Mapping[str, int],
    now: datetime,
    after: int,
    last: int | None,
) -> sa.Executable:
    theirs = _those(crowd, after)
    if last is not None:
        theirs.append(people.c.id <= last)
    row = {
        **_READER,
        "content_id": _words_of(contents),
        **{name: sa.literal(value, outbox.c[name].type) for name, value in _same(mailing, now).items()},
    }
    # In the order they joined. SQLite would take `ON CONFLICT` for a join's `ON` without a WHERE.
    chosen = sa.select(*(value.label(name) for name, value in row.items())).where(*theirs)
    return tx.insert(outbox).from_select(list(row), chosen.order_by(people.c.id)).on_conflict_do_nothing()


def _same(mailing: Mailing, now: datetime) -> dict[str, object]:
    """What all these rows have in common."""
    return {
        "bot_id": mailing.bot_id,
        "kind": mailing.kind,
        "unique_key": mailing.unique_key,
        "subject": mailing.subject,
        "act": Act.SEND,
        "lane": mailing.lane,
        "state": State.PENDING,
        "attempts": 0,
        "copies": 0,
        "not_before": mailing.not_before,
        "not_after": mailing.not_after,
        "created_at": now,
    }


def _words_of(contents: Mapping[str, int]) -> sa.ColumnElement[int]:
    """The words in the reader's language."""
    first = next(iter(contents.values()))
    others = {language: number for language, number in contents.items() if number != first}
    return sa.case(others, value=people.c.language, else_=first) if others else sa.literal(first)


_READER: Mapping[str, sa.ColumnElement[int]] = {
    "cluster_id": people.c.cluster_id,
    "person_id": people.c.id,
    "chat_id": people.c.telegram_id,
}
_GIVEN = (
    "content_id",
    "bot_id",
    "kind",
    "unique_key",
    "subject",
    "act",
    "lane",
    "state",
    "attempts",
    "copies",
    "not_before",
    "not_after",
    "created_at",
)


def _to_these(insert: Callable[[sa.Table], Insert]) -> Insert:
    given = {name: sa.bindparam(f"the_{name}", type_=outbox.c[name].type) for name in _GIVEN}
    row: Mapping[str, sa.ColumnElement[Any]] = {**_READER, **given}
    chosen = sa.select(*(value.label(name) for name, value in row.items())).where(
        people.c.cluster_id == sa.bindparam("cluster"),
        people.c.id.in_(sa.bindparam("ids", expanding=True)),
    )
    return insert(outbox).from_select(list(row), chosen.order_by(people.c.id)).on_conflict_do_nothing()


_THESE = Prepared(_to_these)
