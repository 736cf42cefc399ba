"""Digests: the letter a village or a working group writes to those who follow it.

Every source has its own weekday and hour, and everybody chooses how often they want it. A source writes once
for all; what is due for one person at the same time comes as one message.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from domain.days import local_day, moment_of
from domain.message import Html

MOST_LETTERS = 1200
"""What a digest shows; the rest is behind a button."""
MOST_LINE = 200
"""Letters in what a lead may add."""
MOST_BUTTONS = 2
"""Polls that can be answered from a digest: of its six rows, four are taken."""
EARLIEST, LATEST = 8, 20
"""Hours at which a digest may go: nobody is woken."""
GOOD_FOR = timedelta(hours=48)
"""Later than that it is not sent; what it would have told stands in the next one."""
LEAST_BETWEEN = timedelta(days=5)
"""Between two of the same source, also when its day has been moved."""
PREVIEW = timedelta(hours=24)
"""So long before, a group's lead may look at it."""
AHEAD = timedelta(days=14)
"""How far the calendar in it looks."""
A_WEEK = 7
"""Days."""
NEWEST = timedelta(days=A_WEEK)
"""A first digest looks back so far."""

T = TypeVar("T")


class Every(StrEnum):
    """How often somebody wants one source."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    NEVER = "never"


RHYTHMS = (Every.WEEK, Every.FORTNIGHT, Every.MONTH)


class Kind(StrEnum):
    """Who writes."""

    VILLAGE = "village"
    GROUP = "group"


@dataclass(frozen=True, order=True)
class Source:
    """A village or a working group; villages come first in a letter."""

    order: int = field(init=False, repr=False)
    kind: Kind
    id: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "order", 0 if self.kind is Kind.VILLAGE else 1)

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def of(cls, text: str) -> "Source":
        """The other way round; ValueError for anything else."""
        kind, _, number = text.partition(":")
        return cls(Kind(kind), int(number))


@dataclass(frozen=True)
class Rhythm:
    """Weekday (Monday is 0) and full hour, local time."""

    weekday: int = 6
    hour: int = 17

    def __post_init__(self) -> None:
        if not (0 <= self.weekday < A_WEEK and EARLIEST <= self.hour <= LATEST):
            raise ValueError(self)


@dataclass(frozen=True)
class Plan:
    """When a source writes next. `written_at`: the slot for which it last wrote anything. UTC."""

    cluster_id: int
    source: Source
    rhythm: Rhythm
    next_at: datetime
    written_at: datetime | None = None


@dataclass(frozen=True)
class Window:
    """The time a digest tells of: up to its slot, which belongs to the next one. UTC."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Section:
    """What a source has to say, in one language: its heading, and its paragraphs, the weightiest first.

    `polls`: those that can be answered from here, each with the words on its button.
    """

    heading: Html
    parts: tuple[Html, ...]
    polls: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Letter:
    """What somebody sees at once. `more`: whether something was left for the button."""

    sections: tuple[tuple[Html, tuple[Html, ...]], ...]
    polls: tuple[tuple[int, str], ...]
    more: bool


def next_slot(rhythm: Rhythm, after: datetime, zone: str) -> datetime:
    """The first such weekday and hour after then, by the clock on the wall there; in UTC."""
    today = local_day(after, zone)
    days = (today + timedelta(days=ahead) for ahead in range(15))
    slots = (moment_of(day, time(rhythm.hour), zone) for day in days if day.weekday() == rhythm.weekday)
    return next(slot for slot in slots if slot > after)


def rhythms_on(slot: date) -> tuple[Every, ...]:
    """Who gets it that day: all; every second week, counted through the turn of the year; once a month."""
    even = (slot.toordinal() - 1) // A_WEEK % 2 == 0
    first = slot.day <= A_WEEK  # of that weekday in the month
    wanted = {Every.WEEK: True, Every.FORTNIGHT: even, Every.MONTH: first}
    return tuple(every for every, falls in wanted.items() if falls)


def too_late(slot: datetime, now: datetime) -> bool:
    """Whether nobody wants that one any more."""
    return now - slot > GOOD_FOR


def soonest(plan: Plan, now: datetime, zone: str) -> datetime:
    """The next slot of its rhythm, not too close after the one that was written last."""
    slot = next_slot(plan.rhythm, now, zone)
    while plan.written_at is not None and slot - plan.written_at < LEAST_BETWEEN:
        slot = next_slot(plan.rhythm, slot, zone)
    return slot


def said_once(sections: Sequence[Section]) -> list[Section]:
    """The same without what an earlier section of the letter has listed; a list of nothing else goes."""
    seen: set[str] = set()
    kept = []
    for one in sections:
        parts = tuple(part for part in (_unseen(part, seen) for part in one.parts) if part)
        seen.update(item for part in one.parts for item in part.split("\n")[1:])
        if parts:
            kept.append(replace(one, parts=parts))
    return kept


def _unseen(part: Html, seen: Collection[str]) -> Html:
    """A heading and its items, one to a line; what has no items stays."""
    head, *items = part.split("\n")
    new = [item for item in items if item not in seen]
    return Html("\n".join([head, *new])) if new or not items else Html("")


def at_a_glance(sections: Sequence[Section], most: int = MOST_LETTERS) -> Letter:
    """As much as fits, fairly: everybody's weightiest paragraph before anybody's second.

    Lengths are counted with a heading's and a paragraph's line breaks. What does not fit is left whole.
    """
    room = most - sum(len(one.heading) + 3 for one in sections)
    taken: list[list[Html]] = [[] for _ in sections]
    left = False
    for turn in range(max((len(one.parts) for one in sections), default=0)):
        for index, one in enumerate(sections):
            if turn >= len(one.parts):
                continue
            part = one.parts[turn]
            if len(part) + 2 <= room:
                taken[index].append(part)
                room -= len(part) + 2
            else:
                left = True
    shown = tuple((one.heading, tuple(parts)) for one, parts in zip(sections, taken, strict=True) if parts)
    polls = tuple(_once(poll for one in sections for poll in one.polls))
    return Letter(shown, polls[:MOST_BUTTONS], left)


def _once(polls: Iterable[T]) -> Iterable[T]:
    return dict.fromkeys(polls)
