"""Groups, roles and needs, on both databases: who is quickest, and what the tables do not allow."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from bot.cluster_file import read
from domain.consent import Purpose
from domain.groups import Group, GroupState, Load, Need
from domain.people import Person
from storage import clusters, consents, groups, people, volunteers
from storage.database import Database
from storage.tables import asks, members
from storage.transaction import Transaction
from tests.fixtures.bots import VILLAGE

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY, CHRISTMAS = date(2026, 11, 22), date(2026, 12, 24)


class Village:
    """A cluster with a group in it, and neighbours."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.group = 0

    async def does(self, action: Callable[..., object], *arguments: object) -> object:
        return await self.database.transact(action, *arguments)

    async def neighbour(self, name: str, cluster_id: int = 1) -> Person:
        return await self.database.transact(_sign_up, name, cluster_id)

    async def lacks(self, wanted: int) -> int:
        need = Need(0, self.group, "sound", wanted, 0, 5, CHRISTMAS)
        return await self.database.transact(groups.add_need, 1, need, NOW)


@pytest.fixture
async def village(database: Database) -> AsyncIterator[Village]:
    village = Village(database)
    await database.transact(_found)
    village.group = await database.transact(groups.add, _group("Lys i Skoven"), NOW)
    return village


def _found(tx: Transaction) -> None:
    cluster = read(VILLAGE)
    for slug in ("ringsted-nord", "elsewhere"):
        number = clusters.put(tx, _named(cluster, slug), NOW)
        clusters.put_villages(tx, number, cluster.villages)


def _named(cluster, slug):
    return replace(cluster, slug=slug)


def _group(name: str, cluster_id: int = 1, state: GroupState = GroupState.OPEN) -> Group:
    return Group(0, cluster_id, name, "", state)


def _sign_up(tx: Transaction, name: str, cluster_id: int) -> Person:
    village = clusters.by_id(tx, cluster_id).villages[0]
    number = 1000 + tx.connection.scalar(sa.text("SELECT count(*) FROM people"))
    person = Person(0, cluster_id, number, name, "da", village.id, TODAY, NOW)
    found = people.by_id(tx, cluster_id, people.add(tx, person))
    assert found is not None
    return found


async def test_a_place_is_taken_by_one_however_many_come_at_once(village: Village):
    need = await village.lacks(3)
    taken = await asyncio.gather(*(village.does(groups.take_place, 1, need) for _ in range(12)))
    assert sorted(taken) == [False] * 9 + [True] * 3
    assert (await village.does(groups.need, 1, need)).open_places == 0


async def test_a_closed_need_has_no_places(village: Village):
    need = await village.lacks(1)
    assert await village.does(groups.close_need, 1, need, NOW)
    assert not await village.does(groups.close_need, 1, need, NOW)
    assert not await village.does(groups.take_place, 1, need)
    assert await village.does(groups.need, 1, need) is None


async def test_who_joins_twice_is_in_it_once(village: Village):
    anna = await village.neighbour("Anna")
    arguments = (groups.join, 1, village.group, anna.id, NOW, CHRISTMAS)
    joined = await asyncio.gather(*(village.does(*arguments) for _ in range(4)))
    assert sorted(joined) == [False, False, False, True]
    (role,) = await village.does(groups.members, 1, village.group)
    assert (role.first_name, role.until, role.leads, role.since) == ("Anna", CHRISTMAS, False, NOW)


async def test_nobody_joins_a_group_of_another_cluster_or_a_closed_one(village: Village):
    stranger = await village.neighbour("Ida", 2)
    assert not await village.does(groups.join, 1, village.group, stranger.id, NOW, None)
    assert not await village.does(groups.join, 2, village.group, stranger.id, NOW, None)
    anna = await village.neighbour("Anna")
    assert await village.does(groups.close, 1, village.group, NOW)
    assert not await village.does(groups.join, 1, village.group, anna.id, NOW, None)


