"""One person in two clusters, and villages of the same name in both: nothing of the one is in the other."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from actions import admission, conversations, frame, phrases, profile, roles, start, turns
from domain.message import Reply
from domain.people import Person, Role
from domain.refusals import NotAllowed
from domain.visit import Visit
from storage import erasure, people, tables
from storage import roles as held
from storage.database import Database
from storage.outbox import Owner
from storage.transaction import Transaction
from tests.actions.world import ELSEWHERE, HERE, NOW, Place, build

IDA = 123
NORD, SYD = Place(HERE), Place(ELSEWHERE)


@pytest.fixture
async def world(database: Database) -> Database:
    await database.transact(build)
    return database


def ida(tx: Transaction, at: Place, update_id: int = 1) -> Visit:
    person = people.by_telegram(tx, at.cluster, IDA)
    return Visit(at.cluster, at.bot, update_id, IDA, IDA, "Ida", "da", None, NOW, person)


def does(tx: Transaction, at: Place, action: Callable[..., Reply], *arguments: object) -> Reply:
    return admission.admit(tx, ida(tx, at), action, *arguments)


def sign_up(tx: Transaction, at: Place) -> Person:
    """By the poster of Vigersted, which there is in both."""
    does(tx, at, start.start, "v_vigersted")
    does(tx, at, conversations.press, 1, "sixteen", "here", "", 0)
    person = people.by_telegram(tx, at.cluster, IDA)
    assert person is not None
    return person


async def in_both(world: Database) -> tuple[Person, Person]:
    return await world.transact(sign_up, NORD), await world.transact(sign_up, SYD)


async def test_one_person_lives_in_both_in_the_village_of_each(world: Database):
    here, there = await in_both(world)
    assert (here.village_id, there.village_id) == (NORD.village, SYD.village)
    assert here.id != there.id


async def test_a_written_village_is_the_one_of_the_cluster_that_was_asked(world: Database):
    def write(tx: Transaction, at: Place) -> int:
        does(tx, at, start.start)
        does(tx, at, conversations.press, 1, "sixteen", "yes", "", 0)
        does(tx, at, conversations.write, "jystrup")
        person = people.by_telegram(tx, at.cluster, IDA)
        return person.village_id if person else 0

    assert await world.transact(write, NORD) == NORD.other_village
    assert await world.transact(write, SYD) == SYD.other_village


async def test_a_dialogue_in_the_one_is_not_answered_in_the_other(world: Database):
    await world.transact(does, NORD, start.start)
    asked = await world.transact(does, NORD, conversations.write, "ja")
    elsewhere = await world.transact(does, SYD, conversations.write, "Vigersted")
    assert "Hvilken landsby" in asked.screen.text
    assert "Du er ikke tilmeldt endnu" in elsewhere.screen.text


async def test_a_role_in_the_one_is_none_in_the_other(world: Database):
    here, _ = await in_both(world)
    await world.transact(held.give, here, Role.STEERING)
    assert "Ida" in (await world.transact(does, NORD, roles.show)).screen.text
    for action in (roles.show, phrases.show, frame.for_steering):
        with pytest.raises(NotAllowed):
            await world.transact(does, SYD, action)


async def test_the_last_one_steering_a_cluster_stays_however_many_steer_the_other(world: Database):
    def alone(tx: Transaction) -> bool:
        for number in (NORD.steering, NORD.colleague):
            person = people.by_id(tx, HERE, number)
            assert person is not None
            last = not held.take(tx, person, Role.STEERING)
        return last

    assert await world.transact(alone)


async def test_a_link_of_the_one_gives_nothing_in_the_other_and_is_not_used_up(world: Database):
    await in_both(world)

    def link(tx: Transaction) -> str:
        karen = people.by_id(tx, HERE, NORD.steering)
        assert karen is not None
        by = Visit(HERE, NORD.bot, 1, karen.telegram_id, karen.telegram_id, "Karen", "da", 9, NOW, karen)
        shown = roles.make_link(tx, by, "municipal").screen
        assert shown is not None
        found = re.search(r"start=(\S+)", shown.text)
        assert found is not None
        return found[1]

    payload = await world.transact(link)
    assert "Det link virker ikke." in (await world.transact(does, SYD, start.start, payload)).screen.text
    given = await world.transact(does, NORD, start.start, payload)
    assert "Du er nu <b>kommunekontakt" in given.screen.text


async def test_to_stop_to_be_shut_out_and_to_leave_concern_the_one_only(world: Database):
    here, there = await in_both(world)
    await world.transact(does, NORD, frame.stop)
    await world.transact(held.block, here, NOW)
    shut = await world.transact(does, NORD, profile.show)
    assert shut.screen.text.startswith("Styregruppen har spærret dig ude.")
    page = await world.transact(does, SYD, profile.show)
    assert "Vigersted" in page.screen.text
    await world.transact(erasure.erase, here, NOW)
    left = await world.transact(people.by_telegram, ELSEWHERE, IDA)
    assert left is not None
    assert (left.id, left.stopped_at, left.blocked_at) == (there.id, None, None)


async def test_each_bot_answers_in_its_own_chat(world: Database):
    owner = Owner("test", NOW + timedelta(minutes=1))

    def arrive(tx: Transaction, at: Place) -> list[int]:
        row = {"bot_id": at.bot, "update_id": 7, "cluster_id": at.cluster, "state": "waiting"}
        tx.connection.execute(sa.insert(tables.inbox), {**row, "attempts": 0, "received_at": NOW})
        handover = turns.take(tx, ida(tx, at, update_id=7), start.start, owner)
        return [letter.bot_id for letter in handover.letters]

    assert await world.transact(arrive, NORD) == [NORD.bot]
    assert await world.transact(arrive, SYD) == [SYD.bot]
