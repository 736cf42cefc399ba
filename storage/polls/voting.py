"""Votes: one ballot a person; in a sensitive poll a box of numbers, and who has voted."""

import sqlalchemy as sa

from domain.people import Person
from domain.polls import Picks, Poll, of_mask
from storage.tables import ballots, poll_boxes, poll_tokens, polls
from storage.transaction import Transaction


def hold(tx: Transaction, poll: Poll) -> bool:
    """Keep the poll from being counted until this vote is in; False when it has been already."""
    still = (polls.c.cluster_id == poll.cluster_id, polls.c.id == poll.id, polls.c.closed_at.is_(None))
    return tx.connection.scalar(sa.select(polls.c.id).where(*still).with_for_update(read=True)) is not None


def tick(tx: Transaction, poll: Poll, person: Person, answer: int, *, only: bool) -> None:
    """They choose that answer; `only`: in place of what they had chosen. Once more changes nothing."""
    row = {"cluster_id": poll.cluster_id, "poll_id": poll.id, "person_id": person.id, "picks": 1 << answer}
    new = tx.insert(ballots).values(row)
    chosen = new.excluded.picks if only else ballots.c.picks.op("|")(new.excluded.picks)
    tx.connection.execute(
        new.on_conflict_do_update(index_elements=["poll_id", "person_id"], set_={"picks": chosen})
    )


def untick(tx: Transaction, poll: Poll, person: Person, answer: int) -> None:
    """They do not choose that answer any more; without any there is no ballot."""
    bit, theirs = 1 << answer, _theirs(ballots, poll, person)
    tx.connection.execute(sa.delete(ballots).where(*theirs, ballots.c.picks == bit))
    ticked = (*theirs, ballots.c.picks.op("&")(bit) != 0)
    tx.connection.execute(sa.update(ballots).where(*ticked).values(picks=ballots.c.picks - bit))


def picks(tx: Transaction, poll: Poll, person: Person) -> Picks:
    """What they have chosen so far; nothing is known of a sensitive poll."""
    mask = tx.connection.scalar(sa.select(ballots.c.picks).where(*_theirs(ballots, poll, person)))
    return of_mask(mask or 0)


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


def _theirs(table: sa.Table, poll: Poll, person: Person) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        table.c.cluster_id == poll.cluster_id,
        table.c.poll_id == poll.id,
        table.c.person_id == person.id,
    )
