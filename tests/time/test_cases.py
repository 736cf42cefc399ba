"""The cases of tests/time/cases.py that are tried nowhere else, each by its number."""

import ast
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from actions import event_clock
from domain.audience import CLUSTER
from domain.dates import When
from domain.digests import Rhythm, next_slot
from domain.events import Event, EventState, LocalTime
from domain.outcome import Sent
from domain.polls import Poll, PollKind
from domain.reminders import due
from storage import events, tables
from storage.database import Database
from storage.outbox.claiming import claim
from storage.outbox.settling import Settlement, settle
from storage.transaction import Transaction
from tests.actions.world import HERE, NOW, build
from tests.time.cases import CASES
from tests.time.timeline import NORD, NOTICES, OWNER, ZONE, Timeline, hours, local, told
from views.when import in_full
from views.words import Words

ROOT = Path(__file__).parents[2]
MONDAY = local("2026-11-23", "09:00")
SATURDAY = local("2026-11-28", "14:00")
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def world(sqlite_database: Database) -> Database:
    await sqlite_database.transact(build)
    return sqlite_database


def test_every_case_has_its_test_or_its_reason():
    assert [case.number for case in CASES] == list(range(1, 39))
    assert [case.number for case in CASES if not case.tests and not case.why] == []


@pytest.mark.parametrize("file", sorted({test.split("::")[0] for case in CASES for test in case.tests}))
def test_every_test_that_is_named_is_there(file: str):
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    there = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    named = {test.split("::")[1] for case in CASES for test in case.tests if test.startswith(f"{file}::")}
    assert named - there == set()


def saturday(line: Timeline) -> None:
    line.plan(SATURDAY)
    line.says("resident", "yes")


def which(line: Timeline) -> list[str]:
    return [one.which for one in line.reminders]


async def at_night(world: Database, begin: str, when: When) -> Timeline:
    def story(line: Timeline) -> None:
        made = Event(0, HERE, "Fuglesang", LocalTime(when, ZONE), "Skoven", line.now, NORD.lead)
        line.number = events.add(line.tx, made)
        line.says("resident", "yes")
        assert line.event.starts_at == when.begins(ZONE)
        line.until(line.event.starts_at + hours(3))

    return await told(world, local(begin, "12:00"), story)


async def test_01_what_the_clocks_skip_is_as_much_later_and_reminded_of_once(world: Database):
    line = await at_night(world, "2027-03-22", When(date(2027, 3, 28), time(2, 30)))
    assert which(line) == ["24h", "2h"]
    assert line.reminders[0].event.starts_at == local("2027-03-28", "03:30")


@pytest.mark.parametrize("second", [False, True])
async def test_02_03_what_comes_twice_is_reminded_of_once(world: Database, second: bool):
    line = await at_night(world, "2027-10-25", When(date(2027, 10, 31), time(2, 15), second=second))
    assert which(line) == ["24h", "2h"]
    start = datetime(2027, 10, 31, 1 if second else 0, 15, tzinfo=UTC)
    assert line.reminders[0].event.starts_at == start


def test_06_07_08_11_a_digest_a_week():
    """Through two years with week 53 and four nights on which the clocks change."""
    slot = next_slot(Rhythm(), local("2026-01-01", "00:00"), ZONE)
    for _ in range(104):
        after = next_slot(Rhythm(), slot, ZONE)
        there = after.astimezone(ZoneInfo(ZONE))
        assert (there.weekday(), there.hour, there.minute) == (6, 17, 0)
        assert there.date() - slot.astimezone(ZoneInfo(ZONE)).date() == timedelta(days=7)
        slot = after


@pytest.mark.parametrize("hour", [0, 2, 7, 21, 23])
def test_07_a_digest_is_by_day(hour: int):
    with pytest.raises(ValueError, match="Rhythm"):
        Rhythm(6, hour)


async def test_13_what_was_made_just_now_needs_no_reminder(world: Database):
    def story(line: Timeline) -> None:
        line.plan(line.now + timedelta(minutes=90))
        line.says("resident", "yes")
        line.until(line.event.starts_at)

    assert which(await told(world, MONDAY, story)) == []


