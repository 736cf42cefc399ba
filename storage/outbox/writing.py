"""Writing down what we owe: answers, which leave at once, and everything else, which waits for its time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from domain.message import Lane, Message, Reply
from domain.outcome import Act
from domain.people import Person
from domain.visit import Visit
from storage.outbox import words
from storage.outbox.letters import Letter, NewLetter, Owner, State
from storage.outbox.settling import discard
from storage.prepared import Prepared, Row
from storage.tables import contents, outbox, people
from storage.transaction import Transaction

ANSWER_KEPT = timedelta(hours=24)
"""An answer that could not be sent for so long answers nothing any more; Telegram forgets questions then."""


def answer(tx: Transaction, visit: Visit, reply: Reply, owner: Owner | None) -> list[Letter]:
    """Write the answer down as already in `owner`'s hands, and give it to them; the commit is the intent.

    Without an owner, when an older answer to this chat still waits, or when an older screen is on its way to
    the same message, this one waits its turn in the database instead, and the list is empty. The words of a
    stranger, and of one who has just left, carry no name.
    """
    waits = _WAITS.rows(tx, **_chat(visit), edited=visit.message_id)
    if reply.screen is not None and visit.message_id is not None:
        waits = _without_stale_edits(tx, visit, waits)
    else:
        waits = [row for row in waits if row.state == State.PENDING]
    holder = None if any(_holds_up(row, visit) for row in waits) else owner
    drafts = [_draft(visit, message, edits, holder) for message, edits in _parts(visit, reply)]
    letters = [
        _write(tx, draft, f"answer:{visit.update_id}:{n}", visit.now, holder)
        for n, draft in enumerate(drafts)
    ]
    return [] if holder is None else letters


def _without_stale_edits(tx: Transaction, visit: Visit, waits: Sequence[Row]) -> Sequence[Row]:
    """The screen that is about to come makes those that wait to be put in its place needless.

    One that the sender has taken since we looked is on its way.
    """
    stale = {row.id for row in waits if row.edits == visit.message_id and row.state == State.PENDING}
    dropped = _drop(tx, _chat(visit), stale, visit.now)
    discard(tx, sorted(dropped))
    left = [row for row in waits if row.id not in dropped]
    return [row._replace(state=State.SENDING) if row.id in stale else row for row in left]


def _drop(tx: Transaction, chat: Mapping[str, object], ids: Collection[int], now: datetime) -> set[int]:
    """What still waited is cancelled; which it was."""
    return {row.id for row in _DROP.rows(tx, **chat, letters=sorted(ids), now=now)} if ids else set()


def _holds_up(row: Row, visit: Visit) -> bool:
    """But for an edit that waits for its next try: it changes what is above, and nobody need wait for it."""
    if row.state == State.SENDING:
        return True
    return row.lane == Lane.ANSWER and not (row.act == Act.EDIT and row.not_before > visit.now)


def _chat(visit: Visit) -> dict[str, object]:
    return {"cluster": visit.cluster_id, "bot": visit.bot_id, "chat": visit.chat_id}


def _parts(visit: Visit, reply: Reply) -> Iterator[tuple[Message, int | None]]:
    """What to say, and which message to edit. A new screen comes last: its buttons are what comes next."""
    place = _place(visit, reply.screen) if reply.screen else None
    if reply.screen and place is not None:
        yield reply.screen, place
    for message in reply.messages:
        yield message, None
    if reply.screen and place is None:
        yield reply.screen, None


def _place(visit: Visit, screen: Message) -> int | None:
    """The message whose place it takes. Words can be given a picture; a picture cannot be made mere words."""
    return None if visit.holds_file and screen.attachment is None else visit.message_id


def _draft(visit: Visit, message: Message, edits: int | None, holder: Owner | None) -> Letter:
    """The letter before it has a number and before we know whether we still know its person."""
    tries = 0 if holder is None else 1
    return Letter(
        id=0,
        cluster_id=visit.cluster_id,
        bot_id=visit.bot_id,
        chat_id=visit.chat_id,
        person_id=visit.person.id if visit.person and not message.fleeting else None,
        act=Act.SEND if edits is None else Act.EDIT,
        text=message.text,
        rows=message.rows,
        edits=edits,
        lane=Lane.ANSWER,
        attempts=tries,
        copies=tries,
        kind="answer",
        not_after=visit.now + ANSWER_KEPT,
        attachment=message.attachment,
    )


def _write(tx: Transaction, draft: Letter, unique_key: str, now: datetime, holder: Owner | None) -> Letter:
    message = Message(draft.text, draft.rows, draft.attachment)
    row = {
        "cluster_id": draft.cluster_id,
        "bot_id": draft.bot_id,
        "cluster": draft.cluster_id,
        "person": draft.person_id,
        "chat_id": draft.chat_id,
        "kind": draft.kind,
        "unique_key": unique_key,
        "act": draft.act,
        "content_id": words.own(tx, draft.cluster_id, message, now),
        "edits": draft.edits,
        "lane": draft.lane,
        "state": State.PENDING if holder is None else State.SENDING,
        "attempts": draft.attempts,
        "copies": draft.copies,
        "not_before": now,
        "not_after": draft.not_after,
        "owner": holder.name if holder else None,
        "lease_until": holder.lease_until if holder else None,
        "created_at": now,
    }
    (written,) = _WRITE.rows(tx, **row)
    return replace(draft, id=written.id, person_id=written.person_id)


def put(tx: Transaction, letter: NewLetter, now: datetime) -> bool:
    """Owe someone a message; False when we owe or owed it already for the same reason.

    One that `edits` a message takes the place of what waits to be put in that message's place.
    """
    if letter.edits is not None:
        _drop_older_edits(tx, letter, now)
    content_id, fresh = _content(tx, letter, now)
    row = {
        "cluster_id": letter.cluster_id,
        "bot_id": letter.bot_id,
        "person_id": letter.person_id,
        "chat_id": letter.chat_id,
        "kind": letter.kind,
        "unique_key": letter.unique_key,
        "subject": letter.subject,
        "act": Act.SEND if letter.edits is None else Act.EDIT,
        "content_id": content_id,
        "edits": letter.edits,
        "lane": letter.lane,
        "state": State.PENDING,
        "attempts": 0,
        "copies": 0,
        "not_before": letter.not_before,
        "not_after": letter.not_after,
        "created_at": now,
    }
    owed = _OWE.count(tx, **row) == 1
    if fresh and not owed:
        this = (contents.c.cluster_id == letter.cluster_id, contents.c.id == content_id)
        tx.connection.execute(sa.delete(contents).where(*this))
    return owed


def was_owed(tx: Transaction, bot_id: int, person: Person, unique_key: str) -> bool:
    """Whether we owe or owed them that already: for a letter that takes much reading to word."""
    there = _OWED.first(tx, cluster=person.cluster_id, bot=bot_id, chat=person.telegram_id, which=unique_key)
    return there is not None


def _drop_older_edits(tx: Transaction, letter: NewLetter, now: datetime) -> None:
    chat = {"cluster": letter.cluster_id, "bot": letter.bot_id, "chat": letter.chat_id}
    older = _OLDER.rows(tx, **chat, edited=letter.edits)
    _drop(tx, chat, {row.id for row in older}, now)


def _content(tx: Transaction, letter: NewLetter, now: datetime) -> tuple[int, bool]:
    """The words' number, and whether they are written now."""
    return words.shared(tx, letter.cluster_id, letter.content_key, letter.message, now, letter.about)


