"""One link lets one in, somebody always steers, and what was done stays written down."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from domain.groups import Group, GroupState
from domain.people import Person, Role
from domain.roles import Deed, hashed
from storage import audit, groups, invitations, people, roles, tables
from storage.database import Database
from storage.transaction import Transaction
from tests.storage.rows import found

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
async def village(database: Database) -> Database:
    """A cluster, a village, and two in its steering group."""
    await database.transact(found, "nord")
    await database.transact(settle)
    return database


def settle(tx: Transaction) -> None:
    row = {"cluster_id": 1, "slug": "vigersted", "name": "Vigersted", "also_called": [], "inhabitants": 1}
    tx.connection.execute(sa.insert(tables.villages), row)
    for telegram_id in (7, 8):
        move_in(tx, telegram_id)
        roles.give(tx, person(tx, telegram_id), Role.STEERING)


def move_in(tx: Transaction, telegram_id: int) -> None:
    people.add(tx, Person(0, 1, telegram_id, "Ole", "da", 1, date(2026, 1, 1), NOW))


def person(tx: Transaction, telegram_id: int) -> Person:
    found_person = people.by_telegram(tx, 1, telegram_id)
    assert found_person is not None
    return found_person


def take(tx: Transaction, telegram_id: int) -> bool:
    return roles.take(tx, person(tx, telegram_id), Role.STEERING)


def steer(tx: Transaction) -> list[int]:
    return [one.telegram_id for one in people.with_role(tx, 1, Role.STEERING)]


async def test_of_fifty_who_open_a_link_at_once_one_gets_in(village: Database):
    token = await village.transact(invitations.make, 1, Role.MUNICIPAL, None, TOMORROW)
    tries = [village.transact(invitations.use, 1, hashed(token), NOW) for _ in range(50)]
    assert [one.role for one in await asyncio.gather(*tries) if one] == [Role.MUNICIPAL]


async def test_two_who_take_the_role_from_each_other_at_once_leave_one(village: Database):
    for _ in range(10):
        done = await asyncio.gather(village.transact(take, 7), village.transact(take, 8))
        assert sorted(done) == [False, True]
        assert len(await village.transact(steer)) == 1
        await village.transact(give_both)


def give_both(tx: Transaction) -> None:
    for telegram_id in (7, 8):
        roles.give(tx, person(tx, telegram_id), Role.STEERING)


async def test_any_number_at_once_leave_the_steering_group_with_one(village: Database):
    for telegram_id in range(20, 30):
        await village.transact(move_in, telegram_id)
        await village.transact(lambda tx, who=telegram_id: roles.give(tx, person(tx, who), Role.STEERING))
    everybody = await village.transact(steer)
    await asyncio.gather(*(village.transact(take, telegram_id) for telegram_id in everybody))
    assert len(await village.transact(steer)) == 1


async def test_another_role_s_last_holder_may_go(village: Database):
    await village.transact(lambda tx: roles.give(tx, person(tx, 7), Role.OPERATOR))
    assert await village.transact(lambda tx: roles.take(tx, person(tx, 7), Role.OPERATOR))


async def test_a_link_of_another_cluster_gives_nothing(village: Database):
    await village.transact(found, "syd")
    token = await village.transact(invitations.make, 2, Role.STEERING, None, TOMORROW)
    assert await village.transact(invitations.use, 1, hashed(token), NOW) is None
    assert await village.transact(invitations.use, 2, hashed(token), NOW) is not None


async def test_the_link_itself_is_not_in_the_database(village: Database):
    token = await village.transact(invitations.make, 1, Role.STEERING, None, TOMORROW)
    rows = await village.transact(lambda tx: tx.connection.execute(sa.select(tables.invitations)).all())
    assert token not in repr(rows)
    assert hashed(token) in repr(rows)


async def test_links_are_forgotten_some_time_after_they_ran_out(village: Database):
    await village.transact(invitations.make, 1, Role.STEERING, None, NOW)
    assert await village.transact(invitations.forget, NOW) == 0
    assert await village.transact(invitations.forget, NOW + timedelta(seconds=1)) == 1


def given(tx: Transaction) -> int:
    return audit.write(tx, person(tx, 7), Deed.GIVEN, person(tx, 8), NOW, Role.LEAD)


@pytest.mark.parametrize("change", ["UPDATE audit SET what = 'nothing'", "DELETE FROM audit"])
async def test_the_audit_log_cannot_be_changed_by_anybody(village: Database, change: str):
    await village.transact(given)
    with pytest.raises(sa.exc.DBAPIError, match="the audit log only grows"):
        await village.transact(lambda tx: tx.connection.exec_driver_sql(change))
    assert await village.transact(lines) == [("given: lead", True)]


async def test_the_audit_log_names_nobody_and_knows_them_while_they_are_here(village: Database):
    await village.transact(given)
    row = await village.transact(lambda tx: tx.connection.execute(sa.select(tables.audit)).one())
    assert {row.actor, row.whom} == set(await village.transact(aliases))
    assert all(len(alias) == 16 for alias in (row.actor, row.whom))


def aliases(tx: Transaction) -> list[str]:
    return list(tx.connection.execute(sa.select(tables.people.c.alias)).scalars())


def lines(tx: Transaction) -> list[tuple[str, bool]]:
    rows = tx.connection.execute(sa.select(tables.audit))
    return [(row.what, row.actor is not None and row.whom is not None) for row in rows]


async def test_nobody_is_a_lead_but_by_leading_a_group(village: Database):
    """Neither a row in roles nor a link without a group can say so: the database itself refuses."""
    with pytest.raises(sa.exc.IntegrityError):
        await village.transact(lambda tx: roles.give(tx, person(tx, 7), Role.LEAD))
    with pytest.raises(sa.exc.IntegrityError):
        await village.transact(invitations.make, 1, Role.LEAD, None, TOMORROW)


async def test_who_leads_a_group_at_work_is_a_lead_and_no_longer_when_it_closes(village: Database):
    def lead(tx: Transaction) -> int:
        group = groups.add(tx, Group(0, 1, "Kor", "", GroupState.OPEN), NOW)
        groups.set_lead(tx, person(tx, 7), group, NOW, None)
        return group

    group = await village.transact(lead)
    assert Role.LEAD in (await village.transact(person, 7)).roles
    assert [one.telegram_id for one in await village.transact(people.with_role, 1, Role.LEAD)] == [7]
    held = await village.transact(roles.holders, 1)
    assert [(one.person.telegram_id, one.group.name) for one in held if one.role is Role.LEAD] == [(7, "Kor")]
    await village.transact(groups.close, 1, group, NOW)
    assert Role.LEAD not in (await village.transact(person, 7)).roles
    assert await village.transact(people.with_role, 1, Role.LEAD) == []


async def test_a_link_to_lead_is_good_until_somebody_leads(village: Database):
    group = await village.transact(groups.add, Group(0, 1, "Kor", "", GroupState.OPEN), NOW)
    token = await village.transact(invitations.make, 1, Role.LEAD, None, TOMORROW, group)
    found = await village.transact(invitations.good, 1, hashed(token), NOW)
    assert (found.role, found.group_id) == (Role.LEAD, group)
    await village.transact(invitations.drop_to_lead, 1, group, NOW)
    assert await village.transact(invitations.good, 1, hashed(token), NOW) is None
