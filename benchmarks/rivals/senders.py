"""One way of sending to many, in a process of its own; prints one line of figures.

`raw` is an aiohttp loop and `ptb` python-telegram-bot as shipped; neither keeps a record. `ours` is the bot's
whole sender: claim, send, settle, nothing lost when it is killed.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace

import aiohttp
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from benchmarks import village
from benchmarks.rivals.letter import BUTTONS, KEYBOARD, TEXT, TOKEN, Send, Watch, arguments
from bot.sender import Sender
from bot.transport import AiohttpRequest, Client
from domain.pace import UNHURRIED
from storage import database as databases


async def main() -> None:
    told = arguments()
    if told.name == "ours":
        await ours(told.base, told.letters, told.window, told.database)
    else:
        async with WAYS[told.name](told.base) as send:
            await to_all(send, told.letters, told.window)


async def to_all(send: Send, letters: int, window: int) -> None:
    await send(1)  # the first one opens the connection
    watch, chats = Watch(), iter(range(1, letters + 1))
    await asyncio.gather(*(worker(send, chats) for _ in range(window)))
    watch.say(letters)


async def worker(send: Send, chats: Iterator[int]) -> None:
    for chat in chats:
        await send(chat)


@asynccontextmanager
async def raw(base: str) -> AsyncIterator[Send]:
    address = f"{base}/bot{TOKEN}/sendMessage"
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:

        async def send(chat: int) -> object:
            letter = {"chat_id": chat, "text": TEXT, "parse_mode": "HTML", "reply_markup": KEYBOARD}
            body, kind = json.dumps(letter).encode(), {"Content-Type": "application/json"}
            async with session.post(address, data=body, headers=kind) as answer:
                return json.loads(await answer.read())["result"]["message_id"]

        yield send


@asynccontextmanager
async def ptb(base: str) -> AsyncIterator[Send]:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton(*button)] for button in BUTTONS])
    async with Bot(TOKEN, base_url=f"{base}/bot") as bot:

        async def send(chat: int) -> object:
            return (await bot.send_message(chat, TEXT, parse_mode="HTML", reply_markup=keyboard)).message_id

        yield send


WAYS = {"raw": raw, "ptb": ptb}


async def ours(base: str, letters: int, window: int, url: str) -> None:
    database = await databases.open(url)
    await database.transact(village.owe, letters, TEXT, BUTTONS)
    pace = replace(UNHURRIED, window=window, bulk_window=window - 2)
    request = AiohttpRequest(Client())
    bot = Bot(TOKEN, base_url=f"{base}/bot", request=request, get_updates_request=request)
    async with bot:
        sender = Sender(bot, village.BOT, database, village.Clock(), pace)
        watch = Watch()
        run = asyncio.create_task(sender.run())
        await sender.drained()
        watch.say(await database.transact(village.sent))
        await sender.stop()
        await run
    await database.close()


if __name__ == "__main__":
    asyncio.run(main())