def changed_since(tx: Transaction, visit: Visit, moment: datetime) -> bool:
    """Whether the message under the pressed button has been changed since: they may have tapped twice."""
    if visit.message_id is None:
        return False
    changed = _CHANGED.scalar(tx, **_chat(visit), edited=visit.message_id, since=moment)
    return changed is not None


_CHAT = (
    outbox.c.cluster_id == sa.bindparam("cluster"),
    outbox.c.bot_id == sa.bindparam("bot"),
    outbox.c.chat_id == sa.bindparam("chat"),
)
_EDITED = outbox.c.edits == sa.bindparam("edited")
_WAITING = sa.select(
    *(outbox.c[name] for name in ("id", "lane", "act", "state", "edits", "not_before"))
).where(*_CHAT)
_PENDING = (outbox.c.state == State.PENDING, sa.or_(outbox.c.lane == Lane.ANSWER, _EDITED))
_ON_ITS_WAY = (outbox.c.state == State.SENDING, outbox.c.lane != Lane.ANSWER, _EDITED)
_WAITS = Prepared(sa.union_all(_WAITING.where(*_PENDING), _WAITING.where(*_ON_ITS_WAY)))
_OLDER = Prepared(sa.select(outbox.c.id).where(*_CHAT, outbox.c.state == State.PENDING, _EDITED))
_CHANGED = Prepared(
    sa.select(outbox.c.id).where(*_CHAT, _EDITED, outbox.c.created_at >= sa.bindparam("since")).limit(1)
)
_DROPPED = {"state": State.CANCELLED, "error": "a newer edit", "settled_at": sa.bindparam("now")}
_DROP = Prepared(
    sa.update(outbox)
    .where(*_CHAT, outbox.c.id.in_(sa.bindparam("letters", expanding=True)))
    .where(outbox.c.state == State.PENDING)
    .values(_DROPPED)
    .returning(outbox.c.id)
)
_THEM = (people.c.cluster_id == sa.bindparam("cluster"), people.c.id == sa.bindparam("person"))
_STILL_HERE = sa.select(people.c.id).where(*_THEM)
_WRITE = Prepared(
    lambda insert: (
        insert(outbox)
        .values(person_id=_STILL_HERE.scalar_subquery())
        .returning(outbox.c.id, outbox.c.person_id)
    )
)
_OWED = Prepared(sa.select(outbox.c.id).where(*_CHAT, outbox.c.unique_key == sa.bindparam("which")))
_OWE = Prepared(lambda insert: insert(outbox).on_conflict_do_nothing())
