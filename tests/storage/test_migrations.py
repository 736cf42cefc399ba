"""A database of any age is brought up, or left as it was."""

import asyncio
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
import sqlalchemy as sa

from bot.copies import contents
from storage import backup, lock, migrations, tables
from storage import database as databases
from storage.errors import DatabaseInUse, DatabaseTooNew, WrongAddress
from storage.migrations import check, make
from storage.transaction import Transaction
from tests.storage.rows import found, slugs

NOW = datetime(2026, 11, 22, 17, 5, 9, tzinfo=UTC)
FIRST = migrations.head(make.VERSIONS)

SECOND = f"""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "{FIRST}"


def upgrade() -> None:
    op.create_table("festivals", sa.Column("id", sa.Integer, primary_key=True))
    with op.batch_alter_table("clusters") as clusters:
        clusters.add_column(sa.Column("motto", sa.String(80), nullable=False, server_default="Sammen"))
        clusters.alter_column("municipality", type_=sa.String(120), existing_nullable=False)
"""


@pytest.fixture
def newer(tmp_path: Path) -> tuple[Path, ...]:
    """The migrations of a version that is yet to come."""
    folder = tmp_path / "newer"
    folder.mkdir()
    (folder / "0002.py").write_text(SECOND)
    return (*make.VERSIONS, folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/klyngebot.db"
    return request.getfixturevalue("empty_postgresql_url")


async def test_a_new_database_is_made_and_a_second_time_nothing_is_done(empty_url: str):
    made = await migrations.upgrade(empty_url, NOW)
    assert str(made) == f"A new database was made ({FIRST})."
    again = await migrations.upgrade(empty_url, NOW)
    assert str(again) == f"The database is up to date ({FIRST})."


async def test_an_old_database_is_brought_up_with_everything_in_it(
    database_url: str, newer: tuple[Path, ...], tmp_path: Path
):
    await fill(database_url)
    done = await migrations.upgrade(database_url, NOW, newer, data_dir=tmp_path)
    assert (done.before, done.after) == (FIRST, "0002")
    database = await databases.open(database_url)
    assert await database.transact(slugs) == {"nord", "syd"}
    assert await database.transact(mottos) == {"Sammen"}
    assert await database.transact(bots) == [7]
    await database.close()
    (copied,) = backup.copies(tmp_path / "backups")
    assert f"A copy of the old one is {copied}." in str(done)
    held = contents(copied)
    assert (held.revision, held.rows["clusters"], held.rows["bots"]) == (FIRST, 2, 1)


async def fill(url: str) -> None:
    database = await databases.open(url)
    await database.transact(found, "nord")
    await database.transact(found, "syd")
    await database.transact(hire)
    await database.close()


def hire(tx: Transaction) -> None:
    tx.connection.execute(sa.insert(tables.bots), {"id": 7, "cluster_id": 1, "username": "klyngebot"})


def bots(tx: Transaction) -> list[int]:
    """They point at the clusters, whose table the upgrade makes anew on SQLite."""
    return list(tx.connection.scalars(sa.select(tables.bots.c.id)))


def mottos(tx: Transaction) -> set[str]:
    return set(tx.connection.scalars(sa.text("SELECT motto FROM clusters")))


async def test_before_the_upgrade_a_copy_is_made_that_opens(
    sqlite_url: str, newer: tuple[Path, ...], tmp_path: Path
):
    await fill(sqlite_url)
    done = await migrations.upgrade(sqlite_url, NOW, newer)
    assert done.backup == tmp_path / "backups" / "before-0002-20261122T170509Z.db"
    copied = await databases.open(f"sqlite:///{done.backup}")
    assert await copied.transact(slugs) == {"nord", "syd"}
    await copied.close()
    assert (await migrations.upgrade(f"sqlite:///{done.backup}", NOW, newer)).before == FIRST


async def test_references_are_held_again_after_the_upgrade(database_url: str, newer: tuple[Path, ...]):
    await migrations.upgrade(database_url, NOW, newer)
    database = await databases.open(database_url)
    with pytest.raises(sa.exc.IntegrityError):
        await database.transact(hire)
    await database.close()


async def test_a_newer_database_is_refused_and_left_alone(database_url: str, newer: tuple[Path, ...]):
    await migrations.upgrade(database_url, NOW, newer)
    with pytest.raises(DatabaseTooNew, match=rf"later version of Klyngebot \(0002\) than this \({FIRST}\)"):
        await migrations.upgrade(database_url, NOW)
    assert (await migrations.upgrade(database_url, NOW, newer)).before == "0002"


async def test_somebody_elses_database_is_refused(empty_url: str):
    if empty_url.startswith("sqlite"):
        with closing(sqlite3.connect(empty_url.removeprefix("sqlite:///"))) as stranger:
            stranger.execute("CREATE TABLE recipes (name)")
    else:
        connection = await asyncpg.connect(empty_url)
        await connection.execute("CREATE TABLE recipes (name text)")
        await connection.close()
    with pytest.raises(WrongAddress, match="tables that Klyngebot did not make"):
        await migrations.upgrade(empty_url, NOW)


async def test_a_running_bot_keeps_the_upgrade_away(sqlite_url: str, tmp_path: Path):
    with lock.held(tmp_path / "klyngebot.db"), pytest.raises(DatabaseInUse):
        await migrations.upgrade(sqlite_url, NOW)


async def test_two_replicas_that_start_together_upgrade_once(empty_postgresql_url: str):
    done = await asyncio.gather(*(migrations.upgrade(empty_postgresql_url, NOW) for _ in range(3)))
    assert sorted(str(one.before) for one in done) == sorted(["None", FIRST, FIRST])


KILLED = """
import asyncio, os, pathlib, signal, sys
from datetime import UTC, datetime
import sqlalchemy as sa
from storage import migrations

url, moment, *folders = sys.argv[1:]
left = [int(moment)]

def count(connection, cursor, statement, *rest):
    left[0] -= statement.lstrip().startswith(("CREATE", "INSERT", "DROP", "ALTER", "UPDATE"))
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)

sa.event.listen(sa.Engine, "after_cursor_execute", count)
versions = [pathlib.Path(folder) for folder in folders]
asyncio.run(migrations.upgrade(url, datetime(2026, 11, 22, tzinfo=UTC), versions))
"""


@pytest.mark.parametrize("moment", [2, 4])
async def test_killed_in_the_middle_the_next_start_brings_it_up(
    database_url: str, newer: tuple[Path, ...], moment: int
):
    await fill(database_url)
    command = [sys.executable, "-c", KILLED, database_url, str(moment), *map(str, newer)]
    killed = await asyncio.to_thread(subprocess.run, command, check=False)
    assert killed.returncode == -signal.SIGKILL
    done = await migrations.upgrade(database_url, NOW, newer)
    assert (done.before, done.after) == (FIRST, "0002")
    database = await databases.open(database_url)
    assert await database.transact(mottos) == {"Sammen"}
    await database.close()


def test_tables_and_migrations_agree_on_sqlite():
    assert check.on_sqlite() == []


async def test_tables_and_migrations_agree_on_postgresql(empty_postgresql_url: str):
    assert await check.on_postgres(empty_postgresql_url) == []


def test_a_forgotten_migration_is_shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    declared = sa.MetaData(naming_convention=tables.metadata.naming_convention)
    for table in tables.metadata.tables.values():
        table.to_metadata(declared)
    declared.tables["people"].append_column(sa.Column("shoe_size", sa.Integer))
    monkeypatch.setattr(check, "metadata", declared)
    assert check.main() == 1
    shown = capsys.readouterr().out
    assert re.search(r"^\+ people\.shoe_size", shown, re.MULTILINE)
    assert "python -m storage.migrations.make" in shown


def test_a_file_out_of_line_is_shown(newer: tuple[Path, ...]):
    """A start goes by the files' names, the upgrade by what each says it follows on."""
    assert check.of_names(newer) == []
    (newer[-1] / "0002.py").rename(newer[-1] / "0000.py")
    assert check.of_names(newer) == [
        f"files by name: ['0000', '{FIRST}']",
        f"as they follow: ['{FIRST}', '0002']",
    ]


def test_the_first_revision_is_the_tables_as_they_are():
    """Until the first release it is written anew instead of stacking: see docs/decisions/0010."""
    if migrations.FROZEN is None:
        assert f"0001_{make.fingerprint()}" == FIRST
