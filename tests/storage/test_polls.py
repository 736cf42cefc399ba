"""Votes on both databases: each person's counts once, whoever is quickest, and a box tells on nobody."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.cluster_file import read
from domain.audience import CLUSTER
from domain.disclosure import Count, Published
from domain.people import Person
from domain.polls import Poll, PollKind, Result
from storage import clusters, erasure, people, polls
from storage.database import Database
from storage.polls import What
from storage.tables import ballots, poll_boxes, poll_tokens
from storage.transaction import Transaction
from tests.fixtures.bots import VILLAGE

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DRAFT = Poll(
    0, 1, "Skal vi?", PollKind.SEVERAL, ("Ja", "Nej", "Måske"), CLUSTER, False, NOW, NOW + timedelta(days=3)
)  # fmt: skip
SECRET = Poll(
    0, 1, "Skal vi?", PollKind.SINGLE, ("Ja", "Nej", "Måske"), CLUSTER, True, NOW, NOW + timedelta(days=3)
)  # fmt: skip


class Vote:
    """A cluster with an open poll of each sort, and neighbours."""

    def __init__(self, database: Database, poll: Poll, secret: Poll, neighbours: list[Person]) -> None:
        self.database, self.poll, self.secret, self.neighbours = database, poll, secret, neighbours

    async def counted(self, poll: Poll) -> Count:
        found = await self.database.transact(polls.counts, poll)
        return Count.sum(found.values(), Count(0, (0, 0, 0)))

    async def rows(self, table: sa.Table) -> list[tuple[object, ...]]:
        return await self.database.transact(_rows, table)


@pytest.fixture
async def vote(database: Database) -> Vote:
    neighbours = await database.transact(_found)
    poll, secret = [await database.transact(_ask, draft) for draft in (DRAFT, SECRET)]
    return Vote(database, poll, secret, neighbours)


def _found(tx: Transaction) -> list[Person]:
    cluster = read(VILLAGE)
    number = clusters.put(tx, cluster, NOW)
    clusters.put_villages(tx, number, cluster.villages)
    homes = [village.id for village in clusters.by_id(tx, number).villages]
    for n in range(30):
        people.add(tx, Person(0, number, 500 + n, f"Nabo {n}", "da", homes[n % 2], date(2026, 1, 1), NOW))
    found = (people.by_telegram(tx, number, 500 + n) for n in range(30))
    return [person for person in found if person]


def _ask(tx: Transaction, draft: Poll) -> Poll:
    poll = polls.by_id(tx, 1, polls.add(tx, draft))
    assert poll is not None
    return poll


def _rows(tx: Transaction, table: sa.Table) -> list[tuple[object, ...]]:
    return [tuple(row) for row in tx.connection.execute(sa.select(table))]


def _tick(tx: Transaction, poll: Poll, person: Person, answer: int) -> bool:
    held = polls.held(tx, 1, poll.id)
    counts = held is not None and held.is_open(NOW)
    if counts:
        polls.tick(tx, poll, person, answer, only=False)
    return counts


async def test_a_ballot_holds_what_was_ticked_last(vote: Vote):
    one = vote.neighbours[0]
    for answer, only in ((0, False), (2, False), (2, False)):
        now = await vote.database.transact(polls.tick, vote.poll, one, answer, only=only)
    assert now == await vote.database.transact(polls.picks, vote.poll, one) == {0, 2}
    assert await vote.counted(vote.poll) == Count(1, (1, 0, 1))
    await vote.database.transact(polls.untick, vote.poll, one, 0)
    await vote.database.transact(polls.untick, vote.poll, one, 0)
    assert await vote.database.transact(polls.picks, vote.poll, one) == {2}
    await vote.database.transact(polls.tick, vote.poll, one, 1, only=True)
    assert await vote.database.transact(polls.picks, vote.poll, one) == {1}
    await vote.database.transact(polls.untick, vote.poll, one, 1)
    assert await vote.rows(ballots) == []


async def test_votes_at_once_count_once_each(vote: Vote):
    every = [(n, one) for n, one in enumerate(vote.neighbours)] * 3
    await asyncio.gather(*(vote.database.transact(_tick, vote.poll, one, n % 3) for n, one in every))
    cast = [vote.database.transact(polls.cast, vote.secret, one, frozenset({n % 3})) for n, one in every]
    assert sum(await asyncio.gather(*cast)) == len(vote.neighbours)
    for poll in (vote.poll, vote.secret):
        assert await vote.counted(poll) == Count(30, (10, 10, 10))
        assert await vote.database.transact(polls.voters, poll) == 30


async def test_a_vote_that_was_taken_is_counted_and_one_after_the_count_is_not_taken(vote: Vote):
    """The count waits for votes under way; who comes later is told so."""
    votes = [vote.database.transact(_tick, vote.poll, one, 0) for one in vote.neighbours]
    before, after = votes[:15], votes[15:]
    *taken, counted = await asyncio.gather(*before, vote.database.transact(_count, vote.poll))
    taken += await asyncio.gather(*after)
    assert counted.voters == sum(taken)
    assert counted == await vote.counted(vote.poll)
    assert await vote.database.transact(polls.close, vote.poll, NOW) is False


def _count(tx: Transaction, poll: Poll) -> Count:
    assert polls.close(tx, poll, NOW)
    return Count.sum(polls.counts(tx, poll).values(), Count(0, (0, 0, 0)))


async def test_nothing_in_the_box_is_newer_than_the_rest_and_tokens_are_in_no_order(vote: Vote):
    """Rows have hidden columns: SQLite's number of a row, PostgreSQL's number of the change."""
    for n in (2, 0, 1):
        await vote.database.transact(polls.cast, vote.secret, vote.neighbours[n], frozenset({n}))
    assert await vote.rows(poll_boxes) == [(1, vote.secret.id, 3, [1, 1, 1])]
    assert {column.name for column in poll_tokens.columns} == {"cluster_id", "poll_id", "person_id"}
    hidden = await vote.database.transact(_hidden)
    assert hidden in ("no such column: rowid", 1)


def _hidden(tx: Transaction) -> object:
    if tx.connection.dialect.name == "postgresql":
        return tx.connection.scalar(sa.text("SELECT count(DISTINCT xmin::text) FROM poll_boxes"))
    with pytest.raises(sa.exc.OperationalError) as refused, tx.connection.begin_nested():
        tx.connection.execute(sa.text("SELECT rowid FROM poll_tokens"))
    return str(refused.value.orig)


async def test_who_leaves_takes_a_ballot_along_but_what_is_in_the_box_stays(vote: Vote):
    one = vote.neighbours[0]
    await vote.database.transact(_tick, vote.poll, one, 1)
    await vote.database.transact(polls.cast, vote.secret, one, frozenset({1}))
    assert await vote.database.transact(polls.answered, one) == {vote.poll.id, vote.secret.id}
    await vote.database.transact(erasure.erase, one, NOW)
    assert await vote.counted(vote.poll) == Count(0, (0, 0, 0))
    assert await vote.counted(vote.secret) == Count(1, (0, 1, 0))
    assert await vote.rows(poll_tokens) == []


async def test_votes_go_once_they_are_counted_and_the_result_stays(vote: Vote):
    for one in vote.neighbours:
        await vote.database.transact(_tick, vote.poll, one, 0)
    await vote.database.transact(polls.cast, vote.secret, vote.neighbours[0], frozenset({1}))
    assert await vote.database.transact(polls.drop_votes) == 0
    found = Result(
        Count(30, (30, 0, 0)), 30, 4490, Published({1: Count(15, (15, 0, 0))}, frozenset({2}), None)
    )
    for poll in (vote.poll, vote.secret):
        await vote.database.transact(polls.close, poll, NOW)
        await vote.database.transact(polls.keep, poll, found)
    assert await vote.database.transact(polls.drop_votes) == 31
    assert [await vote.rows(one) for one in (ballots, poll_tokens, poll_boxes)] == [[], [], []]
    assert await vote.database.transact(polls.result, vote.poll) == found


async def test_rounds_are_due_one_after_the_other_and_a_new_time_replaces_the_old(vote: Vote):
    transact = vote.database.transact
    await transact(polls.plan, vote.poll, What.REMIND, NOW + timedelta(hours=2))
    await transact(polls.plan, vote.poll, What.REMIND, NOW + timedelta(hours=1))
    await transact(polls.plan, vote.poll, What.ASK, NOW)
    assert await transact(polls.next_round, NOW) == NOW + timedelta(hours=1)
    first = await transact(polls.due, NOW)
    assert first is not None
    assert (first.what, first.after) == (What.ASK, 0)
    await transact(polls.go_on, first, 7)
    again = await transact(polls.due, NOW)
    assert again is not None
    assert again.after == 7
    await transact(polls.end, again)
    await transact(polls.plan, vote.poll, What.REMIND, None)
    assert await transact(polls.due, NOW + timedelta(days=1)) is None
