"""PostgreSQL: what is tried again, what is not, and who waits."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest
import sqlalchemy as sa

from storage import address, postgres, tables
from storage import database as databases
from storage.database import Database
from storage.errors import DatabaseBusy, DatabaseUnavailable
from storage.postgres import CONNECTIONS, PostgresDatabase
from storage.prepared import Prepared
from storage.transaction import Transaction
from tests.fixtures.patience import eventually
from tests.storage.rows import found, slugs

GATE = 2018


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "PAUSES", (0.01, 0.01))


def through_the_gate(tx: Transaction, slug: str) -> None:
    found(tx, slug)
    tx.connection.execute(sa.select(sa.func.pg_advisory_xact_lock_shared(GATE)))


def through_the_gate_and_fails(tx: Transaction) -> None:
    through_the_gate(tx, "nord")
    raise ValueError


@asynccontextmanager
async def gate_shut(url: str) -> AsyncIterator[None]:
    """Who goes `through_the_gate` inside waits there, in the middle of the transaction."""
    keeper = await asyncpg.connect(url)
    await keeper.execute(f"SELECT pg_advisory_lock({GATE})")
    try:
        yield
    finally:
        await keeper.close()


async def until_waiting(url: str, number: int) -> None:
    watcher = await asyncpg.connect(url)
    here = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    query = f"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND {here}"

    async def they_wait() -> bool:
        return await watcher.fetchval(query) >= number

    await eventually(they_wait)
    await watcher.close()


def start(database: Database, *arguments) -> asyncio.Future:
    return asyncio.ensure_future(database.transact(*arguments))


async def test_cancelled_while_it_waits_it_never_runs(postgresql_database: Database, postgresql_url: str):
    async with gate_shut(postgresql_url):
        running = [
            start(postgresql_database, through_the_gate, f"by{number}") for number in range(CONNECTIONS)
        ]
        waiting = start(postgresql_database, found, "nord")
        await until_waiting(postgresql_url, CONNECTIONS)
        waiting.cancel()
    await asyncio.gather(*running)
    assert waiting.cancelled()
    assert "nord" not in await postgresql_database.transact(slugs)


async def test_cancelled_once_begun_it_is_carried_through_and_nobody_is_told(
    postgresql_database: Database, postgresql_url: str
):
    async with gate_shut(postgresql_url):
        running = start(postgresql_database, through_the_gate, "nord")
        await until_waiting(postgresql_url, 1)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
    await postgresql_database.close()
    again = await databases.open(postgresql_url)
    assert await again.transact(slugs) == {"nord"}
    await again.close()


async def test_what_fails_when_nobody_waits_any_more_is_no_alarm(
    postgresql_database: Database, postgresql_url: str
):
    alarms: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, about: alarms.append(about))
    async with gate_shut(postgresql_url):
        running = start(postgresql_database, through_the_gate_and_fails)
        await until_waiting(postgresql_url, 1)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
    await postgresql_database.close()
    gc.collect()
    assert alarms == []


async def test_too_many_waiting_are_turned_away_at_once(postgresql_url: str):
    where = address.read(postgresql_url)
    assert isinstance(where, address.PostgresServer)
    database = await PostgresDatabase.open(where.url, room=3)
    async with gate_shut(postgresql_url):
        running = [start(database, through_the_gate, f"by{number}") for number in range(CONNECTIONS + 3)]
        await until_waiting(postgresql_url, CONNECTIONS)
        with pytest.raises(DatabaseBusy, match="3 changes wait"):
            await database.transact(found, "one too many")
    await asyncio.gather(*running)
    assert len(await database.transact(slugs)) == CONNECTIONS + 3
    await database.close()


async def test_a_connection_that_breaks_in_the_middle_is_another_try(postgresql_database: Database):
    tries: list[str] = []

    def broken_once(tx: Transaction) -> str:
        found(tx, "nord")
        tries.append("once")
        if len(tries) == 1:
            tx.connection.execute(sa.select(sa.func.pg_terminate_backend(sa.func.pg_backend_pid())))
        return "kept"

    assert await postgresql_database.transact(broken_once) == "kept"
    assert await postgresql_database.transact(slugs) == {"nord"}
    assert len(tries) == 2


async def broken(postgresql_database: Database, url: str) -> set[asyncpg.Connection]:
    """All its connections; the server has ended them, and they need not know yet."""
    used: set[asyncpg.Connection] = set()

    def found_by(tx: Transaction, number: int) -> None:
        found(tx, f"by{number}")
        used.add(tx.connection.connection.driver_connection)

    await asyncio.gather(*(postgresql_database.transact(found_by, number) for number in range(20)))
    keeper = await asyncpg.connect(url)
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    await keeper.execute(f"SELECT pg_terminate_backend(pid) {others}")
    await keeper.close()
    return used


async def found_afterwards(postgresql_database: Database) -> list[int]:
    """Twenty more; which of them were begun, once for each time."""
    tries: list[int] = []

    def found_counting(tx: Transaction, number: int) -> None:
        tries.append(number)
        found(tx, f"afterwards{number}")

    await asyncio.gather(*(postgresql_database.transact(found_counting, number) for number in range(20)))
    return tries


async def test_connections_that_broke_while_nobody_looked_are_replaced(
    postgresql_database: Database, postgresql_url: str
):
    used = await broken(postgresql_database, postgresql_url)
    await eventually(lambda: all(connection.is_closed() for connection in used))
    tries = await found_afterwards(postgresql_database)
    assert sorted(tries) == list(range(20))  # noticed before the action began, not by its failing
    assert len(await postgresql_database.transact(slugs)) == 40


async def test_connections_that_break_while_they_are_taken_are_another_try(
    postgresql_database: Database, postgresql_url: str
):
    await broken(postgresql_database, postgresql_url)
    assert set(await found_afterwards(postgresql_database)) == set(range(20))
    assert len(await postgresql_database.transact(slugs)) == 40


SHAPES = Prepared(sa.select(sa.column("a")).select_from(sa.table("shapes")))


def look_and_go_through_the_gate(tx: Transaction) -> None:
    SHAPES.rows(tx)
    tx.connection.execute(sa.select(sa.func.pg_advisory_xact_lock_shared(GATE)))


async def test_when_one_connection_is_useless_all_older_ones_are_replaced(
    postgresql_database: Database, postgresql_url: str
):
    """Each would cost a try, and there are more connections than tries."""
    keeper = await asyncpg.connect(postgresql_url)
    await keeper.execute("CREATE TABLE shapes AS SELECT 1 AS a")
    async with gate_shut(postgresql_url):
        looking = [start(postgresql_database, look_and_go_through_the_gate) for _ in range(CONNECTIONS)]
        await until_waiting(postgresql_url, CONNECTIONS)
    await asyncio.gather(*looking)
    await keeper.execute("ALTER TABLE shapes ALTER COLUMN a TYPE bigint")
    tries: list[str] = []

    def look(tx: Transaction) -> int:
        tries.append("once")
        return SHAPES.scalar(tx)

    assert await postgresql_database.transact(look) == 1
    assert len(tries) == 2
    await keeper.execute("DROP TABLE shapes")
    await keeper.close()


def change_both(tx: Transaction, first: str, second: str) -> None:
    tx.connection.exec_driver_sql("SET LOCAL deadlock_timeout = '20ms'")
    change(tx, first)
    tx.connection.exec_driver_sql("SELECT pg_sleep(0.1)")
    change(tx, second)


def change(tx: Transaction, slug: str) -> None:
    clusters = tables.clusters
    longer = clusters.c.name + "!"
    tx.connection.execute(sa.update(clusters).where(clusters.c.slug == slug).values(name=longer))


async def test_two_who_lock_each_other_out_both_get_through(postgresql_database: Database):
    for slug in ("nord", "syd"):
        await postgresql_database.transact(found, slug)
    await asyncio.gather(
        postgresql_database.transact(change_both, "nord", "syd"),
        postgresql_database.transact(change_both, "syd", "nord"),
    )
    names = sa.select(tables.clusters.c.name).order_by(tables.clusters.c.slug)
    assert await postgresql_database.transact(lambda tx: tx.connection.scalars(names).all()) == [
        "nord!!",
        "syd!!",
    ]


@pytest.mark.parametrize(
    ("sqlstate", "error", "tries"),
    [
        ("40001", DatabaseBusy, 3),  # serialisation failure: tried again
        ("57P01", DatabaseUnavailable, 3),  # the server goes down
        ("53100", DatabaseUnavailable, 1),  # the disk is full: trying again does not help
        ("25006", DatabaseUnavailable, 1),  # a standby that only reads
        ("22012", sa.exc.DBAPIError, 1),  # the action's own fault
    ],
)
@pytest.mark.usefixtures("impatient")
async def test_what_does_not_pass_is_given_up(
    postgresql_database: Database, sqlstate: str, error: type[Exception], tries: int
):
    tried: list[str] = []

    def fail(tx: Transaction) -> None:
        found(tx, "nord")
        tried.append("once")
        raising = f"DO $$ BEGIN RAISE EXCEPTION 'as asked' USING ERRCODE = '{sqlstate}'; END $$"
        tx.connection.exec_driver_sql(raising)

    with pytest.raises(error):
        await postgresql_database.transact(fail)
    assert len(tried) == tries
    assert await postgresql_database.transact(slugs) == set()


@pytest.mark.parametrize(
    ("part", "wrong"), [("database", "klyngebot_no_such"), ("username", "klyngebot_no_such")]
)
async def test_a_server_that_refuses_us_is_not_called_out_of_reach(
    postgresql_url: str, part: str, wrong: str
):
    where = sa.make_url(postgresql_url).set(**{part: wrong}).render_as_string(hide_password=False)
    with pytest.raises(DatabaseUnavailable, match="refuses us") as raised:
        await databases.open(where)
    assert wrong in str(raised.value)
    assert "KLYNGEBOT_DATABASE_URL" in str(raised.value)


async def test_a_server_that_does_not_answer_is_not_waited_for(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(postgres, "ANSWER_WITHIN", 0.1)
    database = await databases.open(postgresql_url)
    with pytest.raises(DatabaseUnavailable, match="does not answer"):
        await database.transact(lambda tx: tx.connection.exec_driver_sql("SELECT pg_sleep(5)"))
    await database.transact(found, "nord")
    assert await database.transact(slugs) == {"nord"}
    await database.close()


@pytest.mark.usefixtures("impatient")
async def test_a_server_that_is_away_is_told_in_words_without_the_password(unused_tcp_port: int):
    with pytest.raises(DatabaseUnavailable, match="cannot be reached") as raised:
        await databases.open(f"postgresql://anna:kanelsnegl@127.0.0.1:{unused_tcp_port}/klyngebot")
    assert "kanelsnegl" not in str(raised.value)


@pytest.mark.usefixtures("impatient")
async def test_a_database_that_is_not_there_is_named(postgresql_url: str):
    with pytest.raises(DatabaseUnavailable, match='"no_such_database" does not exist'):
        await databases.open(f"{postgresql_url.rpartition('/')[0]}/no_such_database")


async def test_of_two_processes_one_wins_the_row(postgresql_database: Database, postgresql_url: str):
    other = await databases.open(postgresql_url)
    await postgresql_database.transact(found, "nord")
    hands = [postgresql_database if number % 2 else other for number in range(50)]
    won = await asyncio.gather(*(hand.transact(claim, f"hand {number}") for number, hand in enumerate(hands)))
    assert sum(won) == 1
    await other.close()


def claim(tx: Transaction, hand: str) -> bool:
    clusters = tables.clusters
    free = sa.update(clusters).where(clusters.c.slug == "nord", clusters.c.website.is_(None))
    return tx.connection.execute(free.values(website=hand)).rowcount == 1


async def test_it_reads_what_the_one_before_committed(postgresql_database: Database):
    def level(tx: Transaction) -> str:
        return tx.connection.exec_driver_sql("SHOW transaction_isolation").scalar_one()

    assert await postgresql_database.transact(level) == "read committed"
