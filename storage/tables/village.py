"""The cluster, its villages and its bots."""

import sqlalchemy as sa

from storage.tables.base import Id, cluster_column, metadata
from storage.types import Instant, Json

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
    cluster_column(),
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
    cluster_column(),
    sa.Column("username", sa.String(64), nullable=False),
    sa.Column("disabled_at", Instant),
    sa.Column("next_update", sa.BigInteger),  # the offset of the next getUpdates
    sa.Column("alive_at", Instant),  # when whoever serves it last wrote that it does
)
