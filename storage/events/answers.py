"""Who comes. Seats are given out by the database: whoever is first has it, the others stand in line."""

from datetime import datetime

import sqlalchemy as sa

from domain.events import Coming, Event, Guest, Rsvp, Tally
from domain.people import Person
from storage.audiences import IN_REACH, NOT_SHUT_OUT
from storage.events import rows
from storage.tables import event_answers, events, people
from storage.transaction import Transaction

AT_ONCE = 100
FORGOTTEN_AT_ONCE = 1000


def of(tx: Transaction, event: Event, person_id: int) -> Rsvp | None:
    """What that person has answered."""
    row = tx.connection.execute(sa.select(event_answers).where(_theirs(event, person_id))).one_or_none()
    return _rsvp(row) if row else None


def hold(tx: Transaction, event: Event) -> None:
    """Nobody else answers until this transaction ends: what is read from now on stays true."""
    tx.connection.execute(
        sa.select(events.c.id).where(rows.is_(event.cluster_id, event.id)).with_for_update()
    )


def answer(
    tx: Transaction, event: Event, person: Person, said: Coming, now: datetime, *, heads: int, eaters: int
) -> Rsvp:
    """Write down what they say, and what came of it: whoever finds no seat waits in line.

    Two at once take turns on the event's row.
    """
    hold(tx, event)
    before = of(tx, event, person.id)
    had = before.heads if before and before.answer is Coming.YES else 0
    line = before.line if before else None
    if said is Coming.YES and not _seated(tx, event, heads - had, line):
        if had:
            heads, line = had, None  # there is no seat for more of them: they keep those they have
        else:
            said, line = Coming.WAITING, line or _next_in_line(tx, event)
    else:
        line = None
    if said in {Coming.MAYBE, Coming.NO}:
        _give_back(tx, event, had)
    found = Rsvp(person.id, said, heads, min(eaters, heads) if event.supper else 0, line)
    _write(tx, event, found, now)
    return found


def put_back(tx: Transaction, event: Event, before: Rsvp, said: Coming, now: datetime) -> bool:
    """They say again what they said before that no, ahead of the line; False where the seat is gone.

    The event was held when `before` was read, else their seats may be taken already.
    """
    if said is Coming.YES and not _take(tx, event, before.heads):
        return False
    _write(tx, event, Rsvp(before.person_id, said, before.heads, before.eaters), now)
    return True


def move_up(tx: Transaction, event: Event, now: datetime) -> list[Rsvp]:
    """Whoever has waited longest and fits into what is free; nobody is passed over whom we can tell.

    Whoever we cannot tell would leave the seat empty: they keep their place in the line until they are back.
    """
    hold(tx, event)
    moved: list[Rsvp] = []
    for row in tx.connection.execute(_who_can_be_told(event).limit(AT_ONCE)).all():
        if not _take(tx, event, row.heads):
            break
        found = Rsvp(row.person_id, Coming.YES, row.heads, row.eaters)
        _write(tx, event, found, now)
        moved.append(found)
    return moved


def next_up(tx: Transaction, event: Event) -> Rsvp | None:
    """Whose turn it is."""
    row = tx.connection.execute(_who_can_be_told(event).limit(1)).one_or_none()
    return _rsvp(row) if row else None


def place_in_line(tx: Transaction, event: Event, rsvp: Rsvp) -> int:
    """How many stand before them, and they themselves."""
    before = (_of(event), event_answers.c.answer == Coming.WAITING, event_answers.c.line <= rsvp.line)
    return tx.connection.scalar(sa.select(sa.func.count()).select_from(event_answers).where(*before)) or 0


def tally(tx: Transaction, event: Event) -> Tally:
    """How many they are, by what they answered."""
    heads, eaters = sa.func.sum(event_answers.c.heads), sa.func.sum(event_answers.c.eaters)
    query = (
        sa.select(event_answers.c.answer, heads.label("heads"), eaters.label("eaters"))
        .where(_of(event))
        .group_by(event_answers.c.answer)
    )
    found = {row.answer: row for row in tx.connection.execute(query)}
    coming = found.get(Coming.YES)
    return Tally(
        coming=coming.heads if coming else 0,
        maybe=found[Coming.MAYBE].heads if Coming.MAYBE in found else 0,
        waiting=found[Coming.WAITING].heads if Coming.WAITING in found else 0,
        eating=coming.eaters if coming else 0,
    )


def guests(tx: Transaction, event: Event) -> list[Guest]:
    """Who comes, may come or waits, by first name: for whoever runs it."""
    query = (
        sa.select(event_answers, people.c.first_name, people.c.village_id, IN_REACH.label("reached"))
        .join(people, event_answers.c.person_id == people.c.id)
        .where(_of(event), event_answers.c.answer != Coming.NO)
        .order_by(event_answers.c.answer.desc(), people.c.first_name, people.c.id)
    )
    return [
        Guest(
            row.person_id,
            row.first_name,
            row.village_id,
            Coming(row.answer),
            row.heads,
            row.eaters,
            bool(row.reached),
        )
        for row in tx.connection.execute(query)
    ]


