"""A webhook that answers a vote with a new screen and stops the hourglass; prints where it listens.

`raw` is aiohttp alone, `ptb` python-telegram-bot's application with its own client behind aiohttp's server,
as its pages show it; neither writes anything down. `ours` is the whole bot.
"""

import asyncio
import gc
import json
import signal
import tempfile
from dataclasses import asdict
from pathlib import Path

import aiohttp
from aiohttp import web
from pydantic import SecretStr
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes

from benchmarks import village
from benchmarks.rivals.letter import BUTTONS, KEYBOARD, TEXT, TOKEN, Where, arguments
from bot import logs
from bot.app import Klyngebot
from bot.settings import Settings
from bot.webhook import made_of
from domain.pace import UNHURRIED, Pace
from storage import database as databases

Taken = set[asyncio.Task[None]]


async def main() -> None:
    told = arguments()
    await {"raw": raw, "ptb": ptb, "ours": ours}[told.name](told)


async def raw(told: object) -> None:
    base, under_way = f"{told.base}/bot{TOKEN}", Taken()
    session = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar()
    )

    async def call(method: str, fields: dict[str, object]) -> None:
        body, kind = json.dumps(fields).encode(), {"Content-Type": "application/json"}
        async with session.post(f"{base}/{method}", data=body, headers=kind) as answer:
            json.loads(await answer.read())

    async def serve(query: dict[str, object]) -> None:
        place = query["message"]
        screen = {"chat_id": place["chat"]["id"], "message_id": place["message_id"], "text": TEXT}
        await call("editMessageText", screen | {"parse_mode": "HTML", "reply_markup": KEYBOARD})
        await call("answerCallbackQuery", {"callback_query_id": query["id"]})

    async def receive(request: web.Request) -> web.Response:
        task = asyncio.create_task(serve(json.loads(await request.read())["callback_query"]))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
        return web.Response()

    await listen(receive)


async def ptb(told: object) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton(*button)] for button in BUTTONS])
    application = Application.builder().token(TOKEN).base_url(f"{told.base}/bot").updater(None).build()

    async def vote(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        await update.callback_query.edit_message_text(TEXT, parse_mode="HTML", reply_markup=keyboard)
        await update.callback_query.answer()

    async def receive(request: web.Request) -> web.Response:
        update = Update.de_json(json.loads(await request.read()), application.bot)
        await application.update_queue.put(update)
        return web.Response()

    application.add_handler(CallbackQueryHandler(vote, pattern=r"^v1:pvote:\d+:\d+:\d+$"))
    await application.initialize()
    await application.start()
    await listen(receive)


async def listen(receive: object) -> None:
    """Until the process is ended."""
    application = web.Application()
    application.router.add_post("/hook", receive)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    say(Where(runner.addresses[0][1], "/hook", ""))
    await asyncio.Event().wait()


async def ours(told: object) -> None:
    """As it runs, but for its clock, which stands still, and its pace. `letters` go to the same people."""
    gc.freeze()  # as bot/__main__.py does
    logs.set_up()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            token=SecretStr(TOKEN),
            api_url=told.base,
            database_url=SecretStr(told.database),
            webhook_url="http://127.0.0.1",
            data_dir=Path(folder),
            web_port=0,
        )
        pace = Pace.of(told.rate) if told.rate else UNHURRIED
        if told.letters:
            await owe(told.database, told.letters)
        klyngebot = await Klyngebot.open(settings, village.Clock(), pace=pace)
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, klyngebot.ask_to_stop)
        run = asyncio.create_task(klyngebot.run())
        while klyngebot.only.webhook.workers is None:  # noqa: ASYNC110 - only a benchmark waits for that
            await asyncio.sleep(0.01)
        say(Where(klyngebot.server.port, klyngebot.only.webhook.path, made_of(TOKEN, "secret")))
        await run


async def owe(url: str, letters: int) -> None:
    database = await databases.open(url)
    await database.transact(village.owe, letters, TEXT, BUTTONS)
    await database.close()


def say(where: Where) -> None:
    print(json.dumps(asdict(where)), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