async def test_a_group_has_one_lead_and_the_table_insists(village: Village):
    anna, bo = await village.neighbour("Anna"), await village.neighbour("Bo")
    await village.does(groups.set_lead, anna, village.group, NOW, CHRISTMAS)
    await village.does(groups.set_lead, bo, village.group, NOW, CHRISTMAS)
    assert not await village.does(groups.is_lead, anna, village.group)
    assert await village.does(groups.is_lead, bo, village.group)
    assert (await village.does(groups.by_id, 1, village.group)).lead_id == bo.id
    with pytest.raises(sa.exc.IntegrityError):
        await village.does(_all_lead)


def _all_lead(tx: Transaction) -> None:
    tx.connection.execute(sa.update(members).values(leads=True))


async def test_two_who_become_lead_at_once_leave_one_lead(village: Village):
    four = [await village.neighbour(name) for name in ("Anna", "Bo", "Ida", "Dan")]
    await asyncio.gather(*(village.does(groups.set_lead, one, village.group, NOW, CHRISTMAS) for one in four))
    leads = [role.leads for role in await village.does(groups.members, 1, village.group)]
    assert leads == [True, False, False, False]


async def test_an_offer_to_lead_is_answered_once_and_by_whom_it_was_made_to(village: Village):
    anna, bo = await village.neighbour("Anna"), await village.neighbour("Bo")
    await village.does(groups.offer_lead, 1, village.group, anna.id)
    assert not await village.does(groups.answer_offer, bo, village.group)
    answers = await asyncio.gather(*(village.does(groups.answer_offer, anna, village.group) for _ in "ab"))
    assert sorted(answers) == [False, True]


async def test_closing_ends_every_role_and_need(village: Village):
    anna = await village.neighbour("Anna")
    await village.does(groups.set_lead, anna, village.group, NOW, CHRISTMAS)
    await village.lacks(1)
    assert await village.does(groups.close, 1, village.group, NOW)
    assert not await village.does(groups.close, 1, village.group, NOW)
    assert await village.does(groups.members, 1, village.group) == []
    assert await village.does(groups.needs, 1, village.group) == []
    assert await village.does(groups.open_needs, 1, TODAY) == []
    assert await village.does(groups.of_person, anna) == []


async def test_what_is_covered_or_too_late_is_not_looked_for_any_more(village: Village):
    covered, late = await village.lacks(1), await village.lacks(2)
    await village.does(groups.take_place, 1, covered)
    assert [need.id for need in await village.does(groups.open_needs, 1, TODAY)] == [late]
    assert await village.does(groups.open_needs, 1, date(2026, 12, 25)) == []
    assert await village.does(groups.open_needs, 2, TODAY) == []


async def test_one_cluster_sees_nothing_of_another_s_groups(village: Village):
    need = await village.lacks(1)
    assert await village.does(groups.by_id, 2, village.group) is None
    assert await village.does(groups.open_groups, 2) == []
    assert await village.does(groups.need, 2, need) is None
    assert not await village.does(groups.take_place, 2, need)
    assert not await village.does(groups.close, 2, village.group, NOW)


async def test_villages_are_put_on_and_taken_off(village: Village):
    await village.does(groups.toggle_village, 1, village.group, 1)
    await village.does(groups.toggle_village, 1, village.group, 2)
    await village.does(groups.toggle_village, 1, village.group, 1)
    assert (await village.does(groups.by_id, 1, village.group)).villages == {2}


async def test_a_group_asked_for_is_opened_or_dropped_once(village: Village):
    asked = [
        await village.does(groups.add, _group(name, state=GroupState.ASKED), NOW) for name in ("Kor", "Loppe")
    ]
    opened = (groups.move, 1, asked[0], GroupState.ASKED, GroupState.OPEN)
    assert [await village.does(*opened), await village.does(*opened)] == [True, False]
    assert not await village.does(groups.drop, 1, asked[0])
    assert await village.does(groups.drop, 1, asked[1])
    names = [group.name for group in await village.does(groups.open_groups, 1)]
    assert names == ["Kor", "Lys i Skoven"]


