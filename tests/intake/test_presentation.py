"""What Telegram is told about the bot, when it does not take all of it."""

import pytest
from structlog.testing import capture_logs

from bot.presentation import present
from simulator import Fault, FaultKind, Simulator
from simulator.people import Bot
from storage.database import Database
from storage.errors import DatabaseBusy
from tests.fixtures.cast import Member


async def test_one_refusal_does_not_keep_the_rest_from_being_told(
    karen: Member, telegram: Simulator, bot: Bot
):
    await present(karen.klyngebot.application.bot, karen.klyngebot.database, 1)
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
        await present(karen.klyngebot.application.bot, karen.klyngebot.database, 1)
    assert len(bot.commands) == 1
    assert str(karen.chat.person.telegram_id) in next(iter(bot.commands))[0]
    assert [line["refused"] for line in told if "refused" in line] == [len(all_of_it) - 1]


async def test_what_breaks_it_is_told_and_a_busy_database_is_waited_for(
    karen: Member, bot: Bot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.insist.backoff", lambda _failures, **_most: 0.001)
    application = karen.klyngebot.application
    await present(application.bot, karen.klyngebot.database, 1)
    known = len(bot.commands)
    bot.commands.clear()
    await present(application.bot, Broken(karen.klyngebot.database, DatabaseBusy("full")), 1)
    assert len(bot.commands) == known
    with capture_logs() as told:
        await present(application.bot, Broken(karen.klyngebot.database, KeyError("words")), 1)
    assert [line["log_level"] for line in told] == ["error"]
    assert told[0]["why"].startswith("KeyError at")


class Broken:
    """A database that fails once."""

    def __init__(self, database: Database, error: Exception) -> None:
        self._database, self._errors = database, [error]

    async def transact(self, action, *arguments):
        if self._errors:
            raise self._errors.pop()
        return await self._database.transact(action, *arguments)
