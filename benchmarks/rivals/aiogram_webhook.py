"""aiogram as shipped, behind its own webhook handler, in an environment of its own; it keeps no record."""

import asyncio
import json
from dataclasses import asdict

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web
from letter import BUTTONS, TEXT, TOKEN, Where, arguments

KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text=label, callback_data=data)] for label, data in BUTTONS]
)


async def main() -> None:
    told = arguments()
    session = AiohttpSession(api=TelegramAPIServer.from_base(told.base), limit=1000)
    dispatcher, application = Dispatcher(), web.Application()
    dispatcher.callback_query.register(vote, F.data.regexp(r"^v1:pvote:\d+:\d+:\d+$"))
    SimpleRequestHandler(dispatcher, Bot(TOKEN, session=session)).register(application, path="/hook")
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(json.dumps(asdict(Where(runner.addresses[0][1], "/hook", ""))), flush=True)
    await asyncio.Event().wait()


async def vote(query: CallbackQuery) -> None:
    await query.message.edit_text(TEXT, parse_mode="HTML", reply_markup=KEYBOARD)
    await query.answer()


if __name__ == "__main__":
    asyncio.run(main())
