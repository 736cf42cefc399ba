"""Pays what the outbox owes: the only place that starts a message to somebody."""

import asyncio
import contextlib
import random
import time
from collections import Counter
from collections.abc import Sequence

import structlog
from telegram import Bot

from bot.attachments import Attachments
from bot.bell import Bell
from bot.clock import Clock
from bot.failpoints import Failpoint, failpoint
from bot.insist import backoff
from bot.lanes import Lanes
from bot.ledger import Ledger
from bot.logs import where
from bot.ptb import TokenRefused, is_refused
from domain import outcome
from domain.delivery import decide
from domain.outcome import Decision, Disable, NotSent, PauseBot, PutBack, Said, Tried
from domain.pace import Pace
from storage.database import Database
from storage.errors import DatabaseClosed
from storage.outbox import Haul, Letter, Owner, Settlement

POLL = 0.5
"""Seconds between looks at the outbox when nobody wakes us."""
TURNS = 3
"""Turns of the loop from an answer on the wire to its result: more of them may be on their way together."""
PATIENCE = 3
"""Failures in a row before the letter at fault is given up."""

_WORRYING = (outcome.Refused, outcome.Unknown, outcome.Dead, Disable, PauseBot)

_log = structlog.stdlib.get_logger()


class Sender:
    """One bot's sender. `counts` tells how many letters met which decision.

    Letters leave a crash as suspects: they go first, one at a time, before anything else.
    """

    def __init__(
        self, bot: Bot, bot_id: int, database: Database, clock: Clock, pace: Pace | None = None
    ) -> None:
        self.counts: Counter[str] = Counter()
        self._bot = bot
        self._bot_id = bot_id
        self._database = database
        self._clock = clock
        self._ledger = Ledger(bot_id, database, clock)
        pace = pace or Pace()
        self._attachments = Attachments(bot, database, clock, pace.paid)
        self.lanes = self._lanes = Lanes(pace, time.monotonic())
        self._results: list[Settlement] = []
        self._calls: set[asyncio.Task[None]] = set()
        self._alarm: asyncio.TimerHandle | None = None
        self._bell = Bell(pace.together)
        self._rest = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()  # not begun yet
        self._asked = 0
        self._failures = 0
        self._held_up = True
        self._stopping = self._abandoned = False
        self._doubted = self._refused = False

    def owner(self, chat_id: int) -> Owner | None:
        """In whose name an answer to this chat is written down as being sent; None: it waits its turn."""
        now = time.monotonic()
        return self._ledger.owner() if not self._stopping and self._lanes.takes(chat_id, now) else None

    def hand_over(self, letters: Sequence[Letter]) -> None:
        """Take letters that are committed already; what may go goes before this returns to the loop.

        None: they wait in the database, where we look at once.
        """
        self._rouse()
        self._lanes.add(letters, time.monotonic())
        self._start()
        if self._results or self._stopping or not letters:
            self._bell.hurry()

    def wake(self) -> None:
        """Look at the outbox now: something was put there, or the clock has jumped."""
        self._rouse()
        self._bell.hurry()

    def idle(self) -> bool:
        """Whether nothing is in hand and nothing was due at the last look."""
        return self._rest.is_set()

    async def drained(self) -> None:
        """Return when all that is due has been sent and settled, or nothing can be any more."""
        self.wake()
        await self._rest.wait()

    async def run(self) -> None:
        """Send until stopped. Raises TokenRefused, and DatabaseClosed when the database is closed first."""
        self._ended.clear()
        try:
            while not self._done():
                self._bell.hush()
                await self._look()
                if self._doubted:
                    self._doubted = False
                    if await is_refused(self._bot):
                        self._refused = self._stopping = True
                self._start()
                await self._news()
        finally:
            self._ended.set()
            self._rest.set()
        if self._refused:
            raise TokenRefused(self._bot_id)

    async def stop(self, within: float = 10.0) -> None:
        """Take no more; return when all in hand is settled or put back, or after so many seconds.

        What is then still on its way is cut off, and a suspect at the next start.
        """
        self._stopping = True
        self._bell.hurry()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._ended.wait(), within)
        self._abandoned = True
        self._bell.hurry()
        for call in self._calls:
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)

    def troubles(self) -> list[str]:
        """Why people may get no messages right now."""
        return ["Telegram does not take what the bot sends."] if self._lanes.out_of_touch else []

    def _rouse(self) -> None:
        self._asked += 1
        if not self._refused:
            self._rest.clear()

    def _done(self) -> bool:
        return self._abandoned or (self._stopping and self._lanes.empty and not self._results)

    async def _look(self) -> None:
        """One transaction: what is finished is settled, what is next is taken into hand."""
        asked, results = self._asked, self._finished()
        if results:
            failpoint(Failpoint.BEFORE_SETTLE)
        try:
            haul = await self._ledger.exchange(results, self._lanes, stopping=self._stopping)
        except DatabaseClosed:
            raise
        except Exception as error:  # noqa: BLE001 - a sender that gives up leaves everybody without an answer
            await self._stumble(results, error)
            return
        self._failures = 0
        self._take(results, haul)
        busy = self._results or haul.held_up or not self._lanes.empty
        if asked == self._asked and not busy:
            self._rest.set()

    async def _stumble(self, results: Sequence[Settlement], error: Exception) -> None:
        """Something in it cannot be written; nobody else may wait for that."""
        self._failures += 1
        _log.error("What was sent could not be written down; trying one by one", why=where(error))
        left = await self._ledger.settle_apart(results, give_up=self._failures >= PATIENCE)
        self._results = left + self._results
        self._take([result for result in results if result not in left], Haul((), held_up=True))
        await asyncio.sleep(backoff(self._failures, most=30))

    def _finished(self) -> list[Settlement]:
        now = time.monotonic()
        back = self._lanes.take_back(now, all_of_them=self._stopping or self._lanes.paused(now))
        results = [Settlement(letter, PutBack()) for letter in back] + self._results
        self._results = []
        return results

    def _take(self, results: Sequence[Settlement], haul: Haul) -> None:
        if results:
            failpoint(Failpoint.AFTER_SETTLE)
        for result in results:
            self._lanes.landed(result.letter.id)
            self._note(result)
        if haul.letters:
            failpoint(Failpoint.AFTER_CLAIM)
        self._lanes.claimed(haul.letters, time.monotonic())
        self._held_up = haul.held_up

    def _start(self) -> None:
        """Begin what may begin now, and come back when the next may."""
        now = time.monotonic()
        while not self._stopping and (letter := self._lanes.pop(now)) is not None:
            call = asyncio.create_task(self._deliver(letter))
            self._calls.add(call)
            call.add_done_callback(self._calls.discard)
        self._set_alarm(self._lanes.next_at(now))

    def _set_alarm(self, at: float | None) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        loop = asyncio.get_running_loop()
        wait = 0.0 if at is None else max(0.001, at - time.monotonic())
        self._alarm = None if at is None or self._stopping else loop.call_later(wait, self._start)

    async def _deliver(self, letter: Letter) -> None:
        failpoint(Failpoint.BEFORE_SEND)
        said = await self._attachments.deliver(letter)
        failpoint(Failpoint.AFTER_SEND)
        tried = Tried(letter.act, letter.attempts, letter.copies)
        decision = decide(said, tried, self._clock.now(), random.random())  # noqa: S311 - guards nothing
        if isinstance(decision, outcome.Again):
            self._lanes.fall_back(letter)
        self._heed(said, decision)
        self._results.append(Settlement(letter, decision))
        self._bell.ring()

    def _heed(self, said: Said, decision: Decision) -> None:
        """What one letter's fate means for all of this bot's."""
        now = time.monotonic()
        self._lanes.tried(now, reached=not isinstance(said, NotSent) and not isinstance(decision, Disable))
        if isinstance(decision, PauseBot):
            self._lanes.pause(now + decision.wait.total_seconds())
        elif isinstance(decision, Disable):
            self._doubted = True

    def _note(self, result: Settlement) -> None:
        letter, fate = result.letter, type(result.decision).__name__
        self.counts[fate] += 1
        if isinstance(result.decision, _WORRYING):
            about = {"outcome": fate, "letter": letter.id, "kind": letter.kind, "bot": self._bot_id}
            _log.warning("A message did not get through", **about)

    async def _news(self) -> None:
        """Wait for a result or a call; else until a chat has rested or it is time to look again."""
        now = time.monotonic()
        rested = self._lanes.rested_at(now) if self._held_up else None
        wait = POLL if rested is None else min(POLL, max(0.001, rested - now))
        await self._bell.heard(wait)
        came = 0
        while came < len(self._results):  # what comes together is written down together
            came = len(self._results)
            for _ in range(TURNS):
                await asyncio.sleep(0)
