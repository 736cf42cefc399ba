"""A copy is put back, and whoever has left since is forgotten again."""

import shutil
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from actions import upkeep
from bot import erasure_log
from bot.erasure_log import ErasureLog
from bot.restore import restored
from bot.settings import Settings
from domain.people import Person
from storage import backup, erasure, lock, people
from storage import database as databases
from storage.errors import DatabaseInUse, DatabaseUnavailable
from storage.transaction import Transaction
from tests.command.conftest import Call
from tests.storage.synthetic import NOW, dump, settle

ANNA, BO = ("Kanarienavn", 77_001_001), ("Andennabo", 88_002_002)
LATER = NOW + timedelta(days=400)
"""After everybody here has joined."""


@pytest.fixture
def file(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))


@pytest.fixture
def settings(file: Path) -> Settings:
    return Settings(
        token=SecretStr("4242:x"), database_url=SecretStr(f"sqlite:///{file}"), data_dir=file.parent
    )


def everybody(tx: Transaction) -> list[str]:
    return [name for name, number in (ANNA, BO) if people.by_telegram(tx, 1, number)]


def leave(tx: Transaction, person: Person) -> None:
    assert erasure.erase(tx, person, LATER)


def nothing_to_log(tx: Transaction) -> None:
    erasure.logged(tx, [one.id for one in erasure.unlogged(tx)])


async def copied_then_left(settings: Settings, file: Path) -> Path:
    """Anna and Bo are here, a copy is made, and Anna leaves."""
    database = await databases.open(settings.database)
    anna, _ = await database.transact(settle, [ANNA, BO])
    await database.transact(nothing_to_log)
    copied = backup.copy(file, file.parent / "copy.db")
    await database.transact(leave, anna.person)
    await erasure_log.write_down(database, ErasureLog(settings.data_dir))
    await database.close()
    return copied


async def names(settings: Settings) -> list[str]:
    database = await databases.open(settings.database)
    try:
        return await database.transact(everybody)
    finally:
        await database.close()


async def test_a_restored_copy_forgets_again_whoever_has_left(settings: Settings, file: Path):
    copied = await copied_then_left(settings, file)
    assert await restored(settings, copied, LATER) == 1
    database = await databases.open(settings.database)
    kept = await database.transact(dump)
    await database.close()
    assert str(ANNA[1]) not in kept
    assert ANNA[0] not in kept
    assert BO[0] in kept
    assert len(list(file.parent.glob("backups/before-restore-*.db"))) == 1
    assert not list(file.parent.glob("*.restoring*"))


async def test_when_everything_but_the_log_is_lost_it_still_does(settings: Settings, file: Path):
    copied = await copied_then_left(settings, file)
    file.write_bytes(b"damaged")  # noqa: ASYNC240 - a test may wait
    assert await restored(settings, copied, LATER) == 1
    assert await names(settings) == [BO[0]]


async def test_who_came_back_since_then_stays(settings: Settings, file: Path):
    await copied_then_left(settings, file)
    database = await databases.open(settings.database)
    anna, _ = await database.transact(settle, [ANNA, BO])
    await database.transact(joined_again, anna.person)
    log = ErasureLog(settings.data_dir)
    assert await erasure_log.replay(database, log, LATER) == 0
    await database.close()


def joined_again(tx: Transaction, person: Person) -> None:
    at = LATER + timedelta(days=1)
    tx.connection.exec_driver_sql(f"UPDATE people SET joined_at = '{at:%Y-%m-%d %H:%M:%S.%f}'")
    assert person


async def test_without_a_file_only_the_forgetting_is_done(settings: Settings, file: Path):
    copied = await copied_then_left(settings, file)
    shutil.copy(copied, file)
    assert await restored(settings, None, LATER) == 1
    assert await names(settings) == [BO[0]]


async def test_a_database_that_is_open_is_left_alone(settings: Settings, file: Path):
    copied = await copied_then_left(settings, file)
    with lock.held(file), pytest.raises(DatabaseInUse):
        await restored(settings, copied, LATER)


async def test_what_is_no_database_is_not_put_back(settings: Settings, file: Path):
    await copied_then_left(settings, file)
    (file.parent / "letter.txt").write_text("Kære Karen")
    with pytest.raises(DatabaseUnavailable):
        await restored(settings, file.parent / "letter.txt", LATER)
    assert await names(settings) == [BO[0]]


def test_the_command_says_what_was_done(
    call: Call, token: None, file: Path, monkeypatch, loop_apart, settings
):
    del token
    monkeypatch.setenv("KLYNGEBOT_DATABASE_URL", settings.database)
    monkeypatch.setenv("KLYNGEBOT_DATA_DIR", str(settings.data_dir))
    copied = loop_apart(copied_then_left(settings, file))
    said = call("restore", str(copied))
    assert said.exit_code == 0, said.output
    assert f"{copied} is the database now." in said.output
    assert "Erased again: 1." in said.output


async def test_the_log_names_nobody_and_is_its_owner_s_alone(settings: Settings, file: Path):
    await copied_then_left(settings, file)
    log, key = (file.parent / f"erasures.{what}" for what in ("log", "key"))
    assert str(ANNA[1]) not in log.read_text()
    assert [stat.S_IMODE(path.stat().st_mode) for path in (log, key)] == [0o600, 0o600]
    assert ErasureLog(file.parent).hash_of(1, ANNA[1]) in log.read_text()
    assert ErasureLog(file.parent).hash_of(2, ANNA[1]) not in log.read_text()


def test_a_line_that_was_cut_short_costs_no_other(tmp_path: Path):
    log = ErasureLog(tmp_path)
    one, two = (erasure.Erasure(number, 1, number, NOW) for number in (1, 2))
    log.add([one])
    with (tmp_path / "erasures.log").open("a") as file:
        file.write("2026-11-22T12:00:00+00:00 abc")
    log.add([two])
    assert set(log.read()) == {log.hash_of(1, 1), log.hash_of(1, 2)}


async def test_our_own_copies_go_after_35_days(settings: Settings, file: Path):
    database = await databases.open(settings.database)
    for days in (34, 36):
        backup.before("0002", file, NOW - timedelta(days=days))
    (file.parent / "backups" / "mine.db").touch()
    await database.transact(upkeep.forget_copies, NOW)
    await database.close()
    left = sorted(path.name for path in (file.parent / "backups").iterdir())
    assert left == ["before-0002-20261019T120000Z.db", "mine.db"]
