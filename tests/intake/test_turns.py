from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from domain.message import Button, Html, Message, Reply
from domain.visit import Visit
from handlers.context import Context
from simulator import Bot, Simulator
from storage.transaction import Transaction
from tests.intake.conftest import Start


def answer(tx: Transaction, visit: Visit, words: str) -> Reply:
    return Reply(screen=Message(Html(f"You said {words}"), ((Button("Again", "v1:again"),),)))


def tapped(tx: Transaction, visit: Visit) -> Reply:
    return Reply(screen=Message(Html("You tapped")), alert="Done")


async def on_text(update: Update, context: Context) -> None:
    await context.turn.transact(answer, update.message.text)


async def on_tap(update: Update, context: Context) -> None:
    await context.turn.transact(tapped)


HANDLERS = (MessageHandler(filters.TEXT, on_text), CallbackQueryHandler(on_tap))


async def test_who_writes_is_answered(start: Start, simulator: Simulator, telegram_bot: Bot):
    anna = simulator.add_person("Anna").chat(telegram_bot)
    async with start(HANDLERS) as klyngebot:
        anna.write("hej")
        await klyngebot.settled()
        assert anna.inbox == ["You said hej"]


async def test_a_tap_changes_the_message_and_shows_the_alert(
    start: Start, simulator: Simulator, telegram_bot: Bot
):
    anna = simulator.add_person("Anna").chat(telegram_bot)
    async with start(HANDLERS) as klyngebot:
        anna.write("hej")
        await klyngebot.settled()
        anna.tap("Again")
        await klyngebot.settled()
        assert anna.inbox == ["You tapped"]
        assert anna.alerts == ["Done"]
