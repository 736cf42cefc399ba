"""What both databases promise."""

import asyncio
from datetime import datetime

import pytest
import sqlalchemy as sa

from storage import database as databases
from storage import tables
from storage.database import Database
from storage.errors import DatabaseClosed
from storage.transaction import Transaction
from tests.storage.rows import NOW, found, found_and_fail, slugs


async def test_what_is_done_is_kept(database: Database, database_url: str):
    await database.transact(found, "nord", about="Fire landsbyer")
    await database.close()
    again = await databases.open(database_url)
    assert await again.transact(slugs) == {"nord"}
    await again.close()


async def test_each_test_has_a_database_of_its_own(database: Database):
    assert await database.transact(slugs) == set()


async def test_an_action_that_fails_is_undone_and_does_not_undo_the_others(database: Database):
    outcomes = await asyncio.gather(
        database.transact(found, "nord"),
        database.transact(found_and_fail, "syd", KeyError("kage")),
        database.transact(found, "nord"),
        database.transact(found, "vest"),
        return_exceptions=True,
    )
    kinds = [type(outcome) for outcome in outcomes]
    assert sorted(kinds, key=str) == sorted(
        [type(None), KeyError, sa.exc.IntegrityError, type(None)], key=str
    )
    assert await database.transact(slugs) == {"nord", "vest"}


@pytest.mark.parametrize("error", [SystemExit(), KeyboardInterrupt(), GeneratorExit(), StopIteration()])
async def test_an_action_cannot_take_the_bot_down(database: Database, error: BaseException):
    with pytest.raises(RuntimeError, match=f"the action raised {type(error).__name__}") as raised:
        await database.transact(found_and_fail, "syd", error)
    assert isinstance(raised.value.__cause__, type(error))
    await database.transact(found, "nord")
    assert await database.transact(slugs) == {"nord"}


async def test_closing_finishes_what_waits_and_refuses_the_rest(database: Database, database_url: str):
    waiting = [asyncio.ensure_future(database.transact(found, f"by{number}")) for number in range(40)]
    await asyncio.sleep(0)
    await database.close()
    with pytest.raises(DatabaseClosed, match="stopping"):
        await database.transact(found, "too late")
    await asyncio.gather(*waiting)
    again = await databases.open(database_url)
    assert len(await again.transact(slugs)) == 40
    await again.close()


async def test_closing_twice_is_closing_once(database: Database):
    await asyncio.gather(database.close(), database.close())
    await database.close()


def claim(tx: Transaction, hand: str) -> bool:
    """The conditional update by which everything here is decided: who changes the row owns it."""
    free = sa.update(tables.clusters).where(
        tables.clusters.c.slug == "nord", tables.clusters.c.website.is_(None)
    )
    return tx.connection.execute(free.values(website=hand)).rowcount == 1


async def test_of_fifty_who_claim_a_row_at_once_one_wins(database: Database):
    await database.transact(found, "nord")
    won = await asyncio.gather(*(database.transact(claim, f"hand {number}") for number in range(50)))
    assert sum(won) == 1
    winner = await database.transact(lambda tx: tx.connection.scalar(sa.select(tables.clusters.c.website)))
    assert winner == f"hand {won.index(True)}"


def hire(tx: Transaction) -> int:
    wanted = tx.insert(tables.bots).on_conflict_do_nothing()
    return tx.connection.execute(wanted, {"id": 7, "cluster_id": 1, "username": "klyngebot"}).rowcount


async def test_what_has_a_unique_key_is_written_down_once(database: Database):
    await database.transact(found, "nord")
    assert sum(await asyncio.gather(*(database.transact(hire) for _ in range(20)))) == 1


async def test_references_are_held(database: Database):
    def bot_of_nobody(tx: Transaction) -> None:
        tx.connection.execute(sa.insert(tables.bots), {"id": 1, "cluster_id": 99, "username": "x"})

    with pytest.raises(sa.exc.IntegrityError):
        await database.transact(bot_of_nobody)


async def test_a_moment_comes_back_in_utc_and_a_time_without_a_zone_is_refused(database: Database):
    def created(tx: Transaction) -> datetime | None:
        return tx.connection.scalar(sa.select(tables.clusters.c.created_at))

    def without_zone(tx: Transaction) -> None:
        tx.connection.execute(sa.update(tables.clusters), {"created_at": NOW.replace(tzinfo=None)})

    await database.transact(found, "nord")
    read = await database.transact(created)
    assert (read, read and read.tzname()) == (NOW, "UTC")
    with pytest.raises(sa.exc.StatementError, match="a time without a zone"):
        await database.transact(without_zone)


def bot_named(tx: Transaction, username: str) -> None:
    tx.insert_or_update(tables.bots, {"id": 7}, {"cluster_id": 1, "username": username})


async def test_a_row_is_written_new_or_changed(database: Database):
    await database.transact(found, "nord")
    for username in ("klyngebot", "nordbot"):
        await database.transact(bot_named, username)
    everything = sa.select(tables.bots.c.id, tables.bots.c.username)
    assert await database.transact(lambda tx: tx.connection.execute(everything).all()) == [(7, "nordbot")]


async def test_a_new_row_is_inserted_and_an_old_one_left_as_it_was(database: Database):
    row = {"id": 7, "cluster_id": 1, "username": "klyngebot"}
    await database.transact(found, "nord")
    assert await database.transact(lambda tx: tx.insert_new(tables.bots, row))
    assert not await database.transact(lambda tx: tx.insert_new(tables.bots, row | {"username": "other"}))
