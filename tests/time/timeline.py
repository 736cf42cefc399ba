"""An event's life on a clock of our own: what people do, what the duties write, what the sender sends.

No bot and no Telegram: the same actions and the same queries, in one transaction that is undone afterwards.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from actions import event_answers, event_changes, event_clock, event_running
from actions.scene import Scene
from domain.dates import When
from domain.events import Event, EventState, LocalTime
from domain.message import Lane
from domain.outcome import Sent
from storage import events, outbox, tables
from storage.database import Database
from storage.outbox import Owner
from storage.outbox.claiming import Room, claim
from storage.outbox.settling import Settlement, settle
from storage.transaction import Transaction
from tests.actions.world import HERE, Place, visit

ZONE = "Europe/Copenhagen"
NORD = Place(HERE)
GUESTS = ("resident", "municipal", "operator")
OWNER = Owner("timeline", datetime(2040, 1, 1, tzinfo=UTC))
NOTICES = Room((Lane.NOTICE,), 20)


class Undone(Exception):
    """So that the next history begins where this one did."""


@dataclass(frozen=True)
class Got:
    """A letter about the event that somebody got, and how the event stood then."""

    who: int
    key: str
    at: datetime
    not_after: datetime | None
    event: Event

    @property
    def which(self) -> str:
        """24h or 2h for a reminder; "" for other news."""
        return next((part for part in self.key.split(":") if part in {"24h", "2h"}), "")

    @property
    def version(self) -> int:
        """Of the time it reminds of."""
        return next(int(part[1:]) for part in self.key.split(":") if part[:1] == "v" and part[1:].isdecimal())


@dataclass
class Timeline:
    """`up`: the clock's duties run. `sends`: so does the sender."""

    tx: Transaction
    now: datetime
    up: bool = True
    sends: bool = True
    number: int = 0
    got: list[Got] = field(default_factory=list)

    @property
    def event(self) -> Event:
        found = events.by_id(self.tx, HERE, self.number)
        assert found is not None
        return found

    @property
    def reminders(self) -> list[Got]:
        return [one for one in self.got if one.which]

    def plan(self, start: datetime) -> None:
        made = Event(0, HERE, "Fællesspisning", wall(start), "Salen", self.now, NORD.lead)
        self.number = events.add(self.tx, made)

    def says(self, who: str, said: str) -> None:
        here = replace(visit(self.tx, who, NORD, NORD), now=self.now)
        event_answers.say(self.tx, here, self.number, said)

    def moves(self, start: datetime) -> None:
        if start > self.now and self.event.state is EventState.OPEN:
            event_changes._move(self._lead, self.event, wall(start))

    def cancels(self) -> None:
        if self.event.state is EventState.OPEN and self.event.starts_at > self.now:
            event_running.put_to(self._lead, self.event, state=EventState.CANCELLED, reason="Sne")

    def reopens(self) -> None:
        if self.event.state is EventState.CANCELLED and self.event.starts_at > self.now:
            event_running.put_to(self._lead, self.event, state=EventState.OPEN, reason=None)

    def stops(self, who: str) -> None:
        """They want no messages."""
        theirs = tables.people.c.id == getattr(NORD, who)
        self.tx.connection.execute(sa.update(tables.people).where(theirs).values(stopped_at=self.now))

    def until(self, then: datetime) -> None:
        """Through every moment when there is something to do, from this one on."""
        self.tick()
        while True:
            moment = min((one for one in self._next() if one is not None and one <= then), default=None)
            if moment is None:
                break
            self.now = moment
            self.tick()
        self.now = max(then, self.now)
        self.tick()

    def tick(self) -> None:
        """What the duties and the sender do at this moment."""
        if self.up:
            event_clock.tell_changes(self.tx, self.now)
            event_clock.remind(self.tx, self.now)
        while self.sends:
            letters = claim(self.tx, NORD.bot, OWNER, NOTICES, self.now)
            if not letters:
                break
            for letter in letters:
                self._note(letter.id)
            settle(self.tx, OWNER.name, [Settlement(one, Sent(1)) for one in letters], self.now)

    def _next(self) -> list[datetime | None]:
        duties: list[datetime | None] = []
        if self.up:
            asked = (event_clock.next_reminder, event_clock.next_change)
            duties = [next_due(self.tx, self.now) for next_due in asked]
        if not self.sends:
            return duties
        return [*duties, outbox.next_due(self.tx, self.now)]

    def _note(self, letter: int) -> None:
        there = tables.outbox.c
        query = sa.select(there.person_id, there.unique_key, there.not_after).where(there.id == letter)
        who, key, not_after = self.tx.connection.execute(query).one()
        if f"event:{self.number}:" in f"{key}:":
            self.got.append(Got(who, key, self.now, not_after, self.event))

    @property
    def _lead(self) -> Scene:
        return Scene.of(self.tx, replace(visit(self.tx, "lead", NORD, NORD), now=self.now))


async def told(database: Database, begin: datetime, story: Callable[[Timeline], None]) -> Timeline:
    """Tell it, and undo it; what it was is looked at afterwards."""
    lines: list[Timeline] = []

    def tell(tx: Transaction) -> None:
        lines.append(Timeline(tx, begin))
        story(lines[0])
        raise Undone

    with suppress(Undone):
        await database.transact(tell)
    return lines[0]


def wall(start: datetime) -> LocalTime:
    """By the clocks there."""
    local = start.astimezone(ZoneInfo(ZONE))
    return LocalTime(When(local.date(), time(local.hour, local.minute), second=bool(local.fold)), ZONE)


def local(day: str, clock: str) -> datetime:
    """A moment, as the clocks there show it."""
    at = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), ZoneInfo(ZONE))
    return at.astimezone(UTC)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)
