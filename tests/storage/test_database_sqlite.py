"""SQLite's writer thread: who waits, who is told, and what a full disk does."""

import asyncio
import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import database as databases
from storage import group_commit, sqlite_engine, tables
from storage.database import Database
from storage.errors import DatabaseBusy, DatabaseClosed, DatabaseInUse, DatabaseUnavailable
from storage.sqlite import SqliteDatabase
from storage.transaction import Transaction
from tests.fixtures.patience import PATIENCE
from tests.storage.rows import found, found_and_fail, found_behind, hold, slugs


@asynccontextmanager
async def writer_held(database: Database) -> AsyncIterator[None]:
    """What is asked for inside waits, and goes into one transaction afterwards."""
    begun, gate = threading.Event(), threading.Event()
    holding = asyncio.ensure_future(database.transact(hold, begun, gate))
    await asyncio.to_thread(begun.wait, 5)
    try:
        yield
    finally:
        gate.set()
        await holding


def start(database: Database, *arguments) -> asyncio.Future:
    return asyncio.ensure_future(database.transact(*arguments))


@contextmanager
def counted(event: str) -> Iterator[list[sa.Connection]]:
    seen: list[sa.Connection] = []
    count = seen.append
    sa.event.listen(sa.Engine, event, count)
    yield seen
    sa.event.remove(sa.Engine, event, count)


async def test_what_waits_shares_one_commit(sqlite_database: Database):
    with counted("commit") as commits:
        async with writer_held(sqlite_database):
            waiting = [start(sqlite_database, found, f"by{number}") for number in range(30)]
            await asyncio.sleep(0)
        await asyncio.gather(*waiting)
    assert len(commits) == 2  # the one that held the writer, and the thirty


async def test_nobody_is_told_before_the_commit(sqlite_database: Database, tmp_path: Path):
    begun, gate = threading.Event(), threading.Event()
    async with writer_held(sqlite_database):
        first = start(sqlite_database, found, "nord")
        second = start(sqlite_database, found_behind, "syd", begun, gate)
        await asyncio.sleep(0)
    await asyncio.to_thread(begun.wait, 5)
    await asyncio.sleep(0.02)
    assert not first.done()  # it ran, but its commit waits for its neighbour
    assert kept(tmp_path / "klyngebot.db") == set()
    gate.set()
    await asyncio.gather(first, second)
    assert kept(tmp_path / "klyngebot.db") == {"nord", "syd"}


def kept(file: Path) -> set[str]:
    with sqlite3.connect(file) as connection:
        rows = connection.execute("SELECT slug FROM clusters").fetchall()
    connection.close()
    return {slug for (slug,) in rows}


async def test_cancelled_while_it_waits_it_never_runs(sqlite_database: Database):
    async with writer_held(sqlite_database):
        waiting = start(sqlite_database, found, "nord")
        neighbour = start(sqlite_database, found, "syd")
        await asyncio.sleep(0)
        waiting.cancel()
    await neighbour
    assert waiting.cancelled()
    assert await sqlite_database.transact(slugs) == {"syd"}


async def test_cancelled_once_begun_it_is_carried_through_and_nobody_is_told(sqlite_database: Database):
    begun, gate = threading.Event(), threading.Event()
    running = start(sqlite_database, found_behind, "nord", begun, gate)
    await asyncio.to_thread(begun.wait, 5)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    gate.set()
    assert await sqlite_database.transact(slugs) == {"nord"}


