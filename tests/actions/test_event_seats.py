"""The last seats, raced for by fifty, on both databases: none is given out twice, the line is in order."""

import asyncio
from dataclasses import replace
from datetime import date, time

import pytest
import sqlalchemy as sa

from actions import admission, event_absences, event_answers
from domain.dates import When
from domain.events import Event, LocalTime
from domain.refusals import OldButton
from storage import events, people, tables
from storage.database import Database
from storage.transaction import Transaction
from tests.actions.test_at_once import CROWD, NORD, crowd
from tests.actions.world import HERE, NOW, build, visit

SEATS = 3


@pytest.fixture
async def raced(database: Database) -> tuple[Database, int]:
    await database.transact(build)
    await database.transact(crowd)
    return database, await database.transact(_plan)


def _plan(tx: Transaction) -> int:
    when = LocalTime(When(date(2026, 12, 1), time(19)), "Europe/Copenhagen")
    return events.add(tx, Event(0, HERE, "Banko", when, "Skolen", NOW, NORD.lead, seats=SEATS))


def says(tx: Transaction, telegram: int, event_id: int, said: str, update: int = 0) -> None:
    here = visit(tx, "steering", NORD, NORD)
    person = people.by_telegram(tx, HERE, telegram)
    number = telegram + update
    theirs = replace(here, telegram_id=telegram, chat_id=telegram, update_id=number, person=person)
    admission.admit(tx, theirs, event_answers.say, event_id, said)


def stand(tx: Transaction, event_id: int) -> tuple[int, dict[str, int], list[int]]:
    """What the event says is taken, the answers by kind, and the line."""
    answers = tables.event_answers
    taken = tx.connection.scalar(sa.select(tables.events.c.taken).where(tables.events.c.id == event_id))
    rows = tx.connection.execute(sa.select(answers).where(answers.c.event_id == event_id)).all()
    kinds: dict[str, int] = {}
    for row in rows:
        kinds[row.answer] = kinds.get(row.answer, 0) + 1
    return taken or 0, kinds, sorted(row.line for row in rows if row.line is not None)


async def test_fifty_want_three_seats(raced: tuple[Database, int]):
    world, event_id = raced
    await asyncio.gather(*(world.transact(says, 5000 + number, event_id, "yes") for number in CROWD))
    taken, kinds, line = await world.transact(stand, event_id)
    assert (taken, kinds) == (SEATS, {"yes": SEATS, "waiting": len(CROWD) - SEATS})
    assert line == list(range(1, len(CROWD) - SEATS + 1))


async def test_while_all_change_their_minds_no_seat_is_lost_or_given_twice(raced: tuple[Database, int]):
    world, event_id = raced
    presses = [
        world.transact(says, 5000 + number, event_id, said, update)
        for number in range(12)
        for update, said in enumerate(("yes", "no", "yes", "maybe", "yes"))
    ]
    await asyncio.gather(*presses)
    taken, kinds, _line = await world.transact(stand, event_id)
    assert taken == kinds.get("yes", 0) <= SEATS
    assert not kinds.get("waiting") or taken == SEATS


def organises(tx: Transaction, what: str, telegram: int, event_id: int, update: int = 0) -> bool:
    """Whoever runs it notes that somebody cannot come, or undoes that; whether there was anything to do."""
    event, guest = events.by_id(tx, HERE, event_id), people.by_telegram(tx, HERE, telegram)
    assert event is not None
    assert guest is not None
    theirs = replace(visit(tx, "lead", NORD, NORD), update_id=telegram + update)
    try:
        if what == "note":
            admission.admit(tx, theirs, event_absences.note, event_id, guest.id)
        else:
            since = event.second_of(NOW)
            admission.admit(tx, theirs, event_absences.undo, event_id, guest.id, "yes", since)
    except OldButton:
        return False
    return True


def letters_to(tx: Transaction, telegram: int) -> int:
    theirs = sa.select(sa.func.count()).where(tables.outbox.c.chat_id == telegram)
    return tx.connection.scalar(theirs.where(tables.outbox.c.unique_key.like("%:absent:%"))) or 0


async def test_a_no_that_is_undone_by_several_at_once_takes_one_seat(raced: tuple[Database, int]):
    world, event_id = raced
    guests = [5000 + number for number in range(SEATS - 1)]
    for guest in guests:
        await world.transact(says, guest, event_id, "yes")
        await world.transact(organises, "note", guest, event_id)
    presses = [
        *(
            world.transact(organises, "undo", guest, event_id, update)
            for guest in guests
            for update in range(6)
        ),
        *(
            world.transact(says, guest, event_id, "yes", 10 + update)
            for guest in guests
            for update in range(2)
        ),
    ]
    await asyncio.gather(*presses)
    taken, kinds, _line = await world.transact(stand, event_id)
    assert (taken, kinds) == (len(guests), {"yes": len(guests)})


async def test_of_two_who_note_the_same_guest_one_does(raced: tuple[Database, int]):
    world, event_id = raced
    await world.transact(says, 5000, event_id, "yes")
    done = await asyncio.gather(*(world.transact(organises, "note", 5000, event_id, n) for n in range(8)))
    assert sum(done) == 1
    assert await world.transact(letters_to, 5000) == 1
    assert await world.transact(stand, event_id) == (0, {"no": 1}, [])


async def test_who_leaves_the_line_is_passed_over_and_the_next_moves_up(raced: tuple[Database, int]):
    world, event_id = raced
    for number in range(6):
        await world.transact(says, 5000 + number, event_id, "yes")
    await world.transact(says, 5003, event_id, "no", 1)
    await world.transact(says, 5000, event_id, "no", 1)

    def answer(tx: Transaction, telegram: int) -> str:
        person = people.by_telegram(tx, HERE, telegram)
        event = events.by_id(tx, HERE, event_id)
        assert person is not None
        assert event is not None
        rsvp = events.of(tx, event, person.id)
        return rsvp.answer if rsvp else ""

    said = [await world.transact(answer, 5000 + number) for number in range(6)]
    assert said == ["no", "yes", "yes", "no", "yes", "waiting"]


async def test_who_leaves_while_the_organiser_notes_their_no_gives_their_seat_back_once(
    raced: tuple[Database, int],
):
    world, event_id = raced

    def leaves(tx: Transaction, telegram: int) -> None:
        person = people.by_telegram(tx, HERE, telegram)
        assert person is not None
        events.forget_of(tx, person)

    await world.transact(says, 5040, event_id, "yes")
    for number in range(20):
        await world.transact(says, 5000 + number, event_id, "yes", number)
        noted = world.transact(organises, "note", 5000 + number, event_id, number)
        await asyncio.gather(noted, world.transact(leaves, 5000 + number))
        taken, kinds, _line = await world.transact(stand, event_id)
        assert taken == kinds["yes"] == 1