async def test_14_moved_to_very_near(world: Database):
    def story(line: Timeline) -> None:
        saturday(line)
        line.until(MONDAY + hours(3))
        line.moves(line.now + hours(6))
        line.until(SATURDAY)

    line = await told(world, MONDAY, story)
    assert which(line) == ["2h"]
    assert line.reminders[0].at == MONDAY + hours(7)


async def test_15_moved_after_the_reminder_reminds_anew(world: Database):
    def story(line: Timeline) -> None:
        saturday(line)
        line.until(SATURDAY - hours(20))
        line.moves(SATURDAY + hours(72))
        line.until(SATURDAY + hours(80))

    line = await told(world, MONDAY, story)
    assert [(one.which, one.version) for one in line.reminders] == [("24h", 1), ("24h", 2), ("2h", 2)]
    assert len(line.got) == 4  # and once that it was moved


async def test_17_cancelled_while_it_is_on_its_way(world: Database):
    def story(line: Timeline) -> None:
        saturday(line)
        line.sends = False
        line.until(SATURDAY - hours(23))
        on_its_way = claim(line.tx, NORD.bot, OWNER, NOTICES, line.now)
        assert len(on_its_way) == 1
        line.cancels()
        settle(line.tx, OWNER.name, [Settlement(one, Sent(1)) for one in on_its_way], line.now)
        line.sends = True
        line.until(SATURDAY)

    line = await told(world, MONDAY, story)
    assert [one.event.state for one in line.got] == [EventState.CANCELLED]


async def test_19_who_says_no_meanwhile_hears_nothing(world: Database):
    def story(line: Timeline) -> None:
        saturday(line)
        line.sends = False
        line.until(SATURDAY - hours(23))
        line.says("resident", "no")
        line.sends = True
        line.until(SATURDAY)

    assert (await told(world, MONDAY, story)).got == []


async def test_20_who_said_yes_only_now_knows_it(world: Database):
    def story(line: Timeline) -> None:
        line.plan(SATURDAY)
        line.until(SATURDAY - hours(23))
        line.says("resident", "yes")
        line.until(SATURDAY - hours(4))
        line.says("municipal", "yes")
        line.until(SATURDAY)

    line = await told(world, MONDAY, story)
    assert [(one.who, one.which) for one in line.reminders] == [(NORD.resident, "2h")]


async def test_21_who_stops_meanwhile_hears_nothing(world: Database):
    def story(line: Timeline) -> None:
        saturday(line)
        line.sends = False
        line.until(SATURDAY - hours(23))
        line.stops("resident")
        line.sends = True
        line.until(SATURDAY)

    assert (await told(world, MONDAY, story)).got == []


@pytest.mark.parametrize(
    ("down", "up", "wanted"),
    [
        (SATURDAY - hours(24), SATURDAY - hours(24) + 10 * MINUTE, ["24h", "2h"]),
        (SATURDAY - hours(24), SATURDAY - hours(21), ["24h", "2h"]),
        (SATURDAY - hours(24), SATURDAY - hours(2.5), ["2h"]),
        (SATURDAY - hours(24), SATURDAY - hours(1), ["2h"]),
        (SATURDAY - hours(24), SATURDAY - 14 * MINUTE, []),
        (SATURDAY - hours(3), SATURDAY + hours(1), ["24h"]),
        (SATURDAY - hours(72), SATURDAY + hours(72), []),
        (SATURDAY - hours(72), SATURDAY + timedelta(weeks=3), []),
    ],
)
async def test_24_25_after_being_down(world: Database, down: datetime, up: datetime, wanted: list[str]):
    def story(line: Timeline) -> None:
        saturday(line)
        line.until(down - MINUTE)
        line.up = line.sends = False
        line.until(up)
        line.up = line.sends = True
        line.until(max(up, SATURDAY) + MINUTE)

    assert which(await told(world, MONDAY, story)) == wanted