async def test_too_many_waiting_are_turned_away_at_once(sqlite_url: str, tmp_path: Path):
    database = await SqliteDatabase.open(tmp_path / "klyngebot.db", room=3)
    async with writer_held(database):
        waiting = [start(database, found, f"by{number}") for number in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(DatabaseBusy, match="3 changes wait"):
            await database.transact(found, "one too many")
    await asyncio.gather(*waiting)
    assert await database.transact(slugs) == {"by0", "by1", "by2"}
    await database.close()


def lose(tx: Transaction, swallow: bool) -> None:
    """What a full disk may do in the middle of an action: the whole transaction is gone."""
    found(tx, "lost")
    sqlite_engine.driver(tx.connection).execute("ROLLBACK")
    if swallow:
        try:
            found(tx, "committed behind our back")
        except DatabaseUnavailable:
            return
    raise OSError("the disk")


@pytest.mark.parametrize("swallow", [True, False])
async def test_when_the_whole_transaction_is_lost_each_is_tried_again_alone(
    sqlite_database: Database, swallow: bool
):
    async with writer_held(sqlite_database):
        waiting = [
            start(sqlite_database, found, "nord"),
            start(sqlite_database, lose, swallow),
            start(sqlite_database, found, "syd"),
        ]
        await asyncio.sleep(0)
    nord, lost, syd = await asyncio.gather(*waiting, return_exceptions=True)
    assert (nord, syd) == (None, None)
    assert isinstance(lost, DatabaseUnavailable if swallow else OSError)
    assert await sqlite_database.transact(slugs) == {"nord", "syd"}


async def test_who_loses_the_transaction_once_succeeds_alone(sqlite_database: Database):
    tries: list[str] = []

    def unlucky(tx: Transaction) -> str:
        tries.append("once")
        if len(tries) == 1:
            lose(tx, swallow=False)
        found(tx, "unlucky")
        return "kept"

    async with writer_held(sqlite_database):
        waiting = [start(sqlite_database, found, "nord"), start(sqlite_database, unlucky)]
        await asyncio.sleep(0)
    assert await asyncio.gather(*waiting) == [None, "kept"]
    assert await sqlite_database.transact(slugs) == {"nord", "unlucky"}


def orphan_until_commit(tx: Transaction) -> None:
    tx.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    tx.connection.execute(sa.insert(tables.bots), {"id": 1, "cluster_id": 99, "username": "x"})


async def test_when_the_commit_fails_only_the_one_at_fault_is_told_so(sqlite_database: Database):
    async with writer_held(sqlite_database):
        waiting = [start(sqlite_database, found, "nord"), start(sqlite_database, orphan_until_commit)]
        await asyncio.sleep(0)
    nord, orphan = await asyncio.gather(*waiting, return_exceptions=True)
    assert nord is None
    assert isinstance(orphan, sa.exc.IntegrityError)
    assert await sqlite_database.transact(slugs) == {"nord"}


def disk_of(tx: Transaction, pages: int) -> None:
    """A full disk without a disk: the file may grow by so many pages, and not beyond."""
    used = tx.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {used + pages}")


async def test_a_full_disk_is_told_in_words_and_passes(sqlite_database: Database):
    await sqlite_database.transact(disk_of, 2)
    async with writer_held(sqlite_database):
        waiting = [
            start(sqlite_database, found, "small"),
            start(sqlite_database, found, "large", "x" * 200_000),
            start(sqlite_database, found, "little"),
        ]
        await asyncio.sleep(0)
    small, large, little = await asyncio.gather(*waiting, return_exceptions=True)
    assert (small, little) == (None, None)
    assert isinstance(large, DatabaseUnavailable)
    assert "The disk is full" in str(large)
    await sqlite_database.transact(disk_of, 1_000)
    await sqlite_database.transact(found, "large", "x" * 200_000)
    assert await sqlite_database.transact(slugs) == {"small", "little", "large"}
    assert await sqlite_database.transact(integrity) == "ok"


def integrity(tx: Transaction) -> str:
    return tx.connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()


async def test_a_stranger_who_holds_the_file_is_named_to_all_who_wait_at_once(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sqlite_engine.PRAGMAS, "busy_timeout", 50)
    database = await databases.open(sqlite_url)
    shell = a_shell_begins(tmp_path / "klyngebot.db")
    with counted("begin") as waits:
        waiting = (database.transact(found, f"by{number}") for number in range(40))
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert {str(outcome) for outcome in outcomes} == {"Another program holds the database file: close it."}
    assert len(waits) < 10  # not forty times the wait
    shell.close()
    await database.transact(found, "afterwards")
    await database.close()


async def test_an_action_that_only_reads_so_far_has_the_right_to_write(
    sqlite_database: Database, tmp_path: Path
):
    shell = sqlite3.connect(tmp_path / "klyngebot.db", timeout=0, isolation_level=None)
    async with writer_held(sqlite_database):
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            shell.execute("BEGIN IMMEDIATE")
    shell.close()


def a_shell_begins(file: Path) -> sqlite3.Connection:
    shell = sqlite3.connect(file, isolation_level=None)
    shell.execute("BEGIN IMMEDIATE")
    return shell


async def test_every_connection_has_its_pragmas_also_a_new_one(tmp_path: Path):
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "busy_timeout": 10000,
    }
    with sqlite_engine.opened(tmp_path / "a.db") as engine:
        for _ in range(2):
            with engine.connect() as connection:
                assert {name: pragma(connection, name) for name in expected} == expected
                connection.invalidate()


def pragma(connection: sa.Connection, name: str) -> object:
    return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()


