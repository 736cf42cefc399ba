"""What happens in the villages: when, where, for whom, and who comes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.audience import CLUSTER, Audience
from domain.dates import When

MOST_TITLE, MOST_PLACE, MOST_REASON, MOST_RESULT, MOST_MESSAGE = 40, 40, 200, 200, 600
"""Letters in a title, a place, a reason, a line about how it went, and a message to those who come."""
MOST_SEATS, MOST_HEADS = 999, 9
USUAL_LENGTH = timedelta(hours=2)
"""How long something lasts where nobody has said until when."""


class EventState(StrEnum):
    """It takes place, or it was cancelled. Whether it is over, the clock knows."""

    OPEN = "open"
    CANCELLED = "cancelled"


class Coming(StrEnum):
    """What somebody has answered. Waiting: there was no seat left."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"
    WAITING = "waiting"


STILL_HEAR = (Coming.YES, Coming.MAYBE, Coming.WAITING)
"""Whoever answered so hears of changes."""


@dataclass(frozen=True)
class LocalTime:
    """When it is, as the clocks show it there.

    That holds whatever becomes of the zone's rules: the moment in UTC follows from it.
    """

    at: When
    zone: str

    @property
    def starts_at(self) -> datetime:
        """In UTC; midnight where it lasts all day."""
        return self.at.begins(self.zone)

    @property
    def over_at(self) -> datetime:
        """In UTC; where nobody said until when, two hours after it began, or the next midnight."""
        if self.at.start is None:
            return When(self.at.day + timedelta(days=1)).begins(self.zone)
        return self.at.ends(self.zone) or self.starts_at + USUAL_LENGTH


@dataclass(frozen=True)
class Spot:
    """A place on the map, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Place:
    """One of the cluster's places."""

    id: int
    name: str
    village_id: int | None = None


@dataclass(frozen=True)
class Known:
    """What people were told last. `version` and `set_at` are those of that time."""

    title: str
    when: LocalTime
    place: str
    state: EventState
    version: int
    set_at: datetime


@dataclass(frozen=True)
class Event:
    """Something people can come to. Moments are UTC.

    `version` counts the times it was put to, `sequence` all changes, `set_at` is when it was put to this
    one. `taken`: how many come. `tell_at`: it was changed, and people are told then. Without an
    `organiser_id` the steering group runs it.
    """

    id: int
    cluster_id: int
    title: str
    when: LocalTime
    place: str
    made_at: datetime
    organiser_id: int | None = None
    spot: Spot | None = None
    audience: Audience = CLUSTER
    seats: int | None = None
    supper: bool = False
    state: EventState = EventState.OPEN
    taken: int = 0
    version: int = 1
    sequence: int = 0
    set_at: datetime | None = None
    known: Known | None = None
    tell_at: datetime | None = None
    reason: str | None = None
    idea_id: int | None = None
    asked_at: datetime | None = None
    result: str | None = None
    picture: str | None = None
    result_at: datetime | None = None

    @property
    def subject(self) -> str:
        """What letters about it are about."""
        return f"event:{self.id}"

    @property
    def starts_at(self) -> datetime:
        """When it begins."""
        return self.when.starts_at

    @property
    def over_at(self) -> datetime:
        """When it is over."""
        return self.when.over_at

    @property
    def left(self) -> int | None:
        """How many seats are free; None: as many as want to come."""
        return None if self.seats is None else max(0, self.seats - self.taken)

    def second_of(self, moment: datetime) -> int:
        """Whole seconds since it was made: a moment that is short enough for a button."""
        return int((moment - self.made_at).total_seconds())

    def room_for(self, heads: int) -> int:
        """How many those may be who have that many seats already."""
        return MOST_HEADS if self.left is None else min(MOST_HEADS, heads + self.left)

    def most_heads(self, rsvp: "Rsvp") -> int:
        """How many they may say they are: as many as find a seat, or, where they wait, as there are seats."""
        if rsvp.answer is Coming.WAITING and self.seats is not None:
            return min(MOST_HEADS, self.seats)
        return self.room_for(rsvp.heads)

    @property
    def as_known(self) -> Known:
        """What people know once they have been told how it is now."""
        return Known(self.title, self.when, self.place, self.state, self.version, self.set_at or self.made_at)

    def takes_answers(self, now: datetime) -> bool:
        """Whether one can still say whether one comes."""
        return self.state is EventState.OPEN and now < self.starts_at


@dataclass(frozen=True)
class Rsvp:
    """One person's answer: how many they are, how many of them have supper, and when it was written down."""

    person_id: int
    answer: Coming
    heads: int = 1
    eaters: int = 0
    line: int | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Tally:
    """How many come, may come, wait for a seat, and have supper."""

    coming: int = 0
    maybe: int = 0
    waiting: int = 0
    eating: int = 0


@dataclass(frozen=True)
class Guest:
    """Somebody who comes, as the organiser knows them. `reached`: our letters reach them."""

    person_id: int
    first_name: str
    village_id: int
    answer: Coming
    heads: int
    eaters: int
    reached: bool = True


@dataclass(frozen=True)
class Near:
    """What is near somebody: the villages they live in or follow, and the groups they are in."""

    villages: frozenset[int]
    groups: frozenset[int]

    def may_see(self, audience: Audience) -> bool:
        """What is for a group is seen by its members; the rest by everybody."""
        return not audience.groups or bool(audience.groups & self.groups)

    def touches(self, audience: Audience) -> bool:
        """Whether it is for them, or next door."""
        if audience.groups:
            return bool(audience.groups & self.groups)
        return not audience.villages or bool(audience.villages & self.villages)
