"""Digests: when each source writes, what it wrote, and who wants to read it how often."""

import sqlalchemy as sa

from storage.tables.base import Id, cluster_column, metadata
from storage.types import Instant, Json

digest_plans = sa.Table(
    "digest_plans",
    metadata,
    cluster_column(),
    sa.Column("source", sa.String(24), nullable=False),  # "village:3", "group:7"
    sa.Column("weekday", sa.Integer, nullable=False),  # Monday is 0
    sa.Column("hour", sa.Integer, nullable=False),
    sa.Column("next_at", Instant, nullable=False),
    sa.Column("written_at", Instant),  # the slot for which it last had anything to say
    sa.PrimaryKeyConstraint("cluster_id", "source"),
    sa.Index(None, "next_at", "cluster_id", "source"),
)

digest_windows = sa.Table(
    "digest_windows",
    metadata,
    cluster_column(),
    sa.Column("source", sa.String(24), nullable=False),
    sa.Column("every", sa.String(12), nullable=False),
    sa.Column("since", Instant, nullable=False),  # up to here it was really sent
    sa.Column("tried", Instant),  # a later slot, of which that is not known yet
    sa.PrimaryKeyConstraint("cluster_id", "source", "every"),
)

digest_sections = sa.Table(
    "digest_sections",
    metadata,
    sa.Column("id", Id, primary_key=True),
    cluster_column(),
    sa.Column("source", sa.String(24), nullable=False),
    sa.Column("slot", Instant, nullable=False),
    sa.Column("every", sa.String(12), nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("heading", sa.Text, nullable=False),
    sa.Column("parts", Json, nullable=False),
    sa.Column("polls", Json, nullable=False),
    sa.UniqueConstraint("cluster_id", "source", "slot", "every", "language"),
    sa.Index(None, "cluster_id", "slot"),
)

digest_slots = sa.Table(
    "digest_slots",
    metadata,
    sa.Column("id", Id, primary_key=True),
    cluster_column(),
    sa.Column("slot", Instant, nullable=False),
    sa.Column(
        "gathered_to", sa.Integer, nullable=False, default=0
    ),  # the last reader whose letter is written
    sa.Column("left_out", sa.Boolean, nullable=False, default=False),
    sa.Column("done_at", Instant),
    sa.UniqueConstraint("cluster_id", "slot"),
    sa.Index(None, "done_at"),
)

digest_choices = sa.Table(
    "digest_choices",
    metadata,
    cluster_column(),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("source", sa.String(24), nullable=False),
    sa.Column("every", sa.String(12), nullable=False),
    sa.PrimaryKeyConstraint("person_id", "source"),
)

digest_lines = sa.Table(
    "digest_lines",
    metadata,
    cluster_column(),
    sa.Column("group_id", sa.ForeignKey("groups.id"), nullable=False),
    sa.Column("slot", Instant, nullable=False),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),  # the lead who wrote it
    sa.Column("words", sa.String(200), nullable=False),
    sa.PrimaryKeyConstraint("group_id", "slot"),
)
