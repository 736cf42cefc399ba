"""People, and what they have told us."""

import secrets
from functools import partial

import sqlalchemy as sa

from storage.tables.base import Id, cluster_column, metadata
from storage.types import Instant, Json

people = sa.Table(
    "people",
    metadata,
    sa.Column("id", Id, primary_key=True),
    cluster_column(),
    sa.Column("telegram_id", sa.BigInteger, nullable=False),
    sa.Column("first_name", sa.String(64), nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("village_id", sa.ForeignKey("villages.id"), nullable=False),
    sa.Column("sixteen_on", sa.Date, nullable=False),
    sa.Column("joined_at", Instant, nullable=False),
    sa.Column("hours", sa.String(16)),
    sa.Column("free_times", Json, nullable=False),
    sa.Column("stopped_at", Instant),
    sa.Column("unreachable_at", Instant),
    sa.Column("paused_until", Instant),  # asked for a month of quiet; answers still go
    sa.Column("fewer", sa.Boolean, nullable=False, default=False),  # asked for fewer messages
    sa.Column("seen_at", Instant, nullable=False),  # when they last wrote or tapped; for retention
    sa.Column("warned_at", Instant),  # when they were told that they will be forgotten
    sa.Column("blocked_at", Instant),  # the steering group shut them out
    sa.Column("alias", sa.String(16), nullable=False, default=partial(secrets.token_hex, 8)),  # in the audit
    sa.UniqueConstraint("cluster_id", "telegram_id"),
    sa.Index(None, "cluster_id", "id"),  # a part of them at a time, and of some whose numbers are known
    sa.Index(None, "cluster_id", "village_id", "joined_at"),
    sa.Index(
        "ix_people_shut_out",
        "cluster_id",
        "id",
        sqlite_where=sa.text("blocked_at IS NOT NULL"),
        postgresql_where=sa.text("blocked_at IS NOT NULL"),
    ),
)

roles = sa.Table(
    "roles",
    metadata,
    cluster_column(),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    sa.PrimaryKeyConstraint("person_id", "role"),
    sa.CheckConstraint("role <> 'lead'", "lead"),  # whoever leads a group is its lead: members.leads
)

invitations = sa.Table(
    "invitations",
    metadata,
    sa.Column("id", Id, primary_key=True),
    cluster_column(),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("group_id", sa.ForeignKey("groups.id")),  # the group to lead; empty for every other role
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("made_by", sa.ForeignKey("people.id")),  # empty: the one who runs the bot
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("used_by", sa.ForeignKey("people.id")),
    sa.Column("used_at", Instant),
    sa.CheckConstraint("(role = 'lead') = (group_id IS NOT NULL)", "lead"),
    sa.Index(None, "expires_at"),
)

audit = sa.Table(  # only ever grows: storage/guards.py
    "audit",
    metadata,
    sa.Column("id", Id, primary_key=True),
    cluster_column(),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.String(16)),  # people.alias; empty: the one who runs the bot
    sa.Column("what", sa.String(40), nullable=False),
    sa.Column("whom", sa.String(16)),  # people.alias
    sa.Column("group_id", sa.ForeignKey("groups.id")),  # the group that is led
    sa.Index(None, "cluster_id", "at"),
)

person_skills = sa.Table(
    "person_skills",
    metadata,
    cluster_column(),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("skill", sa.String(32), nullable=False),
    sa.Column("told_at", Instant, nullable=False),
    sa.PrimaryKeyConstraint("person_id", "skill"),
    sa.Index(None, "cluster_id", "skill"),
)

skill_phrases = sa.Table(
    "skill_phrases",
    metadata,
    sa.Column("id", Id, primary_key=True),
    cluster_column(),
    sa.Column("person_id", sa.ForeignKey("people.id")),  # emptied when the person leaves
    sa.Column("words", sa.String(200), nullable=False),
    sa.Column("skill", sa.String(32)),  # where the steering group filed it
    sa.Column("need_id", sa.ForeignKey("needs.id")),  # what a group lacks, put in words; or what they can
    sa.Column("told_at", Instant, nullable=False),
    sa.Column("filed_at", Instant),
    sa.Column("filed_by", sa.ForeignKey("people.id")),
    sa.Index(None, "cluster_id", "filed_at"),
)

follows = sa.Table(
    "follows",
    metadata,
    cluster_column(),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("village_id", sa.ForeignKey("villages.id"), nullable=False),
    sa.PrimaryKeyConstraint("person_id", "village_id"),
)

consents = sa.Table(
    "consents",
    metadata,
    sa.Column("id", Id, primary_key=True),
    cluster_column(),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("purpose", sa.String(32), nullable=False),
    sa.Column("text_version", sa.String(16), nullable=False),
    sa.Column("given", sa.Boolean, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Index(None, "person_id", "purpose"),
)

dialogues = sa.Table(
    "dialogues",
    metadata,
    cluster_column(),
    sa.Column("telegram_id", sa.BigInteger, nullable=False),
    sa.Column("name", sa.String(32), nullable=False),
    sa.Column("run", sa.Integer, nullable=False),
    sa.Column("answers", Json, nullable=False),
    sa.Column("language", sa.String(8)),  # chosen by someone who has not signed up yet
    sa.Column("touched_at", Instant, nullable=False),
    sa.PrimaryKeyConstraint("cluster_id", "telegram_id"),
    sa.Index(None, "touched_at"),
)

erasures = sa.Table(  # on their way into the log beside the database: bot/erasure_log.py
    "erasures",
    metadata,
    sa.Column("id", Id, primary_key=True),
    cluster_column(),
    sa.Column("telegram_id", sa.BigInteger, nullable=False),
    sa.Column("at", Instant, nullable=False),
)