async def test_24_up_again_at_night_it_waits_for_the_morning(world: Database):
    def story(line: Timeline) -> None:
        saturday(line)
        line.until(SATURDAY - hours(25))
        line.up = line.sends = False
        line.until(SATURDAY - hours(11))
        line.up = line.sends = True
        line.until(SATURDAY)

    line = await told(world, MONDAY, story)
    assert [one.at for one in line.reminders] == [SATURDAY - hours(6), SATURDAY - hours(2)]


@pytest.mark.parametrize("jump", [hours(1), -hours(1)])
async def test_26_a_clock_that_jumps_doubles_nothing(world: Database, jump: timedelta):
    def story(line: Timeline) -> None:
        saturday(line)
        line.until(SATURDAY - hours(24))
        line.now += jump
        line.tick()
        line.until(SATURDAY - hours(2))
        line.now += jump
        line.tick()
        line.until(SATURDAY + hours(2))

    assert which(await told(world, MONDAY, story)) == ["24h", "2h"]


async def test_28_two_clocks_apart_double_nothing(world: Database):
    def story(line: Timeline) -> None:
        saturday(line)
        for due_at in (SATURDAY - hours(24), SATURDAY - hours(2)):
            for step in range(-6, 7):
                for ahead in (0, 90):
                    line.now = due_at + timedelta(seconds=30 * step + ahead)
                    line.tick()

    assert which(await told(world, MONDAY, story)) == ["24h", "2h"]


async def test_29_the_zone_s_new_rules_move_the_moment(world: Database):
    """As if it had been written down by older rules: the words stay, the moment follows."""

    def story(line: Timeline) -> None:
        saturday(line)
        theirs = tables.events.c.id == line.number
        wrong = SATURDAY - hours(1)
        line.tx.connection.execute(sa.update(tables.events).where(theirs).values(starts_at=wrong))
        event_clock.put_right(line.tx, line.now)
        kept = line.tx.connection.scalar(sa.select(tables.events.c.starts_at).where(theirs))
        assert kept == SATURDAY
        line.until(SATURDAY)

    line = await told(world, MONDAY, story)
    assert [one.at for one in line.reminders] == [SATURDAY - hours(24), SATURDAY - hours(2)]


def test_30_a_vote_counts_until_the_last_moment():
    poll = Poll(1, 1, "Grill?", next(iter(PollKind)), ("Ja", "Nej"), CLUSTER, False, MONDAY, SATURDAY)
    assert poll.is_open(SATURDAY - timedelta(milliseconds=1))
    assert not poll.is_open(SATURDAY)


@pytest.mark.parametrize(("zone", "hour_utc"), [("Atlantic/Faroe", 8), ("America/Nuuk", 10), (ZONE, 7)])
def test_32_each_cluster_has_its_own_night(zone: str, hour_utc: int):
    when = LocalTime(When(date(2026, 11, 28), time(10)), zone)
    morning = datetime(2026, 11, 28, hour_utc, tzinfo=UTC)
    assert due(when, NOW, morning - MINUTE) == []
    assert [one.which for one in due(when, NOW, morning)] == ["2h"]


def test_33_the_time_is_that_of_the_place():
    when = When(date(2026, 11, 28), time(14))
    assert in_full(Words("en"), when, "America/Nuuk") == in_full(Words("en"), when, ZONE)


async def test_35_there_is_a_time_after_2038(database: Database):
    def kept(tx: Transaction) -> LocalTime:
        build(tx)
        when = LocalTime(When(date(2039, 1, 19), time(4, 14, 8)), ZONE)
        number = events.add(tx, Event(0, HERE, "Jubilæum", when, "Salen", NOW, NORD.lead))
        found = events.by_id(tx, HERE, number)
        assert found is not None
        return found.when

    assert (await database.transact(kept)).starts_at.year == 2039


async def test_38_the_one_that_is_of_no_use_any_more_is_not_sent(world: Database):
    """A long queue: what waited past its last moment is let go, and the next reminder still comes."""

    def story(line: Timeline) -> None:
        saturday(line)
        line.sends = False
        line.until(SATURDAY - hours(2.5))
        line.sends = True
        line.until(SATURDAY)

    assert which(await told(world, MONDAY, story)) == ["2h"]
