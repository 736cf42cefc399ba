"""A bot that repeats what it is told: the real one, but for its doors. Its answers can be told apart."""

import asyncio

from telegram import Update
from telegram.ext import MessageHandler, filters

from bot import logs
from bot.app import Klyngebot
from bot.clock import SystemClock
from bot.settings import read
from domain.message import Html, Message, Reply
from domain.visit import Visit
from handlers.context import Context
from storage.transaction import Transaction


def repeat(tx: Transaction, visit: Visit, words: str) -> Reply:
    return Reply(messages=(Message(Html(f"Svar {words}")),))


async def on_text(update: Update, context: Context) -> None:
    await context.turn.transact(repeat, update.message.text)


async def main() -> None:
    logs.set_up()
    doors = (MessageHandler(filters.TEXT, on_text),)
    klyngebot = await Klyngebot.open(read(), SystemClock(), handlers=doors)
    asyncio.get_running_loop().add_signal_handler(15, klyngebot.ask_to_stop)
    await klyngebot.run()


if __name__ == "__main__":
    asyncio.run(main())