async def test_a_load_counts_groups_at_work_and_hours_said_yes_to_there(village: Village):
    anna = await village.neighbour("Anna")
    need = await village.lacks(2)
    for way, answer in (("lead", "no"), ("self", "yes")):
        other = await village.lacks(2)
        await village.does(_asked, need if answer == "yes" else other, anna.id, way, answer)
    load = (groups.load, anna, TODAY)
    assert await village.does(*load) == Load(0, 0), "not in the group, so nothing is carried"
    await village.does(groups.join, 1, village.group, anna.id, NOW, CHRISTMAS)
    assert await village.does(*load) == Load(1, 5)
    assert await village.does(groups.load, anna, date(2026, 12, 25)) == Load(1, 0)
    assert await village.does(groups.roles_each, 1) == [1]
    await village.does(groups.close, 1, village.group, NOW)
    assert await village.does(*load) == Load(0, 0)


def _asked(tx: Transaction, need: int, person: int, way: str, answer: str) -> None:
    row = {"cluster_id": 1, "need_id": need, "person_id": person, "way": way, "reasons": [], "asked_at": NOW}
    tx.connection.execute(sa.insert(asks).values(row | {"answer": answer, "answered_at": NOW}))


async def test_a_role_is_prolonged_asked_about_and_ended_once(village: Village):
    anna = await village.neighbour("Anna")
    await village.does(groups.join, 1, village.group, anna.id, NOW, CHRISTMAS)
    (term,) = await village.does(groups.ending, 1, CHRISTMAS)
    assert await village.does(groups.ending, 1, date(2026, 12, 23)) == []
    asked = await asyncio.gather(*(village.does(groups.ask, 1, term) for _ in range(4)))
    assert sorted(asked) == [False, False, False, True]
    assert await village.does(groups.ending, 1, CHRISTMAS) == []
    assert await village.does(groups.over, 1, CHRISTMAS) == []
    assert await village.does(groups.over, 1, date(2026, 12, 25)) == [term]
    assert await village.does(groups.go_on, 1, term, date(2027, 6, 24))
    assert not await village.does(groups.go_on, 1, term, date(2027, 6, 24))
    assert not await village.does(groups.end, 1, term), "it was prolonged meanwhile"
    notice = timedelta(days=7)
    days = await village.does(groups.next_ends, 1, notice, TODAY)
    assert days == [date(2027, 6, 17), date(2027, 6, 25)]


async def test_people_are_found_by_first_name_and_village(village: Village):
    for name in ("Åse", "Anna", "Anna Marie", "Hanna", "A%"):
        await village.neighbour(name)

    async def found(*arguments: object) -> list[str]:
        return [one.first_name for one in await village.does(groups.by_first_name, 1, *arguments)]

    assert await found("anna") == ["Anna", "Anna Marie"]
    assert await found("åse") == ["Åse"]
    assert await found("A%") == ["A%"]
    assert await found("Anna", 1) == ["Anna", "Anna Marie"]
    assert await found("Anna", 2) == []


async def test_everybody_who_agreed_is_read_once_however_small_the_parts(
    village: Village, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(volunteers, "AT_ONCE", 2)
    joined = [await village.neighbour(f"P{number}") for number in range(5)]
    agreed = {one.id for one in joined[:4]}
    for one in joined:
        await village.does(_can_and_agreed, one, one.id in agreed)
    found: list[int] = []
    last: int | None = 0
    while last is not None:
        part, last = await village.database.transact(volunteers.due, 1, NOW, last)
        found += [one.id for one in part]
    assert sorted(found) == sorted(agreed)


def _can_and_agreed(tx: Transaction, person: Person, given: bool) -> None:
    people.add_skill(tx, person, "sound", NOW)
    consents.record(tx, person, Purpose.FOUND, NOW, given=given)


async def test_the_bot_s_round_reads_only_who_can_what_is_lacking_and_wants_to_be_asked(village: Village):
    wanted = {"Anna": ("sound", "cooking"), "Ida": ("digger",), "Ea": ("sound",)}
    for name, skills in wanted.items():
        one = await village.neighbour(name)
        for skill in skills:
            await village.does(people.add_skill, one, skill, NOW)
        if name == "Ea":
            await village.does(partial(people.set_fewer, fewer=True), one)
    read = await village.database.transact(volunteers.unhurried, 1, NOW, {"sound", "baking"})
    assert [(one.first_name, one.skills) for one in read] == [("Anna", {"sound", "cooking"})]
