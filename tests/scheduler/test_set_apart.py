"""What a duty cannot do for one of many is set apart: the rest is done, it is told, and tried again later."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

import pytest
import sqlalchemy as sa

from actions import event_clock, idea_news
from actions.parts import Unit, part
from domain.audience import CLUSTER
from domain.dates import When
from domain.digests import Kind, Source
from domain.events import Event, LocalTime
from domain.polls import YES_NO, Poll, PollKind
from scheduler.clockwork import Clockwork, run_due
from scheduler.duties import DUTIES, Duty
from scheduler.patience import LONGEST, Patience, Tried
from storage import digests, events, polls, tables
from storage.database import Database
from storage.errors import DatabaseUnavailable
from storage.polls import What
from storage.transaction import Transaction
from tests.actions.world import ELSEWHERE, HERE, NOW, SKILL, SOON, TODAY, Place, build, put
from views import words

NORD = Place(HERE)
POISON, SOUND = "Gift", "Sund"
OTHER = 150
"""The number of what is poisoned, where the world has only one of its kind."""
DAY = timedelta(days=1)
CHRISTMAS = datetime.combine(SOON, time(11), NOW.tzinfo)
BY_NAME = {duty.name: duty for duty in DUTIES}
Settle = Callable[[Transaction], None]


class Poisoned(Exception):
    """What our rules raise for the one."""


@pytest.fixture
async def world(database: Database) -> Database:
    await database.transact(build)
    return database


@pytest.fixture
def poison(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Whatever has that word in it cannot be worded."""
    good = words.cleaned

    def cleaned(text: str) -> str:
        if POISON in text:
            raise Poisoned
        return good(text)

    with monkeypatch.context() as patch:
        patch.setattr(words, "cleaned", cleaned)
        yield patch


