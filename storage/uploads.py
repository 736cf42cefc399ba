"""What Telegram calls the files we have sent it, so that many get one upload. Good for one bot each."""

from datetime import datetime

import sqlalchemy as sa

from domain.attachments import Attachment
from storage.tables import uploads
from storage.transaction import Transaction


def file_id(tx: Transaction, cluster_id: int, bot_id: int, what: Attachment) -> str | None:
    """None when this bot has not sent it yet."""
    one = (
        uploads.c.cluster_id == cluster_id,
        uploads.c.bot_id == bot_id,
        uploads.c.kind == what.kind,
        uploads.c.ref == what.ref,
    )
    known: str | None = tx.connection.scalar(sa.select(uploads.c.file_id).where(*one))
    return known


def remember(
    tx: Transaction, cluster_id: int, bot_id: int, what: Attachment, file_id: str, now: datetime
) -> None:
    """The newest counts."""
    values = {"cluster_id": cluster_id, "file_id": file_id, "uploaded_at": now}
    tx.insert_or_update(uploads, {"bot_id": bot_id, "kind": what.kind, "ref": what.ref}, values)


def forget(tx: Transaction, before: datetime) -> None:
    """Whoever wants one of these again gets it drawn anew."""
    tx.connection.execute(sa.delete(uploads).where(uploads.c.uploaded_at < before))
