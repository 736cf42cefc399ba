"""A copy of a PostgreSQL database, by PostgreSQL's own tools: pg_dump, pg_restore, psql.

They come with the package postgresql-client, and must not be older than the server.
"""

import asyncio
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import sqlalchemy as sa

from storage import backup, postgres
from storage.backup import Contents
from storage.errors import DatabaseInUse, DatabaseUnavailable

SUFFIX = ".dump"
OTHERS = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid <> pg_backend_pid() AND application_name LIKE 'klyngebot%'"
)
TABLES = sa.text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")


async def copy(url: sa.URL, target: Path) -> Contents:
    """As it is at one moment: rows are counted in the snapshot that is copied. Raises DatabaseUnavailable."""
    engine = postgres.create(url)
    try:
        async with postgres.connected(engine) as connection, connection.begin():
            await connection.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            snapshot = str(await connection.scalar(sa.text("SELECT pg_export_snapshot()")))
            held = await connection.run_sync(_counted)

            def make(unfinished: Path) -> Contents:
                flags = ("--format=custom", f"--snapshot={snapshot}", f"--file={unfinished}")
                _run(("pg_dump", *flags), _environment(url))
                return held

            return await asyncio.to_thread(backup.finish, target, make, _examine)
    finally:
        await engine.dispose()


def contents(copied: Path) -> Contents:
    """What a copy holds; it is read from end to end. Raises DatabaseUnavailable."""
    return backup.examined(copied, _examine)


async def put_in_place(copied: Path, url: sa.URL, kept: Path) -> None:
    """The copy is the database from now on; what was there is kept as the copy `kept`.

    Raises DatabaseInUse while a bot works with it, and DatabaseUnavailable.
    """
    contents(copied)
    if await _is_there(url):
        await copy(url, kept)
    await asyncio.to_thread(_put_back, copied, url)


async def _is_there(url: sa.URL) -> bool:
    """Whether anything is kept there already. Raises DatabaseInUse."""
    engine = postgres.create(url)
    try:
        async with postgres.connected(engine) as connection:
            if others := await connection.scalar(OTHERS):
                raise DatabaseInUse(
                    f"Klyngebot works with this database ({others} connections): stop it first."
                )
            return bool((await connection.scalars(TABLES)).all())
    finally:
        await engine.dispose()


def _put_back(copied: Path, url: sa.URL) -> None:
    """All of it in one transaction, which has begun only when the whole copy has been read."""
    script = copied.with_name(f"{copied.name}{backup.UNFINISHED}")
    try:
        script.touch(mode=0o600)
        _run(
            ("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(copied)),
            _environment(url),
        )
        anew = ("--command=DROP SCHEMA public CASCADE", "--command=CREATE SCHEMA public")
        strict = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
        _run(("psql", *strict, *anew, f"--file={script}"), _environment(url))
    except OSError as error:
        raise DatabaseUnavailable(
            f"{copied} could not be put back ({error}). Nothing was changed."
        ) from error
    finally:
        script.unlink(missing_ok=True)


def _examine(copied: Path) -> Contents:
    rows: dict[str, int] = {}
    revision = ""
    for table, line in _lines(copied):
        rows[table] = rows.get(table, 0) + (line is not None)
        if table == "alembic_version" and line is not None:
            revision = line
    if not revision:
        raise OSError("it holds no tables of Klyngebot's")
    return Contents(revision, dict(sorted(rows.items())))


def _lines(copied: Path) -> Iterator[tuple[str, str | None]]:
    """Each table's name, first alone and then with each of its rows, as pg_restore writes them."""
    command = ("pg_restore", "--data-only", "--file=-", str(copied))
    with _started(command, os.environ) as process:
        table = ""
        for line in process.stdout or ():
            if not table and line.startswith("COPY "):
                table = line.split()[1].removeprefix("public.").strip('"')
                yield table, None
            elif line == "\\.\n":
                table = ""
            elif table:
                yield table, line.rstrip("\n")
        complaint = process.stderr.read() if process.stderr else ""
    if process.returncode:
        raise OSError(_last_line(complaint))


def _counted(connection: sa.Connection) -> Contents:
    names = connection.scalars(TABLES).all()
    rows = {
        name: int(connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) or 0)
        for name in names
    }
    if "alembic_version" not in rows:
        raise DatabaseUnavailable(
            "The database holds no tables of Klyngebot's yet: there is nothing to copy."
        )
    return Contents(str(connection.scalar(sa.text("SELECT version_num FROM alembic_version"))), rows)


def _run(command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Raises OSError with the tool's last word."""
    with _started(command, environment) as process:
        _, complaint = process.communicate()
    if process.returncode:
        raise OSError(_last_line(complaint))


def _started(command: Sequence[str], environment: Mapping[str, str]) -> "subprocess.Popen[str]":
    try:
        return subprocess.Popen(  # noqa: S603 - PostgreSQL's own tools, with arguments of ours
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
    except FileNotFoundError:
        raise OSError(f"{command[0]} is missing: install the package postgresql-client") from None


def _environment(url: sa.URL) -> dict[str, str]:
    """The address as these tools take it: a password on the command line could be read by others."""
    given = {
        "PGHOST": url.host,
        "PGPORT": url.port and str(url.port),
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        "PGSSLMODE": str(url.query["ssl"]) if "ssl" in url.query else None,
    }
    return {**os.environ, **{name: str(value) for name, value in given.items() if value}}


def _last_line(complaint: str) -> str:
    lines = complaint.strip().splitlines()
    return lines[-1] if lines else "it said nothing"
