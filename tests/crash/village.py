"""A village on a busy Sunday: who lives there, and what falls due while the power goes again and again."""

from dataclasses import dataclass, replace
from datetime import timedelta

import sqlalchemy as sa

from domain.announcements import Announcement, State
from domain.audience import CLUSTER
from domain.clusters import Cluster
from domain.consent import Purpose
from domain.dates import When
from domain.events import Coming, Event, LocalTime
from domain.people import Person, Role
from domain.polls import Poll, PollKind
from storage import announcements, clusters, consents, digests, events, people, polls, roles, tables
from storage import database as databases
from storage.polls import What
from storage.transaction import Transaction
from tests.fixtures.bots import import_cluster
from tests.fixtures.databases import NOW

KAREN = 5_500_000
"""Of the steering group; her neighbours' Telegram numbers follow hers."""
BEFORE = NOW - timedelta(days=6)
ANSWERS = ("Mad", "Musik", "Natur")
POLL = 1
DIGEST_AT = NOW + timedelta(seconds=10)


@dataclass(frozen=True)
class Village:
    """How many live there, and how much of what they get."""

    people: int
    announcements: int
    events: int

    @property
    def telegram_ids(self) -> range:
        """Karen's first."""
        return range(KAREN, KAREN + self.people)


async def settle(url: str, wanted: Cluster, village: Village) -> None:
    """Into an empty database, before the bot has it."""
    await import_cluster(url, wanted, BEFORE)
    database = await databases.open(url)
    await database.transact(_settle, wanted.slug, village)
    await database.close()


def _settle(tx: Transaction, slug: str, village: Village) -> None:
    cluster = clusters.by_id(tx, clusters.id_of(tx, slug) or 0)
    digests.plan_new(tx, BEFORE)
    tx.connection.execute(sa.update(tables.digest_plans).values(next_at=DIGEST_AT))
    everybody = [_live(tx, cluster, number) for number in village.telegram_ids]
    karen = everybody[0]
    roles.give(tx, karen, Role.STEERING)
    for number in range(1, village.announcements + 1):
        _write(tx, karen, number, village.people)
    for number in range(1, village.events + 1):
        _plan(tx, everybody, number)
    _ask(tx, karen)


def _live(tx: Transaction, cluster: Cluster, telegram_id: int) -> Person:
    home = cluster.villages[telegram_id % len(cluster.villages)].id
    person = Person(0, cluster.id, telegram_id, "Anna", "da", home, BEFORE.date(), BEFORE)
    person = replace(person, id=people.add(tx, person))
    consents.record(tx, person, Purpose.MEMBERSHIP, BEFORE, given=True)
    return person


def _write(tx: Transaction, karen: Person, number: int, total: int) -> None:
    """On pause, so that Karen lets it go when its time has come."""
    draft = Announcement(0, karen.cluster_id, {"da": f"Meddelelse {number}"}, karen.id, karen.id, BEFORE)
    more = {"important": True, "state": State.PAUSED, "total": total, "began_at": NOW, "starts_at": NOW}
    announcements.add(tx, replace(draft, **more))


def _plan(tx: Transaction, everybody: list[Person], number: int) -> None:
    """Everybody comes, and is reminded the day before: that falls due during the run, one after another."""
    begins = NOW + timedelta(days=1, hours=1, minutes=2 * (number - 1))  # Danish time is an hour ahead
    when = LocalTime(When(begins.date(), begins.time().replace(tzinfo=None)), "Europe/Copenhagen")
    karen = everybody[0]
    about = (f"Fællesspisning {number}", when, "Forsamlingshuset", BEFORE, karen.id)
    made = events.by_id(tx, karen.cluster_id, events.add(tx, Event(0, karen.cluster_id, *about)))
    for person in everybody:
        events.answer(tx, made, person, Coming.YES, BEFORE, heads=1, eaters=0)


def _ask(tx: Transaction, karen: Person) -> None:
    draft = Poll(
        id=0,
        cluster_id=karen.cluster_id,
        question="Hvad skal vi bruge pengene på?",
        kind=PollKind.SEVERAL,
        answers=ANSWERS,
        audience=CLUSTER,
        sensitive=False,
        made_by=karen.id,
        opened_at=NOW,
        closes_at=NOW + timedelta(days=3),
    )
    polls.plan(tx, replace(draft, id=polls.add(tx, draft)), What.ASK, NOW)
