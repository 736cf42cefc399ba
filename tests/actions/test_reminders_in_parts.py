"""Many events on one day: their reminders are written some at a time, so that nobody waits for all."""

import asyncio
from datetime import date, datetime, time, timedelta

import asyncpg
import pytest
import sqlalchemy as sa

from actions import event_clock, event_reminders
from domain.dates import When
from domain.events import Event, LocalTime
from storage import events, outbox, tables
from storage.database import Database
from storage.outbox.letters import State
from storage.transaction import Transaction
from tests.actions.world import HERE, NOW, Place, build, put
from tests.fixtures.patience import eventually

NORD = Place(HERE)
GUESTS = ("resident", "member")
MANY = 26
THE_DAY_BEFORE = NOW + timedelta(days=3)
IN_THE_MORNING = THE_DAY_BEFORE + timedelta(hours=20)


@pytest.fixture
async def world(database: Database) -> Database:
    await database.transact(build)
    await database.transact(settle)
    return database


def settle(tx: Transaction) -> None:
    """Twenty-six begin at the same hour; two come to each."""
    for _ in range(MANY):
        when = LocalTime(When(date(2026, 11, 26), time(13)), "Europe/Copenhagen")
        number = events.add(tx, Event(0, HERE, "Fællesspisning", when, "Salen", NOW))
        for who in GUESTS:
            put(
                tx, tables.event_answers, cluster_id=HERE, event_id=number, person_id=getattr(NORD, who),
                answer="yes", heads=1, eaters=0, answered_at=NOW,
            )  # fmt: skip


def letters(tx: Transaction) -> int:
    return tx.connection.scalar(sa.select(sa.func.count()).where(tables.outbox.c.kind == "events")) or 0


async def written(world: Database, now: datetime) -> list[int]:
    """How many letters each part wrote."""
    parts, more = [], True
    while more:
        before = await world.transact(letters)
        more = await world.transact(event_clock.remind, now)
        parts.append(await world.transact(letters) - before)
    return parts


async def test_everybody_is_reminded_once_and_no_part_is_long(world: Database):
    parts = await written(world, THE_DAY_BEFORE)
    assert sum(parts) == MANY * len(GUESTS)
    assert max(parts) == event_clock.REMINDED_AT_ONCE * len(GUESTS)
    assert await written(world, THE_DAY_BEFORE) == [0]


async def test_in_the_last_moment_before_the_night_nothing_is_written_again_and_again(world: Database):
    last = THE_DAY_BEFORE.replace(hour=19, minute=59, second=59)
    assert await world.transact(event_clock.remind, last)
    await written(world, last)
    assert not await world.transact(event_clock.remind, last + timedelta(milliseconds=1))


@pytest.mark.parametrize("state", [State.EXPIRED, State.PENDING])
async def test_what_never_left_us_is_written_anew_and_nothing_else(world: Database, state: State):
    await written(world, THE_DAY_BEFORE)
    await world.transact(too_late_for, "resident", state)
    assert await world.transact(letters) == MANY * len(GUESTS)
    await written(world, IN_THE_MORNING)
    assert await world.transact(letters) == MANY * len(GUESTS)
    assert await world.transact(still_wanted) == {NORD.resident: MANY, NORD.member: MANY}


async def test_old_letters_of_many_others_do_not_stand_before_one_that_helps(world: Database):
    """What came too late of other things stays so, and nothing is written for it."""
    await written(world, THE_DAY_BEFORE)
    await world.transact(too_late_for, "resident", State.EXPIRED)
    last, another = await world.transact(the_last_event), sa.update(tables.outbox)
    others = (tables.outbox.c.kind == "events", tables.outbox.c.subject != f"event:{last}")
    old = another.where(*others).values(unique_key=tables.outbox.c.unique_key + ":old")
    await world.transact(lambda tx: tx.connection.execute(old))
    await written(world, IN_THE_MORNING)
    assert await world.transact(still_wanted) == {NORD.resident: 1, NORD.member: MANY}


def the_last_event(tx: Transaction) -> int:
    here = tables.events.c.title == "Fællesspisning"
    return tx.connection.execute(sa.select(sa.func.max(tables.events.c.id)).where(here)).scalar_one()


async def test_one_that_is_just_being_sent_is_not_written_again(
    postgresql_database: Database, postgresql_url: str
):
    world = postgresql_database
    await world.transact(build)
    await world.transact(settle)
    await written(world, THE_DAY_BEFORE)
    await world.transact(too_late_for, "resident", State.PENDING)
    sender = await asyncpg.connect(postgresql_url.replace("+asyncpg", ""))
    async with sender.transaction():
        await sender.execute("UPDATE outbox SET state = 'sending', copies = 1 WHERE state = 'pending'")
        again = asyncio.create_task(written(world, IN_THE_MORNING))
        await eventually(lambda: they_wait(sender))
    await sender.close()
    await again
    assert await world.transact(letters) == MANY * len(GUESTS)
    assert await world.transact(still_wanted) == {NORD.member: MANY}, "they are on their way"