@dataclass
class Tower:
    """A clock whose time is turned by hand, and what it said of what failed."""

    database: Database
    now: datetime
    seconds: float = 0.0
    told: list[tuple[str, type[Exception], tuple[Unit, ...]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        patience = Patience(lambda: self.seconds)
        self.clockwork = Clockwork(self.database, lambda: self.now, self._failed, patience=patience)

    async def ticks(self, *names: str) -> None:
        for name in names:
            await self.clockwork.tick(BY_NAME[name])

    def _failed(self, duty: Duty, error: Exception, units: object) -> None:
        self.told.append((duty.name, type(error), tuple(units)))


def change(tx: Transaction, table: sa.Table, number: int, **values: object) -> None:
    tx.connection.execute(sa.update(table).where(table.c.id == number).values(values))


def two_groups(tx: Transaction) -> None:
    """The resident leads the poisoned one."""
    change(tx, tables.groups, NORD.group, name=SOUND)
    put(
        tx, tables.groups, id=OTHER, cluster_id=HERE, name=POISON, text="Vi gør det.", state="open",
        created_at=NOW,
    )  # fmt: skip
    put(
        tx, tables.members, cluster_id=HERE, group_id=OTHER, person_id=NORD.resident, leads=True, since=NOW,
        until=SOON,
    )  # fmt: skip


def roles_end(day: date) -> Settle:
    def settle(tx: Transaction) -> None:
        two_groups(tx)
        of_group = sa.update(tables.members).where(tables.members.c.cluster_id == HERE)
        tx.connection.execute(of_group.values(until=day))
        first = tables.members.c.group_id == OTHER
        tx.connection.execute(of_group.where(first).values(until=day - DAY))

    return settle


def leads_out_of_reach(tx: Transaction) -> None:
    two_groups(tx)
    for who in (NORD.resident, NORD.lead):
        change(tx, tables.people, who, unreachable_at=NOW - 15 * DAY)


def two_needs(until: date, **of_the_sound: object) -> Settle:
    def settle(tx: Transaction) -> None:
        two_groups(tx)
        change(tx, tables.needs, NORD.need, until=until, **of_the_sound)
        put(
            tx, tables.needs, id=OTHER, cluster_id=HERE, group_id=OTHER, skill=SKILL, wanted=1, found=0,
            hours=5, until=until - DAY, created_at=NOW,
        )  # fmt: skip

    return settle


def nobody_was_asked(tx: Transaction) -> None:
    two_needs(SOON)(tx)
    tx.connection.execute(sa.delete(tables.asks).where(tables.asks.c.cluster_id == HERE))


def two_said_maybe(tx: Transaction) -> None:
    two_needs(SOON)(tx)
    change(tx, tables.asks, NORD.resident, need_id=OTHER)
    for who in (NORD.resident, NORD.municipal):
        change(tx, tables.asks, who, answer="maybe", again_at=NOW)


def two_polls(tx: Transaction) -> None:
    for number, question in enumerate((f"{POISON}?", f"{SOUND}?")):
        ends = NOW + 3 * DAY
        asked = Poll(0, HERE, question, PollKind.SINGLE, YES_NO, CLUSTER, False, NOW, ends)
        poll = polls.by_id(tx, HERE, polls.add(tx, asked))
        assert poll is not None
        polls.plan(tx, poll, What.ASK, NOW - DAY + timedelta(hours=number))


def two_announcements(tx: Transaction) -> None:
    change(tx, tables.announcements, NORD.announcement, texts={"da": POISON}, state="planned", starts_at=NOW)
    put(
        tx, tables.announcements, id=OTHER, cluster_id=HERE, texts={"da": SOUND}, audience="cluster",
        important=True, author_id=NORD.colleague, holder_id=NORD.colleague, state="planned", starts_at=NOW,
        created_at=NOW, confirmed=False, written_to=0, total=0, shown="",
    )  # fmt: skip


def two_digests(tx: Transaction) -> None:
    two_needs(SOON)(tx)
    while digests.plan_new(tx, NOW):
        pass
    tx.connection.execute(sa.update(tables.digest_plans).values(next_at=CHRISTMAS))
    others = sa.delete(tables.digest_plans).where(~tables.digest_plans.c.source.like("group:%"))
    tx.connection.execute(others)


def a_poisoned_line(tx: Transaction) -> None:
    two_digests(tx)
    change(tx, tables.groups, OTHER, name="Godt")
    digests.put_line(tx, HERE, OTHER, CHRISTMAS, NORD.resident, POISON)


def two_events(tx: Transaction, **values: object) -> None:
    change(tx, tables.events, NORD.event, title=POISON, **values)
    change(tx, tables.events, NORD.supper, title=SOUND, **values)


def somebody_waits(tx: Transaction) -> None:
    two_events(tx, lined_up=1)
    for event in (NORD.event, NORD.supper):
        put(
            tx, tables.event_answers, cluster_id=HERE, event_id=event, person_id=NORD.member,
            answer="waiting", heads=1, eaters=0, answered_at=NOW, line=1,
        )  # fmt: skip


def two_are_over(tx: Transaction) -> None:
    when = LocalTime(When(TODAY - DAY, time(12)), "Europe/Copenhagen")
    for title in (POISON, SOUND):
        events.add(tx, Event(0, HERE, title, when, "Salen", NOW, NORD.lead))


def two_ideas_wait(tx: Transaction) -> None:
    change(tx, tables.ideas, NORD.idea, title=POISON, waits_since=NOW - 15 * DAY)
    change(tx, tables.ideas, NORD.other_idea, title=SOUND, waits_since=NOW - 15 * DAY)


def two_are_silent(tx: Transaction) -> None:
    change(tx, tables.people, NORD.resident, first_name=POISON, seen_at=NOW - 700 * DAY)
    change(tx, tables.people, NORD.member, first_name=SOUND, seen_at=NOW - 700 * DAY)


def two_go_soon(tx: Transaction) -> None:
    two_are_silent(tx)
    for who in (NORD.resident, NORD.member):
        change(tx, tables.people, who, warned_at=NOW - 25 * DAY)


CASES: dict[str, tuple[Settle, datetime, tuple[str, ...]]] = {
    "a role that ends": (roles_end(TODAY + 3 * DAY), NOW, ("ask who goes on",)),
    "a role that is over": (roles_end(TODAY - DAY), NOW, ("end roles",)),
    "a lead out of reach": (leads_out_of_reach, NOW, ("tell of leads out of reach",)),
    "a need": (two_needs(TODAY - DAY), NOW, ("tell of needs that ran out",)),
    "a proposal": (nobody_was_asked, NOW + 4 * DAY, ("propose",)),
    "an ask": (two_said_maybe, NOW, ("ask again",)),
    "a poll": (two_polls, NOW, ("write about polls",)),
    "an announcement": (two_announcements, NOW, ("announce",)),
    "a preview": (two_digests, CHRISTMAS - DAY / 2, ("show digests",)),
    "a digest": (two_digests, CHRISTMAS, ("write digests", "send digests")),
    "a lead's line": (a_poisoned_line, CHRISTMAS, ("write digests", "send digests")),
    "a change": (
        lambda tx: two_events(tx, state="cancelled", tell_at=NOW),
        NOW,
        ("tell what has changed",),
    ),
    "a reminder": (two_events, CHRISTMAS - DAY, ("remind of events",)),
    "an event of nobody": (lambda tx: two_events(tx, organiser_id=None), NOW, ("give out seats",)),
    "a seat": (somebody_waits, NOW, ("give out seats",)),
    "how it went": (two_are_over, NOW, ("ask how it went",)),
    "an idea": (two_ideas_wait, NOW, ("remind of ideas",)),
    "somebody silent": (two_are_silent, NOW, ("forget the silent",)),
    "somebody reminded": (two_go_soon, NOW, ("forget the silent",)),
}


def said(tx: Transaction) -> set[str]:
    """Which of the two stand in letters."""
    texts = tx.connection.scalars(sa.select(tables.contents.c.text).join(tables.outbox)).all()
    return {word for word in (POISON, SOUND) if any(word in text for text in texts)}


def letters(tx: Transaction) -> list[tuple[int, str]]:
    found = tx.connection.execute(sa.select(tables.outbox.c.chat_id, tables.outbox.c.unique_key))
    return sorted((row.chat_id, row.unique_key) for row in found)


@pytest.mark.parametrize("case", CASES)
async def test_one_that_cannot_be_worded_holds_up_nobody_and_is_tried_again(
    world: Database, poison: pytest.MonkeyPatch, case: str
):
    settle, now, duties = CASES[case]
    await world.transact(settle)
    tower = Tower(world, now)
    await tower.ticks(*duties, *duties)
    assert await world.transact(said) == {SOUND}
    assert {(error, len(units)) for _, error, units in tower.told} == {(Poisoned, 1)}
    assert len(tower.told) == 1, "the second tick lets it rest"
    assert len(tower.clockwork.failing) == 1
    before = await world.transact(letters)
    poison.undo()
    tower.seconds += LONGEST
    await tower.ticks(*duties, *duties)
    assert await world.transact(said) == {SOUND, POISON}
    assert tower.clockwork.failing == []
    after = await world.transact(letters)
    assert len(set(after)) == len(after) > len(before)
    assert set(before) <= set(after), "nobody is told twice, and nothing is taken back"


async def test_an_unreadable_poll_keeps_no_other_from_being_counted(world: Database):
    def settle(tx: Transaction) -> None:
        change(tx, tables.polls, NORD.poll, audience="zzz", closes_at=NOW - DAY)
        change(tx, tables.polls, NORD.box, closes_at=NOW)

    def counted(tx: Transaction) -> set[int]:
        return set(tx.connection.scalars(sa.select(tables.polls.c.id).where(tables.polls.c.closed_at == NOW)))

    await world.transact(settle)
    before = await world.transact(counted)
    tower = Tower(world, NOW)
    await tower.ticks("close polls", "close polls")
    assert await world.transact(counted) - before == {NORD.box}
    assert [units for _, _, units in tower.told] == [(Unit("count poll", str(NORD.poll)),)]
    await world.transact(change, tables.polls, NORD.poll, audience="cluster")
    tower.seconds += LONGEST
    await tower.ticks("close polls")
    assert await world.transact(counted) - before == {NORD.box, NORD.poll}


@pytest.mark.parametrize("name", ["remind of events", "give out seats", "tell of needs that ran out"])
async def test_a_cluster_that_cannot_be_read_holds_up_no_other(world: Database, name: str):
    def settle(tx: Transaction) -> None:
        change(tx, tables.clusters, HERE, zone="Mars/Olympus")
        tx.connection.execute(sa.update(tables.events).values(organiser_id=None))
        here = sa.update(tables.events).where(tables.events.c.cluster_id == HERE)
        tx.connection.execute(here.values(audience="nobody knows whom"))
        tx.connection.execute(sa.update(tables.needs).values(until=(CHRISTMAS - 2 * DAY).date()))

    def theirs(tx: Transaction) -> dict[int, int]:
        fresh = (tables.outbox.c.created_at > NOW, tables.outbox.c.state == "pending")
        query = sa.select(tables.outbox.c.cluster_id, sa.func.count()).where(*fresh)
        return {row[0]: row[1] for row in tx.connection.execute(query.group_by(tables.outbox.c.cluster_id))}

    await world.transact(settle)
    tower = Tower(world, CHRISTMAS - DAY)
    await tower.ticks(name)
    found = await world.transact(theirs)
    assert set(found) == {ELSEWHERE}
    assert found[ELSEWHERE] > 0
    assert all(unit.which == str(HERE) for _, _, units in tower.told for unit in units)
    assert len(tower.clockwork.failing) == 1


async def test_a_database_that_is_away_fails_all_of_it_and_nothing_is_set_apart(
    world: Database, monkeypatch: pytest.MonkeyPatch
):
    def away(_: str) -> str:
        raise DatabaseUnavailable

    await world.transact(two_ideas_wait)
    monkeypatch.setattr(words, "cleaned", away)
    tower = Tower(world, NOW)
    await tower.ticks("remind of ideas")
    assert tower.told == [("remind of ideas", DatabaseUnavailable, ())]
    assert tower.clockwork.failing == ["remind of ideas"]
    monkeypatch.undo()
    await tower.ticks("remind of ideas")
    assert tower.clockwork.failing == []
    assert await world.transact(said) == {SOUND, POISON}, "without any rest"


async def test_many_that_fail_are_each_tried_once_in_a_tick_and_told_in_one_line(
    world: Database, poison: pytest.MonkeyPatch
):
    many = event_clock.REMINDED_AT_ONCE + 5

    def settle(tx: Transaction) -> None:
        two_events(tx)
        when = LocalTime(When(SOON, time(11, 30)), "Europe/Copenhagen")  # before the sound one
        for _ in range(many):
            number = events.add(tx, Event(0, HERE, POISON, when, "Salen", NOW))
            put(
                tx, tables.event_answers, cluster_id=HERE, event_id=number, person_id=NORD.member,
                answer="yes", heads=1, eaters=0, answered_at=NOW,
            )  # fmt: skip

    await world.transact(settle)
    tower = Tower(world, CHRISTMAS - DAY)
    await tower.ticks("remind of events")
    assert await world.transact(said) == {SOUND}
    assert [len(units) for _, _, units in tower.told] == [many + 1]
    assert tower.clockwork.failing == [f"remind of events ({many + 1} set apart)"]


async def test_for_a_demo_what_was_set_apart_is_raised_when_the_rest_is_done(
    world: Database, poison: pytest.MonkeyPatch
):
    await world.transact(two_ideas_wait)
    with pytest.raises(ExceptionGroup, match=f"remind of idea {NORD.idea}"):
        await run_due(world, NOW, [BY_NAME["remind of ideas"]])
    assert await world.transact(said) == {SOUND}


async def test_who_reads_both_gets_the_late_digest_too_with_its_leads_line_and_the_next_as_usual(
    world: Database, poison: pytest.MonkeyPatch
):
    def settle(tx: Transaction) -> None:
        two_digests(tx)
        put(
            tx, tables.members, cluster_id=HERE, group_id=OTHER, person_id=NORD.member, leads=False,
            since=NOW, until=SOON,
        )  # fmt: skip
        digests.put_line(tx, HERE, OTHER, CHRISTMAS, NORD.resident, "Vi ses.")

    def got(tx: Transaction, who: int) -> list[str]:
        theirs = (tables.outbox.c.person_id == who, tables.outbox.c.kind == "digest")
        found = sa.select(tables.contents.c.text).join(tables.outbox).where(*theirs)
        return list(tx.connection.scalars(found.order_by(tables.outbox.c.id)))

    await world.transact(settle)
    tower = Tower(world, CHRISTMAS)
    await tower.ticks("write digests", "send digests")
    assert [SOUND in text for text in await world.transact(got, NORD.member)] == [True]
    assert await world.transact(got, NORD.resident) == []
    poison.undo()
    tower.now += timedelta(minutes=61, seconds=7)
    tower.seconds += LONGEST
    await tower.ticks("write digests", "send digests", "write digests", "send digests")
    both = await world.transact(got, NORD.member)
    assert [(SOUND in text, POISON in text) for text in both] == [(True, False), (False, True)]
    assert await world.transact(got, NORD.resident) == [both[1]]
    assert "Vi ses." in both[1]
    plan = await world.transact(digests.of_source, HERE, Source(Kind.GROUP, OTHER))
    assert plan is not None
    assert plan.next_at > tower.now


async def test_whom_nobody_could_write_to_in_time_has_the_slot_itself_when_no_letter_of_it_went(
    world: Database, poison: pytest.MonkeyPatch
):
    await world.transact(two_digests)
    await world.transact(change, tables.groups, NORD.group, name=f"{POISON} og {SOUND}")
    tower = Tower(world, CHRISTMAS)
    await tower.ticks("write digests", "send digests")
    assert await world.transact(said) == set()
    poison.undo()
    tower.now += timedelta(hours=40)
    tower.seconds += LONGEST
    await tower.ticks("write digests", "send digests")
    assert await world.transact(slots) == [CHRISTMAS]
    assert await world.transact(said) == {SOUND, POISON}


async def test_whose_letter_could_not_be_written_is_known_after_a_kill_between_two_parts(
    world: Database, poison: pytest.MonkeyPatch
):
    await world.transact(a_poisoned_line)
    await Tower(world, CHRISTMAS).ticks("write digests")
    killed = await world.transact(part, BY_NAME["send digests"].action, CHRISTMAS, ())
    assert (killed.more, len(killed.faults)) == (True, 1)
    tower = Tower(world, CHRISTMAS)
    await tower.ticks("send digests")
    assert await world.transact(said) == {SOUND}
    poison.undo()
    tower.seconds += LONGEST
    await tower.ticks("send digests")
    assert await world.transact(said) == {SOUND, POISON}


def slots(tx: Transaction) -> list[datetime]:
    table = tables.digest_slots.c
    return list(tx.connection.scalars(sa.select(table.slot).where(table.cluster_id == HERE)))


def test_it_rests_longer_each_time_and_no_longer_than_half_an_hour():
    seconds, one = 0.0, Unit("call", "1")
    patience = Patience(lambda: seconds)
    pauses = []
    for _ in range(8):
        patience.learn("a duty", Tried((), {one: ValueError()}))
        before = seconds
        while one in patience.resting():
            seconds += 30
        pauses.append(seconds - before)
    assert pauses == [60, 120, 240, 480, 960, 1800, 1800, 1800]


def test_what_is_due_no_more_is_told_and_what_was_done_is_not():
    gone, done, left = (Unit("call", which) for which in "123")
    patience = Patience(lambda: 0.0)
    patience.learn("a duty", Tried((), dict.fromkeys((gone, done), ValueError())))
    patience.learn("another", Tried((), {left: ValueError()}))
    assert patience.learn("a duty", Tried({gone, done, left})) == []
    assert patience.learn("a duty", Tried((), done={done})) == [gone]
    assert patience.how_many() == {"another": 1}


def test_what_waits_for_another_that_rests_is_not_said_to_be_due_no_more():
    """A cluster that cannot be read just now hides its events; a slot waits for all its letters."""
    event, cluster = Unit("remind of event", "1"), Unit("remind of events in cluster", "1")
    patience = Patience(lambda: 0.0)
    patience.learn("a duty", Tried((), {event: ValueError()}))
    assert patience.learn("a duty", Tried((), {cluster: ValueError()})) == []
    assert patience.learn("a duty", Tried({cluster})) == []
    assert patience.how_many() == {"a duty": 2}
    assert patience.learn("a duty", Tried((), done={cluster})) == [event]


async def test_what_was_set_apart_rests_though_the_tick_failed_later(
    world: Database, poison: pytest.MonkeyPatch
):
    def fails_in_the_end(tx: Transaction, now: datetime) -> bool:
        if any(one.what == "remind of idea" for one in tx.aside.resting):
            raise DatabaseUnavailable
        return not idea_news.remind(tx, now)

    await world.transact(two_ideas_wait)
    tower = Tower(world, NOW)
    duty = replace(BY_NAME["remind of ideas"], action=fails_in_the_end)
    for _ in range(2):
        await tower.clockwork.tick(duty)
    kinds = [error for _, error, _ in tower.told]
    assert kinds == [Poisoned, DatabaseUnavailable, DatabaseUnavailable]
    assert tower.clockwork.failing == ["remind of ideas", "remind of ideas (1 set apart)"]


async def test_a_need_that_cannot_be_worded_takes_nobody_from_another(
    world: Database, poison: pytest.MonkeyPatch
):
    def settle(tx: Transaction) -> None:
        nobody_was_asked(tx)
        skills = tables.person_skills
        others = (skills.c.cluster_id == HERE, skills.c.person_id != NORD.asker)
        tx.connection.execute(sa.delete(skills).where(*others))

    await world.transact(settle)
    tower = Tower(world, NOW + 4 * DAY)
    await tower.ticks("propose")
    assert [len(units) for _, _, units in tower.told] == [1], "it was the first to look for somebody"
    assert await world.transact(said) == {SOUND}
