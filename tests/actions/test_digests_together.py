"""Villages and groups write their digests some at a time and read what they share once: nobody may notice."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from actions import digests
from actions.digest_news import Shelf, told_by
from domain.audience import CLUSTER, Audience
from domain.dates import When
from domain.digests import Kind, Source
from domain.events import Event, LocalTime
from domain.groups import Group, GroupState, Need
from domain.ideas import Idea, State
from domain.polls import YES_NO, Poll, PollKind
from storage import digests as stored
from storage import events, groups, ideas, polls, tables
from storage.database import Database
from storage.transaction import Transaction
from tests.actions.world import ELSEWHERE, HERE, NOW, Place, build, put

NORD = Place(HERE)
SLOT = datetime(2026, 11, 22, 16, tzinfo=UTC)
WEEK = timedelta(weeks=1)
VILLAGES = [NORD.village, NORD.other_village, *range(120, 128)]
GROUPS = range(5)
Written = list[tuple[object, ...]]


class Undo(Exception):
    """Raised so that nothing stays of what was tried."""


class PlugPulled(Exception):
    """Raised where the process is killed."""


@pytest.fixture
async def world(database: Database) -> Database:
    await database.transact(build)
    await database.transact(settle)
    return database


def settle(tx: Transaction) -> None:
    """More villages; all sources of both clusters write at the same time."""
    for number in VILLAGES[2:]:
        put(
            tx, tables.villages, id=number, cluster_id=HERE, slug=f"v{number}", name=f"By {number}",
            also_called=[], inhabitants=400,
        )  # fmt: skip
    plan(tx)


def plan(tx: Transaction) -> None:
    while stored.plan_new(tx, NOW):
        pass
    tx.connection.execute(sa.update(tables.digest_plans).values(next_at=SLOT))


def happen(tx: Transaction, chance: random.Random) -> None:
    """Much of everything a digest tells of, some for all, some for one village, some for a group."""
    there = [groups.add(tx, _group(chance, number), NOW) for number in GROUPS]
    for number in range(20):
        events.add(tx, event(_audience(chance, there), f"Fest {number}", 1 + chance.randrange(20)))
        polls.add(tx, _poll(_audience(chance, there), number))
        groups.add_need(tx, HERE, _need(chance, there), NOW)
        _came_of(tx, chance, there, number)
    plan(tx)


def event(audience: Audience, title: str, days: int) -> Event:
    when = LocalTime(When(date(2026, 11, 22) + timedelta(days=days), time(18)), "Europe/Copenhagen")
    return Event(0, HERE, title, when, "Salen", NOW, audience=audience)


def _group(chance: random.Random, number: int) -> Group:
    villages = frozenset(chance.sample(VILLAGES, chance.randrange(3)))
    return Group(0, HERE, f"Hold {number}", "Vi gør det.", GroupState.OPEN, villages)


def _audience(chance: random.Random, there: list[int]) -> Audience:
    some = frozenset(chance.sample(VILLAGES, chance.randrange(1, 4)))
    return chance.choice((CLUSTER, Audience(villages=some), Audience.group(chance.choice(there))))


def _poll(audience: Audience, number: int) -> Poll:
    ends = NOW + timedelta(days=3, hours=number % 7)
    words = f"Spørgsmål {number}?"
    return Poll(
        0, HERE, words, PollKind.SINGLE, YES_NO, audience, sensitive=False, opened_at=NOW, closes_at=ends
    )


def _need(chance: random.Random, there: list[int]) -> Need:
    wanted = chance.randrange(1, 4)
    until = date(2026, 11, 20) + timedelta(days=chance.randrange(30))
    return Need(0, chance.choice(there), "sound", wanted, chance.randrange(wanted + 1), 3, until)


def _came_of(tx: Transaction, chance: random.Random, there: list[int], number: int) -> None:
    at = SLOT - timedelta(days=chance.randrange(10), hours=1)
    village, group = chance.choice((None, *VILLAGES)), chance.choice((None, *there))
    idea = ideas.add(tx, Idea(0, HERE, f"Idé {number}", "Fordi.", State.RECEIVED, at, village_id=village))
    done = {"state": State.DONE, "result": f"Det blev til {number}.", "done_at": at, "group_id": group}
    tx.connection.execute(sa.update(tables.ideas).where(tables.ideas.c.id == idea).values(done))
    over = events.add(tx, event(_audience(chance, there), f"Banko {number}", -3))
    told = {"result": f"{number} kom.", "result_at": at}
    tx.connection.execute(sa.update(tables.events).where(tables.events.c.id == over).values(told))


def write_all(tx: Transaction, now: datetime) -> None:
    while digests.write(tx, now):
        pass


def written(tx: Transaction) -> Written:
    """All that was written, and how far each source is."""
    found: Written = []
    for table in (tables.digest_sections, tables.digest_plans, tables.digest_windows):
        columns = [column for column in table.c if column.name != "id"]
        found += sorted(tuple(map(repr, row)) for row in tx.connection.execute(sa.select(*columns)))
    return found


async def tried(database: Database, action: Callable[[Transaction], Written]) -> Written:
    """What comes of it, and then it is undone."""
    kept: list[Written] = []

    def then_undo(tx: Transaction) -> None:
        kept[:] = [action(tx)]
        raise Undo

    with pytest.raises(Undo):
        await database.transact(then_undo)
    return kept[0]


@pytest.mark.parametrize("seed", range(3))
async def test_together_or_one_by_one_each_says_the_same(
    world: Database, seed: int, monkeypatch: pytest.MonkeyPatch
):
    await world.transact(happen, random.Random(seed))

    def says(tx: Transaction) -> Written:
        write_all(tx, SLOT)
        return written(tx)

    said = {}
    for together in (1, 4, 100):
        monkeypatch.setattr(digests, "TOGETHER", together)
        said[together] = await tried(world, says)
    assert "Fest" in str(said[1])
    assert said[1] == said[4] == said[100]


async def test_what_is_set_up_meanwhile_is_told_by_whoever_writes_later_and_by_the_others_next_week(
    world: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(digests, "TOGETHER", 4)
    assert await world.transact(digests.write, SLOT)
    await world.transact(events.add, event(CLUSTER, "Fakkeltog", 12))
    await world.transact(write_all, SLOT)
    first = await world.transact(tells_of, "Fakkeltog", SLOT)
    await world.transact(write_all, SLOT + WEEK)
    next_week = await world.transact(tells_of, "Fakkeltog", SLOT + WEEK)
    assert 0 < len(first) < len(next_week)
    assert len(next_week) == len(VILLAGES)


def tells_of(tx: Transaction, words: str, slot: datetime) -> set[str]:
    """The sources that do, on that day."""
    sections = tables.digest_sections.c
    rows = tx.connection.execute(sa.select(sections.source, sections.parts).where(sections.slot == slot))
    return {row.source for row in rows if any(words in part for part in row.parts)}


async def test_a_part_that_is_cut_off_is_written_by_the_next_and_once(
    world: Database, monkeypatch: pytest.MonkeyPatch
):
    await world.transact(happen, random.Random(1))
    monkeypatch.setattr(digests, "TOGETHER", 4)
    assert await world.transact(digests.write, SLOT)
    before = await world.transact(written)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(stored, "written", pull_the_plug)
        with pytest.raises(PlugPulled):
            await world.transact(digests.write, SLOT)
    assert await world.transact(written) == before
    await world.transact(write_all, SLOT)
    assert await world.transact(plans_left) == 0
    assert len(await world.transact(tells_of, "", SLOT)) == await world.transact(sources_that_wrote)


def pull_the_plug(*_: object) -> None:
    raise PlugPulled


def plans_left(tx: Transaction) -> int:
    plans = tables.digest_plans.c
    return tx.connection.scalar(sa.select(sa.func.count()).where(plans.next_at <= SLOT)) or 0


def sources_that_wrote(tx: Transaction) -> int:
    plans = tables.digest_plans.c
    return tx.connection.scalar(sa.select(sa.func.count()).where(plans.written_at == SLOT)) or 0


async def test_a_part_is_of_one_cluster_and_no_longer_than_said(
    world: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(digests, "TOGETHER", 4)
    parts: list[list[tuple[int, str]]] = []
    left = await world.transact(due)
    while left:
        assert await world.transact(digests.write, SLOT)
        now_left = await world.transact(due)
        parts.append(sorted(left - now_left))
        left = now_left
    assert [len(part) for part in parts] == [4, 4, 3, 3]
    assert [{cluster for cluster, _ in part} for part in parts] == [{HERE}, {HERE}, {HERE}, {ELSEWHERE}]


def due(tx: Transaction) -> set[tuple[int, str]]:
    plans = tables.digest_plans.c
    query = sa.select(plans.cluster_id, plans.source).where(plans.next_at <= SLOT)
    return {(row.cluster_id, row.source) for row in tx.connection.execute(query)}


numbers = st.frozensets(st.integers(1, 4), max_size=2)


@given(st.lists(st.tuples(numbers, numbers)))
def test_whoever_it_is_for_finds_it_in_its_order(things: list[tuple[frozenset[int], frozenset[int]]]):
    shelf = Shelf[int]()
    for number, (villages, of_groups) in enumerate(things):
        shelf.put(number, told_by(Audience(villages=villages, groups=of_groups)))
    for number in range(1, 6):
        at_home = [n for n, (at, inside) in enumerate(things) if not inside and (not at or number in at)]
        inside = [n for n, (_, inside) in enumerate(things) if number in inside]
        assert list(shelf.of(Source(Kind.VILLAGE, number))) == at_home
        assert list(shelf.of(Source(Kind.GROUP, number))) == inside
