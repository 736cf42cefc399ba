"""A copy that somebody can lean on, and how many of them there are."""

import asyncio
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain import backups
from storage import backup, sqlite_copy
from storage.errors import DatabaseUnavailable

NOW = datetime(2026, 11, 22, 17, 5, 9, tzinfo=UTC)
HERE = "INSERT INTO villages VALUES ('by')"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "klyngebot.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE alembic_version (version_num)")
        connection.execute("INSERT INTO alembic_version VALUES ('0001')")
        connection.execute("CREATE TABLE villages (name)")
        names = ",".join(f"('by {number}')" for number in range(500))
        connection.execute(f"INSERT INTO villages VALUES {names}")
    return file


def villages(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT count(*) FROM villages").fetchone()[0]


def named(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "backups.lock")


def test_the_copy_is_whole_and_its_owners_alone(database: Path, tmp_path: Path):
    copied = sqlite_copy.before("0002", database, NOW)
    assert copied == tmp_path / "backups" / "before-0002-20261122T170509Z.db"
    assert villages(copied) == 500
    assert {stat.S_IMODE(path.stat().st_mode) for path in copied.parent.iterdir()} == {0o600}
    assert stat.S_IMODE(copied.parent.stat().st_mode) == 0o700
    assert named(copied.parent) == [copied.name, f"{copied.name}.sha256"]
    sealed = subprocess.run(("sha256sum", "--check", f"{copied.name}.sha256"), cwd=copied.parent, check=False)
    assert sealed.returncode == 0


def test_it_says_what_is_in_it(database: Path, tmp_path: Path):
    held = sqlite_copy.copy(database, tmp_path / "copy.db")
    assert held == sqlite_copy.contents(tmp_path / "copy.db")
    assert str(held) == "501 rows in 2 tables, revision 0001"


def test_what_still_stands_in_the_log_is_copied_too(database: Path, tmp_path: Path):
    with closing(sqlite3.connect(database, isolation_level=None)) as writing:
        writing.execute(HERE)
        assert sqlite_copy.copy(database, tmp_path / "copy.db").rows["villages"] == 501


def test_while_others_write_it_is_one_moment_of_theirs(database: Path, tmp_path: Path):
    """Two tables always change together; in a copy they are alike, and as many as it says."""
    stop = threading.Event()
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE twins (name)")

    def write() -> None:
        with closing(sqlite3.connect(database, isolation_level=None)) as connection:
            while not stop.is_set():
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(HERE)
                connection.execute("INSERT INTO twins VALUES ('by')")
                connection.execute("COMMIT")

    writer = threading.Thread(target=write)
    writer.start()
    held = [sqlite_copy.copy(database, tmp_path / f"{number}.db").rows for number in range(10)]
    stop.set()
    writer.join()
    assert [rows["villages"] - 500 == rows["twins"] for rows in held] == [True] * 10
    assert held[0]["twins"] < held[-1]["twins"]


def test_a_damaged_database_gives_no_copy_and_says_so(database: Path, tmp_path: Path):
    content = bytearray(database.read_bytes())
    content[4096 * 3 : 4096 * 4] = b"\xff" * 4096
    database.write_bytes(content)
    with pytest.raises(DatabaseUnavailable, match=r"No backup copy could be made at .*copy\.db"):
        sqlite_copy.copy(database, tmp_path / "copy.db")
    assert not list(tmp_path.glob("copy.db*"))


def test_one_flipped_bit_in_a_copy_is_noticed(database: Path, tmp_path: Path):
    """Where SQLite itself sees nothing wrong: in a name."""
    copied = tmp_path / "copy.db"
    sqlite_copy.copy(database, copied)
    copied.write_bytes(copied.read_bytes().replace(b"by 499", b"by 498"))
    with pytest.raises(DatabaseUnavailable, match="is not as it was made"):
        sqlite_copy.contents(copied)


@pytest.mark.parametrize("content", [b"", b"half a database" * 900])
def test_what_is_no_copy_is_said_to_be_none(tmp_path: Path, content: bytes):
    (tmp_path / "x.db").write_bytes(content)
    with pytest.raises(DatabaseUnavailable, match="is no copy that can be put back"):
        sqlite_copy.contents(tmp_path / "x.db")


def test_a_copy_that_was_cut_short_last_time_goes(database: Path, tmp_path: Path):
    (tmp_path / "other.db.unfinished").write_bytes(b"half")
    sqlite_copy.copy(database, tmp_path / "copy.db")
    assert not list(tmp_path.glob("*.unfinished*"))


def test_a_folder_that_cannot_be_written_is_named(database: Path, tmp_path: Path):
    (tmp_path / "backups").touch()
    with pytest.raises(DatabaseUnavailable, match="Nothing was changed"):
        sqlite_copy.before("0002", database, NOW)


ENDLESSLY = """
import pathlib, sys
from datetime import UTC, datetime, timedelta
from storage import backup, sqlite_copy

database, folder, began = map(pathlib.Path, sys.argv[1:])
for number in range(10_000):
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
    sqlite_copy.copy(database, backup.named("nightly", folder, ".db", moment))
    began.touch()
"""


@pytest.mark.slow
async def test_twenty_kills_leave_no_half_copy_of_that_name(database: Path, tmp_path: Path):
    folder, began, chance = tmp_path / "backups", tmp_path / "began", random.Random(15)
    for kill in range(20):
        command = (sys.executable, "-c", ENDLESSLY, str(database), str(folder / f"{kill}"), str(began))
        process = await asyncio.create_subprocess_exec(*command)
        while not began.exists():
            await asyncio.sleep(0.005)
        await asyncio.sleep(chance.uniform(0, 0.1))
        process.kill()
        assert await process.wait() == -signal.SIGKILL
        began.unlink()
        for copied in backup.copies(folder / f"{kill}"):
            assert sqlite_copy.contents(copied).rows["villages"] == 500
    made = [len(backup.copies(folder / f"{kill}")) for kill in range(20)]
    assert min(made) > 0, "each was killed while it made another"
    cut = list(folder.rglob("*.unfinished*"))
    assert cut, "at least one was killed in the middle"


def lay(folder: Path, kind: str, moments: list[datetime]) -> None:
    folder.mkdir(exist_ok=True)
    for moment in moments:
        copied = backup.named(kind, folder, ".db", moment)
        copied.touch()
        backup._seal(copied).touch()


def test_seven_nights_and_four_weeks_stay(tmp_path: Path):
    nights = [NOW - timedelta(days=days) for days in range(60)]
    lay(tmp_path, "nightly", nights)
    backup.tidy(tmp_path, NOW)
    left = [(NOW - backup.made(path)).days for path in backup.copies(tmp_path)]
    assert left == [21, 14, 7, 6, 5, 4, 3, 2, 1, 0]  # the last of each week, here a Sunday, and seven nights
    assert len(list(tmp_path.iterdir())) == 2 * len(left)


def test_none_is_ever_older_than_promised(tmp_path: Path):
    """Night after night, with nights and weeks missing."""
    chance, now = random.Random(35), NOW
    for _ in range(200):
        now += timedelta(days=chance.choice([1, 1, 1, 2, 9, 30]))
        lay(tmp_path, "nightly", [now])
        backup.tidy(tmp_path, now)
        ages = [now - backup.made(path) for path in backup.copies(tmp_path)]
        assert max(ages) <= timedelta(days=35)
        assert len(ages) <= 11
        assert min(ages) == timedelta(0)


def test_what_is_not_ours_stays_and_ours_before_upgrades_goes_when_it_is_old(tmp_path: Path):
    lay(tmp_path, "before-0002", [NOW - timedelta(days=34), NOW - timedelta(days=36)])
    lay(tmp_path, "holiday", [NOW - timedelta(days=300)])
    (tmp_path / "mine.db").touch()
    backup.tidy(tmp_path, NOW)
    left = named(tmp_path)
    assert [name for name in left if not name.endswith("sha256")] == [
        "before-0002-20261019T170509Z.db",
        f"holiday-{NOW - timedelta(days=300):{backup.STAMP}}.db",
        "mine.db",
    ]


@pytest.mark.parametrize(
    ("newest", "now", "due"),
    [
        (None, "2026-11-22 12:00", True),
        ("2026-11-21 03:00", "2026-11-22 02:59", False),
        ("2026-11-21 03:00", "2026-11-22 03:00", True),
        ("2026-11-22 03:01", "2026-11-22 23:59", False),
        ("2026-11-20 03:01", "2026-11-22 01:00", True),  # the machine was off for a night
    ],
)
def test_a_copy_is_due_each_night(newest: str | None, now: str, due: bool):
    made = datetime.fromisoformat(f"{newest}+00:00") if newest else None
    assert backups.due(made, datetime.fromisoformat(f"{now}+00:00")) is due
