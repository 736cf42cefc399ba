"""Whatever happens to an event, no reminder is doubled, after the start, too late, at night, or unwanted.

`KLYNGEBOT_TEST_HISTORIES=10000` tries more: half an hour of the processor.
"""

import os
import random
from datetime import timedelta

import pytest

from domain.events import Coming, EventState
from domain.outcome import TryAgain
from domain.quiet import outside_quiet_hours
from storage import events
from storage.database import Database
from storage.outbox.claiming import claim
from storage.outbox.settling import Settlement, settle
from tests.actions.world import build
from tests.time.timeline import (
    GUESTS,
    NORD,
    NOTICES,
    OWNER,
    ZONE,
    Got,
    Timeline,
    hours,
    local,
    told,
)

HISTORIES = int(os.environ.get("KLYNGEBOT_TEST_HISTORIES", "250"))
BEGINNINGS = (
    local("2026-11-23", "09:00"),
    local("2027-03-25", "13:00"),  # the clocks go forward on the 28th
    local("2027-10-28", "20:30"),  # and back on the 31st
    local("2026-12-30", "23:10"),
)
DOINGS = (
    "wait",
    "wait",
    "wait",
    "down",
    "held",
    "answer",
    "answer",
    "move",
    "back",
    "cancel",
    "reopen",
    "stop",
)


@pytest.fixture
async def world(sqlite_database: Database) -> Database:
    await sqlite_database.transact(build)
    return sqlite_database


def live(line: Timeline, chance: random.Random) -> None:
    """Some days of it, at random."""
    first = line.now + timedelta(minutes=chance.randrange(30, 6 * 24 * 60))
    line.plan(first)
    for who in GUESTS:
        line.says(who, chance.choice(["yes", "yes", "maybe"]))
    for _ in range(chance.randrange(3, 16)):
        do(line, chance, first)
    line.up = line.sends = True
    line.until(max(line.event.starts_at, line.now) + hours(30))


def do(line: Timeline, chance: random.Random, first: object) -> None:
    what = chance.choice(DOINGS)
    later = line.now + timedelta(minutes=chance.choice([1, 9, 11, 60, 300, 1000, chance.randrange(3000)]))
    if what in {"wait", "down", "held"}:
        line.up, line.sends = what != "down", what == "wait"
        line.until(later)
    elif what == "answer":
        line.says(chance.choice(GUESTS), chance.choice(["yes", "maybe", "no"]))
    elif what == "move":
        line.moves(line.now + timedelta(minutes=chance.randrange(5, 4 * 24 * 60)))
    elif what == "back":
        line.moves(first)
    elif what == "cancel":
        line.cancels()
    elif what == "reopen":
        line.reopens()
    elif chance.random() < 0.1:
        line.stops(chance.choice(GUESTS))


def blemishes(line: Timeline) -> list[str]:
    """What must never be."""
    said = [wrong for one in line.reminders for wrong in _wrong(one)]
    keys = [(one.who, one.version, one.which) for one in line.reminders]
    return said + [f"twice: {key}" for key in set(keys) if keys.count(key) > 1]


def _wrong(one: Got) -> list[str]:
    must = {
        "after the start": one.at < one.event.starts_at,
        "too late": one.not_after is not None and one.at <= one.not_after < one.event.starts_at,
        "at night": outside_quiet_hours(one.at, ZONE) == one.at,
        "of a time that is another now": one.version == one.event.version,
        "of what is cancelled": one.event.state is EventState.OPEN,
    }
    return [f"{name}: {one}" for name, holds in must.items() if not holds]


async def try_out(world: Database, seeds: range) -> tuple[int, int]:
    """How many letters and reminders there were, in all of them."""
    letters = reminders = 0
    for seed in seeds:
        chance = random.Random(seed)
        begin = chance.choice(BEGINNINGS) + timedelta(minutes=chance.randrange(24 * 60))
        line = await told(world, begin, lambda line, chance=chance: live(line, chance))
        assert blemishes(line) == [], f"seed {seed}"
        letters, reminders = letters + len(line.got), reminders + len(line.reminders)
    return letters, reminders


async def test_whatever_happens_no_reminder_is_doubled_late_or_at_night(world: Database):
    letters, reminders = await try_out(world, range(10))
    assert reminders >= 10
    assert letters > reminders


@pytest.mark.slow
@pytest.mark.timeout(60 + HISTORIES)
async def test_the_same_many_times(world: Database):
    _, reminders = await try_out(world, range(1_000, 1_000 + HISTORIES))
    assert reminders >= HISTORIES


@pytest.mark.parametrize("begin", BEGINNINGS)
async def test_where_nothing_happens_each_is_reminded_twice(world: Database, begin):
    def story(line: Timeline) -> None:
        line.plan(local(f"{begin + timedelta(days=4):%Y-%m-%d}", "19:00"))
        for who in GUESTS:
            line.says(who, "yes")
        line.until(line.event.starts_at + hours(3))

    line = await told(world, begin, story)
    got = sorted((one.who, one.which) for one in line.reminders)
    assert got == sorted((getattr(NORD, who), which) for who in GUESTS for which in ("24h", "2h"))


EVENING = local("2026-11-26", "20:30")
"""The reminder is due the evening before at half past eight."""


def held_up_for_the_night(line: Timeline) -> None:
    line.plan(EVENING)
    for who, said in zip(GUESTS, ("yes", "yes", "maybe"), strict=True):
        line.says(who, said)
    line.sends = False
    line.until(EVENING - hours(24))


async def test_what_could_not_be_sent_before_the_night_comes_in_the_morning(world: Database):
    def story(line: Timeline) -> None:
        held_up_for_the_night(line)
        line.until(EVENING - hours(20))
        line.sends = True
        line.until(EVENING + hours(1))

    line = await told(world, BEGINNINGS[0], story)
    day = [(one.who, one.at) for one in line.reminders if one.which == "24h"]
    morning = local("2026-11-26", "08:00")
    assert sorted(day) == sorted((getattr(NORD, who), morning) for who in GUESTS)
    assert blemishes(line) == []


async def test_what_may_have_arrived_before_the_night_does_not_come_again_in_the_morning(world: Database):
    def story(line: Timeline) -> None:
        held_up_for_the_night(line)
        doubtful = TryAgain(line.now + hours(0.1), "timeout", certain=False)
        taken = claim(line.tx, NORD.bot, OWNER, NOTICES, line.now)
        settle(line.tx, OWNER.name, [Settlement(one, doubtful) for one in taken], line.now)
        line.until(EVENING - hours(20))
        line.sends = True
        line.until(EVENING - hours(3))

    line = await told(world, BEGINNINGS[0], story)
    assert [one for one in line.reminders if one.which == "24h"] == []


async def test_who_said_no_is_not_reminded(world: Database):
    def story(line: Timeline) -> None:
        line.plan(line.now + hours(50))
        line.says("resident", "no")
        answer = events.of(line.tx, line.event, NORD.resident)
        assert answer is not None
        assert answer.answer is Coming.NO
        line.until(line.event.starts_at)

    line = await told(world, BEGINNINGS[0], story)
    assert NORD.resident not in [one.who for one in line.got]
