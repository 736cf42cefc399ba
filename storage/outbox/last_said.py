"""What we wrote that somebody answers: with Telegram's own "reply", or because nothing came after it."""

from collections.abc import Sequence

import sqlalchemy as sa

from domain.visit import Visit
from storage.outbox.letters import State
from storage.tables import outbox
from storage.transaction import Transaction

A_FEW = 4


def reason_of(tx: Transaction, visit: Visit, message_id: int) -> str | None:
    """The key of the letter that is that message in their chat; None for one we do not know any more."""
    here = (*_chat(visit), outbox.c.message_id == message_id)
    query = sa.select(outbox.c.unique_key).where(*here).order_by(outbox.c.id).limit(1)
    key: str | None = tx.connection.scalar(query)
    return key


def last_reasons(tx: Transaction, visit: Visit) -> Sequence[str]:
    """The keys of the few letters that came last into their chat or changed something there, newest first."""
    here = (*_chat(visit), outbox.c.state == State.SENT)
    newest = sa.select(outbox.c.unique_key).where(*here)
    ordered = newest.order_by(outbox.c.settled_at.desc(), outbox.c.id.desc())
    return tx.connection.scalars(ordered.limit(A_FEW)).all()


def _chat(visit: Visit) -> tuple[sa.ColumnElement[bool], ...]:
    """By person, too: there is an index."""
    return (
        outbox.c.cluster_id == visit.cluster_id,
        outbox.c.person_id == (visit.person.id if visit.person else None),
        outbox.c.bot_id == visit.bot_id,
        outbox.c.chat_id == visit.chat_id,
    )
