"""`python -m storage.migrations.check`: exit 1 when storage/tables/ and the migrations differ.

Also when the files' names do not follow on each other as the revisions do: a start goes by the names.

What the migrations make and what storage/tables/ declares must look the same. Both are made in a
transaction that is rolled back: in a new SQLite file and, when a PostgreSQL answers, in a schema of its own.
"""

import asyncio
import difflib
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import sqlalchemy as sa

from storage import address, migrations, postgres, sqlite_engine
from storage.errors import DatabaseUnavailable
from storage.migrations import steps
from storage.migrations.make import VERSIONS
from storage.tables import metadata

SERVER = os.environ.get("KLYNGEBOT_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/test")


def main() -> int:
    differences = [*of_names(VERSIONS), *on_sqlite()]
    try:
        differences += asyncio.run(on_postgres(SERVER))
    except DatabaseUnavailable as error:
        sys.stdout.write(f"Looked at on SQLite only. {error}\n")
    if differences:
        sys.stdout.write("\n".join(differences))
        sys.stdout.write('\nRun: python -m storage.migrations.make "what changes"\n')
    return 1 if differences else 0


def of_names(versions: Sequence[Path]) -> list[str]:
    named, following = migrations.revisions(versions), steps.revisions(versions)
    return [] if named == following else [f"files by name: {named}", f"as they follow: {following}"]


def on_sqlite() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        engine = sqlite_engine.create(Path(folder) / "empty.db")
        with engine.connect() as connection:
            found = compare(connection)
        engine.dispose()
    return found


async def on_postgres(url: str) -> list[str]:
    """Raises DatabaseUnavailable when there is no server."""
    where = address.read(url)
    if isinstance(where, address.SqliteFile):
        return []
    engine = postgres.create(where.url)
    try:
        async with postgres.connected(engine) as connection:
            return await connection.run_sync(compare)
    finally:
        await engine.dispose()


def compare(connection: sa.Connection) -> list[str]:
    """What only storage/tables/ has (+) and what only the migrations make (-)."""
    migrated = _shape(connection, lambda: migrations.to_head(connection, VERSIONS))
    declared = _shape(connection, lambda: metadata.create_all(connection))
    return [line for line in difflib.ndiff(migrated, declared) if line[0] in "+-"]


def _shape(connection: sa.Connection, make: Callable[[], None]) -> list[str]:
    transaction = connection.begin()
    try:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("CREATE SCHEMA klyngebot_check")
            connection.exec_driver_sql("SET LOCAL search_path TO klyngebot_check")
        make()
        return sorted(_lines(sa.inspect(connection)))
    finally:
        transaction.rollback()


def _lines(found: sa.Inspector) -> Iterable[str]:
    for table in set(found.get_table_names()) - {"alembic_version"}:
        yield table
        yield f"{table}: {found.get_pk_constraint(table)}"
        for column in found.get_columns(table):
            yield f"{table}.{column['name']}: {column}"
        for part in (
            *found.get_foreign_keys(table),
            *found.get_unique_constraints(table),
            *found.get_check_constraints(table),
            *found.get_indexes(table),
        ):
            yield f"{table}: {_plainly(part)}"


def _plainly(value: object) -> object:
    """Conditions of indexes as their text: two objects are never the same."""
    if isinstance(value, Mapping):
        return {name: _plainly(inner) for name, inner in value.items()}
    return str(value) if isinstance(value, sa.TextClause) else value


if __name__ == "__main__":
    sys.exit(main())
