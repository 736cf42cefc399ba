"""The words of letters: one person's own, or one copy for all who get the same."""

from datetime import datetime

import sqlalchemy as sa

from domain.message import Message
from storage.outbox.letters import stored_attachment, stored_rows
from storage.prepared import Prepared
from storage.tables import contents
from storage.transaction import Transaction


def own(tx: Transaction, cluster_id: int, message: Message, now: datetime) -> int:
    """The number of words for one letter alone."""
    return shared(tx, cluster_id, None, message, now)[0]


def shared(
    tx: Transaction,
    cluster_id: int,
    key: str | None,
    message: Message,
    now: datetime,
    about: int | None = None,
) -> tuple[int, bool]:
    """The words' number, and whether they are written now.

    Shared words are written once; whoever comes later finds them as they were. Somebody else may write the
    same at this moment, or take away what nobody holds, so we look until we hold them ourselves. Words
    without a key are one letter's alone.
    """
    row = {
        "cluster_id": cluster_id,
        "key": key,
        "text": message.text,
        "rows": stored_rows(message.rows),
        **stored_attachment(message.attachment),
        "about": about,
        "created_at": now,
    }
    while True:
        number: int | None = _KNOWN.scalar(tx, cluster=cluster_id, which=key) if key is not None else None
        if number is not None:
            return number, False
        number = _WORDS.scalar(tx, **row)
        if number is not None:
            return number, True


_SAME = (
    contents.c.cluster_id == sa.bindparam("cluster"),
    contents.c.key == sa.bindparam("which"),
)
_KNOWN = Prepared(sa.select(contents.c.id).where(*_SAME).with_for_update(read=True, key_share=True))
_WORDS = Prepared(lambda insert: insert(contents).on_conflict_do_nothing().returning(contents.c.id))
