"""How a day and a time stand among a dialogue's answers and in a button: letters and figures only.

`20261128`, `20261128T1400`, `20261128T14001600`; `z` after it for the second time an hour comes, `s` for one
that was said back already. Two that may be meant, and why it is not known: `either 20261125 20261202`.
"""

import re
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from domain.dates.readings import When

_KEPT = re.compile(r"([0-9]{8})(?:T([0-9]{4})([0-9]{4})?)?(z?)(s?)")


class Unsure(StrEnum):
    """Why it is not known which of two days is meant, or that a time must be another."""

    EITHER = "either"
    TORN = "torn"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Open:
    """Not settled yet. For a time that the clocks skip, the first of the two is the one there is not."""

    why: Unsure
    first: When
    second: When


def keep(when: When, *, sure: bool = False) -> str:
    """As it is kept."""
    clock = "".join(f"{at:%H%M}" for at in (when.start, when.end) if at is not None)
    twice = "z" if when.second else ""
    return f"{when.day:%Y%m%d}{'T' if clock else ''}{clock}{twice}{'s' if sure else ''}"


def keep_open(unsettled: Open) -> str:
    """As it is kept."""
    return f"{unsettled.why} {keep(unsettled.first)} {keep(unsettled.second)}"


def kept(answer: str) -> When | None:
    """What was kept; None where no day was."""
    found = _KEPT.fullmatch(answer)
    if found is None:
        return None
    day, start, end, twice, _sure = found.groups()
    return When(date.fromisoformat(day), _time(start), _time(end), second=bool(twice))


def is_sure(answer: str) -> bool:
    """Whether it was said back to them already."""
    found = _KEPT.fullmatch(answer)
    return bool(found and found[5])


def kept_open(answer: str) -> Open | None:
    """What was kept as unsettled; None where it is not."""
    why, *both = answer.split(" ")
    days = [day for day in map(kept, both) if day is not None]
    if why not in set(Unsure) or len(days) != len(both) or len(days) != len(("first", "second")):
        return None
    return Open(Unsure(why), *days)


def _time(figures: str | None) -> time | None:
    return time(int(figures[:2]), int(figures[2:])) if figures else None
