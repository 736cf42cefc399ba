"""What the steering group tells many people, and what people answered."""

import sqlalchemy as sa

from domain.audience import TEXT_LENGTH
from storage.tables.base import Id, cluster_column, metadata
from storage.types import Instant, Json

announcements = sa.Table(
    "announcements",
    metadata,
    sa.Column("id", Id, primary_key=True),
    cluster_column(),
    sa.Column("texts", Json, nullable=False),  # language -> words
    sa.Column("audience", sa.String(TEXT_LENGTH), nullable=False),  # domain/audience.py
    sa.Column("important", sa.Boolean, nullable=False),
    sa.Column("author_id", sa.ForeignKey("people.id")),  # emptied when they leave
    sa.Column("holder_id", sa.ForeignKey("people.id")),  # who gets the answers
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("starts_at", Instant),  # empty: as soon as it is sent off
    sa.Column("tested_at", Instant),  # when its author had it on their own phone
    sa.Column("confirmed", sa.Boolean, nullable=False),  # somebody else agreed, or the number was written
    sa.Column("began_at", Instant),
    sa.Column("next_at", Instant),  # when those who had too many that day are written to
    sa.Column("ended_at", Instant),
    sa.Column("written_to", sa.BigInteger, nullable=False),  # the last person whose letter is written
    sa.Column("total", sa.Integer, nullable=False),  # how many they were when it began
    sa.Column("message_id", sa.BigInteger),  # in the author's chat: how far it is
    sa.Column("shown", sa.String(80), nullable=False),  # the figures that message shows
    sa.Column("shown_at", Instant),
    sa.Index(None, "cluster_id", "state"),
)

announcement_replies = sa.Table(
    "announcement_replies",
    metadata,
    sa.Column("id", Id, primary_key=True),
    cluster_column(),
    sa.Column("announcement_id", sa.ForeignKey("announcements.id"), nullable=False),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("words", sa.String(1000), nullable=False),
    sa.Column("written_at", Instant, nullable=False),
    sa.Column("answered_at", Instant),
    sa.Index(None, "cluster_id", "announcement_id"),
    sa.Index(None, "person_id"),
)
