"""The composition root: opens every part, starts them in order, and stops them in order."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack

import structlog
from telegram.request import BaseRequest

from actions.parts import Unit
from bot import copies
from bot.ballast import Ballast
from bot.clock import Clock
from bot.erasure_log import ErasureLog, keep
from bot.errands import Errands
from bot.fleet import Fleet
from bot.logs import hide, where
from bot.one_bot import Around, OneBot
from bot.ptb import Handlers
from bot.service import ended
from bot.settings import Settings
from bot.watch import HERE, Watch
from bot.welcome import Welcome
from domain.pace import Pace
from handlers import HANDLERS
from scheduler.clockwork import Clockwork
from scheduler.duties import DUTIES, Duty
from storage import database as databases
from storage import migrations
from web import health
from web.server import Server

NAMED = 5
"""Of what a duty failed for, so many stand in the log."""

_log = structlog.stdlib.get_logger()


class Klyngebot:
    """All bots of one process. `open` it, `run` it, and `stop` it; then it is closed."""

    def __init__(self, around: Around, fleet: Fleet, duties: Sequence[Duty]) -> None:
        settings = around.settings
        self.database = around.database
        self.fleet = fleet
        self.ballast = Ballast(copies.folder(settings).parent)
        self.clockwork = Clockwork(self.database, around.clock.now, _duty_failed, duties, self._may)
        self.watch = Watch(self.database, around.clock, fleet, self.clockwork, copies.folder(settings))
        pages = health.application(self.watch.readiness)
        pages.router.add_post("/telegram/{path}", fleet.receive)
        self.server = Server(pages, settings.web_host, settings.web_port, "KLYNGEBOT_WEB_PORT or _HOST")
        watched = health.for_the_watch(self.watch.readiness, self.watch.metrics)
        self.watched = Server(watched, HERE, settings.watched_at, "KLYNGEBOT_WATCH_PORT")
        self.errands = Errands(self.database, settings.database)
        self.erasures = ErasureLog(settings.data_dir)
        self._settings = settings
        self._clock = around.clock
        self._stopping = asyncio.Event()
        self._closed = asyncio.Event()
        self._beside: list[asyncio.Task[None]] = []

    @classmethod
    async def open(
        cls,
        settings: Settings,
        clock: Clock,
        request: BaseRequest | None = None,
        handlers: Handlers = HANDLERS,
        pace: Pace | None = None,
        duties: Sequence[Duty] = DUTIES,
    ) -> "Klyngebot":
        """Bring the database up to date, ask Telegram who the first bot is, and bind it to its cluster.

        `request` takes the place of HTTP, `pace` that of what Telegram allows; `duties` tick by this
        machine's time, whatever `clock` shows. Waits as long as Telegram cannot be reached. Raises
        CannotStart, TokenRefused, and what opening the database raises.
        """
        hide(settings.tokens)
        _log.info(str(await migrations.upgrade(settings.database, clock.now(), data_dir=settings.data_dir)))
        async with AsyncExitStack() as on_failure:
            database = await databases.open(settings.database)
            on_failure.push_async_callback(database.close)
            pace = pace or Pace.of(settings.messages_a_second)
            around = Around(settings, clock, database, handlers, pace)
            fleet = Fleet(around, request)
            await fleet.launch()
            on_failure.pop_all()
        return cls(around, fleet, duties)

    @property
    def only(self) -> OneBot:
        """The one bot there is, or the first of many."""
        return self.fleet.bots[0]

    async def run(self, welcome: Welcome | None = None) -> None:
        """Serve until `stop`, then close everything. `welcome` is told of each bot.

        Raises TokenRefused when no bot is left, PortTaken, and what a part of it died of.
        """
        try:
            await self.server.open()
            await self.watched.open()
            await self.errands.open()
            await self._serve(welcome)
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
        while not await self.fleet.quiet():  # noqa: ASYNC110 - Telegram has to be asked
            await asyncio.sleep(0.002)

    def _may(self, duty: Duty) -> bool:
        return not (duty.to_many and self.ballast.tight)

    async def _serve(self, welcome: Welcome | None) -> None:
        """Until somebody asks to stop, or there is nothing left to serve."""
        serving = asyncio.create_task(self.fleet.run(welcome))
        self.clockwork.start()
        self._beside = [
            serving,
            asyncio.create_task(keep(self.database, self.erasures)),
            asyncio.create_task(self.watch.beat()),
            asyncio.create_task(copies.keep(self._settings, self._clock, self.ballast)),
            asyncio.create_task(self.ballast.keep()),
        ]
        _log.info(
            "Klyngebot is ready", username=self.only.application.bot.username, web_port=self.server.port
        )
        asked = asyncio.create_task(self._stopping.wait())
        await asyncio.wait((asked, serving), return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()
        if serving.done():
            serving.result()

    async def _close(self) -> None:
        """Nothing new comes in, and what was begun can still be sent and written down.

        Read it from below: the last is done first, and each also when one before it fails.
        """
        _log.info("Klyngebot is stopping")
        async with AsyncExitStack() as last_first:
            last_first.callback(self._closed.set)
            last_first.push_async_callback(self.database.close)
            last_first.push_async_callback(self.fleet.close)
            last_first.callback(self.clockwork.stop)
            for part in self._beside:
                last_first.push_async_callback(ended, part)
            last_first.push_async_callback(self.errands.close)
            last_first.push_async_callback(self.watched.close)
            last_first.push_async_callback(self.server.close)
        _log.info("Klyngebot has stopped")


def _duty_failed(duty: Duty, error: Exception, units: Sequence[Unit]) -> None:
    if not units:
        _log.error("A duty failed; the next tick tries again", duty=duty.name, why=where(error))
        return
    some = [str(unit) for unit in units[:NAMED]]
    said = "A duty failed for some, which are tried again; the rest is done"
    _log.error(said, duty=duty.name, why=where(error), units=some, how_many=len(units))
