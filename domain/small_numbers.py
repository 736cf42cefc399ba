"""Counts of people that may be shown: a small number can point at somebody, so it is left out.

So that nobody finds it by taking what is shown from the total, something else is left out with it. Which
numbers are left out depends on the numbers alone, never on their order, and among those left out there is one
below `LEAST` and one that is not; so each of them may be either, and none can be worked out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

LEAST = 5

Name = TypeVar("Name")


@dataclass(frozen=True)
class Shown(Generic[Name]):
    """Counts, None where left out; `total` is None where it would tell what was left out."""

    counts: Mapping[Name, int | None]
    total: int | None


def shown(counts: Mapping[Name, int]) -> Shown[Name]:
    """Counts that add up to their total, each person being in one of them."""
    large = [count for count in counts.values() if count >= LEAST]
    if len(large) == len(counts):
        return Shown(dict(counts), sum(large))
    least = min(large, default=0)  # goes too, with all that are equal to it
    cells = {name: count if count > max(least, LEAST - 1) else None for name, count in counts.items()}
    return Shown(cells, sum(counts.values()) if large else None)
