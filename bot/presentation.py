"""Telling Telegram how the bot presents itself: its description, and its commands by language and role."""

from collections.abc import Awaitable, Iterator, Mapping, Sequence

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import TelegramError

from actions import presentation
from actions.presentation import Presentation
from bot.insist import insist
from bot.logs import where
from domain.languages import READ_DANISH
from storage.database import Database
from views.presentation import Command

ELSE = ""
"""Telegram's code for every language that is not named."""

_log = structlog.stdlib.get_logger()


async def present(bot: Bot, database: Database, cluster_id: int) -> None:
    """Tell it all. Nobody's answer hangs on it: what does not get there is told again next start."""
    try:
        await _present(bot, database, cluster_id)
    except Exception as error:  # noqa: BLE001 - told here, because nobody waits for this
        _log.error("Telegram could not be told how we present ourselves", why=where(error))


async def _present(bot: Bot, database: Database, cluster_id: int) -> None:
    shown = await insist(database, presentation.presentations, cluster_id)
    chats = await insist(database, presentation.steering_chats, cluster_id)
    refused = [error for call in _calls(bot, shown, chats) if (error := await _refusal(call)) is not None]
    if refused:
        _log.warning(
            "Telegram did not take all of our presentation", refused=len(refused), why=where(refused[0])
        )


def _calls(
    bot: Bot, shown: Mapping[str, Presentation], chats: Sequence[tuple[int, str]]
) -> Iterator[Awaitable[bool]]:
    for code in (*sorted(READ_DANISH), ELSE):
        here = shown["da" if code else "en"]
        yield bot.set_my_description(here.description, language_code=code)
        scope = BotCommandScopeAllPrivateChats()
        yield bot.set_my_commands(_commands(here.everybody), scope=scope, language_code=code)
    for chat_id, language in chats:
        yield bot.set_my_commands(_commands(shown[language].steering), scope=BotCommandScopeChat(chat_id))


async def _refusal(call: Awaitable[bool]) -> TelegramError | None:
    """One refused chat must not keep the others from theirs."""
    try:
        await call
    except TelegramError as error:
        return error
    return None


def _commands(wanted: Sequence[Command]) -> list[BotCommand]:
    return [BotCommand(command.name, command.purpose) for command in wanted]
