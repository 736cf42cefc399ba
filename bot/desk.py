"""One update at a time: read it, let its handler act once, and look afterwards whether it did."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

import structlog
from telegram import Update

from actions import turns
from actions.turns import Action, Transaction
from bot import promises
from bot.clock import Clock
from bot.failpoints import Failpoint, failpoint
from bot.insist import backoff, insist
from bot.logs import where
from bot.ptb import App
from bot.taps import Silence, Taps
from bot.visits import visit_of
from domain.message import Reply
from domain.visit import Visit
from handlers.context import TURN, Context
from handlers.turn import Turn
from storage import inbox
from storage.database import Database
from storage.errors import DatabaseBusy, DatabaseClosed, DatabaseUnavailable
from storage.inbox import Waiting
from storage.outbox import Letter, Owner

PAUSES = (1.0, 5.0)
"""Seconds before the second and the third attempt. After that it is a dead letter."""
AT_ONCE = 32
"""Handlers that run side by side."""
TELL_AGAIN = 60.0
"""Seconds in which a flood gets one notice."""

Seen = TypeVar("Seen")

_log = structlog.stdlib.get_logger()


class Postman(Protocol):
    """What the desk needs of the sender."""

    def owner(self, chat_id: int) -> Owner | None:
        """In whose name an answer to this chat is written down as being sent; None: it waits its turn."""
        ...

    def hand_over(self, letters: Sequence[Letter]) -> None:
        """Take letters that are committed already."""
        ...


@dataclass
class Attempt:
    """What came of one try at an update."""

    taken: bool = False
    alert: str | None = None
    error: Exception | None = None


_ATTEMPT: ContextVar[Attempt] = ContextVar("attempt")


class Desk:
    """One bot's desk. `counts` is for the operator."""

    def __init__(
        self,
        application: App,
        cluster_id: int,
        database: Database,
        postman: Postman,
        silence: Silence,
        clock: Clock,
    ) -> None:
        self.counts: Counter[str] = Counter()
        self.taps = Taps(silence, self.counts)
        self._application = application
        self._cluster_id = cluster_id
        self._database = database
        self._postman = postman
        self._clock = clock
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._told: dict[int, float] = {}
        application.add_error_handler(_remember)

    async def attend(self, waiting: Waiting) -> None:
        """Settle this update: done, ticked off, or a dead letter and a kind word."""
        structlog.contextvars.bind_contextvars(bot=waiting.bot_id, update=waiting.update_id)
        try:
            update = self._read(waiting)
            visit = self._visit(update, waiting)
        except Exception as error:  # noqa: BLE001 - a strange field makes PTB, and us, raise whatever it likes
            await self._bury(waiting, where(error))
            return
        if visit is None:
            await self._tick(waiting, "passed over")
        else:
            await self._serve(waiting, update, visit)

    async def turn_away(self, flood: Sequence[Waiting]) -> None:
        """Tick off what is too much from one person, unread; once in a while tell them, and the log."""
        first = flood[0]
        if self._may_tell(first):
            _log.warning("Somebody writes faster than they can be answered", bot=first.bot_id)
            await self._say_slow_down(first)
        self.counts["turned away"] += len(flood)
        numbers = [one.update_id for one in flood]
        await insist(self._database, inbox.tick_all, first.bot_id, numbers, self._clock.now())

    async def _serve(self, waiting: Waiting, update: Update, visit: Visit) -> None:
        attempt = await self._try(update, visit)
        while attempt.error is not None and await self._may_try_again(waiting, visit, attempt.error):
            attempt = await self._try(update, replace(visit, now=self._clock.now()))
        if attempt.error is None and not attempt.taken:
            await self._tick(waiting, "unmatched")
        if update.callback_query is not None:
            self.taps.answer(update.callback_query, attempt.alert)

    async def _try(self, update: Update, visit: Visit) -> Attempt:
        """PTB swallows what a handler raises, so `_remember` notes it in the attempt."""
        attempt, turn = Attempt(), Turn(visit, self._carry, self._look)
        _ATTEMPT.set(attempt)
        TURN.set(turn)
        async with self._slots:
            await self._application.process_update(update)
        attempt.taken = turn.taken
        if turn.taken and attempt.error is not None:
            _log.error("A handler failed after its action was done", why=where(attempt.error))
            attempt.error = None
        return attempt

    async def _carry(self, visit: Visit, action: Action) -> None:
        failpoint(Failpoint.BEFORE_ACTION)
        noted, alerts = _noting_alerts(action)
        handover = await self._database.transact(turns.take, visit, noted, self._postman.owner(visit.chat_id))
        failpoint(Failpoint.AFTER_ACTION_COMMIT)
        self._postman.hand_over(handover.letters)
        _ATTEMPT.get().alert = next(reversed(alerts), None)

    async def _look(self, visit: Visit, reading: Callable[[Transaction, Visit], Seen]) -> Seen:
        return await self._database.transact(turns.look, visit, reading)

    async def _may_try_again(self, waiting: Waiting, visit: Visit, error: Exception) -> bool:
        """Wait for the next attempt, or give up. A database that cannot is not the update's fault."""
        if isinstance(error, DatabaseClosed):
            raise error
        if isinstance(error, DatabaseBusy | DatabaseUnavailable):
            await asyncio.sleep(backoff(2, most=30))
            return True
        self.counts["failed"] += 1
        _log.error("An action failed", why=where(error))
        key = (waiting.bot_id, waiting.update_id)
        failures = await insist(self._database, inbox.stumble, *key, where(error), self._clock.now())
        if 0 < failures <= len(PAUSES):
            await asyncio.sleep(PAUSES[failures - 1])
            return True
        if failures:
            await self._give_up(waiting, visit, where(error))
        return False

    async def _give_up(self, waiting: Waiting, visit: Visit, why: str) -> None:
        visit = replace(visit, now=self._clock.now())
        try:
            letters = await insist(
                self._database, turns.give_up, visit, why, self._postman.owner(visit.chat_id)
            )
        except Exception as error:  # noqa: BLE001 - what broke the action may break the apology, too
            _log.error("The apology failed as well", why=where(error))
            await self._bury(waiting, why)
            return
        self._postman.hand_over(letters)
        self._buried(why)

    async def _bury(self, waiting: Waiting, why: str) -> None:
        key = (waiting.bot_id, waiting.update_id)
        await insist(self._database, inbox.bury, *key, why, self._clock.now())
        self._buried(why)

    def _buried(self, why: str) -> None:
        self.counts["buried"] += 1
        _log.error("An update is a dead letter", why=why)

    async def _tick(self, waiting: Waiting, why: str) -> None:
        self.counts[why] += 1
        _log.debug("An update is ticked off", why=why)
        await insist(self._database, inbox.tick, waiting.bot_id, waiting.update_id, self._clock.now())

    async def _say_slow_down(self, first: Waiting) -> None:
        try:
            visit = self._visit(self._read(first), first)
        except Exception as error:  # noqa: BLE001 - as in `attend`
            _log.warning("A flood cannot be read", why=where(error))
            return
        if visit is not None:
            letters = await insist(self._database, turns.slow_down, visit, self._postman.owner(visit.chat_id))
            self._postman.hand_over(letters)

    def _may_tell(self, first: Waiting) -> bool:
        """Once per minute and person; those told longer ago are forgotten, so that this stays small."""
        now = time.monotonic()
        self._told = {who: at for who, at in self._told.items() if now - at < TELL_AGAIN}
        if first.sender is None or first.sender in self._told:
            return False
        self._told[first.sender] = now
        return True

    def _read(self, waiting: Waiting) -> Update:
        update = Update.de_json(json.loads(waiting.body), self._application.bot)
        promises.check(update)
        return update

    def _visit(self, update: Update, waiting: Waiting) -> Visit | None:
        return visit_of(update, self._cluster_id, waiting.bot_id, self._clock.now())


def _noting_alerts(action: Action) -> tuple[Action, list[str | None]]:
    """The alert is written down nowhere: when a commit is not heard of, only the first try knew it."""
    alerts: list[str | None] = []

    def noted(tx: Transaction, visit: Visit) -> Reply:
        reply = action(tx, visit)
        alerts.append(reply.alert)
        return reply

    return noted, alerts


async def _remember(_update: object, context: Context) -> None:
    _ATTEMPT.get().error = context.error
