"""The composition root: opens every part, starts them in order, and stops them in order."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack

import structlog
from telegram.error import NetworkError
from telegram.ext import ExtBot
from telegram.request import BaseRequest

from actions import claim
from bot.again import take_up_again
from bot.clock import Clock
from bot.desk import Desk
from bot.erasure_log import ErasureLog, keep
from bot.insist import backoff, insist
from bot.logs import hide, where
from bot.poller import Poller
from bot.presentation import present
from bot.ptb import App, Handlers, build, introduce
from bot.questions import LONG_POLL, Line
from bot.sender import Sender
from bot.settings import Settings
from bot.transport import AiohttpRequest, Client
from bot.workers import Workers
from domain.pace import Pace
from handlers import HANDLERS
from scheduler.clockwork import Clockwork
from scheduler.duties import Duty
from storage import bots, inbox, migrations
from storage import database as databases
from storage.database import Database
from storage.errors import DatabaseBusy, DatabaseUnavailable
from storage.transaction import Transaction
from web import health
from web.server import Server

GRACE = 10.0
"""Seconds that what was begun may take to end."""
SILENT_TOO_LONG = 2 * LONG_POLL + 30

_log = structlog.stdlib.get_logger()


class CannotStart(Exception):
    """Something must be done first; the message says what."""


class Klyngebot:
    """The whole bot in one process. `open` it, `run` it, and `stop` it; then it is closed."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        database: Database,
        application: App,
        line: Line,
        pace: Pace | None = None,
    ) -> None:
        self.database = database
        self.application = application
        self.sender = Sender(application.bot, line.bot_id, database, clock, pace)
        self.desk = Desk(application, line.cluster_id, database, self.sender, self.sender.lanes, clock)
        self.workers = Workers(self.desk.attend, self.desk.turn_away)
        self.poller = Poller(line, database, clock, self.workers.take, self.workers.room)
        self.clockwork = Clockwork(database, clock.now, _duty_failed)
        self.server = Server(health.application(self.troubles), settings.web_host, settings.web_port)
        self._bot_id = line.bot_id
        self._stopping = asyncio.Event()
        self._closed = asyncio.Event()
        self._polling: asyncio.Task[None] | None = None
        self._sending: asyncio.Task[None] | None = None
        self._beside: list[asyncio.Task[None]] = []
        self.erasures = ErasureLog(settings.data_dir)
        self._cluster_id = line.cluster_id
        self._clock = clock

    @classmethod
    async def open(
        cls,
        settings: Settings,
        clock: Clock,
        request: BaseRequest | None = None,
        handlers: Handlers = HANDLERS,
        pace: Pace | None = None,
    ) -> "Klyngebot":
        """Bring the database up to date, ask Telegram who we are, and bind the bot to its cluster.

        `request` takes the place of HTTP, `pace` that of what Telegram allows. Waits as long as Telegram
        cannot be reached. Raises CannotStart, TokenRefused, and what opening the database raises.
        """
        token = settings.token.get_secret_value()
        hide([token])
        _log.info(str(await migrations.upgrade(settings.database, clock.now())))
        asking, polling = _requests(request)
        async with AsyncExitStack() as on_failure:
            database = await databases.open(settings.database)
            on_failure.push_async_callback(database.close)
            application = build(token, settings.api_url, asking, polling, handlers)
            on_failure.push_async_callback(application.bot.shutdown)
            await _introduced(application)
            line = await _line(database, application.bot, polling, clock)
            klyngebot = cls(settings, clock, database, application, line, pace)
            on_failure.pop_all()
        return klyngebot

    async def claim_link(self) -> str | None:
        """A link that makes whoever opens it first the steering group; None when there is one already."""
        return await insist(self.database, claim.link, self._cluster_id, self._bot_id, self._clock.now())

    async def run(self) -> None:
        """Serve until `stop`, then close everything.

        Raises TokenRefused, PortTaken, and what a part of it died of.
        """
        try:
            await self.server.open()
            await self._serve()
        finally:
            await self._close()

    def ask_to_stop(self) -> None:
        """For signals: begin to stop, and return at once."""
        self._stopping.set()

    async def stop(self) -> None:
        """Take nothing new, let what was begun end, and return when everything is closed."""
        self._stopping.set()
        await self._closed.wait()

    async def settled(self) -> None:
        """Return when Telegram holds nothing for us, the inbox is empty, and nothing is due to be sent."""
        while not await self._quiet():  # noqa: ASYNC110 - Telegram has to be asked
            await asyncio.sleep(0.002)

    async def troubles(self) -> Sequence[str]:
        """Why people may get no answers right now."""
        found = self.sender.troubles()
        if self.poller.silent_for() > SILENT_TOO_LONG:
            found.append("Telegram has not answered for a while.")
        try:
            await asyncio.wait_for(self.database.transact(_nothing), timeout=5)
        except (DatabaseBusy, DatabaseUnavailable, TimeoutError):
            found.append("The database cannot be written.")
        return found

    async def _quiet(self) -> bool:
        """Updates leave Telegram only when they are in the inbox and in the workers' hands."""
        if self._polling is not None and self._polling.done():
            self._polling.result()
        at_telegram = (await self.application.bot.get_webhook_info()).pending_update_count
        if at_telegram or not self.workers.idle:
            return False
        await self.desk.taps.ended()
        await self.sender.drained()
        return self.workers.idle

    async def _serve(self) -> None:
        """Until somebody asks to stop, or a part of it ends, which none does by itself unless it failed."""
        self._sending = asyncio.create_task(self.sender.run())
        self.workers.take(await insist(self.database, inbox.waiting, self._bot_id))
        self._polling = asyncio.create_task(self.poller.run())
        self.clockwork.start()
        self._beside = [
            asyncio.create_task(present(self.application.bot, self.database, self._cluster_id)),
            asyncio.create_task(keep(self.database, self.erasures)),
            asyncio.create_task(take_up_again(self.database, self._bot_id, self.workers)),
        ]
        _log.info("Klyngebot is ready", username=self.application.bot.username, web_port=self.server.port)
        asked = asyncio.create_task(self._stopping.wait())
        parts = (self._polling, self._sending)
        await asyncio.wait((asked, *parts), return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()
        for part in parts:
            if part.done():
                part.result()

    async def _close(self) -> None:
        """Nothing new comes in, and what was begun can still be sent and written down.

        Read it from below: the last is done first, and each also when one before it fails.
        """
        _log.info("Klyngebot is stopping")
        async with AsyncExitStack() as last_first:
            last_first.callback(self._closed.set)
            last_first.push_async_callback(self.database.close)
            last_first.push_async_callback(self.application.shutdown)
            last_first.push_async_callback(_ended, self._sending)
            last_first.push_async_callback(self.sender.stop, GRACE)
            last_first.push_async_callback(self.desk.taps.ended)
            last_first.callback(self.clockwork.stop)
            last_first.push_async_callback(self.workers.stop, GRACE)
            for part in (self._polling, *self._beside):
                last_first.push_async_callback(_ended, part)
            last_first.push_async_callback(self.server.close)
        _log.info("Klyngebot has stopped")


async def _ended(part: asyncio.Task[None] | None) -> None:
    """Cancelled and gone. What it failed with has been told by then.

    Asked again until it is: on Python 3.11 a wait that ends in the same moment can swallow a cancellation.
    """
    while part is not None and not part.done():
        part.cancel()
        await asyncio.wait((part,), timeout=1)


def _requests(given: BaseRequest | None) -> tuple[BaseRequest, BaseRequest]:
    """One for our calls and one for the long poll, over one session."""
    if given is not None:
        return given, given
    client = Client()
    return AiohttpRequest(client), AiohttpRequest(client)


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


async def _line(database: Database, bot: ExtBot[None], polling: BaseRequest, clock: Clock) -> Line:
    try:
        cluster_id = await insist(database, claim.bind, bot.id, bot.username, clock.now())
    except bots.WhichCluster:
        raise CannotStart("There are several clusters in the database, and this bot is of none.") from None
    return Line(bot.id, cluster_id, polling, bot.base_url)


def _nothing(tx: Transaction) -> None:
    """The shortest transaction there is."""


def _duty_failed(duty: Duty, error: Exception) -> None:
    _log.error("A duty failed; the next tick tries again", duty=duty.name, why=where(error))
