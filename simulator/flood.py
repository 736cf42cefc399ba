"""Token buckets: an approximation of limits Telegram does not publish."""

import math
from collections.abc import Callable

from simulator.errors import Refusal
from simulator.settings import FloodLimits, Rate


class Bucket:
    """Starts full; times in seconds of a monotonic clock."""

    def __init__(self, rate: Rate, now: float) -> None:
        self._rate = rate
        self._level = float(rate.burst)
        self._at = now

    def wait(self, now: float) -> float:
        """Seconds until one more is allowed."""
        self._level = min(self._rate.burst, self._level + (now - self._at) * self._rate.per_second)
        self._at = now
        return 0.0 if self._level >= 1 else (1 - self._level) / self._rate.per_second

    def take(self) -> None:
        self._level -= 1


class Flood:
    """One set of buckets for a whole world."""

    def __init__(self, limits: FloodLimits | None, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self.limit(limits)

    def limit(self, limits: FloodLimits | None) -> None:
        """Change the limits; all buckets start full again."""
        self.limits = limits
        self._buckets: dict[tuple[int, int | None], Bucket] = {}

    def spend(self, bot_id: int, chat_id: int, *, group: bool) -> None:
        """Count one message, or refuse it without counting it."""
        if self.limits is None:
            return
        now = self._monotonic()
        wanted = {(bot_id, None): self.limits.bot, (bot_id, chat_id): self.limits.chat}
        if group:
            wanted[bot_id, chat_id] = self.limits.group
        buckets = [self._bucket(key, rate, now) for key, rate in wanted.items() if rate is not None]
        wait = max((bucket.wait(now) for bucket in buckets), default=0.0)
        if wait > 0:
            raise too_many(math.ceil(wait))
        for bucket in buckets:
            bucket.take()

    def _bucket(self, key: tuple[int, int | None], rate: Rate, now: float) -> Bucket:
        return self._buckets.setdefault(key, Bucket(rate, now))


def too_many(seconds: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
