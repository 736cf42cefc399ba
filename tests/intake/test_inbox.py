from datetime import timedelta

import pytest

from storage import bots, inbox
from storage.database import Database
from storage.inbox import RawUpdate, Waiting
from storage.transaction import Transaction
from tests.intake.conftest import NOW, found_cluster

BOT = 4242
LATER = NOW + timedelta(minutes=1)


def raw(*numbers: int) -> list[RawUpdate]:
    return [RawUpdate(number, 7, f'{{"update_id":{number}}}') for number in numbers]


def numbers(updates: list[Waiting]) -> list[int]:
    return [one.update_id for one in updates]


def found(tx: Transaction) -> int:
    cluster_id = found_cluster(tx, "ringsted-nord")
    bots.bind(tx, BOT, "klynge_bot")
    return cluster_id


@pytest.fixture
async def cluster_id(database: Database) -> int:
    return await database.transact(found)


async def put(database: Database, cluster_id: int, updates: list[RawUpdate], offset: int) -> list[Waiting]:
    return await database.transact(inbox.put, cluster_id, BOT, updates, offset, NOW)


async def test_what_came_waits_in_telegrams_order(database: Database, cluster_id: int):
    await put(database, cluster_id, raw(12, 10, 11), 13)
    assert numbers(await database.transact(inbox.waiting, BOT)) == [10, 11, 12]


async def test_a_second_delivery_is_not_new_once_it_is_settled(database: Database, cluster_id: int):
    assert numbers(await put(database, cluster_id, raw(9, 10, 11), 12)) == [9, 10, 11]
    await database.transact(inbox.tick, BOT, 10, NOW)
    await database.transact(inbox.bury, BOT, 9, "KeyError", NOW)
    assert numbers(await put(database, cluster_id, raw(9, 10, 11, 12), 13)) == [11, 12]


async def test_the_offset_moves_with_the_updates(database: Database, cluster_id: int):
    await put(database, cluster_id, raw(10), 11)
    assert await database.transact(inbox.next_update, BOT, NOW) == 11


async def test_an_old_offset_is_not_used(database: Database, cluster_id: int):
    assert await database.transact(inbox.next_update, BOT, NOW) is None
    await put(database, cluster_id, raw(10), 11)
    assert await database.transact(inbox.next_update, BOT, LATER) is None


async def test_an_update_is_ticked_off_once_and_its_words_are_forgotten(database: Database, cluster_id: int):
    await put(database, cluster_id, raw(10), 11)
    assert await database.transact(inbox.tick, BOT, 10, LATER)
    assert not await database.transact(inbox.tick, BOT, 10, LATER)
    assert await database.transact(inbox.waiting, BOT) == []
    assert await database.transact(bodies) == [(10, None, None)]


async def test_attempts_are_counted_until_it_is_settled(database: Database, cluster_id: int):
    await put(database, cluster_id, raw(10), 11)
    assert await database.transact(inbox.stumble, BOT, 10, "KeyError", LATER) == 1
    assert await database.transact(inbox.stumble, BOT, 10, "KeyError", LATER) == 2
    assert (await database.transact(inbox.waiting, BOT))[0].attempts == 2
    await database.transact(inbox.tick, BOT, 10, LATER)
    assert await database.transact(inbox.stumble, BOT, 10, "KeyError", LATER) == 0


async def test_a_dead_letter_keeps_its_words_for_the_operator(database: Database, cluster_id: int):
    await put(database, cluster_id, raw(10), 11)
    assert await database.transact(inbox.bury, BOT, 10, "KeyError " * 100, LATER)
    assert not await database.transact(inbox.bury, BOT, 10, "again", LATER)
    assert not await database.transact(inbox.tick, BOT, 10, LATER)
    assert await database.transact(bodies) == [(10, 7, '{"update_id":10}')]


async def test_what_cannot_be_read_is_a_dead_letter_at_once(database: Database, cluster_id: int):
    dead = (cluster_id, BOT, RawUpdate(-5, None, "?"), "unreadable", NOW)
    assert await database.transact(inbox.put_dead, *dead)
    assert not await database.transact(inbox.put_dead, *dead)
    assert await database.transact(inbox.waiting, BOT) == []


async def test_settled_updates_are_forgotten_and_dead_letters_a_month_later(
    database: Database, cluster_id: int
):
    await put(database, cluster_id, raw(10, 11, 12), 13)
    await database.transact(inbox.tick, BOT, 10, NOW)
    await database.transact(inbox.bury, BOT, 11, "KeyError", NOW)
    assert await database.transact(inbox.forget, LATER) == 1
    assert await database.transact(inbox.forget, LATER + timedelta(days=30)) == 1
    assert [row[0] for row in await database.transact(bodies)] == [12]


async def test_an_update_of_somebody_with_a_large_number_is_kept(database: Database, cluster_id: int):
    await put(database, cluster_id, [RawUpdate(2**62, 2**53, "{}")], 2**62 + 1)
    assert numbers(await database.transact(inbox.waiting, BOT)) == [2**62]


async def test_a_bot_is_bound_to_the_only_cluster_and_stays_there(database: Database, cluster_id: int):
    await database.transact(found_cluster, "mols")
    assert await database.transact(bots.bind, BOT, "renamed_bot") == cluster_id
    with pytest.raises(bots.WhichCluster):
        await database.transact(bots.bind, 77, "another_bot")
    assert await database.transact(bots.ids) == [BOT]


async def test_the_only_cluster_is_not_given_to_two_bots_that_serve_side_by_side(
    database: Database, cluster_id: int
):
    with pytest.raises(bots.WhichCluster):
        await database.transact(bots.bind, 77, "another_bot", [BOT, 77])
    assert await database.transact(bots.ids) == [BOT]
    assert await database.transact(bots.bind, 77, "its_successor", [77]) == cluster_id
    assert await database.transact(bots.bind, 77, "its_successor", [BOT, 77]) == cluster_id, "it stays"


async def test_without_a_cluster_no_bot_is_bound(database: Database):
    with pytest.raises(bots.NoCluster):
        await database.transact(bots.bind, BOT, "klynge_bot")


def bodies(tx: Transaction) -> list[tuple]:
    rows = tx.connection.exec_driver_sql("select update_id, sender, body from inbox order by update_id")
    return [tuple(row) for row in rows]
