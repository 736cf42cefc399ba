"""One bot of the process: its token, its line to Telegram, its service while we may serve it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from telegram.error import NetworkError
from telegram.request import BaseRequest

from actions import claim
from bot.clock import Clock
from bot.insist import backoff, insist
from bot.ptb import App, Handlers, build, introduce, number
from bot.questions import Line
from bot.service import Service
from bot.settings import Settings
from bot.webhook import Webhook
from domain.pace import Pace
from storage import bots, outbox
from storage.database import Database
from web.health import BotHealth

NOTICES = 2.0
"""Seconds in which a predecessor that lost its lease and not its life notices, and falls silent."""

_log = structlog.stdlib.get_logger()


class CannotStart(Exception):
    """Something must be done first; the message says what."""


class SwitchedOff(CannotStart):
    """Whoever runs it disabled the bot `username`: nothing is wrong."""

    def __init__(self, username: str) -> None:
        super().__init__(f"@{username} is disabled. To enable it: klyngebot bot add @{username}")
        self.username = username


@dataclass(frozen=True)
class Around:
    """What all bots of a process share."""

    settings: Settings
    clock: Clock
    database: Database
    handlers: Handlers
    pace: Pace | None = None


class OneBot:
    """`serve` it while `may` says so. `service` is the current one, or the next."""

    def __init__(self, around: Around, application: App, line: Line) -> None:
        self.application = application
        self.line = line
        self.may = asyncio.Event()
        """Whether this process holds this bot's lease."""
        self.may_not = asyncio.Event()
        self.may_not.set()
        self.webhook: Webhook | None = None
        if around.settings.webhook_url is not None:
            address = around.settings.webhook_url
            self.webhook = Webhook(address, line, application.bot, around.database, around.clock)
        self._around = around
        self.service = self._next()
        self._begun = False

    @classmethod
    async def open(cls, around: Around, token: str, asking: BaseRequest, polling: BaseRequest) -> "OneBot":
        """Ask Telegram who it is and the database whose. Waits as long as Telegram cannot be reached.

        Raises CannotStart and TokenRefused.
        """
        application = build(token, around.settings.api_url, asking, polling, around.handlers)
        try:
            await _introduced(application)
            return cls(around, application, await _line(around, application, polling))
        except BaseException:
            await application.bot.shutdown()
            raise

    def lease(self, *, held: bool) -> None:
        """Told every second or so."""
        if held:
            self.may_not.clear()
            self.may.set()
        else:
            self.may.clear()
            self.may_not.set()

    async def serve(self) -> None:
        """Until cancelled: serve while we may. Raises what a part of the service died of."""
        while True:
            await self.may.wait()
            await self._inherit()
            if self.may_not.is_set():
                continue
            self._begun = True
            await self.service.begin()
            _log.info("Serving a bot", username=self.application.bot.username)
            await self.service.failed(unless=self.may_not)
            _log.warning("Another process serves this bot now", username=self.application.bot.username)
            await self.service.end(grace=0)
            self._begun, self.service = False, self._next()

    async def close(self) -> None:
        """End what was begun, and leave Telegram."""
        try:
            await self.service.end()
        finally:
            await self.application.shutdown()

    async def quiet(self) -> bool:
        """Updates leave Telegram only when they are in the inbox and in the workers' hands."""
        at_telegram = (await self.application.bot.get_webhook_info()).pending_update_count
        return not at_telegram and await self.service.quiet()

    def troubles(self) -> Sequence[str]:
        """Why its people may get no answers right now; another process may serve it."""
        return self.service.troubles() if self._begun else ()

    def health(self) -> BotHealth:
        """How its line to Telegram is."""
        name = self.application.bot.username
        if not self._begun:
            return BotHealth(name, "standing by")
        return BotHealth(name, "serving", self.service.intake.silent_for())

    async def claim_link(self) -> str | None:
        """A link that makes whoever opens it first the steering group; None when there is one already."""
        line, now = self.line, self._around.clock.now()
        return await insist(self._around.database, claim.link, line.cluster_id, line.bot_id, now)

    async def _inherit(self) -> None:
        """What a predecessor was sending is suspect from now on, not only when the leases run out."""
        database, bot_id = self._around.database, self.line.bot_id
        if database.shared and await insist(database, outbox.in_other_hands, bot_id):
            await asyncio.sleep(NOTICES)
            await insist(database, outbox.disown, bot_id)

    def _next(self) -> Service:
        around = self._around
        return Service(self.application, self.line, self.webhook, around.database, around.clock, around.pace)


async def _introduced(application: App) -> None:
    failures = 0
    while True:
        try:
            await introduce(application)
            return
        except NetworkError as error:
            failures += 1
            if failures == 1:
                _log.warning("Telegram cannot be reached; trying again.", why=type(error).__name__)
        await asyncio.sleep(backoff(failures, most=30))


async def _line(around: Around, application: App, polling: BaseRequest) -> Line:
    bot, now = application.bot, around.clock.now()
    beside = [number(token) for token in around.settings.tokens]
    try:
        cluster_id = await insist(around.database, claim.bind, bot.id, bot.username, now, beside)
    except bots.WhichCluster:
        raise CannotStart(
            f"Nobody has said for which cluster @{bot.username} speaks. Say it, and start again: "
            f"klyngebot bot add @{bot.username} CLUSTER (without CLUSTER: for a new one)"
        ) from None
    except bots.Disabled:
        raise SwitchedOff(bot.username) from None
    return Line(number(bot.token), cluster_id, polling, bot.base_url)
