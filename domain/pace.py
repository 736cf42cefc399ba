"""How fast Telegram lets a bot talk. Pure arithmetic; times are seconds of a clock that never jumps.

A rate is kept with one number, `paid`: the moment at which all that was said so far is paid for. In any
span of s seconds at most `burst + s / every` go out, whatever was asked for before.
The limits are Telegram's published guide values; the real ones it keeps to itself.
"""

import math
from dataclasses import dataclass

FREE = 30
"""Messages a second that Telegram carries for nothing."""
MOST = 1000
"""Messages a second for whoever pays: https://core.telegram.org/bots/api#sendmessage (paid broadcasts)."""
IN_HAND = 0.064
"""Seconds a letter is in hand at a high rate: what a call takes, 0.04, and half as much to write it down."""
TOGETHER = 0.01
"""Of those, seconds for which results wait for each other: to write down ten costs little more than one."""


@dataclass(frozen=True)
class Rate:
    """One in `every` seconds; after a rest, `burst` of them at once."""

    every: float
    burst: int = 1

    def ready_at(self, paid: float, burst: int | None = None) -> float:
        """When the next one may go."""
        return paid - ((self.burst if burst is None else burst) - 1) * self.every

    def take(self, paid: float, now: float, share: float = 1.0) -> float:
        """The new `paid` when one goes now; at a `share` of the pace each costs more."""
        return max(paid, now) + self.every / share


@dataclass(frozen=True)
class Pace:
    """What one bot may do.

    Answers may use all of `total`, the rest only `bulk`: so 5/s are always kept for answers. Bulk never comes
    in bursts, neither at the start nor to one chat. A chat's second is a little long, since our clock and
    the network's delay are not Telegram's. A group's rate stays within 20 in any minute.
    `window`: letters on their way or not yet written down as settled, `bulk_window` of them notices or mass.
    That is what a crash may double. `paid`: whether letters to many say that they may cost something.
    `together`: seconds for which what became of a letter may wait to be written down with others.
    """

    total: Rate = Rate(1 / 30, burst=5)
    bulk: Rate = Rate(1 / 25)
    private: Rate = Rate(1.05, burst=5)
    group: Rate = Rate(4.0, burst=5)
    window: int = 8
    bulk_window: int = 6
    paid: bool = False
    together: float = 0.0

    @classmethod
    def of(cls, rate: int) -> "Pace":
        """So many messages a second, from FREE to MOST; five sixths of them notices and mass.

        The window is rate x IN_HAND, since a faster bot with only 8 letters on their way would just wait.
        """
        window = max(cls.window, math.ceil(rate * IN_HAND))
        return cls(
            total=Rate(1 / rate, burst=5),
            bulk=Rate(6 / 5 / rate),
            window=window,
            bulk_window=window * 5 // 6,
            paid=rate > FREE,
            together=TOGETHER if rate > FREE else 0.0,
        )

    def chat(self, chat_id: int) -> Rate:
        """Groups and channels have negative numbers."""
        return self.private if chat_id > 0 else self.group


RAMP = 30.0
"""Seconds from the end of a pause until the full pace."""
RAMP_START = 0.2
"""The share of the pace right after a pause."""


def share(since_pause: float) -> float:
    """How much of the pace to use, that many seconds after a pause."""
    grown = RAMP_START + (1 - RAMP_START) * since_pause / RAMP
    return max(RAMP_START, min(1.0, grown))


UNHURRIED = Pace(total=Rate(0), bulk=Rate(0), private=Rate(0), group=Rate(0))
"""For a Telegram that does not count: tests and benchmarks. The windows stay."""