async def test_the_open_database_has_one_connection_with_the_pragmas(sqlite_database: Database):
    def seen(tx: Transaction) -> tuple[object, object]:
        return pragma(tx.connection, "synchronous"), threading.current_thread().name

    assert set(await asyncio.gather(*(sqlite_database.transact(seen) for _ in range(9)))) == {
        (2, "database writer")
    }


async def test_a_second_process_is_kept_away_and_told_what_to_do(sqlite_database: Database, sqlite_url: str):
    with pytest.raises(
        DatabaseInUse, match=r"process \d+\) has the database .* open. Stop that one first, or give"
    ):
        await databases.open(sqlite_url)
    opening = "import asyncio, sys; from storage import database; asyncio.run(database.open(sys.argv[1]))"
    command = [sys.executable, "-c", opening, sqlite_url]
    other = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, check=False)
    assert f"Another Klyngebot (process {os.getpid()})" in other.stderr
    await sqlite_database.transact(found, "nord")


async def test_the_file_is_free_again_after_closing(sqlite_url: str):
    for slug in ("nord", "syd"):
        database = await databases.open(sqlite_url)
        await database.transact(found, slug)
        await database.close()


async def test_only_the_owner_may_read_the_files(tmp_path: Path):
    database = await databases.open(f"sqlite:///{tmp_path}/folder/new.db")
    await database.transact(lambda tx: tx.connection.exec_driver_sql("CREATE TABLE t (a)"))
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "folder").iterdir()}
    await database.close()
    assert modes == dict.fromkeys(("new.db", "new.db-wal", "new.db-shm", "new.db.lock"), 0o600)


@pytest.mark.parametrize("content", [b"not a database, but long enough to be looked at" * 40])
async def test_a_file_that_is_no_database_is_said_to_be_so(tmp_path: Path, content: bytes):
    file = tmp_path / "letter.db"
    file.write_bytes(content)
    with pytest.raises(DatabaseUnavailable, match="not a database"):
        await databases.open(f"sqlite:///{file}")
    assert file.read_bytes() == content


async def test_a_folder_that_cannot_be_is_said_to_be_so(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseUnavailable, match="cannot be written"):
        await databases.open(f"sqlite:///{tmp_path}/file/klyngebot.db")


@pytest.mark.parametrize("images", [30, pytest.param(300, marks=pytest.mark.slow)])
async def test_after_a_power_cut_what_is_there_is_a_clean_beginning(
    sqlite_database: Database, tmp_path: Path, images: int
):
    """A -wal file torn at any byte, half of them with a flipped one, is the first so many commits."""
    for number in range(30):
        await sqlite_database.transact(found, f"{number:02}", "x" * 300)
    file, chance = tmp_path / "klyngebot.db", random.Random(images)
    whole = file.with_name("klyngebot.db-wal").read_bytes()
    counts = set()
    for image in range(images):
        torn = tmp_path / f"torn{image}.db"
        shutil.copy(file, torn)
        part = bytearray(whole[: chance.randrange(len(whole))])
        if image % 2 and part:
            part[chance.randrange(len(part))] ^= 1 << chance.randrange(8)
        torn.with_name(f"{torn.name}-wal").write_bytes(part)
        counts.add(await commits_found(torn))
    assert len(counts) > 10


async def commits_found(torn: Path) -> int:
    database = await databases.open(f"sqlite:///{torn}")
    left = sorted(await database.transact(slugs))
    assert left == [f"{number:02}" for number in range(len(left))]
    assert await database.transact(integrity) == "ok"
    await database.transact(found, "and on")
    await database.close()
    return len(left)


def test_a_loop_that_is_gone_does_not_end_the_writer():
    loop = asyncio.new_event_loop()
    loop.close()
    group_commit.tell(loop, [lambda: None])


async def test_a_failure_alone_is_undone(sqlite_database: Database):
    with pytest.raises(KeyError):
        await sqlite_database.transact(found_and_fail, "nord", KeyError("kage"))
    assert await sqlite_database.transact(slugs) == set()


async def test_when_the_writer_ends_by_itself_nobody_waits_for_it_in_vain(sqlite_url, monkeypatch):
    database = await databases.open(sqlite_url)
    monkeypatch.setattr("storage.group_commit._settle", _break)
    tasks = [asyncio.create_task(database.transact(lambda _: None)) for _ in range(100)]
    async with asyncio.timeout(PATIENCE):
        said = await asyncio.gather(*tasks, return_exceptions=True)
        with pytest.raises(DatabaseClosed):
            await database.transact(lambda _: None)
        with pytest.raises(ZeroDivisionError):
            await database.close()
    assert {type(one) for one in said} <= {ZeroDivisionError, DatabaseClosed}


def _break(*_):
    raise ZeroDivisionError
