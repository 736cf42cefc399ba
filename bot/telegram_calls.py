"""A letter becomes a call of the Bot API, and whatever comes of it becomes a plain value."""

import os
from datetime import timedelta

import structlog
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot import transport
from bot.logs import where
from domain.export import File
from domain.message import Button, Link, Row
from domain.outcome import Accepted, Act, Declined, NotSent, Said, Unclear
from storage.outbox import Letter

os.environ.setdefault("PTB_TIMEDELTA", "1")  # else PTB warns of its own change each time Telegram says 429

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_IN_WORDS = {"too many requests": 429, "request entity too large": 413}
"""Statuses PTB keeps only in its error's words."""

_log = structlog.stdlib.get_logger()


async def call(bot: Bot, letter: Letter, file: File | None = None) -> Said:
    """Do what the letter says and tell what came of it; raises nothing but being cancelled.

    `file` is what a letter with a document brings along.
    """
    try:
        return Accepted(await (_send_file(bot, letter, file) if file else _act(bot, letter)))
    except TelegramError as error:
        return said(error)
    except Exception as error:  # noqa: BLE001 - an answer PTB cannot read; the message may be there
        _log.error("Telegram's answer to a message could not be read", why=where(error))
        return Unclear(type(error).__name__)


async def _act(bot: Bot, letter: Letter) -> int | None:
    """Gives back the message's number."""
    message: Message | bool
    if letter.act is not Act.EDIT:
        message = await bot.send_message(
            letter.chat_id,
            letter.text,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard(letter.rows),
        )
    else:
        message = await bot.edit_message_text(
            letter.text,
            letter.chat_id,
            letter.edits,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard(letter.rows),
        )
    return message.message_id if isinstance(message, Message) else None


async def _send_file(bot: Bot, letter: Letter, file: File) -> int:
    message = await bot.send_document(
        letter.chat_id,
        file.content,
        caption=letter.text,
        filename=file.name,
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard(letter.rows),
    )
    return message.message_id


def keyboard(rows: tuple[Row, ...]) -> InlineKeyboardMarkup | None:
    """The buttons under a message; None takes those of an edited message away."""
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(each) for each in row] for row in rows])


def _button(button: Button | Link) -> InlineKeyboardButton:
    if isinstance(button, Link):
        return InlineKeyboardButton(button.label, url=button.url)
    return InlineKeyboardButton(button.label, callback_data=button.data)


def said(error: TelegramError) -> Said:
    """What PTB's error means. Words are kept only where they are Telegram's: others may hold the token."""
    match error:
        case transport.NotSent():
            return NotSent("no connection")
        case RetryAfter():
            return Declined(429, "Too Many Requests", retry_after=_pause(error))
        case ChatMigrated():
            return Declined(400, error.message, moved_to=error.new_chat_id)
        case BadRequest():
            return Declined(400, error.message)
        case Forbidden():
            return Declined(403, error.message)
        case _:
            return _said_otherwise(error)


def _said_otherwise(error: TelegramError) -> Said:
    match error:
        case InvalidToken():
            return Declined(401, "Unauthorized")
        case Conflict():
            return Declined(409, error.message)
        case NetworkError():
            for words, status in _IN_WORDS.items():
                if error.message.lower().startswith(words):
                    return Declined(status, words)
    return Unclear(type(error).__name__)


def _pause(error: RetryAfter) -> timedelta:
    asked = error.retry_after
    return asked if isinstance(asked, timedelta) else timedelta(seconds=asked)
