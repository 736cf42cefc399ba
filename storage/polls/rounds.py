"""Letters to everybody a poll is for: written a part at a time, so that nobody else waits for them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from domain.polls import Poll
from storage.audiences import Crowd
from storage.tables import ballots, people, poll_rounds, poll_tokens
from storage.transaction import Transaction


class What(StrEnum):
    """The question, the reminder of it (again for whom it did not reach by night), and what came of it."""

    ASK = "ask"
    REMIND = "remind"
    AGAIN = "again"
    TELL = "tell"


@dataclass(frozen=True)
class Round:
    """Letters still to be written: to whoever comes after that person."""

    cluster_id: int
    poll_id: int
    what: What
    due_at: datetime
    after: int


def plan(tx: Transaction, poll: Poll, what: What, due_at: datetime | None) -> None:
    """From `due_at` on; None: not at all, or not any more."""
    key = {"cluster_id": poll.cluster_id, "poll_id": poll.id, "what": what}
    if due_at is None:
        here = [poll_rounds.c[name] == value for name, value in key.items()]
        tx.connection.execute(sa.delete(poll_rounds).where(*here))
        return
    del key["cluster_id"]
    values = {"cluster_id": poll.cluster_id, "due_at": due_at, "after": 0}
    tx.insert_or_update(poll_rounds, key, values)


def due(tx: Transaction, now: datetime, without: Collection[int] = ()) -> Round | None:
    """One whose time has come, of any cluster, but for these polls.

    Two who look at once get different ones, or one waits.
    """
    there = (poll_rounds.c.due_at <= now, poll_rounds.c.poll_id.not_in(without))
    query = sa.select(poll_rounds).where(*there).order_by(poll_rounds.c.due_at).limit(1)
    row = tx.connection.execute(query.with_for_update(skip_locked=True)).one_or_none()
    return Round(row.cluster_id, row.poll_id, What(row.what), row.due_at, row.after) if row else None


def go_on(tx: Transaction, here: Round, after: int) -> None:
    """Everybody up to that person is written to."""
    tx.connection.execute(sa.update(poll_rounds).where(*_is(here)).values(after=after))


def end(tx: Transaction, here: Round) -> None:
    """Everybody is."""
    tx.connection.execute(sa.delete(poll_rounds).where(*_is(here)))


def next_round(tx: Transaction, after: datetime) -> datetime | None:
    """When the next one begins."""
    soonest = sa.select(sa.func.min(poll_rounds.c.due_at, type_=poll_rounds.c.due_at.type))
    moment: datetime | None = tx.connection.scalar(soonest.where(poll_rounds.c.due_at > after))
    return moment


def unanswered(crowd: Crowd, poll: Poll) -> Crowd:
    """Those of them who have not voted."""
    table = poll_tokens if poll.sensitive else ballots
    voted = sa.select(table.c.person_id).where(
        table.c.cluster_id == poll.cluster_id, table.c.poll_id == poll.id
    )
    return Crowd(crowd.cluster_id, sa.and_(crowd.which, people.c.id.not_in(voted)))


def _is(here: Round) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        poll_rounds.c.cluster_id == here.cluster_id,
        poll_rounds.c.poll_id == here.poll_id,
        poll_rounds.c.what == here.what,
    )
