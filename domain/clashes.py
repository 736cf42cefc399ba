"""What else there is for the same people at about the same time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.audience import Audience
from domain.days import local_day
from domain.events import Event, LocalTime

CLOSE = timedelta(hours=3)
"""Nearer than that, one cannot well come to both."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Circle:
    """Who is in a group, and where they live."""

    members: frozenset[int]
    homes: frozenset[int]


NOBODY = Circle(frozenset(), frozenset())


@dataclass(frozen=True)
class Clash:
    """Something at about the same time. `close`: within three hours; else on the same day."""

    event: Event
    close: bool


def window(when: LocalTime) -> tuple[datetime, datetime]:
    """Between which moments what clashes with it begins."""
    return when.starts_at - A_DAY, when.over_at + A_DAY


def clashes(
    when: LocalTime, audience: Audience, there: Iterable[Event], circles: Mapping[int, Circle]
) -> list[Clash]:
    """What is close in time, and what is on the same day; each only where the same people may come.

    Within three hours a village's event is for its neighbours, too: they might have come to both.
    """
    found = []
    for event in there:
        close = _apart(when, event.when) < CLOSE
        if not (close or _same_day(when, event.when)):
            continue
        neighbours = close and not audience.groups | event.audience.groups
        if neighbours or share(audience, event.audience, circles):
            found.append(Clash(event, close))
    return sorted(found, key=lambda clash: (not clash.close, clash.event.starts_at, clash.event.id))


def share(one: Audience, other: Audience, circles: Mapping[int, Circle]) -> bool:
    """Whether somebody belongs to both."""
    if not (one.villages or one.groups) or not (other.villages or other.groups):
        return True
    if one.groups and other.groups:
        if one.groups & other.groups:
            return True
        return not _members(one, circles).isdisjoint(_members(other, circles))
    return not _homes(one, circles).isdisjoint(_homes(other, circles))


def _members(audience: Audience, circles: Mapping[int, Circle]) -> frozenset[int]:
    return frozenset().union(*(circles.get(group, NOBODY).members for group in audience.groups))


def _homes(audience: Audience, circles: Mapping[int, Circle]) -> frozenset[int]:
    return audience.villages.union(*(circles.get(group, NOBODY).homes for group in audience.groups))


def _apart(one: LocalTime, other: LocalTime) -> timedelta:
    """How long it is from the end of the earlier to the start of the later; nothing where they overlap."""
    gap = max(one.starts_at, other.starts_at) - min(one.over_at, other.over_at)
    return max(gap, timedelta(0))


def _same_day(one: LocalTime, other: LocalTime) -> bool:
    """By the clocks where the first one is."""
    return local_day(one.starts_at, one.zone) == local_day(other.starts_at, one.zone)
