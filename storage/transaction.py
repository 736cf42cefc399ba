"""What an action is given. Only `storage/` looks inside."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from storage.apart import Aside


@dataclass(frozen=True)
class Transaction:
    """One transaction under way. It is committed after the action, never by it.

    `aside`: for one of the clock's, where what raised is set apart (`storage.apart`).
    """

    connection: sa.Connection
    aside: "Aside | None" = None

    @cached_property
    def driver(self) -> sqlite3.Connection | None:
        """SQLite's own connection; None with PostgreSQL."""
        driver = self.connection.connection.driver_connection
        return driver if isinstance(driver, sqlite3.Connection) else None

    def insert(self, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
        """An insert that knows ON CONFLICT, which each database spells for itself."""
        return _insert(self.connection.dialect.name, table)

    def insert_new(self, table: sa.Table, row: Mapping[str, object]) -> bool:
        """Insert unless a row with one of its unique keys stands there; whether it was inserted."""
        return self.connection.execute(_insert_new(self.connection.dialect.name, table), row).rowcount == 1

    def insert_or_update(
        self, table: sa.Table, key: Mapping[str, object], values: Mapping[str, object]
    ) -> None:
        """Write `values` into the row of that primary or unique key, new or not."""
        statement = _insert_or_update(self.connection.dialect.name, table, tuple(key), tuple(values))
        self.connection.execute(statement, {**key, **values})


# Put together once per table: building a statement costs as much as running it (benchmarks/transactions.py).


@cache
def _insert(dialect: str, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@cache
def _insert_new(dialect: str, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    return _insert(dialect, table).on_conflict_do_nothing()


@cache
def _insert_or_update(
    dialect: str, table: sa.Table, key: tuple[str, ...], values: tuple[str, ...]
) -> sqlite.Insert | postgresql.Insert:
    new = _insert(dialect, table)
    return new.on_conflict_do_update(
        index_elements=list(key), set_={name: new.excluded[name] for name in values}
    )
