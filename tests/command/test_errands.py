"""What can go wrong between a command and the bot that has the database."""

import io
import stat
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from actions import installation
from bot import errands
from bot.errands import Errands, done
from bot.settings import Local
from storage import database as databases
from storage.database import Database
from storage.errors import DatabaseInUse, DatabaseUnavailable
from storage.transaction import Transaction
from tests.fixtures.databases import NOW

WORDS = "my back hurts since Tuesday"


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path) -> Local:
    return Local(database_url=sqlite_url, data_dir=tmp_path)


@pytest.fixture
async def door(sqlite_database: Database, sqlite_url: str) -> AsyncIterator[Errands]:
    opened = Errands(sqlite_database, sqlite_url)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def in_the_way(sqlite_url: str) -> None:
    """Where the socket would be."""
    Path(f"{sqlite_url.removeprefix('sqlite:///')}.socket").mkdir()


def nothing_in(folder: Path) -> bool:
    return not [*folder.iterdir()]


def fail(tx: Transaction, words: str, now: datetime) -> int:
    raise KeyError(words)


def test_only_its_owner_may_ask(sqlite_url: str, door: Errands):
    mode = Path(f"{sqlite_url.removeprefix('sqlite:///')}.socket").stat().st_mode
    assert (stat.S_ISSOCK(mode), stat.S_IMODE(mode)) == (True, 0o600)


async def test_what_only_another_version_knows_is_said(door: Errands, settings: Local):
    with pytest.raises(DatabaseUnavailable, match="is of another version: start it again first"):
        await done(settings, NOW, fail, WORDS, NOW)


async def test_arguments_of_another_version_are_not_taken(
    door: Errands, settings: Local, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(errands.KNOWN, "actions.installation.bots_here", installation.disable)
    with pytest.raises(DatabaseUnavailable, match="of another version"):
        await done(settings, NOW, installation.bots_here)


async def test_what_fails_is_in_the_log_without_its_words_and_the_bot_goes_on(
    door: Errands, settings: Local, monkeypatch: pytest.MonkeyPatch, said: io.StringIO
):
    monkeypatch.setitem(errands.KNOWN, f"{__name__}.fail", fail)
    with pytest.raises(DatabaseUnavailable, match="its log says why") as failed:
        await done(settings, NOW, fail, WORDS, NOW)
    assert "KeyError at tests/command/test_errands.py" in said.getvalue()
    assert WORDS not in said.getvalue() + str(failed.value)
    assert await done(settings, NOW, installation.bots_here) == []


async def test_a_database_that_can_take_no_more_is_said(
    door: Errands, settings: Local, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sqlite_database._line, "_room", 0)
    with pytest.raises(DatabaseUnavailable, match="changes wait for the database already"):
        await done(settings, NOW, installation.bots_here)


async def test_where_no_socket_can_be_the_bot_serves_and_says_so(
    in_the_way: None, sqlite_database: Database, settings: Local, sqlite_url: str, said: io.StringIO
):
    door = Errands(sqlite_database, sqlite_url)
    await door.open()
    assert "No command can ask this bot" in said.getvalue()
    with pytest.raises(DatabaseInUse, match="does not answer"):
        await done(settings, NOW, installation.bots_here)
    await door.close()


async def test_where_others_can_open_the_database_nobody_listens(postgresql_url: str, tmp_path: Path):
    database = await databases.open(postgresql_url)
    door = Errands(database, postgresql_url)
    await door.open()
    settings = Local(database_url=postgresql_url, data_dir=tmp_path)
    assert await done(settings, NOW, installation.bots_here) == []
    assert nothing_in(tmp_path)
    await door.close()
    await database.close()
