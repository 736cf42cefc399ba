"""What came in, and what we owe."""

import sqlalchemy as sa

from domain.attachments import MOST_LETTERS
from storage.tables.base import Id, cluster_column, metadata
from storage.types import Instant, Json

IN_DOUBT = sa.and_(sa.text("outbox.state IN ('dead', 'refused', 'unknown')"))
"""Letters that a human should look at, in the words of their index: by others SQLite does not find it."""

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("bot_id", sa.ForeignKey("bots.id"), nullable=False),
    sa.Column("update_id", sa.BigInteger, nullable=False),
    cluster_column(),
    sa.Column("sender", sa.BigInteger),  # the ordering key; emptied when settled
    sa.Column("body", sa.Text),  # the raw update; emptied when settled
    sa.Column("state", sa.String(8), nullable=False),  # waiting | done | dead
    sa.Column("attempts", sa.Integer, nullable=False, default=0),
    sa.Column("error", sa.String(200)),
    sa.Column("received_at", Instant, nullable=False),
    sa.Column("settled_at", Instant),
    sa.PrimaryKeyConstraint("bot_id", "update_id"),
    sa.Index(
        "ix_inbox_waiting",
        "bot_id",
        "update_id",
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    ),
    sa.Index(
        "ix_inbox_dead",
        "bot_id",
        sqlite_where=sa.text("state = 'dead'"),
        postgresql_where=sa.text("state = 'dead'"),
    ),
    sa.Index(None, "settled_at"),
)

contents = sa.Table(
    "contents",
    metadata,
    sa.Column("id", Id, primary_key=True),
    cluster_column(),
    sa.Column("key", sa.String(80)),  # names content shared by many; empty for one person's letter
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("rows", Json, nullable=False),
    sa.Column("attachment", sa.String(16)),  # what goes with it; see domain/attachments.py
    sa.Column("attachment_ref", sa.String(MOST_LETTERS)),  # which one, by that kind's names
    sa.Column("refused_at", Instant),  # Telegram does not take these words
    sa.Column("about", sa.ForeignKey("people.id")),  # whom the words name or are from, beside the reader
    sa.Column("created_at", Instant, nullable=False),
    sa.UniqueConstraint("cluster_id", "key"),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", Id, primary_key=True),
    cluster_column(),
    sa.Column("bot_id", sa.ForeignKey("bots.id"), nullable=False),
    sa.Column("person_id", sa.ForeignKey("people.id")),  # empty: a stranger, whose row goes when settled
    sa.Column("chat_id", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("unique_key", sa.String(120), nullable=False),
    sa.Column("subject", sa.String(40)),  # what it is about, "event:12", so that it can be taken back
    sa.Column("act", sa.String(8), nullable=False),  # send | edit
    sa.Column("content_id", sa.ForeignKey("contents.id"), nullable=False),
    sa.Column("edits", sa.BigInteger),  # the message an edit changes
    sa.Column("lane", sa.String(8), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False, default=0),  # how often it was tried
    sa.Column("copies", sa.Integer, nullable=False, default=0),  # tries that may have reached the chat
    sa.Column("not_before", Instant, nullable=False),
    sa.Column("not_after", Instant),
    sa.Column("owner", sa.String(36)),
    sa.Column("lease_until", Instant),
    sa.Column("message_id", sa.BigInteger),
    sa.Column("error", sa.String(200)),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("settled_at", Instant),
    sa.UniqueConstraint("cluster_id", "bot_id", "chat_id", "unique_key"),
    sa.Index(  # the bot first in none but those that go on with the chat: PostgreSQL takes one for the other
        "ix_outbox_pending",
        "lane",
        "bot_id",
        "not_before",
        "id",
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    ),
    sa.Index(
        "ix_outbox_chat",
        "cluster_id",
        "bot_id",
        "chat_id",
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    ),
    sa.Index(
        "ix_outbox_late",
        "not_after",
        "bot_id",
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    ),
    sa.Index(
        "ix_outbox_edits",
        "bot_id",
        "chat_id",
        "edits",
        sqlite_where=sa.text("edits IS NOT NULL"),
        postgresql_where=sa.text("edits IS NOT NULL"),
    ),
    sa.Index(
        "ix_outbox_sending",
        "bot_id",
        "chat_id",
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    ),
    sa.Index(
        "ix_outbox_subject",
        "cluster_id",
        "subject",
        sqlite_where=sa.text("subject IS NOT NULL"),
        postgresql_where=sa.text("subject IS NOT NULL"),
    ),
    sa.Index(
        "ix_outbox_expired",
        "cluster_id",
        "subject",
        sqlite_where=sa.text("state = 'expired'"),
        postgresql_where=sa.text("state = 'expired'"),
    ),
    sa.Index(
        "ix_outbox_doubt",
        "bot_id",
        "state",
        sqlite_where=sa.text("state IN ('dead', 'refused', 'unknown')"),
        postgresql_where=sa.text("state IN ('dead', 'refused', 'unknown')"),
    ),
    sa.Index(None, "person_id"),
    sa.Index(None, "content_id"),
    sa.Index(  # not of what waits: there are many at once, and it is quicker written
        "ix_outbox_settled",
        "settled_at",
        sqlite_where=sa.text("settled_at IS NOT NULL"),
        postgresql_where=sa.text("settled_at IS NOT NULL"),
    ),
)

uploads = sa.Table(  # files that many get, by Telegram's name for them: sent once to it, then only named
    "uploads",
    metadata,
    cluster_column(),
    sa.Column("bot_id", sa.ForeignKey("bots.id"), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("ref", sa.String(MOST_LETTERS), nullable=False),
    sa.Column("file_id", sa.String(MOST_LETTERS), nullable=False),
    sa.Column("uploaded_at", Instant, nullable=False),
    sa.PrimaryKeyConstraint("bot_id", "kind", "ref"),
    sa.Index(None, "uploaded_at"),
)
