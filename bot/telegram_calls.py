"""A letter becomes a call of the Bot API, and whatever comes of it becomes a plain value."""

import os
from datetime import timedelta

import structlog
from telegram import (
    Bot,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    Message,
)
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
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot import transport
from bot.logs import where
from domain.attachments import PICTURES, File
from domain.message import Button, Lane, Link, Row
from domain.outcome import Accepted, Act, Declined, NotSent, Said, Unclear
from storage.outbox import Letter

os.environ.setdefault("PTB_TIMEDELTA", "1")  # else PTB warns of its own change each time Telegram says 429

_IN_WORDS = {"too many requests": 429, "request entity too large": 413}
"""Statuses PTB keeps only in its error's words."""

_log = structlog.stdlib.get_logger()


async def call(bot: Bot, letter: Letter, file: File | str | None = None, *, paid: bool = False) -> Said:
    """Do what the letter says and tell what came of it; raises nothing but being cancelled.

    `file` is what a letter with an attachment brings along: new, or Telegram's own id of it. `paid`: what is
    no answer may cost something where it is more than Telegram carries for nothing.
    """
    paid = paid and letter.lane is not Lane.ANSWER
    try:
        if file is None:
            return Accepted(await _say(bot, letter, paid=paid))
        edits = letter.act is Act.EDIT
        message = await (_edit(bot, letter, file) if edits else _send(bot, letter, file, paid=paid))
        return _accepted(message) if isinstance(message, Message) else Accepted()
    except TelegramError as error:
        return said(error)
    except Exception as error:  # noqa: BLE001 - an answer PTB cannot read; the message may be there
        _log.error("Telegram's answer to a message could not be read", why=where(error))
        return Unclear(type(error).__name__)


async def _say(bot: Bot, letter: Letter, *, paid: bool) -> int | None:
    """Words alone, which is nearly everything; gives back the message's number.

    PTB's own way makes objects of all that is sent and comes back, which takes twice as long as the sending.
    """
    fields: dict[str, object] = {
        "chat_id": letter.chat_id,
        "text": letter.text,
        "parse_mode": ParseMode.HTML.value,
        "link_preview_options": {"is_disabled": True},
    }
    if letter.rows:
        fields["reply_markup"] = {"inline_keyboard": _rows(letter.rows)}
    if letter.act is Act.EDIT:
        fields["message_id"] = letter.edits
    elif paid:
        fields["allow_paid_broadcast"] = True
    method = "editMessageText" if letter.act is Act.EDIT else "sendMessage"
    data = RequestData([RequestParameter(name, value, None) for name, value in fields.items()])
    result: object = await bot.request.post(f"{bot.base_url}/{method}", data)
    return int(result["message_id"]) if isinstance(result, dict) else None


async def _send(bot: Bot, letter: Letter, file: File | str, *, paid: bool) -> Message:
    media, name = _media(file)
    send = bot.send_photo if _is_picture(letter) else bot.send_document
    return await send(
        letter.chat_id,
        media,
        caption=letter.text,
        filename=name,
        parse_mode=ParseMode.HTML,
        reply_markup=_keyboard(letter.rows),
        allow_paid_broadcast=paid or None,
    )


async def _edit(bot: Bot, letter: Letter, file: File | str) -> Message | bool:
    """A picture is named even where it stays the same: then words, buttons and picture go in one call."""
    media, name = _media(file)
    new = InputMediaPhoto if _is_picture(letter) else InputMediaDocument
    shown = new(media, caption=letter.text, parse_mode=ParseMode.HTML, filename=name)
    return await bot.edit_message_media(
        shown, letter.chat_id, letter.edits, reply_markup=_keyboard(letter.rows)
    )


def _is_picture(letter: Letter) -> bool:
    return letter.attachment is not None and letter.attachment.kind in PICTURES


def _media(file: File | str) -> tuple[bytes | str, str | None]:
    return (file, None) if isinstance(file, str) else (file.content, file.name)


def _accepted(message: Message) -> Accepted:
    held = message.photo[-1] if message.photo else message.document
    return Accepted(message.message_id, held.file_id if held else None)


def _rows(rows: tuple[Row, ...]) -> list[list[dict[str, str]]]:
    return [[_button(each) for each in row] for row in rows]


def _button(button: Button | Link) -> dict[str, str]:
    if isinstance(button, Link):
        return {"text": button.label, "url": button.url}
    return {"text": button.label, "callback_data": button.data}


def _keyboard(rows: tuple[Row, ...]) -> InlineKeyboardMarkup | None:
    """The buttons under a message; None takes those of an edited message away."""
    return InlineKeyboardMarkup.de_json({"inline_keyboard": _rows(rows)}) if rows else None


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
