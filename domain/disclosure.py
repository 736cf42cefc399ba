"""What may be shown village by village, so that nobody's answer can be worked out from it.

The villages that may not be shown by themselves are shown together. Which ones these are depends on numbers
alone, never on names or their order, and among those shown together two differ in how many answered. So
whoever knows everything that was published, and this very rule, cannot tell which of them is which.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

LEAST = 5
"""So many must have answered in what is shown."""
ENOUGH = 2 * LEAST
"""With so many answers, a village may be of one mind."""

Name = TypeVar("Name")


@dataclass(frozen=True)
class Count:
    """How many answered, and how often each answer was chosen: where several may be, more than answered."""

    voters: int
    answers: tuple[int, ...]

    @classmethod
    def sum(cls, counts: Iterable["Count"], start: "Count") -> "Count":
        """All of them together."""
        whole = start
        for count in counts:
            answers = tuple(a + b for a, b in zip(whole.answers, count.answers, strict=True))
            whole = cls(whole.voters + count.voters, answers)
        return whole


@dataclass(frozen=True)
class Published(Generic[Name]):
    """What is shown: some villages by themselves, the others together (none: `together` is empty)."""

    alone: Mapping[Name, Count]
    together: frozenset[Name]
    rest: Count | None


def published(cells: Mapping[Name, Count]) -> Published[Name] | None:
    """What may be shown beside the whole, which is shown in any case; None where that is all there is.

    Each person is in one cell. Cells that are too small, or too much of one mind, are put together; and as
    long as these can be told apart, or tell too much together, the smallest of the others join them.
    """
    if len(cells) <= 1:  # one village is the whole
        return None
    nobody = Count(0, (0,) * len(next(iter(cells.values())).answers))
    whole = Count.sum(cells.values(), nobody)
    hidden = {name for name, cell in cells.items() if not _safe(cell)}
    while hidden and not _hide([cells[name] for name in hidden], whole, nobody):
        left = {name: cell.voters for name, cell in cells.items() if name not in hidden}
        if not left:
            return None
        least = min(left.values())
        hidden |= {name for name, voters in left.items() if voters == least}
    if len(hidden) == len(cells):
        return None
    alone = {name: cell for name, cell in cells.items() if name not in hidden}
    rest = Count.sum((cells[name] for name in hidden), nobody) if hidden else None
    return Published(alone, frozenset(hidden), rest)


def _safe(cell: Count) -> bool:
    """Whether nothing follows for one of those who answered, also for the one of them who knows their own."""
    return cell.voters >= ENOUGH or (cell.voters >= LEAST and not _of_one_mind(cell))


def _of_one_mind(cell: Count) -> bool:
    return cell.voters - max(cell.answers) <= 1


def _hide(cells: Collection[Count], whole: Count, nobody: Count) -> bool:
    """Whether these hide each other, and together tell nothing of any one of them that the whole does not.

    An answer that none of them chose, or all of them, would be known of each of them.
    """
    both = Count.sum(cells, nobody)
    if both.voters < LEAST or len({cell.voters for cell in cells}) == 1:
        return False
    if _of_one_mind(both) and not _of_one_mind(whole):
        return False
    return all(here > 0 or there == 0 for here, there in zip(both.answers, whole.answers, strict=True))
