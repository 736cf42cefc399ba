"""What an action is given. Only `storage/` looks inside."""

from collections.abc import Mapping
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

    def insert_new(self, table: sa.Table, row: Mapping[str, object]) -> bool:
        """Insert unless a row with one of its unique keys stands there; whether it was inserted."""
        return self.connection.execute(self.insert(table).values(row).on_conflict_do_nothing()).rowcount == 1

    def insert_or_update(
        self, table: sa.Table, key: Mapping[str, object], values: Mapping[str, object]
    ) -> None:
        """Write `values` into the row of that primary or unique key, new or not."""
        statement = self.insert(table).values({**key, **values})
        self.connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=dict(values)))
