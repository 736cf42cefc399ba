"""One of many is done under a savepoint: its own fault is undone alone, the database's is everybody's."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from storage import tables
from storage.apart import Aside, Unit, apart, apart_each, beside, of_one
from storage.database import Database
from storage.errors import DatabaseBusy, DatabaseUnavailable
from storage.transaction import Transaction
from tests.actions.world import HERE, build, put

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ONE, TWO, THREE = (Unit("call", which) for which in "123")


@pytest.fixture
async def world(database: Database) -> Database:
    await database.transact(build)
    return database


def call(tx: Transaction, name: str, then: Callable[[], None] = lambda: None) -> str:
    """Write something down; then maybe raise."""
    put(tx, tables.places, cluster_id=HERE, name=name)
    then()
    return name


def wrong() -> None:
    raise ValueError


def called(tx: Transaction) -> set[str]:
    names = tx.connection.scalars(sa.select(tables.places.c.name))
    return set(names) - {"Nord", "Fremmed"}


async def test_nothing_is_left_of_the_one_that_raised(world: Database):
    def action(tx: Transaction) -> tuple[list[str | None], Aside]:
        tx = beside(tx, aside := Aside())
        found = [apart(tx, "call", n, call, tx, f"{n}", wrong if n == 2 else lambda: None) for n in (1, 2, 3)]
        return found, aside

    found, aside = await world.transact(action)
    assert found == ["1", None, "3"]
    assert await world.transact(called) == {"1", "3"}
    assert (aside.done, [*aside.faults]) == ({ONE, THREE}, [TWO])
    assert isinstance(aside.faults[TWO], ValueError)


async def test_a_row_that_the_database_forbids_is_the_fault_of_the_one(world: Database):
    def action(tx: Transaction) -> Aside:
        tx = beside(tx, aside := Aside())
        for number, name in enumerate(("Salen", "Salen", "Skolen"), 1):
            apart(tx, "call", number, call, tx, name)
        return aside

    aside = await world.transact(action)
    assert isinstance(aside.faults.pop(TWO), sa.exc.IntegrityError)
    assert not aside.faults
    assert await world.transact(called) == {"Salen", "Skolen"}


async def test_what_rests_is_not_tried(world: Database):
    def action(tx: Transaction) -> None:
        assert apart(beside(tx, Aside({ONE})), "call", 1, call, tx, "1") is None

    await world.transact(action)
    assert await world.transact(called) == set()


async def test_where_nobody_collects_them_it_raises(world: Database):
    with pytest.raises(ValueError, match=r"^$"):
        await world.transact(lambda tx: apart(tx, "call", 1, call, tx, "1", wrong))
    with pytest.raises(ValueError, match=r"^$"):
        await world.transact(lambda tx: apart_each(tx, "call", {"1": wrong}, lambda all_: all_[0]()))
    assert await world.transact(called) == set()


@pytest.mark.parametrize("error", [DatabaseUnavailable(), DatabaseBusy(), TimeoutError(), MemoryError()])
async def test_what_is_wrong_with_the_database_undoes_all(world: Database, error: Exception):
    def fail() -> None:
        raise error

    def action(tx: Transaction) -> None:
        tx = beside(tx, Aside())
        apart(tx, "call", 1, call, tx, "1")
        apart(tx, "call", 2, call, tx, "2", fail)

    with pytest.raises((type(error), DatabaseUnavailable)):
        await world.transact(action)
    assert await world.transact(called) == set()


async def test_a_transaction_that_is_lost_is_nobodys_own_fault(sqlite_database: Database):
    await sqlite_database.transact(build)

    def action(tx: Transaction) -> None:
        def lose() -> None:
            assert tx.driver is not None
            tx.driver.execute("ROLLBACK")
            raise ValueError

        apart(beside(tx, Aside()), "call", 1, call, tx, "1", lose)

    with pytest.raises(DatabaseUnavailable):
        await sqlite_database.transact(action)
    assert await sqlite_database.transact(called) == set()


async def test_all_at_once_or_where_one_raises_each_by_itself(world: Database):
    tries: list[list[str]] = []

    def action(tx: Transaction) -> Aside:
        tx = beside(tx, aside := Aside())
        tries.clear()

        def do(names: list[str]) -> None:
            tries.append(names)
            for name in names:
                call(tx, name, wrong if name == "b" else lambda: None)

        apart_each(tx, "call", {"1": "a", "2": "b", "3": "c"}, do)
        apart_each(tx, "call", {"4": "d"}, do)
        return aside

    aside = await world.transact(action)
    assert tries == [["a", "b", "c"], ["a"], ["b"], ["c"], ["d"]]
    assert await world.transact(called) == {"a", "c", "d"}
    assert (aside.done, [*aside.faults]) == ({ONE, THREE, Unit("call", "4")}, [TWO])


class Said(Exception):
    """What PostgreSQL's driver raises."""

    def __init__(self, sqlstate: str | None) -> None:
        self.sqlstate = sqlstate


def wrapped(kind: type[sa.exc.DBAPIError], error: BaseException, *, gone: bool = False) -> Exception:
    return kind("select 1", None, error, connection_invalidated=gone)


@pytest.mark.parametrize(
    ("error", "its_own"),
    [
        (ValueError(), True),
        (LookupError(), True),
        (RecursionError(), True),
        (sa.exc.NoResultFound(), True),
        (sa.exc.StatementError("cannot be bound", "select 1", None, ValueError()), True),
        (wrapped(sa.exc.IntegrityError, sqlite3.IntegrityError()), True),
        (wrapped(sa.exc.DBAPIError, Said("22001")), True),
        (wrapped(sa.exc.DBAPIError, Said("40001")), False),
        (wrapped(sa.exc.DBAPIError, Said("40P01")), False),
        (wrapped(sa.exc.DBAPIError, Said("53100")), False),
        (wrapped(sa.exc.InterfaceError, Said(None), gone=True), False),
        (wrapped(sa.exc.IntegrityError, Said("23505"), gone=True), False),
        (wrapped(sa.exc.OperationalError, sqlite3.OperationalError("disk I/O error")), False),
        (sa.exc.PendingRollbackError(), False),
        (ConnectionResetError(), False),
    ],
    ids=repr,
)
def test_whose_fault_it_is(error: Exception, its_own: bool):
    assert of_one(error) is its_own


async def test_a_number_too_large_for_its_column_is_the_fault_of_the_one(world: Database):
    def action(tx: Transaction) -> Aside:
        tx = beside(tx, aside := Aside())
        too_large = sa.update(tables.needs).where(tables.needs.c.cluster_id == HERE).values(hours=2**70)
        apart(tx, "call", 1, tx.connection.execute, too_large)
        apart(tx, "call", 2, call, tx, "2")
        return aside

    aside = await world.transact(action)
    assert [*aside.faults] == [ONE]
    assert await world.transact(called) == {"2"}
