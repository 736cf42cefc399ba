"""A letter, and how its words lie in the database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from domain.attachments import Attached, Attachment
from domain.kinds import Kind
from domain.message import Button, Html, Lane, Link, Message, Row
from domain.outcome import Act
from storage import prepared
from storage.prepared import Prepared
from storage.tables import contents, outbox
from storage.transaction import Transaction


class State(StrEnum):
    """Pending and sending are under way; the rest is settled and never changes again."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    DEAD = "dead"


ERROR_LENGTH = 200
"""What the column holds."""
UNDER_WAY = (State.PENDING, State.SENDING)


@dataclass(frozen=True)
class Owner:
    """Who has letters in hand, and until when others must believe it.

    `lease_until` is by the database's clock, which all processes share and no demo can turn: a demo's clock
    moves what is due (`not_before`, `not_after`), never who owns what. With SQLite there is one process, so a
    stranger's name is enough and the lease is only written down.
    """

    name: str
    lease_until: datetime


@dataclass(frozen=True)
class Letter:
    """A letter in somebody's hands. `attempts` and `copies` count this time too."""

    id: int
    cluster_id: int
    bot_id: int
    chat_id: int
    person_id: int | None
    act: Act
    text: Html
    rows: tuple[Row, ...]
    edits: int | None
    lane: Lane
    attempts: int
    copies: int
    kind: str
    not_after: datetime | None
    attachment: Attachment | None = None


@dataclass(frozen=True)
class NewLetter:
    """Something unsolicited. `unique_key` names the reason, so that owing it twice sends it once.

    `content_key` names words shared by everybody in that language, `digest:village:7:2026-W48:da`; None when
    they are for this person alone. `subject`: what the letter is about, "event:12", so that all that waits
    about it can be taken back. `about`: somebody else whom the words name, or whose words they are; the
    letter goes when they leave. `edits`: the message whose place it takes. Times are UTC.
    """

    cluster_id: int
    bot_id: int
    person_id: int
    chat_id: int
    kind: Kind
    unique_key: str
    lane: Lane
    not_before: datetime
    not_after: datetime | None
    message: Message
    content_key: str | None = None
    about: int | None = None
    subject: str | None = None
    edits: int | None = None


def read(tx: Transaction, ids: Sequence[int], now: datetime) -> list[Letter]:
    """The letters with their words, in the order of the ids; one that cannot be read is dead and left out."""
    if not ids:
        return []
    try:
        found = {letter.id: letter for letter in _read(tx, ids)}
    except (ValueError, KeyError, TypeError):
        found = {letter.id: letter for one in ids for letter in _read_or_bury(tx, one, now)}
    return [found[one] for one in ids if one in found]


def _read(tx: Transaction, ids: Sequence[int]) -> list[Letter]:
    return [_letter(row) for row in _READ.rows(tx, letters=list(ids))]


def _read_or_bury(tx: Transaction, letter_id: int, now: datetime) -> list[Letter]:
    try:
        return _read(tx, [letter_id])
    except (ValueError, KeyError, TypeError) as error:
        why = f"cannot be read: {error}"[:ERROR_LENGTH]
        dead = {"state": State.DEAD, "error": why, "settled_at": now, "owner": None, "lease_until": None}
        tx.connection.execute(sa.update(outbox).where(outbox.c.id == letter_id).values(dead))
        return []


def _letter(row: prepared.Row) -> Letter:
    return Letter(
        id=row.id,
        cluster_id=row.cluster_id,
        bot_id=row.bot_id,
        chat_id=row.chat_id,
        person_id=row.person_id,
        act=Act(row.act),
        text=Html(row.text),
        rows=_rows(row.rows),
        edits=row.edits,
        lane=Lane(row.lane),
        attempts=row.attempts,
        copies=row.copies,
        kind=row.kind,
        not_after=row.not_after,
        attachment=_attachment(row.attachment, row.attachment_ref),
    )


_READ = Prepared(
    sa.select(
        *(outbox.c[name] for name in ("id", "cluster_id", "bot_id", "chat_id", "person_id", "act", "edits")),
        *(outbox.c[name] for name in ("lane", "attempts", "copies", "kind", "not_after")),
        *(contents.c[name] for name in ("text", "rows", "attachment", "attachment_ref")),
    )
    .join_from(outbox, contents)
    .where(outbox.c.id.in_(sa.bindparam("letters", expanding=True)))
)


def _rows(stored: Iterable[Iterable[dict[str, str]]]) -> tuple[Row, ...]:
    return tuple(tuple(_button(each) for each in row) for row in stored)


def _button(stored: dict[str, str]) -> Button | Link:
    if "url" in stored:
        return Link(stored["label"], stored["url"])
    return Button(stored["label"], stored["data"])


def stored_rows(rows: tuple[Row, ...]) -> list[list[dict[str, str]]]:
    """The other way round."""
    return [[_stored(each) for each in row] for row in rows]


def _stored(button: Button | Link) -> dict[str, str]:
    if isinstance(button, Link):
        return {"label": button.label, "url": button.url}
    return {"label": button.label, "data": button.data}


def _attachment(kind: str | None, ref: str | None) -> Attachment | None:
    return Attachment(Attached(kind), ref or "") if kind else None


def stored_attachment(attachment: Attachment | None) -> dict[str, str | None]:
    """The other way round."""
    if attachment is None:
        return {"attachment": None, "attachment_ref": None}
    return {"attachment": attachment.kind, "attachment_ref": attachment.ref}
