"""A copy that somebody can lean on."""

import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import backup
from storage.errors import DatabaseUnavailable

NOW = datetime(2026, 11, 22, 17, 5, 9, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "klyngebot.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE villages (name)")
        names = ",".join(f"('by {number}')" for number in range(500))
        connection.execute(f"INSERT INTO villages VALUES {names}")
    return file


def villages(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT count(*) FROM villages").fetchone()[0]


def test_the_copy_is_whole_and_its_owners_alone(database: Path, tmp_path: Path):
    copied = backup.before("0002", database, NOW)
    assert copied == tmp_path / "backups" / "before-0002-20261122T170509Z.db"
    assert villages(copied) == 500
    assert stat.S_IMODE(copied.stat().st_mode) == 0o600
    assert stat.S_IMODE(copied.parent.stat().st_mode) == 0o700
    assert list(copied.parent.iterdir()) == [copied]


def test_what_still_stands_in_the_log_is_copied_too(database: Path, tmp_path: Path):
    with closing(sqlite3.connect(database, isolation_level=None)) as writing:
        writing.execute("INSERT INTO villages VALUES ('den sidste')")
        assert villages(backup.copy(database, tmp_path / "copy.db")) == 501


def test_a_damaged_database_gives_no_copy_and_says_so(database: Path, tmp_path: Path):
    content = bytearray(database.read_bytes())
    content[4096 * 2 : 4096 * 3] = b"\xff" * 4096
    database.write_bytes(content)
    with pytest.raises(DatabaseUnavailable, match=r"No backup copy could be made at .*copy\.db"):
        backup.copy(database, tmp_path / "copy.db")
    assert not list(tmp_path.glob("copy.db*"))


def test_a_copy_that_was_cut_short_last_time_is_begun_anew(database: Path, tmp_path: Path):
    (tmp_path / "copy.db.unfinished").write_bytes(b"half")
    assert villages(backup.copy(database, tmp_path / "copy.db")) == 500
    assert not (tmp_path / "copy.db.unfinished").exists()


def test_a_folder_that_cannot_be_written_is_named(database: Path, tmp_path: Path):
    (tmp_path / "backups").touch()
    with pytest.raises(DatabaseUnavailable, match="Nothing was changed"):
        backup.before("0002", database, NOW)
