"""Stopping the hourglass on a pressed button. Best effort: nobody's next update waits for it."""

import asyncio
import time
from collections import Counter
from typing import Protocol

import structlog
from telegram import CallbackQuery
from telegram.error import TelegramError

from bot import telegram_calls
from bot.logs import where
from domain.outcome import Declined, Said

LONGEST = 5.0
"""Seconds an answer may take; later, the hourglass has stopped by itself."""

_log = structlog.stdlib.get_logger()


class Silence(Protocol):
    """When the whole bot says nothing because Telegram asked for it; seconds of the monotonic clock."""

    def paused(self, now: float) -> bool:
        """Whether it does now."""
        ...

    def pause(self, until: float) -> None:
        """It does until then."""
        ...


class Taps:
    """`counts` are the desk's, for the operator."""

    def __init__(self, silence: Silence, counts: Counter[str]) -> None:
        self._silence = silence
        self._counts = counts
        self._calls: set[asyncio.Task[None]] = set()

    def answer(self, query: CallbackQuery, alert: str | None) -> None:
        """Show the alert and stop the hourglass, in the background; not while the bot is to be silent."""
        if self._silence.paused(time.monotonic()):
            self._missed("paused")
            return
        call = asyncio.create_task(self._call(query, alert))
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)

    async def ended(self) -> None:
        """Return when none is under way; that takes five seconds at most."""
        while self._calls:
            await asyncio.wait(set(self._calls))

    async def _call(self, query: CallbackQuery, alert: str | None) -> None:
        try:
            async with asyncio.timeout(LONGEST):
                await query.answer(alert, show_alert=alert is not None)
        except Exception as error:  # noqa: BLE001 - an old query cannot be answered; PTB may not read the answer
            self._missed(where(error))
            if isinstance(error, TelegramError):
                self._heed(telegram_calls.said(error))

    def _heed(self, said: Said) -> None:
        if isinstance(said, Declined) and said.retry_after is not None:
            self._silence.pause(time.monotonic() + said.retry_after.total_seconds())

    def _missed(self, why: str) -> None:
        self._counts["taps unanswered"] += 1
        _log.debug("A tap could not be answered", why=why)
