"""Many press at once, on both databases: one gets in, one stays."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from actions import (
    admission,
    announcement_rounds,
    announcements,
    claim,
    clusters,
    idea_answers,
    leads,
    roles,
    start,
)
from actions.scene import Scene
from bot.cluster_file import read
from domain.announcements import Announcement, State
from domain.people import Role
from domain.roles import CLAIM, CLAIM_FOR, INVITATION
from storage import announcements as kept
from storage import clusters as stored
from storage import ideas, invitations, people, tables
from storage.database import Database
from storage.transaction import Transaction
from tests.actions.world import HERE, NOW, Place, build, put, visit

NORD = Place(HERE)
VILLAGE = Path(__file__).parents[2] / "simulator" / "village" / "ringsted_nord.yaml"
CROWD = range(50)


@pytest.fixture
async def world(database: Database) -> Database:
    await database.transact(build)
    return database


def crowd(tx: Transaction) -> None:
    for number in CROWD:
        put(
            tx, tables.people, id=5000 + number, cluster_id=HERE, telegram_id=5000 + number, first_name="Ida",
            language="da", village_id=NORD.village, sixteen_on=NOW.date(), joined_at=NOW, seen_at=NOW,
            free_times=[],
        )  # fmt: skip


def opens(tx: Transaction, telegram: int, payload: str) -> bool:
    here = visit(tx, "steering", NORD, NORD)
    person = people.by_telegram(tx, HERE, telegram)
    theirs = replace(here, telegram_id=telegram, chat_id=telegram, update_id=telegram, person=person)
    shown = admission.admit(tx, theirs, start.start, payload).screen
    return shown is not None and "Du er nu" in shown.text


async def test_of_fifty_who_open_one_link_at_once_one_has_the_role(world: Database):
    await world.transact(crowd)
    token = await world.transact(
        lambda tx: invitations.make(
            tx, HERE, Role.OPERATOR, people.by_id(tx, HERE, NORD.steering), NOW + CLAIM_FOR
        )
    )
    tries = [world.transact(opens, 5000 + number, INVITATION + token) for number in CROWD]
    assert sum(await asyncio.gather(*tries)) == 1
    there = await world.transact(people.with_role, HERE, Role.OPERATOR)
    assert len([one for one in there if one.telegram_id in range(5000, 5050)]) == 1


async def test_two_who_take_the_role_from_each_other_at_once_leave_one(world: Database):
    def take(tx: Transaction, who: str, whom: int) -> None:
        admission.admit(tx, visit(tx, who, NORD, NORD), roles.take, whom, "steering")

    both = (("steering", NORD.colleague), ("colleague", NORD.steering))
    await asyncio.gather(*(world.transact(take, *one) for one in both), return_exceptions=True)
    assert len(await world.transact(people.with_role, HERE, Role.STEERING)) == 1


async def test_a_role_that_was_given_and_taken_stands_in_the_audit_log(world: Database):
    def done(tx: Transaction) -> list[tuple[str, str | None, str]]:
        by = visit(tx, "steering", NORD, NORD)
        admission.admit(tx, by, roles.take, NORD.municipal, "municipal")
        admission.admit(tx, by, leads.take, NORD.group)
        admission.admit(tx, by, roles.unblock, NORD.blocked)
        names = dict(tx.connection.execute(sa.select(tables.people.c.alias, tables.people.c.id)).all())
        rows = tx.connection.execute(sa.select(tables.audit).order_by(tables.audit.c.id))
        return [(row.what, names.get(row.actor), names[row.whom]) for row in rows]

    assert await world.transact(done) == [
        ("taken: municipal", NORD.steering, NORD.municipal),
        ("taken: lead", NORD.steering, NORD.lead),
        ("unblocked", NORD.steering, NORD.blocked),
    ]


async def test_a_file_takes_the_unnamed_cluster_over_and_the_bot_with_it(database: Database):
    bound = await database.transact(claim.bind, 7, "nord_bot", NOW)
    change = await database.transact(clusters.compare, read(VILLAGE))
    assert change.new
    assert await database.transact(clusters.put, read(VILLAGE), NOW) == bound
    assert (await database.transact(stored.by_id, bound)).name == "Ringsted Nord"
    assert await database.transact(claim.bind, 7, "nord_bot", NOW) == bound
    link = await database.transact(claim.link, bound, 7, NOW)
    assert link is not None
    assert link.startswith(f"https://t.me/nord_bot?start={CLAIM}")


def plan(tx: Transaction) -> int:
    one = Announcement(0, HERE, {"da": "Hej"}, NORD.steering, None, NOW, important=True)
    return kept.add(tx, replace(one, state=State.PLANNED, starts_at=NOW))


def regret(tx: Transaction, number: int) -> None:
    admission.admit(tx, visit(tx, "steering", NORD, NORD), announcements.undo, number)


def stands(tx: Transaction, number: int) -> tuple[State, bool]:
    """What it is, and whether anything of it was written."""
    one = kept.by_id(tx, HERE, number)
    assert one is not None
    letters = sa.select(tables.outbox.c.id).where(tables.outbox.c.subject == one.subject)
    return one.state, tx.connection.scalar(letters.limit(1)) is not None


async def test_nobody_gets_an_announcement_that_was_regretted_at_the_last_moment(world: Database):
    numbers = [await world.transact(plan) for _ in range(8)]
    goes = world.transact(announcement_rounds.go_on, NOW)
    regrets = (world.transact(regret, number) for number in numbers)
    await asyncio.gather(goes, *regrets, return_exceptions=True)
    found = [await world.transact(stands, number) for number in numbers]
    assert [written for state, written in found if state is State.DRAFT and written] == []
    assert {state for state, _ in found} <= {State.DRAFT, State.SENDING}


def merge(tx: Transaction, one: int, into: int) -> None:
    scene = Scene.of(tx, visit(tx, "steering", NORD, NORD))
    idea_answers._merge(scene, {"idea": str(one), "idea_into": str(into)})


async def test_of_two_ideas_that_are_merged_into_each_other_at_once_one_is_left(world: Database):
    both = (NORD.idea, NORD.other_idea)
    tries = (world.transact(merge, *pair) for pair in (both, both[::-1]))
    await asyncio.gather(*tries, return_exceptions=True)
    assert len(await world.transact(ideas.alive, HERE)) == 1
