"""The letters of an announcement: the limit, the figures, taking back, and words that Telegram refuses."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from actions import announcement_rounds, announcements
from domain.announcements import LOW, PART, Announcement, State
from domain.kinds import Kind
from domain.message import Lane
from domain.outcome import Refused, Sent, Unreachable
from domain.people import Person, Role
from domain.visit import Visit
from storage import announcement_letters as letters
from storage import announcements as kept
from storage import audiences, outbox, people, tables
from storage.outbox import Owner, Room, Settlement

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 21, 23, tzinfo=UTC)
OWNER = Owner("test", NOW + timedelta(minutes=1))
Asks = Callable[..., Awaitable[object]]
MANY = PART + LOW + 100
"""More than one part."""


def settle(tx, count: int) -> None:
    run = tx.connection.execute
    words = dict.fromkeys(("slug", "name", "municipality", "controller", "contact_name"), "nord")
    run(
        sa.insert(tables.clusters),
        words | {"id": 1, "zone": "Europe/Copenhagen", "about": {}, "created_at": NOW},
    )
    run(sa.insert(tables.bots), {"id": 1, "cluster_id": 1, "username": "b"})
    village = {"id": 1, "cluster_id": 1, "slug": "v", "name": "V", "also_called": [], "inhabitants": 1}
    run(sa.insert(tables.villages), village)
    run(sa.insert(tables.people), [somebody(number) for number in range(1, count + 1)])
    run(sa.insert(tables.roles), {"cluster_id": 1, "person_id": 1, "role": Role.STEERING})


def somebody(number: int) -> dict[str, object]:
    return {
        "id": number, "cluster_id": 1, "telegram_id": 1000 + number, "first_name": "Nabo",
        "language": "en" if number % 2 else "da", "village_id": 1, "sixteen_on": NOW.date(),
        "joined_at": NOW, "seen_at": NOW, "free_times": [],
    }  # fmt: skip


def planned(tx, **more: object) -> Announcement:
    texts = {"da": "Hej", "en": "Hello"}
    one = Announcement(0, 1, texts, 1, 1, NOW, state=State.PLANNED, starts_at=NOW)
    one = replace(one, **more)
    return replace(one, id=kept.add(tx, one))


def again(tx, one: Announcement) -> Announcement:
    found = kept.by_id(tx, 1, one.id)
    assert found is not None
    return found


def tick(tx, one: Announcement, now: datetime = NOW) -> Announcement:
    announcement_rounds.go_on(tx, now)
    return again(tx, one)


def sends(tx, count: int, decision: object = None, now: datetime = NOW) -> int:
    """As the sender does: takes so many into hand and settles them."""
    taken = outbox.claim(tx, 1, OWNER, Room((Lane.MASS,), count), now)
    results = [Settlement(one, decision or Sent(one.id)) for one in taken]
    outbox.settle(tx, OWNER.name, results, now)
    return len(taken)


def figures(tx, one: Announcement) -> tuple[int, ...]:
    found = letters.progress(tx, again(tx, one))
    return found.total, found.sent, found.unreachable, found.failed, found.left


@pytest.fixture
def few(database) -> Asks:
    return asking(database, 6)


@pytest.fixture
def many(database) -> Asks:
    return asking(database, MANY)


def asking(database, count: int) -> Asks:
    begun = []

    async def ask(action, *arguments, **named):
        if not begun:
            begun.append(await database.transact(settle, count))
        return await database.transact(action, *arguments, **named)

    return ask


async def test_it_is_counted_what_became_of_every_letter(few):
    one = await few(planned)
    await few(tick, one)
    assert await few(figures, one) == (6, 0, 0, 0, 6)
    await few(sends, 3)
    await few(sends, 1, Unreachable("blocked"))
    assert await few(figures, one) == (6, 3, 1, 0, 2)
    await few(sends, 2)
    await few(tick, one)
    assert (await few(again, one)).state is State.DONE
    assert await few(figures, one) == (6, 5, 1, 0, 0)


async def test_only_a_part_is_written_while_many_wait(many):
    one = await many(planned)
    assert (await many(tick, one)).written_to == PART
    assert (await many(tick, one)).written_to == PART
    await many(sends, PART - LOW)
    assert (await many(tick, one)).written_to == announcement_rounds.WRITTEN
    assert await many(figures, one) == (MANY, PART - LOW, 0, 0, MANY - PART + LOW)


def person(tx) -> Person:
    found = people.by_id(tx, 1, 1)
    assert found is not None
    return found


def press(tx, action, one: Announcement) -> None:
    visit = Visit(1, 1, 1, 1001, 1001, "", None, None, NOW, person(tx))
    action(tx, visit, one.id)


async def test_after_a_pause_only_what_is_in_hand_goes_and_the_rest_goes_later(many):
    one = await many(planned)
    await many(tick, one)
    assert len(await many(outbox.claim, 1, OWNER, Room((Lane.MASS,), 6), NOW)) == 6
    await many(press, announcements.pause, one)
    await many(tick, one)
    assert await many(letters.waiting, one) == 6
    assert await many(sends, 100) == 0
    await many(press, announcements.resume, one)
    assert (await many(tick, one)).written_to == PART + 6
    assert await many(letters.waiting, one) == PART + 6
    assert await many(sends, PART + LOW) == PART


async def test_after_it_was_stopped_nobody_else_gets_it(many):
    one = await many(planned)
    await many(tick, one)
    taken = await many(outbox.claim, 1, OWNER, Room((Lane.MASS,), 6), NOW)
    assert len(taken) == 6
    await many(press, announcements.stop, one)
    assert (await many(tick, one)).state is State.CANCELLED
    assert await many(sends, 100) == 0
    assert await many(letters.waiting, one) == 6
    assert await many(figures, one) == (MANY, 0, 0, 0, MANY)


async def test_nobody_gets_two_a_day_or_five_a_week_but_for_what_is_important(few):
    def free(tx, now: datetime, *, important: bool = False) -> int:
        one = Announcement(99, 1, {"da": "Hej"}, 1, 1, now, important=important)
        midnight = now - (NOW - MIDNIGHT)
        return audiences.count(tx, letters.within_limit(one, letters.crowd(one, now), midnight, now))

    for day in range(4):
        now = NOW + timedelta(days=day)
        assert await few(free, now) == 6
        one = await few(planned, starts_at=now)
        await few(tick, one, now)
        await few(sends, 6, now=now)
        await few(tick, one, now)
        assert await few(free, now) == 0
        assert await few(free, now, important=True) == 6
    assert await few(free, NOW + timedelta(days=4)) == 0
    assert await few(free, NOW + timedelta(days=7, hours=1)) == 6


async def test_whoever_had_one_that_day_gets_it_the_next_morning(few):
    first, second = await few(planned), await few(planned)
    for one in (first, second):
        await few(tick, one)
        await few(sends, 6)
    waits = await few(tick, second)
    assert waits.state is State.SENDING
    morning = datetime(2026, 11, 23, 7, tzinfo=UTC)
    assert waits.next_at == morning
    assert await few(announcement_rounds.next_step, NOW) == morning
    await few(tick, second, morning)
    assert await few(sends, 9, now=morning) == 6
    assert (await few(tick, second, morning)).state is State.DONE


async def test_at_nine_in_the_evening_what_waits_waits_for_the_morning(many):
    evening, morning = datetime(2026, 11, 22, 20, tzinfo=UTC), datetime(2026, 11, 23, 7, tzinfo=UTC)
    one = await many(planned, starts_at=evening - timedelta(minutes=2))
    before = evening - timedelta(seconds=80)
    await many(tick, one, before)
    assert await many(letters.waiting, one) == 400  # what twenty seconds suffice for
    await many(sends, 100, now=before)
    await many(tick, one, evening)
    assert await many(letters.waiting, one) == 0
    assert await many(sends, 100, now=evening) == 0
    assert (await many(tick, one, morning)).written_to == PART + 100
    assert await many(figures, one) == (MANY, 100, 0, 0, MANY - 100)


async def test_words_that_telegram_refuses_are_sent_to_nobody_in_any_language(few):
    one = await few(planned)
    await few(tick, one)
    await few(sends, 1, Refused("can't parse entities", everyone=True))
    assert await few(sends, 9) == 0
    assert (await few(tick, one)).state is State.REFUSED
    assert await few(figures, one) == (6, 0, 0, 6, 0)


async def test_somebody_who_is_refused_alone_stops_nothing(few):
    one = await few(planned)
    await few(tick, one)
    await few(sends, 1, Refused("something odd", everyone=False))
    assert await few(sends, 9) == 5
    assert (await few(tick, one)).state is State.DONE


async def test_a_kind_for_each(few):
    one = await few(planned)
    assert letters.kind(one) is Kind.ANNOUNCEMENT
    assert letters.kind(replace(one, important=True)) is Kind.IMPORTANT