def forget_of(tx: Transaction, person: Person, since: datetime | None = None) -> None:
    """They leave, or are shut out: their seats are free again; with `since`, only in what begins later.

    Held first, always in the same order: else whoever runs it may give the same seats back meanwhile.
    """
    theirs = [event_answers.c.cluster_id == person.cluster_id, event_answers.c.person_id == person.id]
    if since is not None:
        ahead = (events.c.cluster_id == person.cluster_id, events.c.starts_at > since)
        theirs.append(event_answers.c.event_id.in_(sa.select(events.c.id).where(*ahead)))
    answered = sa.select(event_answers.c.event_id).where(*theirs)
    about = (events.c.cluster_id == person.cluster_id, events.c.id.in_(answered))
    tx.connection.execute(sa.select(events.c.id).where(*about).order_by(events.c.id).with_for_update())
    took = sa.select(event_answers.c.event_id, event_answers.c.heads)
    for row in tx.connection.execute(took.where(*theirs, event_answers.c.answer == Coming.YES)).all():
        freed = sa.update(events).where(rows.is_(person.cluster_id, row.event_id))
        tx.connection.execute(freed.values(taken=events.c.taken - row.heads))
    tx.connection.execute(sa.delete(event_answers).where(*theirs))


def forget_old(tx: Transaction, before: datetime) -> int:
    """Who came to what was over before then; a thousand at most. How many."""
    old = sa.select(events.c.id).where(events.c.over_at < before)
    some = (
        sa.select(event_answers.c.event_id, event_answers.c.person_id)
        .where(event_answers.c.event_id.in_(old))
        .limit(FORGOTTEN_AT_ONCE)
    )
    both = sa.tuple_(event_answers.c.event_id, event_answers.c.person_id)
    return tx.connection.execute(sa.delete(event_answers).where(both.in_(some))).rowcount


def _who_can_be_told(event: Event) -> "sa.Select[tuple[object, ...]]":
    """Who waits and hears from us, the longest first."""
    return (
        sa.select(event_answers)
        .join(people, event_answers.c.person_id == people.c.id)
        .where(_of(event), event_answers.c.answer == Coming.WAITING, IN_REACH, NOT_SHUT_OUT)
        .order_by(event_answers.c.line)
    )


def _seated(tx: Transaction, event: Event, more: int, line: int | None) -> bool:
    """Whether so many more find a seat: only where nobody waits who came before them."""
    if more > 0 and event.seats is not None:
        waiting = [_of(event), event_answers.c.answer == Coming.WAITING]
        if line is not None:
            waiting.append(event_answers.c.line < line)
        if tx.connection.scalar(sa.select(sa.func.count()).select_from(event_answers).where(*waiting)):
            return False
    return _take(tx, event, more)


def _take(tx: Transaction, event: Event, heads: int) -> bool:
    free = sa.or_(events.c.seats.is_(None), events.c.taken + heads <= events.c.seats)
    taken = sa.update(events).where(rows.is_(event.cluster_id, event.id), free)
    return tx.connection.execute(taken.values(taken=events.c.taken + heads)).rowcount == 1


def _give_back(tx: Transaction, event: Event, heads: int) -> None:
    if heads:
        freed = sa.update(events).where(rows.is_(event.cluster_id, event.id))
        tx.connection.execute(freed.values(taken=events.c.taken - heads))


def _next_in_line(tx: Transaction, event: Event) -> int:
    longer = sa.update(events).where(rows.is_(event.cluster_id, event.id))
    last = longer.values(lined_up=events.c.lined_up + 1).returning(events.c.lined_up)
    number: int = tx.connection.execute(last).scalar_one()
    return number


def _write(tx: Transaction, event: Event, rsvp: Rsvp, now: datetime) -> None:
    key = {"event_id": event.id, "person_id": rsvp.person_id}
    values = {
        "cluster_id": event.cluster_id,
        "answer": rsvp.answer,
        "heads": rsvp.heads,
        "eaters": rsvp.eaters,
        "line": rsvp.line,
        "answered_at": now,
    }
    tx.insert_or_update(event_answers, key, values)


def _rsvp(row: "sa.Row[tuple[object, ...]]") -> Rsvp:
    return Rsvp(row.person_id, Coming(row.answer), row.heads, row.eaters, row.line, row.answered_at)


def _of(event: Event) -> sa.ColumnElement[bool]:
    return sa.and_(event_answers.c.cluster_id == event.cluster_id, event_answers.c.event_id == event.id)


def _theirs(event: Event, person_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(_of(event), event_answers.c.person_id == person_id)
