"""A new database for each run: an SQLite file, or one on the PostgreSQL server that the tests use."""

import asyncio
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

SERVER = os.environ.get("KLYNGEBOT_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/test")
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"


def kinds() -> tuple[str, ...]:
    """Those there are; without a server, that is said."""
    try:
        asyncio.run(_tell("SELECT 1"))
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        print(f"PostgreSQL is left out: {error}")
        return (SQLITE,)
    return SQLITE, POSTGRESQL


@contextmanager
def new(kind: str) -> Iterator[str]:
    """The address of an empty database, which is gone afterwards."""
    if kind == SQLITE:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{Path(folder) / 'klyngebot.db'}"
        return
    name = f"klyngebot_bench_{secrets.token_hex(6)}"
    asyncio.run(_tell(f"CREATE DATABASE {name} TEMPLATE template0"))
    try:
        yield f"{SERVER.rpartition('/')[0]}/{name}"
    finally:
        asyncio.run(_tell(f"DROP DATABASE {name} WITH (FORCE)"))


async def _tell(statement: str) -> None:
    connection = await asyncpg.connect(SERVER, timeout=5)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
