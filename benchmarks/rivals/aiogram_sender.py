"""aiogram as shipped, sending to many; runs in an environment of its own and keeps no record."""

import asyncio
from collections.abc import Iterator

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from letter import BUTTONS, TEXT, TOKEN, Watch, arguments

KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text=label, callback_data=data)] for label, data in BUTTONS]
)


async def main() -> None:
    told = arguments()
    session = AiohttpSession(api=TelegramAPIServer.from_base(told.base), limit=1000)
    async with Bot(TOKEN, session=session) as bot:
        await send(bot, iter([1]))
        watch, chats = Watch(), iter(range(1, told.letters + 1))
        await asyncio.gather(*(send(bot, chats) for _ in range(told.window)))
        watch.say(told.letters)


async def send(bot: Bot, chats: Iterator[int]) -> None:
    for chat in chats:
        await bot.send_message(chat, TEXT, parse_mode="HTML", reply_markup=KEYBOARD)


if __name__ == "__main__":
    asyncio.run(main())
