"""Whoever is shut out counts nowhere; whoever our letters cannot reach keeps what they have."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
import sqlalchemy as sa

from actions import digests as duties
from domain.dates import When
from domain.digests import Every, Kind, Plan, Source, Window
from domain.events import Coming, Event, LocalTime
from domain.people import Person
from storage import bots, digests, events, groups, ideas, outbox, people, tables, volunteers
from storage.database import Database
from storage.events.circles import circles
from storage.transaction import Transaction
from tests.actions.world import HERE, NOW, SKILL, SOON, Place, build, put

NORD = Place(HERE)
PEOPLE = 9
"""With a skill, of whom one is shut out."""


@pytest.fixture
async def world(database: Database) -> Database:
    await database.transact(build)
    await database.transact(_take_part)
    return database


def _take_part(tx: Transaction) -> None:
    """The one who is shut out was in the group, said yes, supported an idea, and was new."""
    them = {"cluster_id": HERE, "person_id": NORD.blocked}
    put(tx, tables.members, **them, group_id=NORD.group, leads=False, since=NOW, until=SOON)
    put(tx, tables.idea_supports, **them, idea_id=NORD.idea, at=NOW)
    put(
        tx, tables.asks, **them, need_id=NORD.need, way="lead", reasons=[], asked_at=NOW, answer="yes",
        answered_at=NOW,
    )  # fmt: skip


def _supporters(tx: Transaction) -> int:
    idea = ideas.by_id(tx, HERE, NORD.idea)
    assert idea is not None
    return idea.supporters


def _window(kind: Kind, number: int) -> tuple[Source, Window]:
    return Source(kind, number), Window(NOW, datetime.max.replace(tzinfo=NOW.tzinfo))


VILLAGE = _window(Kind.VILLAGE, NORD.village)
GROUP = _window(Kind.GROUP, NORD.group)


@pytest.mark.parametrize(
    ("counted", "wanted"),
    [
        (lambda tx: volunteers.how_many_can(tx, HERE, {SKILL}), {SKILL: PEOPLE - 1}),
        (lambda tx: groups.volunteers(tx, HERE), {NORD.village: PEOPLE - 1}),
        (lambda tx: groups.skilled(tx, HERE), {SKILL: {NORD.village: PEOPLE - 1}}),
        (lambda tx: groups.heads(tx, HERE), {NORD.group: 2}),
        (lambda tx: groups.roles_each(tx, HERE), [1, 1]),
        (lambda tx: circles(tx, HERE)[NORD.group].members, {NORD.lead, NORD.member}),
        (_supporters, 0),
        (lambda tx: digests.faces(tx, HERE, *VILLAGE), PEOPLE - 1),
        (lambda tx: digests.faces(tx, HERE, *GROUP), 2),
        (lambda tx: digests.thanked(tx, HERE, Kind.VILLAGE, VILLAGE[1]), {}),
        (lambda tx: digests.thanked(tx, HERE, Kind.GROUP, GROUP[1]), {}),
    ],
)
async def test_who_is_shut_out_is_in_no_number(
    world: Database, counted: Callable[[Transaction], object], wanted: object
):
    assert await world.transact(counted) == wanted


def _full(tx: Transaction) -> Event:
    """One seat, which the resident has; the member and the asker stand in line."""
    when = LocalTime(When(date(2026, 12, 1), time(19)), "Europe/Copenhagen")
    number = events.add(tx, Event(0, HERE, "Banko", when, "Skolen", NOW, NORD.lead, seats=1))
    event = _event(tx, number)
    for who in ("resident", "member", "asker"):
        events.answer(tx, event, _person(tx, who), Coming.YES, NOW, heads=1, eaters=0)
    return event


def _event(tx: Transaction, number: int) -> Event:
    event = events.by_id(tx, HERE, number)
    assert event is not None
    return event


def _person(tx: Transaction, who: str) -> Person:
    person = people.by_id(tx, HERE, getattr(NORD, who))
    assert person is not None
    return person


def _come(tx: Transaction, event: Event) -> dict[str, bool]:
    """Who comes, by what they are here; and whether our letters reach them."""
    names = {getattr(NORD, who): who for who in ("resident", "member", "asker")}
    found = tx.connection.execute(
        sa.select(tables.event_answers.c.person_id).where(
            tables.event_answers.c.event_id == event.id, tables.event_answers.c.answer == Coming.YES
        )
    )
    coming = [guest for guest in events.guests(tx, event) if guest.answer is Coming.YES]
    return dict(zip((names[one] for one in found.scalars()), (one.reached for one in coming), strict=True))


async def test_a_free_seat_goes_to_the_next_whom_we_can_tell_and_nobody_loses_one(world: Database):
    def story(tx: Transaction) -> list[dict[str, bool]]:
        event = _full(tx)
        for who in ("resident", "member"):
            people.set_unreachable(tx, HERE, _person(tx, who).telegram_id, NOW)
        events.move_up(tx, event, NOW)
        stood = [_come(tx, event)]
        events.set_seats(tx, event, 2)
        events.move_up(tx, event, NOW)
        return [*stood, _come(tx, event)]

    stood, more = await world.transact(story)
    assert stood == {"resident": False}, (
        "they may well come, so their seat is theirs; it is said to whoever runs it"
    )
    assert set(more) == {"resident", "asker"}


async def test_who_is_shut_out_gives_back_seats_in_what_is_to_come(world: Database):
    def story(tx: Transaction) -> dict[str, bool]:
        event = _full(tx)
        events.forget_of(tx, _person(tx, "resident"), since=NOW)
        events.move_up(tx, event, NOW)
        return _come(tx, event)

    assert set(await world.transact(story)) == {"member"}


async def test_a_digest_that_was_sent_stays_told_when_its_letters_are_forgotten(world: Database):
    def story(tx: Transaction) -> bool:
        plan = digests.of_source(tx, HERE, Source(Kind.GROUP, NORD.group))
        assert plan is not None
        _sent(tx, plan)
        later = plan.next_at.replace(year=2027)
        duties.forget(tx, later)
        outbox.forget(tx, later)
        return digests.since(tx, HERE, [plan.source])[plan.source, Every.WEEK] == plan.next_at

    assert await world.transact(story)


def _sent(tx: Transaction, plan: Plan) -> None:
    digests.tried(tx, HERE, plan.next_at, {(plan.source, Every.WEEK): NOW})
    put(
        tx, tables.outbox, cluster_id=HERE, bot_id=NORD.bot, person_id=NORD.member, chat_id=1, kind="digest",
        unique_key="digest", subject=digests.subject(plan.next_at), act="send", content_id=NORD.announcement,
        lane="mass", state="sent", not_before=NOW, created_at=NOW, settled_at=plan.next_at,
    )  # fmt: skip


async def test_letters_go_by_the_bot_that_is_served(world: Database):
    def story(tx: Transaction) -> int | None:
        bots.put(tx, bots.Bot(NORD.bot, "nord_bot", HERE, NOW))
        bots.put(tx, bots.Bot(NORD.bot + 1, "new_nord_bot", HERE))
        return bots.of_cluster(tx, HERE)

    assert await world.transact(story) == NORD.bot + 1
