"""What the clock does, and how often it looks. Being due is a matter of the tables, not of the ticks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions import upkeep
from actions.turns import Transaction


@dataclass(frozen=True)
class Duty:
    """`action` does what is due at `now`, and nothing the second time.

    `next_due` is the first moment after `after` when there is something to do, for a clock that jumps.
    """

    name: str
    every: timedelta
    action: Callable[[Transaction, datetime], None]
    next_due: Callable[[Transaction, datetime], datetime | None]


DUTIES: tuple[Duty, ...] = (
    Duty("expire letters", timedelta(minutes=1), upkeep.expire_letters, upkeep.never),
    Duty("forget dialogues", timedelta(minutes=10), upkeep.forget_dialogues, upkeep.next_dialogue),
    Duty("forget updates", timedelta(minutes=10), upkeep.forget_updates, upkeep.never),
    Duty("forget letters", timedelta(minutes=10), upkeep.forget_letters, upkeep.never),
)
