"""One transaction of a duty, as the clock runs it: what raises for one of many is set apart and told."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.apart import Aside, Unit, beside
from storage.transaction import Transaction

__all__ = ["Part", "Unit", "part"]
# The door for time names a unit, but gets it from here: it does not know the storage.


@dataclass(frozen=True)
class Part:
    """What came of it. `more`: there may be more to do."""

    more: bool
    faults: Mapping[Unit, Exception]
    done: Collection[Unit]


def part(
    tx: Transaction,
    action: Callable[[Transaction, datetime], bool | None],
    now: datetime,
    resting: Collection[Unit],
) -> Part:
    """Do what is due but for those that rest."""
    aside = Aside(resting)  # made here, because a transaction may be tried again from its beginning
    more = action(beside(tx, aside), now)
    return Part(bool(more), aside.faults, aside.done)
