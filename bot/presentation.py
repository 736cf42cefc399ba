"""Telling Telegram how the bot presents itself: its description, and its commands by language and role."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import TelegramError

from actions import presentation
from actions.presentation import Presentation
from bot.insist import insist
from bot.logs import where
from domain.languages import READ_DANISH
from storage.database import Database
from storage.errors import DatabaseClosed
from views.presentation import Command

EVERY = 2.0
"""Seconds between looks for what has changed: a role given or taken, another name of the cluster."""
AGAIN = 300.0
"""Seconds after which what Telegram did not take is told again."""
ELSE = ""
"""Telegram's code for every language that is not named."""

Shown: TypeAlias = str | tuple[Command, ...]
"""A description, or commands; none: those of everybody."""

_log = structlog.stdlib.get_logger()


@dataclass(frozen=True)
class Spot:
    """Where something is shown: to everybody of a language, or in one chat."""

    what: str
    language: str = ""
    chat: int | None = None


class Presenter:
    """Tells it all when it begins, and from then on what has changed. Nobody's answer hangs on it."""

    def __init__(self, bot: Bot, database: Database, cluster_id: int) -> None:
        self._bot = bot
        self._database = database
        self._cluster_id = cluster_id
        self._told: dict[Spot, Shown] = {}
        self._not_before: dict[Spot, float] = {}

    async def run(self) -> None:
        """Until the database is closed."""
        while True:
            try:
                await self.tell()
            except DatabaseClosed:
                return
            except Exception as error:  # noqa: BLE001 - told here, because nobody waits for this
                _log.error("Telegram could not be told how we present ourselves", why=where(error))
            await asyncio.sleep(EVERY)

    async def tell(self) -> None:
        """What Telegram does not know yet. What it refuses is told again in a while."""
        wanted = _wanted(await insist(self._database, presentation.presentation, self._cluster_id))
        gone: dict[Spot, Shown] = dict.fromkeys(self._told.keys() - wanted.keys(), ())
        now = asyncio.get_running_loop().time()
        refused: list[TelegramError] = []
        for spot, shown in (wanted | gone).items():
            if self._told.get(spot) == shown or self._not_before.get(spot, now) > now:
                continue
            try:
                await self._show(spot, shown)
            except TelegramError as error:  # one refused chat must not keep the others from theirs
                refused.append(error)
                self._not_before[spot] = now + AGAIN
            else:
                self._told[spot] = shown
        for spot in gone:
            self._told.pop(spot)
            self._not_before.pop(spot, None)
        if refused:
            _log.warning(
                "Telegram did not take all of our presentation", refused=len(refused), why=where(refused[0])
            )

    async def _show(self, spot: Spot, shown: Shown) -> None:
        if isinstance(shown, str):
            await self._bot.set_my_description(shown, language_code=spot.language)
        elif spot.chat is None:
            everybody = BotCommandScopeAllPrivateChats()
            await self._bot.set_my_commands(_commands(shown), scope=everybody, language_code=spot.language)
        elif shown:
            await self._bot.set_my_commands(_commands(shown), scope=BotCommandScopeChat(spot.chat))
        else:
            await self._bot.delete_my_commands(scope=BotCommandScopeChat(spot.chat))


def _wanted(now: Presentation) -> dict[Spot, Shown]:
    wanted: dict[Spot, Shown] = {}
    for code in (*sorted(READ_DANISH), ELSE):
        language = "da" if code else "en"
        wanted[Spot("description", code)] = now.descriptions[language]
        wanted[Spot("commands", code)] = now.everybody[language]
    for chat, own in now.chats.items():
        wanted[Spot("commands", chat=chat)] = own
    return wanted


def _commands(wanted: Sequence[Command]) -> list[BotCommand]:
    return [BotCommand(command.name, command.purpose) for command in wanted]
