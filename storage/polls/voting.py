"""Votes: one ballot a person; in a sensitive poll a box of numbers, and who has voted."""

from collections.abc import Callable
from functools import partial

import sqlalchemy as sa

from domain.people import Person
from domain.polls import Picks, Poll, of_mask
from storage.prepared import Insert, Prepared, Statement
from storage.tables import ballots, poll_boxes, poll_tokens
from storage.transaction import Transaction


def tick(tx: Transaction, poll: Poll, person: Person, answer: int, *, only: bool) -> Picks:
    """They choose that answer; `only`: in place of what they had chosen. What they have chosen now.

    Once more changes nothing.
    """
    row = {"cluster_id": poll.cluster_id, "poll_id": poll.id, "person_id": person.id, "picks": 1 << answer}
    return of_mask((_CHOOSE if only else _ADD).scalar(tx, **row))


def untick(tx: Transaction, poll: Poll, person: Person, answer: int) -> None:
    """They do not choose that answer any more; without any there is no ballot."""
    ballot = {**_theirs(poll, person), "bit": 1 << answer}
    _DROP.count(tx, **ballot)
    _TAKE_AWAY.count(tx, **ballot)


def picks(tx: Transaction, poll: Poll, person: Person) -> Picks:
    """What they have chosen so far; nothing is known of a sensitive poll."""
    return of_mask(_PICKS.scalar(tx, **_theirs(poll, person)) or 0)


def cast(tx: Transaction, poll: Poll, person: Person, chosen: Picks) -> bool:
    """Their vote goes into the box, for good; False when they have voted.

    The whole box is one row, and every vote changes all of it: nothing in it is newer than the rest.
    """
    token = {"cluster_id": poll.cluster_id, "poll_id": poll.id, "person_id": person.id}
    if not tx.insert_new(poll_tokens, token):
        return False
    here = (poll_boxes.c.cluster_id == poll.cluster_id, poll_boxes.c.poll_id == poll.id)
    box = tx.connection.execute(sa.select(poll_boxes).where(*here).with_for_update()).one()
    answers = [count + (answer in chosen) for answer, count in enumerate(box.answers)]
    tx.connection.execute(
        sa.update(poll_boxes).where(*here).values(voters=poll_boxes.c.voters + 1, answers=answers)
    )
    return True


def answered(tx: Transaction, person: Person) -> set[int]:
    """The polls in which they have voted, while these are open."""
    found: set[int] = set()
    for table in (ballots, poll_tokens):
        theirs = (table.c.cluster_id == person.cluster_id, table.c.person_id == person.id)
        found |= set(tx.connection.scalars(sa.select(table.c.poll_id).where(*theirs)))
    return found


def _theirs(poll: Poll, person: Person) -> dict[str, int]:
    return {"cluster": poll.cluster_id, "poll": poll.id, "person": person.id}


def _new(insert: Callable[[sa.Table], Insert], *, only: bool) -> Statement:
    new = insert(ballots)
    chosen = new.excluded.picks if only else ballots.c.picks.op("|")(new.excluded.picks)
    written = new.on_conflict_do_update(index_elements=["poll_id", "person_id"], set_={"picks": chosen})
    return written.returning(ballots.c.picks)


_CHOOSE = Prepared(partial(_new, only=True))
_ADD = Prepared(partial(_new, only=False))
_BALLOT = (
    ballots.c.cluster_id == sa.bindparam("cluster"),
    ballots.c.poll_id == sa.bindparam("poll"),
    ballots.c.person_id == sa.bindparam("person"),
)
_BIT = sa.bindparam("bit", type_=sa.Integer)
_PICKS = Prepared(sa.select(ballots.c.picks).where(*_BALLOT))
_DROP = Prepared(sa.delete(ballots).where(*_BALLOT, ballots.c.picks == _BIT))
_TAKE_AWAY = Prepared(
    sa.update(ballots)
    .where(*_BALLOT, ballots.c.picks.op("&")(_BIT) != 0)
    .values(picks=ballots.c.picks - _BIT)
)
