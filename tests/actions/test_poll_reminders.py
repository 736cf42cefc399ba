"""A poll's reminder comes the evening before; whom it did not reach by night gets it in the morning, once."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa

from actions import poll_letters
from domain.audience import CLUSTER
from domain.polls import YES_NO, Poll, PollKind, closing, remind_at
from storage import polls, tables
from storage.database import Database
from storage.outbox.letters import State
from storage.polls import What
from storage.transaction import Transaction
from tests.actions.world import HERE, NOW, Place, build, put

NORD = Place(HERE)
ZONE = "Europe/Copenhagen"
ENDS = closing(NOW, 3, ZONE)
POLL = Poll(
    0, HERE, "Skal vi?", PollKind.SINGLE, YES_NO, CLUSTER, sensitive=False, opened_at=NOW, closes_at=ENDS
)
EVENING = ENDS - timedelta(days=1)
NIGHT = EVENING + timedelta(hours=1)
MORNING = EVENING + timedelta(hours=12)
WAITED = ("resident", "lead")
"""Their letters did not leave us before the night."""


@pytest.fixture
async def poll(database: Database) -> Poll:
    """Everybody is reminded; for some it was too late."""
    await database.transact(build)
    found = await database.transact(ask)
    assert remind_at(found, ZONE) == EVENING
    await write(database, EVENING)
    await database.transact(the_night_comes, found)
    return found


def ask(tx: Transaction) -> Poll:
    poll = replace(POLL, id=polls.add(tx, POLL))
    polls.plan(tx, poll, What.REMIND, EVENING)
    return poll


async def write(database: Database, now: datetime) -> None:
    while await database.transact(poll_letters.write, now):
        pass


def the_night_comes(tx: Transaction, poll: Poll) -> None:
    """One that waits still, one that has expired, one that may have arrived; the others have theirs."""
    fates = {
        NORD.resident: {"state": State.PENDING},
        NORD.lead: {"state": State.EXPIRED, "settled_at": NIGHT},
        NORD.steering: {"state": State.EXPIRED, "settled_at": NIGHT, "copies": 1},
        NORD.member: {"state": State.EXPIRED, "settled_at": NIGHT},
    }
    of_it = sa.update(tables.outbox).where(tables.outbox.c.subject == poll_letters.remind_about(poll))
    tx.connection.execute(of_it.values(state=State.SENT, copies=1, settled_at=EVENING))
    for person, fate in fates.items():
        tx.connection.execute(of_it.where(tables.outbox.c.person_id == person).values({"copies": 0, **fate}))
    put(tx, tables.ballots, cluster_id=HERE, poll_id=poll.id, person_id=NORD.member, picks=1)


def reminders(tx: Transaction, poll: Poll) -> dict[int, tuple[str, datetime]]:
    """By person; the keys of the database hold that there is one for each."""
    columns = (tables.outbox.c.person_id, tables.outbox.c.state, tables.outbox.c.not_after)
    of_it = sa.select(*columns).where(tables.outbox.c.subject == poll_letters.remind_about(poll))
    return {row.person_id: (row.state, row.not_after) for row in tx.connection.execute(of_it)}


async def test_whom_it_did_not_reach_before_the_night_gets_it_in_the_morning(database: Database, poll: Poll):
    before = await database.transact(reminders, poll)
    assert {end for _, end in before.values()} == {NIGHT}
    assert await database.transact(poll_letters.next_letters, NIGHT) == MORNING
    await write(database, NIGHT)
    assert await database.transact(reminders, poll) == before, "nobody is woken"
    await write(database, MORNING)
    after = await database.transact(reminders, poll)
    anew = {
        person
        for person, (state, end) in after.items()
        if (state, end) == (State.PENDING, ENDS - poll_letters.NO_USE)
    }
    assert anew == {getattr(NORD, who) for who in WAITED}
    assert NORD.member not in after, "they have voted"
    the_others = before.keys() - anew - {NORD.member}
    assert {person: after[person] for person in the_others} == {
        person: before[person] for person in the_others
    }


async def test_it_is_written_anew_once(database: Database, poll: Poll):
    await write(database, MORNING)
    again = await database.transact(reminders, poll)
    late = sa.update(tables.outbox).where(tables.outbox.c.state == State.PENDING)
    await database.transact(lambda tx: tx.connection.execute(late.values(not_after=MORNING)))
    await write(database, MORNING + timedelta(hours=1))
    assert (await database.transact(reminders, poll)).keys() == again.keys()
    assert await database.transact(rounds, poll) == []


async def test_many_are_written_to_in_parts(database: Database, poll: Poll, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(poll_letters, "LATE_PART", 1)
    parts = []
    while await database.transact(poll_letters.write, MORNING):
        parts.append(sum(end > NIGHT for _, end in (await database.transact(reminders, poll)).values()))
    assert parts[-1] == len(WAITED)
    assert all(later - before <= 1 for before, later in pairwise(parts))


@pytest.mark.parametrize("late", [ENDS - poll_letters.NO_USE, ENDS + timedelta(hours=1)])
async def test_where_it_does_not_help_any_more_nothing_is_written(
    database: Database, poll: Poll, late: datetime
):
    before = await database.transact(reminders, poll)
    await write(database, late)
    assert await database.transact(reminders, poll) == before
    assert await database.transact(rounds, poll) == []


async def test_a_poll_that_was_closed_meanwhile_reminds_nobody(database: Database, poll: Poll):
    def close(tx: Transaction) -> None:
        tx.connection.execute(
            sa.update(tables.polls).where(tables.polls.c.id == poll.id).values(closes_at=NIGHT)
        )
        while poll_letters.close(tx, NIGHT):
            pass

    await database.transact(close)
    assert await database.transact(rounds, poll) == ["tell"]


def rounds(tx: Transaction, poll: Poll) -> list[str]:
    """What is still to be written."""
    columns = tables.poll_rounds.c
    return list(tx.connection.scalars(sa.select(columns.what).where(columns.poll_id == poll.id)))