async def they_wait(sender: asyncpg.Connection) -> bool:
    waiting = "wait_event_type = 'Lock' AND datname = current_database()"
    return bool(await sender.fetchval(f"SELECT count(*) FROM pg_stat_activity WHERE {waiting}"))


def too_late_for(tx: Transaction, who: str, state: State) -> None:
    """What they were to get could not be sent before the night; the others got theirs."""
    theirs = sa.update(tables.outbox).where(tables.outbox.c.person_id == getattr(NORD, who))
    evening = THE_DAY_BEFORE + timedelta(hours=8)
    tx.connection.execute(theirs.values(state=state, not_after=evening))
    others = sa.update(tables.outbox).where(tables.outbox.c.person_id != getattr(NORD, who))
    tx.connection.execute(others.values(state=State.SENT, copies=1))


def still_wanted(tx: Transaction) -> dict[int, int]:
    """How many reminders each has got, or will get in time."""
    columns = tables.outbox.c
    good = sa.or_(columns.state == State.SENT, columns.not_after > IN_THE_MORNING)
    query = sa.select(columns.person_id, sa.func.count().label("many")).where(columns.kind == "events", good)
    return {row.person_id: row.many for row in tx.connection.execute(query.group_by(columns.person_id))}


EVERYBODY = ("resident", "lead", "steering", "municipal", "operator", "member", "asker", "colleague")
PART = 3


@pytest.fixture
async def feast(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """One event to which more come, surely or perhaps, than are written to at once."""
    monkeypatch.setattr(event_clock, "LETTERS_AT_ONCE", PART)
    await database.transact(build)
    await database.transact(invite)
    return database


def invite(tx: Transaction) -> None:
    when = LocalTime(When(date(2026, 11, 26), time(13)), "Europe/Copenhagen")
    number = events.add(tx, Event(0, HERE, "Byfest", when, "Salen", NOW))
    for n, who in enumerate(EVERYBODY):
        put(
            tx, tables.event_answers, cluster_id=HERE, event_id=number, person_id=getattr(NORD, who),
            answer="maybe" if n % 2 else "yes", heads=1, eaters=0, answered_at=NOW,
        )  # fmt: skip


def each(tx: Transaction) -> list[int]:
    """Whose reminders there are."""
    theirs = sa.select(tables.outbox.c.person_id).where(tables.outbox.c.kind == "events")
    return sorted(tx.connection.scalars(theirs))


EACH = sorted(getattr(NORD, who) for who in EVERYBODY)


async def test_the_guests_of_one_event_are_reminded_in_parts(feast: Database):
    parts = await written(feast, THE_DAY_BEFORE)
    assert parts == [3, 3, 2, 0]
    assert await feast.transact(each) == EACH
    assert await written(feast, THE_DAY_BEFORE) == [0]


async def test_an_event_that_is_moved_between_two_parts_is_reminded_of_anew(feast: Database):
    assert await feast.transact(event_clock.remind, THE_DAY_BEFORE)
    moved = sa.update(tables.events).where(tables.events.c.title == "Byfest")
    await feast.transact(lambda tx: tx.connection.execute(moved.values(version=2)))
    await written(feast, THE_DAY_BEFORE)
    whose = await feast.transact(each)
    assert sorted(set(whose)) == EACH
    assert len(whose) == len(EACH) + PART, "three have heard of the old time, too"


async def test_what_never_left_us_is_written_anew_in_parts(feast: Database, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(event_reminders, "AGAIN_AT_ONCE", PART)
    await written(feast, THE_DAY_BEFORE)
    late = sa.update(tables.outbox).where(tables.outbox.c.kind == "events")
    await feast.transact(
        lambda tx: tx.connection.execute(
            late.values(state=State.EXPIRED, not_after=THE_DAY_BEFORE + timedelta(hours=8))
        )
    )
    taken_back: list[int] = []
    unwrite = outbox.unwrite_late

    def unwriting(*arguments: object) -> set[int]:
        found = unwrite(*arguments)
        taken_back.append(len(found))
        return found

    monkeypatch.setattr(outbox, "unwrite_late", unwriting)
    await written(feast, IN_THE_MORNING)
    assert taken_back == [3, 3, 2]
    assert await feast.transact(each) == EACH
    assert await feast.transact(still_wanted) == dict.fromkeys(EACH, 1)
