"""What Telegram is told about the bot, when it does not take all of it."""

from structlog.testing import capture_logs

from bot.presentation import present
from simulator import Fault, FaultKind, Simulator
from simulator.people import Bot
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
