"""What an action is given. Only `storage/` looks inside."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


@dataclass(frozen=True)
class Transaction:
    """One transaction under way. It is committed after the action, never by it."""

    connection: sa.Connection

    def insert(self, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
        """An insert that knows ON CONFLICT, which each database spells for itself."""
        if self.connection.dialect.name == "sqlite":
            return sqlite.insert(table)
        return postgresql.insert(table)
