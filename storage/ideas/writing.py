"""Ideas as they change: supported, answered, hidden, taken away."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from domain.ideas import ALIVE, UNANSWERED, Idea, State
from domain.people import Person
from storage.audiences import Crowd
from storage.outbox.erasing import names
from storage.tables import idea_reports, idea_supports, ideas, people
from storage.transaction import Transaction


def add(tx: Transaction, idea: Idea) -> int:
    """Write down a new one; its number."""
    row = {
        "cluster_id": idea.cluster_id,
        "author_id": idea.author_id,
        "title": idea.title,
        "why": idea.why,
        "village_id": idea.village_id,
        "picture": idea.picture,
        "state": idea.state,
        "created_at": idea.created_at,
        "waits_since": idea.waits_since,
    }
    number: int = tx.connection.execute(sa.insert(ideas).values(row).returning(ideas.c.id)).scalar_one()
    return number


def support(tx: Transaction, person: Person, idea_id: int, now: datetime) -> bool:
    """They support it; False when they do already."""
    return tx.insert_new(idea_supports, _mark(person, idea_id) | {"at": now})


def withdraw(tx: Transaction, person: Person, idea_id: int) -> bool:
    """They support it no longer; False when they did not."""
    here = [idea_supports.c[name] == value for name, value in _mark(person, idea_id).items()]
    return tx.connection.execute(sa.delete(idea_supports).where(*here)).rowcount == 1


def report(tx: Transaction, person: Person, idea: Idea, now: datetime) -> int | None:
    """They say that something is wrong with it: how many do since it was last looked at. None: they had."""
    if not tx.insert_new(idea_reports, _mark(person, idea.id) | {"at": now}):
        return None
    query = (
        sa.select(sa.func.count())
        .join_from(idea_reports, ideas)
        .where(
            idea_reports.c.cluster_id == idea.cluster_id,
            idea_reports.c.idea_id == idea.id,
            sa.or_(ideas.c.cleared_at.is_(None), idea_reports.c.at > ideas.c.cleared_at),
        )
    )
    return tx.connection.scalar(query) or 0


def hide(tx: Transaction, idea: Idea, now: datetime) -> bool:
    """Nobody but the steering group and its author sees it; False when it is hidden already."""
    return _change(tx, idea, {"hidden_at": now}, ideas.c.hidden_at.is_(None))


def clear(tx: Transaction, idea: Idea, now: datetime) -> bool:
    """It is shown again; False when it was not hidden."""
    return _change(tx, idea, {"hidden_at": None, "cleared_at": now}, ideas.c.hidden_at.is_not(None))


def remove(tx: Transaction, idea: Idea, now: datetime) -> bool:
    """It is gone with its words, its picture and all its marks; False when it was, or has been answered."""
    gone = {"title": "", "why": "", "picture": None, "waits_since": None, "removed_at": now}
    if not _change(tx, idea, gone, ideas.c.removed_at.is_(None), ideas.c.state == idea.state):
        return False
    for table in (idea_supports, idea_reports):
        marks = (table.c.cluster_id == idea.cluster_id, table.c.idea_id == idea.id)
        tx.connection.execute(sa.delete(table).where(*marks))
    return True


def move(tx: Transaction, idea: Idea, state: State, waits_since: datetime | None, **values: object) -> bool:
    """From the state it was read in to another; False when somebody was quicker."""
    changed = {"state": state, "waits_since": waits_since, "reminded": 0, **values}
    return _change(tx, idea, changed, ideas.c.state == idea.state)


def keep_alive(tx: Transaction, idea: Idea) -> bool:
    """Whether another may become a part of it: then it stays so until the transaction ends."""
    here = (ideas.c.cluster_id == idea.cluster_id, ideas.c.id == idea.id, ideas.c.state.in_(ALIVE))
    shown = (ideas.c.hidden_at.is_(None), ideas.c.removed_at.is_(None))
    return tx.connection.scalar(sa.select(ideas.c.id).where(*here, *shown).with_for_update()) is not None


def hold(tx: Transaction, idea: Idea, holder_id: int) -> bool:
    """Somebody answers it from now on; False when its state has changed meanwhile."""
    return _change(tx, idea, {"holder_id": holder_id}, ideas.c.state == idea.state)


def owe_result(tx: Transaction, idea: Idea, now: datetime) -> None:
    """What it became is done, and somebody must say what came of it."""
    _change(tx, idea, {"waits_since": now, "reminded": 0})


def reminded(tx: Transaction, idea: Idea) -> bool:
    """Whoever is next is reminded now; False when somebody was quicker."""
    same = (ideas.c.reminded == idea.reminded, ideas.c.waits_since == idea.waits_since)
    return _change(tx, idea, {"reminded": idea.reminded + 1}, *same)


def gather_supporters(tx: Transaction, idea: Idea, into: Idea, now: datetime) -> None:
    """Whoever supports one supports the other, too, and its author does; but nobody their own idea."""
    theirs = (idea_supports.c.cluster_id == idea.cluster_id, idea_supports.c.idea_id == idea.id)
    found = set(tx.connection.scalars(sa.select(idea_supports.c.person_id).where(*theirs)))
    for person_id in sorted({*found, *([idea.author_id] if idea.author_id else [])} - {into.author_id}):
        row = {"cluster_id": into.cluster_id, "idea_id": into.id, "person_id": person_id, "at": now}
        tx.insert_new(idea_supports, row)


def followers(idea: Idea, but: int | None) -> Crowd:
    """Its author and all who support it, without the one who did it."""
    theirs = sa.select(idea_supports.c.person_id).where(
        idea_supports.c.cluster_id == idea.cluster_id, idea_supports.c.idea_id == idea.id
    )
    concerned = sa.or_(people.c.id.in_(theirs), people.c.id == idea.author_id)
    return Crowd(idea.cluster_id, concerned if but is None else sa.and_(concerned, people.c.id != but))


def forget_of(tx: Transaction, person: Person) -> None:
    """What they wrote and nobody else holds on to goes with them; the rest loses its name.

    A name in the words themselves goes, too, as far as it can be told.
    """
    theirs = (ideas.c.cluster_id == person.cluster_id, ideas.c.author_id == person.id)
    kept_by = (
        sa.select(idea_supports.c.idea_id)
        .where(idea_supports.c.idea_id == ideas.c.id, idea_supports.c.person_id != person.id)
        .exists()
    )
    part_of_it = ideas.alias("part")
    merged = sa.select(part_of_it.c.id).where(part_of_it.c.merged_into == ideas.c.id).exists()
    alone = (ideas.c.state.in_(UNANSWERED), ~kept_by, ~merged)
    gone = tx.connection.scalars(sa.select(ideas.c.id).where(*theirs, *alone)).all()
    for table, column in ((idea_supports, "idea_id"), (idea_reports, "idea_id"), (ideas, "id")):
        here = (table.c.cluster_id == person.cluster_id, table.c[column].in_(gone))
        tx.connection.execute(sa.delete(table).where(*here))
    _take_out_the_name(tx, person)


def _take_out_the_name(tx: Transaction, person: Person) -> None:
    naming = names(person)
    theirs = (ideas.c.cluster_id == person.cluster_id, ideas.c.author_id == person.id)
    for row in tx.connection.execute(sa.select(ideas.c.id, ideas.c.title, ideas.c.why).where(*theirs)).all():
        words = {"title": naming.sub("…", row.title), "why": naming.sub("…", row.why)}
        tx.connection.execute(sa.update(ideas).where(*theirs, ideas.c.id == row.id).values(words))


def _mark(person: Person, idea_id: int) -> dict[str, int]:
    return {"cluster_id": person.cluster_id, "idea_id": idea_id, "person_id": person.id}


def _change(
    tx: Transaction, idea: Idea, values: Mapping[str, object], *still: sa.ColumnElement[bool]
) -> bool:
    here = (ideas.c.cluster_id == idea.cluster_id, ideas.c.id == idea.id, *still)
    return tx.connection.execute(sa.update(ideas).where(*here).values(values)).rowcount == 1
