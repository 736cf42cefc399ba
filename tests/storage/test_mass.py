"""Who belongs to an audience, and writing to all of them at once."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from domain.audience import CLUSTER, HEARD_WITHIN, Audience
from domain.kinds import Kind
from domain.message import Html, Message
from storage import audiences, outbox, people, tables
from storage.outbox import Mailing

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LONG_AGO = NOW - HEARD_WITHIN
Asks = Callable[..., Awaitable[object]]

PEOPLE = {
    "anna": {"village_id": 1},
    "bo": {"village_id": 2},
    "cecilie": {"village_id": 1, "language": "en"},
    "dan": {"village_id": 1, "unreachable_at": NOW},
    "else": {"village_id": 2, "stopped_at": NOW},
    "finn": {"village_id": 1, "blocked_at": NOW},
    "gerda": {"village_id": 2, "paused_until": NOW + timedelta(days=1)},
    "hans": {"village_id": 2, "fewer": True},
    "ida": {"village_id": 2, "seen_at": LONG_AGO, "paused_until": NOW},
    "jens": {"cluster_id": 2, "village_id": 3},
}


@pytest.fixture
async def asks(database) -> Asks:
    """`await asks(who, audience)`: in a transaction, in a cluster of people of every sort."""
    await database.transact(settle)

    async def ask(action, *arguments, **named):
        return await database.transact(action, *arguments, **named)

    return ask


def settle(tx) -> None:
    run = tx.connection.execute
    for number in (1, 2):
        words = dict.fromkeys(("name", "municipality", "controller", "contact_name"), "nord")
        row = {
            "id": number,
            "slug": f"c{number}",
            "zone": "Europe/Copenhagen",
            "about": {},
            "created_at": NOW,
        }
        run(sa.insert(tables.clusters), words | row)
        run(sa.insert(tables.bots), {"id": number, "cluster_id": number, "username": f"b{number}"})
    for number, cluster in ((1, 1), (2, 1), (3, 2)):
        row = {"id": number, "cluster_id": cluster, "slug": f"v{number}", "name": "V"}
        run(sa.insert(tables.villages), row | {"also_called": [], "inhabitants": 1})
    for number, (name, more) in enumerate(PEOPLE.items(), 1):
        run(sa.insert(tables.people), somebody(number, name) | more)
    run(sa.insert(tables.person_skills), [can(1, "cook"), can(3, "web"), can(10, "cook", cluster=2)])
    run(sa.insert(tables.follows), {"cluster_id": 1, "person_id": 2, "village_id": 1})
    group = {"id": 7, "cluster_id": 1, "name": "Stier", "text": "", "state": "open", "created_at": NOW}
    run(sa.insert(tables.groups), group)
    member = {"cluster_id": 1, "group_id": 7, "person_id": 2, "leads": True, "since": NOW}
    run(sa.insert(tables.members), member)


def somebody(number: int, name: str) -> dict[str, object]:
    same = {"cluster_id": 1, "language": "da", "sixteen_on": NOW.date(), "joined_at": NOW, "seen_at": NOW}
    return same | {"id": number, "telegram_id": 1000 + number, "first_name": name, "free_times": []}


def can(person_id: int, skill: str, cluster: int = 1) -> dict[str, object]:
    return {"cluster_id": cluster, "person_id": person_id, "skill": skill, "told_at": NOW}


def who(tx, audience: Audience, kind: Kind | None = Kind.NEWS) -> str:
    crowd = audiences.belonging(1, audience, NOW) if kind is None else audiences.of(1, audience, kind, NOW)
    query = sa.select(tables.people.c.first_name).where(*audiences.here(crowd)).order_by(tables.people.c.id)
    names = tx.connection.scalars(query).all()
    assert audiences.count(tx, crowd) == len(names) == sum(audiences.languages(tx, crowd).values())
    return " ".join(names)


@pytest.mark.parametrize(
    ("audience", "names"),
    [
        (CLUSTER, "anna bo cecilie ida"),
        (Audience.village(1), "anna cecilie"),
        (Audience.village(1, followers=True), "anna bo cecilie"),
        (Audience(villages=frozenset({1, 2})), "anna bo cecilie ida"),
        (Audience.group(7), "bo"),
        (Audience(skills=frozenset({"cook"})), "anna"),
        (Audience(volunteers=True), "anna cecilie"),
        (Audience(unheard=True), "ida"),
        (Audience(villages=frozenset({1}), skills=frozenset({"web", "cook"}), unheard=True), ""),
        (Audience.village(3), ""),  # another cluster's
    ],
)
async def test_an_audience_is_whoever_can_be_written_to(asks, audience, names):
    assert await asks(who, audience) == names


async def test_what_somebody_takes_part_in_reaches_them_in_a_pause_too(asks):
    assert await asks(who, CLUSTER, Kind.GROUPS) == "anna bo cecilie gerda hans ida"
    assert await asks(who, CLUSTER, Kind.ASKS) == "anna bo cecilie hans ida"


async def test_whoever_gets_no_letters_still_belongs(asks):
    assert await asks(who, CLUSTER, None) == "anna bo cecilie dan else gerda hans ida"


def mailing(key: str = "poll:1", **more: object) -> Mailing:
    words = {"da": Message(Html("Hej")), "en": Message(Html("Hello"))}
    fields = {"bot_id": 1, "kind": Kind.NEWS, "unique_key": key, "subject": "poll:1", "messages": words}
    return Mailing(**{"not_before": NOW, "not_after": NOW + timedelta(days=1)} | fields | more)


def put(tx, mailing: Mailing, after: int = 0, most: int | None = None) -> outbox.Written:
    return outbox.put_many(tx, mailing, audiences.of(1, CLUSTER, Kind.NEWS, NOW), NOW, after, most)


def letters(tx) -> list[tuple[object, ...]]:
    box, words = tables.outbox, tables.contents
    columns = (box.c.chat_id, box.c.person_id, words.c.text, box.c.unique_key, box.c.state)
    return [tuple(row) for row in tx.connection.execute(sa.select(*columns).join(words).order_by(box.c.id))]


def contents(tx) -> int:
    return tx.connection.scalar(sa.select(sa.func.count()).select_from(tables.contents))


EVERYBODY = [
    (1001, 1, "Hej", "poll:1", "pending"),
    (1002, 2, "Hej", "poll:1", "pending"),
    (1003, 3, "Hello", "poll:1", "pending"),
    (1009, 9, "Hej", "poll:1", "pending"),
]


async def test_everybody_gets_a_letter_in_their_language(asks):
    assert await asks(put, mailing()) == outbox.Written(4, None)
    assert await asks(letters) == EVERYBODY
    assert await asks(contents) == 2


async def test_nobody_gets_it_twice(asks):
    await asks(put, mailing())
    assert await asks(put, mailing()) == outbox.Written(0, None)
    assert await asks(letters) == EVERYBODY


async def test_it_can_be_written_a_part_at_a_time(asks):
    first = await asks(put, mailing(), most=2)
    assert first == outbox.Written(2, 2)
    assert await asks(put, mailing(), after=2, most=2) == outbox.Written(2, 9)
    assert await asks(put, mailing(), after=9, most=2) == outbox.Written(0, None)
    assert await asks(letters) == EVERYBODY


async def test_words_nobody_reads_are_not_kept(asks):
    ukrainian = {"da": Message(Html("Hej")), "uk": Message(Html("Привіт"))}
    await asks(put, mailing(messages=ukrainian))
    assert await asks(contents) == 1
    assert {text for _, _, text, _, _ in await asks(letters)} == {"Hej"}


async def test_what_it_is_about_takes_all_of_it_back(asks):
    await asks(put, mailing())
    assert await asks(outbox.cancel_about, 1, "poll:1", NOW) == 4


async def test_whoever_gets_it_can_be_asked(asks):
    def in_it(tx, person_id: int) -> bool:
        person = people.by_id(tx, 1, person_id)
        assert person is not None
        return audiences.holds(tx, audiences.of(1, Audience.group(7), Kind.NEWS, NOW), person)

    assert [await asks(in_it, number) for number in (1, 2)] == [False, True]
