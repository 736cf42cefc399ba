"""Copies are made and looked at; one is put back, and whoever has left since is forgotten again."""

import shutil
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import erasure_log
from bot.copies import create, nightly, restored
from bot.erasure_log import ErasureLog
from bot.settings import Settings
from domain.people import Person
from storage import backup, erasure, lock, people, sqlite_copy
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
    copied = file.parent / "copy.db"
    sqlite_copy.copy(file, copied)
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
    said = call("backup", "restore", str(copied))
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


async def test_each_night_there_is_one_copy_and_the_last_of_each_day_stays(settings: Settings, file: Path):
    for hours in (0, 1, 5, 6, 24, 29, 30):
        await nightly(settings, NOW.replace(hour=0) + timedelta(hours=hours))
    assert [backup.made(path).isoformat() for path in backup.copies(file.parent / "backups")] == [
        f"2026-11-{day}:00:00+00:00" for day in ("22T05", "23T05")
    ]


async def test_a_copy_can_be_made_while_a_bot_has_the_file(settings: Settings, file: Path):
    database = await databases.open(settings.database)
    await database.transact(settle, [ANNA, BO])
    made = await create(settings, "asked", NOW)
    await database.transact(settle, [])
    await database.close()
    assert sqlite_copy.contents(made).rows["people"] == 2


@pytest.fixture
def here(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLYNGEBOT_DATABASE_URL", settings.database)
    monkeypatch.setenv("KLYNGEBOT_DATA_DIR", str(settings.data_dir))


@pytest.mark.usefixtures("here")
def test_create_and_verify_say_what_is_in_it(call: Call, file: Path):
    assert "There is no copy yet. Make one: klyngebot backup create" in call("backup", "verify").output
    made = call("backup", "create").output
    assert "is made and checked: 1 rows in" in made
    (copied,) = backup.copies(file.parent / "backups")
    assert f"{copied} is whole: 1 rows in" in call("backup", "verify").output
    copied.write_bytes(copied.read_bytes()[:-4096])
    broken = call("backup", "verify", str(copied))
    assert broken.exit_code == 1
    assert "is damaged" in broken.output


def test_without_a_database_there_is_nothing_to_copy(call: Call):
    said = call("backup", "create")
    assert said.exit_code == 1
    assert "nothing to copy" in said.output
