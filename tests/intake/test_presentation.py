"""What Telegram is told about the bot, when it does not take all of it."""

import asyncio

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from bot.presentation import Presenter
from domain.people import Role
from simulator import Fault, FaultKind, Simulator
from simulator.people import Bot
from storage import people, roles, tables
from storage.database import Database
from storage.errors import DatabaseBusy
from storage.transaction import Transaction
from tests.fixtures.cast import Member, joined
from tests.fixtures.patience import eventually


class Silent(Presenter):
    """The bot's own, which would tell it beside those of the test."""

    async def run(self) -> None:
        await asyncio.Event().wait()


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.service.Presenter", Silent)


async def test_one_refusal_does_not_keep_the_rest_from_being_told(
    karen: Member, telegram: Simulator, bot: Bot
):
    presenter = presenter_of(karen)
    await presenter.tell()
    all_of_it = set(bot.commands)
    bot.commands.clear()
    telegram.faults.inject(
        Fault(
            FaultKind.ERROR,
            "setMyCommands",
            status=400,
            description="Bad Request: chat not found",
            times=len(all_of_it) - 1,
        )
    )
    with capture_logs() as told:
        await presenter_of(karen).tell()
    assert len(bot.commands) == 1
    assert str(karen.chat.person.telegram_id) in next(iter(bot.commands))[0]
    assert [line["refused"] for line in told if "refused" in line] == [len(all_of_it) - 1]


async def test_what_was_refused_is_told_again_a_while_later_and_nothing_twice(
    karen: Member, telegram: Simulator, bot: Bot, monkeypatch: pytest.MonkeyPatch
):
    presenter = presenter_of(karen)
    bot.commands.clear()
    refusal = Fault(FaultKind.ERROR, "setMyCommands", status=400, description="Bad Request: chat not found")
    telegram.faults.inject(refusal)
    await presenter.tell()
    asked = len(telegram.log.of("setMyCommands"))
    known = len(bot.commands)
    await presenter.tell()
    assert len(telegram.log.of("setMyCommands")) == asked, "not at once"
    monkeypatch.setattr(presenter, "_not_before", {})
    await presenter.tell()
    assert len(bot.commands) == known + 1
    assert len(telegram.log.of("setMyCommands")) == asked + 1


async def test_a_role_lost_just_before_we_stopped_takes_its_commands_along_at_the_next_start(
    karen: Member, anna: Member, bot: Bot
):
    await joined(anna, "vigersted")
    await karen.klyngebot.database.transact(role, anna, Role.MUNICIPAL, give=True)
    await presenter_of(karen).tell()
    assert "tal" in commands(bot, anna)
    await karen.writes("/roller")
    await karen.taps("Fjern en rolle")
    await karen.taps("Anna · kommune")
    await karen.taps("Fjern rollen")
    await presenter_of(karen).tell()
    assert commands(bot, anna) == []


async def test_what_breaks_it_is_told_and_tried_again_and_a_busy_database_is_waited_for(
    karen: Member, bot: Bot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.insist.backoff", lambda _failures, **_most: 0.001)
    monkeypatch.setattr("bot.presentation.EVERY", 0.001)
    await presenter_of(karen).tell()
    known = len(bot.commands)
    for error in (DatabaseBusy("full"), KeyError("words")):
        bot.commands.clear()
        with capture_logs() as told:
            running = asyncio.create_task(presenter_of(karen, error).run())
            await eventually(lambda: len(bot.commands) == known)
            running.cancel()
            await asyncio.wait([running])
        failed = [line["why"] for line in told if line["log_level"] == "error"]
        assert [why.split()[0] for why in failed] == ([] if isinstance(error, DatabaseBusy) else ["KeyError"])


async def test_a_role_brings_its_commands_at_once_and_takes_them_along(
    karen: Member, anna: Member, bot: Bot, monkeypatch: pytest.MonkeyPatch
):
    await joined(anna, "vigersted")
    presenter = presenter_of(karen)
    await presenter.tell()
    assert commands(bot, anna) == []
    await karen.klyngebot.database.transact(role, anna, Role.MUNICIPAL, give=True)
    bot.commands.clear()
    await presenter.tell()
    assert "tal" in commands(bot, anna)
    assert len(bot.commands) == 1, "what Telegram knows is not told again"
    await karen.klyngebot.database.transact(role, anna, Role.MUNICIPAL, give=False)
    await presenter.tell()
    assert commands(bot, anna) == []


async def test_another_name_of_the_cluster_is_told_at_once(karen: Member, bot: Bot):
    presenter = presenter_of(karen)
    await presenter.tell()
    await karen.klyngebot.database.transact(renamed, "Ringsted Syd")
    await presenter.tell()
    assert all("Ringsted Syd" in text for text in bot.words.values())


def presenter_of(member: Member, error: Exception | None = None) -> Presenter:
    database = member.klyngebot.database
    return Presenter(member.klyngebot.only.application.bot, Broken(database, error) if error else database, 1)


def commands(bot: Bot, member: Member) -> list[str]:
    chat = str(member.chat.person.telegram_id)
    return [one["command"] for (scope, _), shown in bot.commands.items() if chat in scope for one in shown]


def role(tx: Transaction, member: Member, which: Role, *, give: bool) -> None:
    person = people.by_telegram(tx, 1, member.chat.person.telegram_id)
    assert person is not None
    assert roles.give(tx, person, which) if give else roles.take(tx, person, which)


def renamed(tx: Transaction, name: str) -> None:
    tx.connection.execute(sa.update(tables.clusters).values(name=name))


class Broken:
    """A database that fails once."""

    def __init__(self, database: Database, error: Exception) -> None:
        self._database, self._errors = database, [error]

    async def transact(self, action, *arguments):
        if self._errors:
            raise self._errors.pop()
        return await self._database.transact(action, *arguments)
