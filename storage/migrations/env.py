"""Alembic runs this for every command; the connection is always given by `storage.migrations`."""

from typing import Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from storage.tables import metadata
from storage.types import Instant

JSON = 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'


def plain(kind: str, item: object, autogenerate: AutogenContext) -> str | Literal[False]:
    """A revision never changes, so it names SQLAlchemy's types and not ours, which may."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.JSON):
        autogenerate.imports.add("from sqlalchemy.dialects import postgresql")
        return JSON
    return False


connection = context.config.attributes["connection"]
if not isinstance(connection, sa.Connection):
    raise TypeError("start migrations with `klyngebot migrate`, not with alembic's own command")

context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
    render_item=plain,
)
with context.begin_transaction():
    context.run_migrations()
