"""Working groups, what they lack, and who was asked."""

import sqlalchemy as sa

from storage.tables.base import Id, cluster_column, metadata
from storage.types import Instant, Json

groups = sa.Table(
    "groups",
    metadata,
    sa.Column("id", Id, primary_key=True),
    cluster_column(),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("text", sa.String(500), nullable=False),
    sa.Column("state", sa.String(8), nullable=False),
    sa.Column("asked_by", sa.ForeignKey("people.id")),  # the resident who asked for it
    sa.Column("next_lead_id", sa.ForeignKey("people.id")),  # asked to lead it, and has not answered
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("closed_at", Instant),
    sa.Index(None, "cluster_id", "state"),
)

group_villages = sa.Table(
    "group_villages",
    metadata,
    cluster_column(),
    sa.Column("group_id", sa.ForeignKey("groups.id"), nullable=False),
    sa.Column("village_id", sa.ForeignKey("villages.id"), nullable=False),
    sa.PrimaryKeyConstraint("group_id", "village_id"),
)

members = sa.Table(
    "members",
    metadata,
    cluster_column(),
    sa.Column("group_id", sa.ForeignKey("groups.id"), nullable=False),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("leads", sa.Boolean, nullable=False),
    sa.Column("since", Instant, nullable=False),
    sa.Column("until", sa.Date),
    sa.Column("asked_until", sa.Date),  # the end they were asked about: whether they go on
    sa.PrimaryKeyConstraint("group_id", "person_id"),
    sa.Index(None, "cluster_id", "person_id"),
    sa.Index(  # one lead a group
        "uq_members_lead",
        "group_id",
        unique=True,
        sqlite_where=sa.text("leads"),
        postgresql_where=sa.text("leads"),
    ),
)

needs = sa.Table(
    "needs",
    metadata,
    sa.Column("id", Id, primary_key=True),
    cluster_column(),
    sa.Column("group_id", sa.ForeignKey("groups.id"), nullable=False),
    sa.Column("skill", sa.String(32)),  # empty: only its lead's own words say what it is
    sa.Column("about", sa.String(120), nullable=False, default=""),  # what for: "lyd til julefrokosten"
    sa.Column("wanted", sa.Integer, nullable=False),
    sa.Column("found", sa.Integer, nullable=False, default=0),
    sa.Column("hours", sa.Integer),
    sa.Column("until", sa.Date, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("closed_at", Instant),
    sa.Column("told_over_at", Instant),  # its lead heard that the day is gone by
    sa.CheckConstraint("found >= 0 AND found <= wanted", "found"),
    sa.Index(None, "cluster_id", "closed_at"),
    sa.Index(None, "group_id"),
)

asks = sa.Table(
    "asks",
    metadata,
    sa.Column("id", Id, primary_key=True),
    cluster_column(),
    sa.Column("need_id", sa.ForeignKey("needs.id"), nullable=False),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("asked_by", sa.ForeignKey("people.id")),  # the lead, or who sent the plan; empty: the bot
    sa.Column("way", sa.String(8), nullable=False),  # lead | bot | plan | self: who brought it up
    sa.Column("reasons", Json, nullable=False),  # why this person, as keys (domain/matching.py)
    sa.Column("asked_at", Instant, nullable=False),
    sa.Column("answer", sa.String(8)),  # yes | maybe | no | late (yes, but the place was taken)
    sa.Column("answered_at", Instant),
    sa.Column("again_at", Instant),  # when a "maybe" is asked once more
    sa.Column("contact_shared_at", Instant),
    sa.Column("contact_shared_with", sa.ForeignKey("people.id")),  # who led the group then
    sa.UniqueConstraint("need_id", "person_id"),
    sa.Index(None, "cluster_id", "person_id", "asked_at"),
    sa.Index(None, "answered_at", "cluster_id"),
    sa.Index(None, "again_at"),
)

plans = sa.Table(
    "plans",
    metadata,
    sa.Column("id", Id, primary_key=True),
    cluster_column(),
    sa.Column("made_by", sa.ForeignKey("people.id")),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("sent_at", Instant),
    sa.Column("wanted", sa.Integer, nullable=False),  # places that were open
    sa.Index(None, "cluster_id", "made_at"),
)

plan_places = sa.Table(
    "plan_places",
    metadata,
    cluster_column(),
    sa.Column("plan_id", sa.ForeignKey("plans.id"), nullable=False),
    sa.Column("need_id", sa.ForeignKey("needs.id"), nullable=False),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("reasons", Json, nullable=False),
    sa.PrimaryKeyConstraint("plan_id", "need_id", "person_id"),
    sa.Index(None, "person_id"),
)
