"""What the clock could not do for one of many: it rests for a while, is tried again, and holds nobody up."""

import time
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from actions.parts import Part, Unit

FIRST, LONGEST = 60.0, 1800.0
"""Seconds until the second try, and at most until the next: no fault of our rules mends itself soon."""


@dataclass
class Tried:
    """One tick of a duty, part by part."""

    resting: Collection[Unit] = ()
    faults: dict[Unit, Exception] = field(default_factory=dict)
    done: set[Unit] = field(default_factory=set)

    @property
    def left_out(self) -> frozenset[Unit]:
        """What the next part need not try."""
        return frozenset(self.resting) | self.faults.keys()

    def add(self, part: Part) -> None:
        """What came of one more."""
        self.faults.update(part.faults)
        self.done.update(part.done)


@dataclass(frozen=True)
class _Standing:
    duty: str
    times: int
    again: float


class Patience:
    """In this process only: a restart, which may bring what mends it, tries all at once.

    `seconds` is a clock that only goes forward.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._standing: dict[Unit, _Standing] = {}

    def resting(self) -> frozenset[Unit]:
        """What is not to be tried now, of all duties: one may wait for what another has to do."""
        now = self._seconds()
        return frozenset(unit for unit, one in self._standing.items() if one.again > now)

    def how_many(self) -> Counter[str]:
        """What is undone, by duty."""
        return Counter(one.duty for one in self._standing.values())

    def set_apart(self, duty: str, faults: Collection[Unit]) -> None:
        """They failed now, once more or for the first time."""
        for unit in faults:
            before = self._standing.get(unit)
            times = before.times + 1 if before else 1
            pause = min(FIRST * 2 ** (times - 1), LONGEST)
            self._standing[unit] = _Standing(duty, times, self._seconds() + pause)

    def learn(self, duty: str, tried: Tried) -> Collection[Unit]:
        """After a whole tick; gives back what was undone, was looked for, and is due no more.

        While another one of that duty is undone nobody can say so: what was not tried may wait for that.
        """
        self.set_apart(duty, tried.faults)
        ours = {unit for unit, one in self._standing.items() if one.duty == duty}
        undone = ours & tried.left_out
        over = (ours & tried.done if undone else ours) - undone
        for unit in over:
            del self._standing[unit]
        return sorted(over - tried.done)
