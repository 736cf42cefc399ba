"""Which process serves which bot, and what becomes of one that is frozen."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta

import asyncpg
import pytest
import sqlalchemy as sa

from storage import database as databases
from storage import leases, tables
from storage.database import Database
from storage.transaction import Transaction
from tests.fixtures.patience import PATIENCE, in_time
from tests.storage.rows import found

BOT = 4242
NAMED = {"application_name": f"{leases.PROCESS}another"}
CHANGE = "UPDATE clusters SET website = 'another'"


@pytest.fixture
async def other(postgresql_url: str) -> AsyncIterator[Database]:
    database = await databases.open(postgresql_url)
    yield database
    await database.close()


async def test_one_at_a_time_serves_a_bot(postgresql_database: Database, other: Database):
    assert await postgresql_database.hold([BOT]) == {BOT}
    assert await other.hold([BOT, BOT + 1]) == {BOT + 1}
    assert await postgresql_database.hold([]) == frozenset()
    assert await other.hold([BOT]) == {BOT}


def change(tx: Transaction) -> str | None:
    website = tables.clusters.c.website
    before = tx.connection.scalar(sa.select(website))
    tx.connection.execute(sa.update(tables.clusters).values(website="ours"))
    return before


async def frozen_in_the_middle_of_a_statement(url: str) -> asyncpg.Connection:
    """The server has read it, and waits to be told to go on."""
    connection = await asyncpg.connect(url, server_settings=NAMED)
    await connection.execute(f"BEGIN; {CHANGE}")
    await connection.prepare("SELECT 1")
    return connection


async def waits_behind_it(url: str) -> None:
    """Until its connection is ended, too: before it has the row, or just after."""
    connection = await asyncpg.connect(url, server_settings=NAMED)
    with suppress(asyncpg.PostgresError):
        await connection.execute(f"BEGIN; {CHANGE}")
    while not connection.is_closed():
        await asyncio.sleep(0.01)


async def something_waits(url: str) -> None:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE application_name = $1 AND wait_event_type = 'Lock'"
    connection = await asyncpg.connect(url)
    while not await connection.fetchval(waiting, NAMED["application_name"]):
        await asyncio.sleep(0.02)
    await connection.close()


async def test_what_a_frozen_process_keeps_locked_is_free_again(
    postgresql_database: Database, other: Database, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
):
    """The second of its connections gets the row when the first is ended, and would keep it, too."""
    monkeypatch.setattr(leases, "SILENT_FOR", timedelta(seconds=0.5))
    await postgresql_database.transact(found, "nord")
    frozen = await frozen_in_the_middle_of_a_statement(postgresql_url)
    behind = asyncio.create_task(waits_behind_it(postgresql_url))
    await something_waits(postgresql_url)
    changing = asyncio.create_task(postgresql_database.transact(change))
    async with asyncio.timeout(PATIENCE):
        while not changing.done():
            await other.hold([BOT])
            await asyncio.sleep(0.05)
    assert await changing is None
    await in_time(behind)
    assert frozen.is_closed()


async def test_a_process_with_nothing_begun_or_with_work_to_do_is_left_alone(
    other: Database, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(leases, "SILENT_FOR", timedelta(0))
    idle, busy = [await asyncpg.connect(postgresql_url, server_settings=NAMED) for _ in range(2)]
    working = asyncio.create_task(busy.fetchval("SELECT 'done' FROM pg_sleep(0.5)"))
    while not working.done():
        await other.hold([BOT])
        await asyncio.sleep(0.05)
    assert await working == "done"
    assert await idle.fetchval("SELECT 'there'") == "there"
    await idle.close()
    await busy.close()
