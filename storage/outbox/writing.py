"""Writing down what we owe: answers, which leave at once, and everything else, which waits for its time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from domain.message import Lane, Message, Reply
from domain.outcome import Act
from domain.visit import Visit
from storage.outbox.letters import Letter, NewLetter, Owner, State, stored_rows
from storage.outbox.settling import discard
from storage.tables import contents, outbox, people
from storage.transaction import Transaction

ANSWER_KEPT = timedelta(hours=24)
"""An answer that could not be sent for so long answers nothing any more; Telegram forgets questions then."""


def answer(tx: Transaction, visit: Visit, reply: Reply, owner: Owner | None) -> list[Letter]:
    """Write the answer down as already in `owner`'s hands, and give it to them; the commit is the intent.

    Without an owner, or when an older answer to this chat still waits, this one waits its turn in the
    database instead, and the list is empty. The words of a stranger, and of one who has just left, carry no
    name.
    """
    _drop_stale_edit(tx, visit, reply)
    holder = None if _someone_waits(tx, visit) else owner
    drafts = [_draft(visit, message, edits, holder) for message, edits in _parts(visit, reply)]
    letters = [
        _write(tx, draft, f"answer:{visit.update_id}:{n}", visit.now, holder)
        for n, draft in enumerate(drafts)
    ]
    return [] if holder is None else letters


def _drop_stale_edit(tx: Transaction, visit: Visit, reply: Reply) -> None:
    if reply.screen is None or visit.message_id is None:
        return
    stale = (*_chat(visit), outbox.c.state == State.PENDING, outbox.c.edits == visit.message_id)
    dropped = {"state": State.CANCELLED, "error": "a newer edit", "settled_at": visit.now}
    gone = sa.update(outbox).where(*stale).values(dropped).returning(outbox.c.id)
    discard(tx, tx.connection.execute(gone).scalars().all())


def _chat(visit: Visit) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        outbox.c.cluster_id == visit.cluster_id,
        outbox.c.bot_id == visit.bot_id,
        outbox.c.chat_id == visit.chat_id,
    )


def _someone_waits(tx: Transaction, visit: Visit) -> bool:
    """But for an edit that waits for its next try: it changes what is above, and nobody need wait for it."""
    passed = sa.and_(outbox.c.act == Act.EDIT, outbox.c.not_before > visit.now)
    waiting = (*_chat(visit), outbox.c.lane == Lane.ANSWER, outbox.c.state == State.PENDING, ~passed)
    return tx.connection.scalar(sa.select(outbox.c.id).where(*waiting).limit(1)) is not None


def _parts(visit: Visit, reply: Reply) -> Iterator[tuple[Message, int | None]]:
    """What to say, and which message to edit. A new screen comes last: its buttons are what comes next."""
    if reply.screen and visit.message_id is not None:
        yield reply.screen, visit.message_id
    for message in reply.messages:
        yield message, None
    if reply.screen and visit.message_id is None:
        yield reply.screen, None


def _draft(visit: Visit, message: Message, edits: int | None, holder: Owner | None) -> Letter:
    """The letter before it has a number and before we know whether we still know its person."""
    tries = 0 if holder is None else 1
    return Letter(
        id=0,
        cluster_id=visit.cluster_id,
        bot_id=visit.bot_id,
        chat_id=visit.chat_id,
        person_id=visit.person.id if visit.person and not message.fleeting else None,
        act=_act(message) if edits is None else Act.EDIT,
        text=message.text,
        rows=message.rows,
        edits=edits,
        lane=Lane.ANSWER,
        attempts=tries,
        copies=tries,
        kind="answer",
        not_after=visit.now + ANSWER_KEPT,
        document=message.document,
    )


def _act(message: Message) -> Act:
    return Act.SEND if message.document is None else Act.DOCUMENT


def _write(tx: Transaction, draft: Letter, unique_key: str, now: datetime, holder: Owner | None) -> Letter:
    row = {
        "cluster_id": draft.cluster_id,
        "bot_id": draft.bot_id,
        "person_id": sa.select(people.c.id).where(people.c.id == draft.person_id).scalar_subquery(),
        "chat_id": draft.chat_id,
        "kind": draft.kind,
        "unique_key": unique_key,
        "act": draft.act,
        "content_id": _new_content(
            tx, draft.cluster_id, Message(draft.text, draft.rows, draft.document), now
        ),
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
    written = tx.insert(outbox).values(row).returning(outbox.c.id, outbox.c.person_id)
    letter_id, person_id = tx.connection.execute(written).one()
    return replace(draft, id=letter_id, person_id=person_id)


def put(tx: Transaction, letter: NewLetter, now: datetime) -> bool:
    """Owe someone a message; False when we owe or owed it already for the same reason."""
    content_id, fresh = _content(tx, letter, now)
    row = {
        "cluster_id": letter.cluster_id,
        "bot_id": letter.bot_id,
        "person_id": letter.person_id,
        "chat_id": letter.chat_id,
        "kind": letter.kind,
        "unique_key": letter.unique_key,
        "act": _act(letter.message),
        "content_id": content_id,
        "lane": letter.lane,
        "state": State.PENDING,
        "not_before": letter.not_before,
        "not_after": letter.not_after,
        "created_at": now,
    }
    owed = tx.connection.execute(tx.insert(outbox).values(row).on_conflict_do_nothing()).rowcount == 1
    if fresh and not owed:
        tx.connection.execute(sa.delete(contents).where(contents.c.id == content_id))
    return owed


def _content(tx: Transaction, letter: NewLetter, now: datetime) -> tuple[int, bool]:
    """The words' number, and whether they are written now.

    Shared words are written once; whoever comes later finds them as they were. Somebody else may write the
    same at this moment, or take away what nobody holds, so we look until we hold them ourselves.
    """
    same = (contents.c.cluster_id == letter.cluster_id, contents.c.key == letter.content_key)
    known = sa.select(contents.c.id).where(*same).with_for_update(read=True, key_share=True)
    while True:
        content_id: int | None = tx.connection.scalar(known) if letter.content_key is not None else None
        if content_id is not None:
            return content_id, False
        key, about = letter.content_key, letter.about
        content_id = _new_content(tx, letter.cluster_id, letter.message, now, key=key, about=about)
        if content_id is not None:
            return content_id, True


def _new_content(
    tx: Transaction,
    cluster_id: int,
    message: Message,
    now: datetime,
    *,
    key: str | None = None,
    about: int | None = None,
) -> int | None:
    """Its number; None when somebody else has just written words of that key."""
    row = {
        "cluster_id": cluster_id,
        "key": key,
        "text": message.text,
        "rows": stored_rows(message.rows),
        "document": message.document,
        "about": about,
        "created_at": now,
    }
    new = tx.insert(contents).values(row).on_conflict_do_nothing().returning(contents.c.id)
    content_id: int | None = tx.connection.scalar(new)
    return content_id


def changed_since(tx: Transaction, visit: Visit, moment: datetime) -> bool:
    """Whether the message under the pressed button has been changed since: they may have tapped twice."""
    if visit.message_id is None:
        return False
    changed = (*_chat(visit), outbox.c.edits == visit.message_id, outbox.c.created_at >= moment)
    return tx.connection.scalar(sa.select(outbox.c.id).where(*changed).limit(1)) is not None
