"""The shape of the database. Rows stay inside `storage/`; the rest sees domain objects.

Every table that belongs to a cluster carries `cluster_id`. Times are UTC with a zone (`Instant`).
Each column's class, purpose and retention stand in `storage/columns.py`.
"""

import secrets
from functools import partial

import sqlalchemy as sa

from storage.types import Instant, Json

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""SQLite counts up by itself only for a column that is exactly INTEGER PRIMARY KEY."""


def _cluster() -> sa.Column[int]:
    return sa.Column("cluster_id", sa.ForeignKey("clusters.id"), nullable=False)


clusters = sa.Table(
    "clusters",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("slug", sa.String(32), nullable=False, unique=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("municipality", sa.String(80), nullable=False),
    sa.Column("zone", sa.String(40), nullable=False),
    sa.Column("about", Json, nullable=False),  # language -> what the cluster is, in two sentences
    sa.Column("controller", sa.String(120), nullable=False),  # who answers for the data (GDPR)
    sa.Column("contact_name", sa.String(80), nullable=False),
    sa.Column("contact_phone", sa.String(40)),
    sa.Column("contact_email", sa.String(120)),
    sa.Column("website", sa.String(200)),
    sa.Column("created_at", Instant, nullable=False),
)

villages = sa.Table(
    "villages",
    metadata,
    sa.Column("id", Id, primary_key=True),
    _cluster(),
    sa.Column("slug", sa.String(32), nullable=False),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("also_called", Json, nullable=False),  # other spellings and the hamlets within it
    sa.Column("inhabitants", sa.Integer, nullable=False),
    sa.Column("council", sa.String(120)),
    sa.UniqueConstraint("cluster_id", "slug"),
)

bots = sa.Table(
    "bots",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),  # Telegram's own number
    _cluster(),
    sa.Column("username", sa.String(64), nullable=False),
    sa.Column("next_update", sa.BigInteger),  # the offset of the next getUpdates
)

people = sa.Table(
    "people",
    metadata,
    sa.Column("id", Id, primary_key=True),
    _cluster(),
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
    sa.Index(None, "cluster_id", "village_id"),
)

roles = sa.Table(
    "roles",
    metadata,
    _cluster(),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    sa.PrimaryKeyConstraint("person_id", "role"),
)

invitations = sa.Table(
    "invitations",
    metadata,
    sa.Column("id", Id, primary_key=True),
    _cluster(),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("group_id", sa.ForeignKey("groups.id")),  # the group to lead; empty: none yet
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("made_by", sa.ForeignKey("people.id")),  # empty: the one who runs the bot
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("used_by", sa.ForeignKey("people.id")),
    sa.Column("used_at", Instant),
    sa.Index(None, "expires_at"),
)

audit = sa.Table(  # only ever grows: storage/guards.py
    "audit",
    metadata,
    sa.Column("id", Id, primary_key=True),
    _cluster(),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.String(16)),  # people.alias; empty: the one who runs the bot
    sa.Column("what", sa.String(40), nullable=False),
    sa.Column("whom", sa.String(16)),  # people.alias
    sa.Index(None, "cluster_id", "at"),
)

person_skills = sa.Table(
    "person_skills",
    metadata,
    _cluster(),
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
    _cluster(),
    sa.Column("person_id", sa.ForeignKey("people.id")),  # emptied when the person leaves
    sa.Column("words", sa.String(200), nullable=False),
    sa.Column("skill", sa.String(32)),  # where the steering group filed it
    sa.Column("told_at", Instant, nullable=False),
    sa.Column("filed_at", Instant),
    sa.Column("filed_by", sa.ForeignKey("people.id")),
    sa.Index(None, "cluster_id", "filed_at"),
)

follows = sa.Table(
    "follows",
    metadata,
    _cluster(),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("village_id", sa.ForeignKey("villages.id"), nullable=False),
    sa.PrimaryKeyConstraint("person_id", "village_id"),
)

consents = sa.Table(
    "consents",
    metadata,
    sa.Column("id", Id, primary_key=True),
    _cluster(),
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
    _cluster(),
    sa.Column("telegram_id", sa.BigInteger, nullable=False),
    sa.Column("name", sa.String(32), nullable=False),
    sa.Column("run", sa.Integer, nullable=False),
    sa.Column("answers", Json, nullable=False),
    sa.Column("language", sa.String(8)),  # chosen by someone who has not signed up yet
    sa.Column("touched_at", Instant, nullable=False),
    sa.PrimaryKeyConstraint("cluster_id", "telegram_id"),
    sa.Index(None, "touched_at"),
)

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("bot_id", sa.ForeignKey("bots.id"), nullable=False),
    sa.Column("update_id", sa.BigInteger, nullable=False),
    _cluster(),
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
    sa.Index(None, "settled_at"),
)

groups = sa.Table(
    "groups",
    metadata,
    sa.Column("id", Id, primary_key=True),
    _cluster(),
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
    _cluster(),
    sa.Column("group_id", sa.ForeignKey("groups.id"), nullable=False),
    sa.Column("village_id", sa.ForeignKey("villages.id"), nullable=False),
    sa.PrimaryKeyConstraint("group_id", "village_id"),
)

members = sa.Table(
    "members",
    metadata,
    _cluster(),
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
    _cluster(),
    sa.Column("group_id", sa.ForeignKey("groups.id"), nullable=False),
    sa.Column("skill", sa.String(32), nullable=False),
    sa.Column("wanted", sa.Integer, nullable=False),
    sa.Column("found", sa.Integer, nullable=False, default=0),
    sa.Column("hours", sa.Integer),
    sa.Column("until", sa.Date, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("closed_at", Instant),
    sa.CheckConstraint("found >= 0 AND found <= wanted", "found"),
    sa.Index(None, "cluster_id", "closed_at"),
    sa.Index(None, "group_id"),
)

asks = sa.Table(
    "asks",
    metadata,
    sa.Column("id", Id, primary_key=True),
    _cluster(),
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
    sa.UniqueConstraint("need_id", "person_id"),
    sa.Index(None, "cluster_id", "person_id", "asked_at"),
    sa.Index(None, "again_at"),
)

plans = sa.Table(
    "plans",
    metadata,
    sa.Column("id", Id, primary_key=True),
    _cluster(),
    sa.Column("made_by", sa.ForeignKey("people.id")),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("sent_at", Instant),
    sa.Column("wanted", sa.Integer, nullable=False),  # places that were open
    sa.Index(None, "cluster_id", "made_at"),
)

plan_places = sa.Table(
    "plan_places",
    metadata,
    _cluster(),
    sa.Column("plan_id", sa.ForeignKey("plans.id"), nullable=False),
    sa.Column("need_id", sa.ForeignKey("needs.id"), nullable=False),
    sa.Column("person_id", sa.ForeignKey("people.id"), nullable=False),
    sa.Column("reasons", Json, nullable=False),
    sa.PrimaryKeyConstraint("plan_id", "need_id", "person_id"),
    sa.Index(None, "person_id"),
)

erasures = sa.Table(  # on their way into the log beside the database: bot/erasure_log.py
    "erasures",
    metadata,
    sa.Column("id", Id, primary_key=True),
    _cluster(),
    sa.Column("telegram_id", sa.BigInteger, nullable=False),
    sa.Column("at", Instant, nullable=False),
)

contents = sa.Table(
    "contents",
    metadata,
    sa.Column("id", Id, primary_key=True),
    _cluster(),
    sa.Column("key", sa.String(80)),  # names content shared by many; empty for one person's letter
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("rows", Json, nullable=False),
    sa.Column("document", sa.String(16)),  # the kind of file that goes with it, drawn when it is sent
    sa.Column("about", sa.ForeignKey("people.id")),  # whom the words name or are from, beside the reader
    sa.Column("created_at", Instant, nullable=False),
    sa.UniqueConstraint("cluster_id", "key"),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", Id, primary_key=True),
    _cluster(),
    sa.Column("bot_id", sa.ForeignKey("bots.id"), nullable=False),
    sa.Column("person_id", sa.ForeignKey("people.id")),  # empty: a stranger, whose row goes when settled
    sa.Column("chat_id", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("unique_key", sa.String(120), nullable=False),
    sa.Column("act", sa.String(8), nullable=False),  # send | edit | document
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
    sa.Index(
        "ix_outbox_pending",
        "bot_id",
        "lane",
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
        "bot_id",
        "not_after",
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
    sa.Index(None, "person_id"),
    sa.Index(None, "content_id"),
    sa.Index(None, "settled_at"),
)
