"""SQLite knows how its rows are spread, so that it does not read a whole cluster to find a few."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from actions import upkeep
from benchmarks import mass
from domain.dates import When
from domain.events import Coming, Event, LocalTime
from domain.kinds import Kind
from storage import audiences, events, tables
from storage.database import Database
from storage.transaction import Transaction

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PEOPLE = 2_000


def settle(tx: Transaction) -> None:
    """One cluster, as most have it, where everybody can do something."""
    mass.prepare(tx, PEOPLE)
    can = {"cluster_id": 1, "skill": "sound", "told_at": NOW}
    everybody = [{"person_id": number, **can} for number in range(1, PEOPLE + 1)]
    tx.connection.execute(sa.insert(tables.person_skills), everybody)


def way_to(tx: Transaction, query: "sa.Select[Any]") -> str:
    spelt = query.compile(tx.connection, compile_kwargs={"literal_binds": True})
    plan = tx.connection.execute(sa.text(f"EXPLAIN QUERY PLAN {spelt}"))
    return str(plan.first())


def skills_of_one(tx: Transaction) -> str:
    columns = tables.person_skills.c
    return way_to(tx, sa.select(columns.skill).where(columns.cluster_id == 1, columns.person_id.in_([7])))


def who_comes(tx: Transaction) -> str:
    when = LocalTime(When(NOW.date()), "Europe/Copenhagen")
    crowd = events.crowd(Event(1, 1, "Fest", when, "Salen", NOW), [Coming.YES], Kind.EVENTS, NOW)
    return way_to(tx, sa.select(tables.people.c.id).where(*audiences.here(crowd)))


def kept(tx: Transaction) -> list[tuple[object, ...]]:
    """All that stays of it. Where SQLite is built to keep samples of the rows, they stand in sqlite_stat4."""
    tables = tx.connection.scalars(sa.text("SELECT name FROM sqlite_schema WHERE name LIKE 'sqlite_stat%'"))
    return [tuple(row) for name in tables for row in tx.connection.execute(sa.text(f"SELECT * FROM {name}"))]


async def test_what_one_person_can_is_found_without_a_look_at_everybody(sqlite_database: Database):
    await sqlite_database.transact(settle)
    assert "(cluster_id=?)" in await sqlite_database.transact(skills_of_one)
    await sqlite_database.transact(upkeep.renew_statistics, NOW)
    assert "(person_id=?)" in await sqlite_database.transact(skills_of_one)


async def test_who_comes_is_found_by_their_numbers_even_before(sqlite_database: Database):
    await sqlite_database.transact(settle)
    assert " AND id=?" in await sqlite_database.transact(who_comes)
    await sqlite_database.transact(upkeep.renew_statistics, NOW)
    assert "rowid=?" in await sqlite_database.transact(who_comes)


async def test_it_keeps_numbers_and_nothing_of_anybody(sqlite_database: Database):
    await sqlite_database.transact(settle)
    await sqlite_database.transact(upkeep.renew_statistics, NOW)
    found = await sqlite_database.transact(kept)
    assert any(table == "people" for table, _, _ in found)
    assert all(number.isdecimal() for _, _, numbers in found for number in str(numbers).split())


def looks_asked_for(tx: Transaction) -> int:
    """How often a table's statistics were renewed because somebody said so, and not by the server itself."""
    asked = tx.connection.scalar(sa.text("SELECT sum(analyze_count) FROM pg_stat_user_tables"))
    return int(asked or 0)


async def test_postgresql_is_left_to_look_by_itself(postgresql_database: Database):
    before = await postgresql_database.transact(looks_asked_for)
    await postgresql_database.transact(upkeep.renew_statistics, NOW)
    assert await postgresql_database.transact(looks_asked_for) == before
