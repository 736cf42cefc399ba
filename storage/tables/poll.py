"""Polls and their votes.

A sensitive poll has a box and tokens instead of ballots: docs/decisions/0074-sensitive-polls.md says why they
are shaped as they are.
"""

import sqlalchemy as sa

from domain.audience import TEXT_LENGTH
from storage.tables.base import Id, cluster_column, metadata
from storage.types import Instant, Json

polls = sa.Table(
    "polls",
    metadata,
    sa.Column("id", Id, primary_key=True),
    cluster_column(),
    sa.Column("group_id", sa.ForeignKey("groups.id")),
    sa.Column("audience", sa.String(TEXT_LENGTH), nullable=False),
    sa.Column("question", sa.String(200), nullable=False),
    sa.Column("kind", sa.String(8), nullable=False),  # single | several | steps
    sa.Column("answers", Json, nullable=False),  # in their order
    sa.Column("sensitive", sa.Boolean, nullable=False),
    sa.Column("made_by", sa.ForeignKey("people.id")),
    sa.Column("opened_at", Instant, nullable=False),
    sa.Column("closes_at", Instant, nullable=False),
    sa.Column("closed_at", Instant),
    sa.Column("result", Json),  # as it was published: what it does not say cannot be had from here either
    sa.Index(None, "cluster_id", "closed_at"),
    sa.Index(
        "ix_polls_open",
        "closes_at",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    ),
)

poll_rounds = sa.Table(  # letters to all a poll is for, as far as they are not written yet
    "poll_rounds",
    metadata,
    cluster_column(),
    sa.Column("poll_id", sa.ForeignKey("polls.id"), nullable=False),
    sa.Column("what", sa.String(8), nullable=False),  # ask | remind | tell
    sa.Column("due_at", Instant, nullable=False),
    sa.Column("after", Id, nullable=False, default=0),  # the last person who is written to already
    sa.PrimaryKeyConstraint("poll_id", "what"),
    sa.Index(None, "due_at"),
)

ballots = sa.Table(
    "ballots",
    metadata,
    cluster_column(),
    sa.Column("poll_id", sa.ForeignKey("polls.id"), nullable=False),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("picks", sa.Integer, nullable=False),  # bit n: answer n
    sa.PrimaryKeyConstraint("poll_id", "person_id"),
    sa.Index(None, "person_id"),
    sa.CheckConstraint("picks > 0", "picks"),
)

poll_boxes = (
    sa.Table(  # one row a poll: were there one for each answer, the last one changed would tell a vote
        "poll_boxes",
        metadata,
        cluster_column(),
        sa.Column("poll_id", sa.ForeignKey("polls.id"), primary_key=True, autoincrement=False),
        sa.Column("voters", sa.Integer, nullable=False),
        sa.Column("answers", Json, nullable=False),
    )
)

poll_tokens = sa.Table(  # who has voted in a sensitive poll; in no order (SQLite: by key, not by row number)
    "poll_tokens",
    metadata,
    cluster_column(),
    sa.Column("poll_id", sa.ForeignKey("polls.id"), nullable=False),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    # In the order of the columns: SQLite 3.40 takes any other for damage in a table without row numbers.
    sa.PrimaryKeyConstraint("cluster_id", "poll_id", "person_id"),
    sa.Index(None, "person_id"),
    sqlite_with_rowid=False,
)
