"""One bot at work, from the moment this process may serve it until it may no longer or is to stop."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack

from bot.again import take_up_again
from bot.clock import Clock
from bot.desk import Desk
from bot.insist import insist
from bot.poller import Poller
from bot.presentation import Presenter
from bot.ptb import App
from bot.questions import LONG_POLL, Line
from bot.sender import Sender
from bot.webhook import Webhook
from bot.workers import Workers
from domain.pace import Pace
from storage import inbox
from storage.database import Database

GRACE = 10.0
"""Seconds that what was begun may take to end."""
SILENT_TOO_LONG = 2 * LONG_POLL + 30
"""Seconds."""


class Service:
    """Sender, desk, workers and intake of one bot: begun once, ended once."""

    def __init__(
        self,
        application: App,
        line: Line,
        webhook: Webhook | None,
        database: Database,
        clock: Clock,
        pace: Pace | None,
    ) -> None:
        self.sender = Sender(application.bot, line.bot_id, database, clock, pace)
        self.desk = Desk(application, line.cluster_id, database, self.sender, self.sender.lanes, clock)
        self.workers = Workers(self.desk.attend, self.desk.turn_away)
        take, room = self.workers.take, self.workers.room
        self.intake = webhook or Poller(line, database, clock, take, room)
        self.presenter = Presenter(application.bot, database, line.cluster_id)
        self._webhook = webhook
        self._bot_id = line.bot_id
        self._database = database
        self._sending: asyncio.Task[None] | None = None
        self._coming: asyncio.Task[None] | None = None
        self._beside: list[asyncio.Task[None]] = []

    async def begin(self) -> None:
        """Take up what waits; serve from now on."""
        self._sending = asyncio.create_task(self.sender.run())
        if self._webhook is not None:
            self._webhook.workers = self.workers
        self.workers.take(await insist(self._database, inbox.waiting, self._bot_id))
        self._coming = asyncio.create_task(self.intake.run())
        self._beside = [
            asyncio.create_task(self.presenter.run()),
            asyncio.create_task(
                take_up_again(self._database, self._bot_id, self.workers, brought=self._webhook is not None)
            ),
        ]

    async def failed(self, unless: asyncio.Event) -> None:
        """Return when `unless` is set, or raise what a part died of: none ends by itself unless it failed."""
        asked = asyncio.create_task(unless.wait())
        parts = [part for part in (self._coming, self._sending) if part is not None]
        try:
            await asyncio.wait((asked, *parts), return_when=asyncio.FIRST_COMPLETED)
        finally:
            asked.cancel()
        for part in parts:
            if part.done():
                part.result()

    async def end(self, grace: float = GRACE) -> None:
        """Nothing new comes in; what was begun is sent and written down, within `grace` seconds.

        Read it from below: the last is done first, and each also when one before it fails.
        """
        async with AsyncExitStack() as last_first:
            last_first.push_async_callback(ended, self._sending)
            last_first.push_async_callback(self.sender.stop, grace)
            last_first.push_async_callback(self.desk.taps.ended)
            last_first.push_async_callback(self.workers.stop, grace)
            for part in (self._coming, *self._beside):
                last_first.push_async_callback(ended, part)
            last_first.callback(self._receive_only)

    async def quiet(self) -> bool:
        """Whether all that came is attended and all that is due is sent."""
        if self._coming is not None and self._coming.done():
            self._coming.result()
        if not self.workers.idle:
            return False
        await self.desk.taps.ended()
        await self.sender.drained()
        return self.workers.idle

    def troubles(self) -> Sequence[str]:
        """Why this bot's people may get no answers right now."""
        found = self.sender.troubles()
        if self.intake.silent_for() > SILENT_TOO_LONG:
            found.append("Telegram has not answered for a while.")
        return found

    def _receive_only(self) -> None:
        if self._webhook is not None:
            self._webhook.workers = None


async def ended(part: asyncio.Task[None] | None) -> None:
    """Cancelled and gone. What it failed with has been told by then.

    Asked again until it is: on Python 3.11 a wait that ends in the same moment can swallow a cancellation.
    """
    while part is not None and not part.done():
        part.cancel()
        await asyncio.wait((part,), timeout=1)
