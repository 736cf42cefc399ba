"""Ideas, who supports them, and who says that something is wrong with one."""

import sqlalchemy as sa

from domain.attachments import MOST_LETTERS
from storage.tables.base import Id, cluster_column, metadata
from storage.types import Instant

ideas = sa.Table(
    "ideas",
    metadata,
    sa.Column("id", Id, primary_key=True),
    cluster_column(),
    sa.Column("author_id", sa.ForeignKey("people.id")),  # emptied when its author leaves
    sa.Column("title", sa.String(80), nullable=False),
    sa.Column("why", sa.String(300), nullable=False),
    sa.Column("village_id", sa.ForeignKey("villages.id")),  # empty: the whole cluster
    sa.Column("picture", sa.String(MOST_LETTERS)),  # Telegram's file id
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("holder_id", sa.ForeignKey("people.id")),  # who answers it, by name
    sa.Column("reason", sa.String(200), nullable=False, default=""),  # why not now
    sa.Column("merged_into", sa.ForeignKey("ideas.id")),
    sa.Column("group_id", sa.ForeignKey("groups.id")),  # the working group it became
    sa.Column("result", sa.String(400), nullable=False, default=""),  # what came of it
    sa.Column("result_picture", sa.String(MOST_LETTERS)),
    sa.Column("done_at", Instant),  # when that was told
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("waits_since", Instant),  # for an answer; empty: nobody waits
    sa.Column("reminded", sa.Integer, nullable=False, default=0),  # 1: the case-holder, 2: all who steer
    sa.Column("hidden_at", Instant),  # enough people said that something is wrong
    sa.Column("cleared_at", Instant),  # the steering group looked, and it stays; earlier reports are over
    sa.Column("removed_at", Instant),  # taken away, with its words
    sa.Index(None, "cluster_id", "state"),
    sa.Index(None, "author_id"),
    sa.Index(None, "group_id"),
    sa.Index(None, "cluster_id", "done_at"),
)

idea_supports = sa.Table(
    "idea_supports",
    metadata,
    cluster_column(),
    sa.Column("idea_id", sa.ForeignKey("ideas.id"), nullable=False),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.PrimaryKeyConstraint("idea_id", "person_id"),
    sa.Index(None, "person_id"),
)

idea_reports = sa.Table(  # nobody is ever shown who reported
    "idea_reports",
    metadata,
    cluster_column(),
    sa.Column("idea_id", sa.ForeignKey("ideas.id"), nullable=False),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.PrimaryKeyConstraint("idea_id", "person_id"),
    sa.Index(None, "person_id"),
)
