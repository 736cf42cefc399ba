"""Who has been silent for long is told so, reminded, and forgotten. Any sign of life stops it."""

from collections.abc import Callable
from datetime import datetime

from actions.forgetting import forget
from actions.post import Owed, Post
from domain.clusters import Cluster
from domain.days import local_day
from domain.kinds import Kind
from domain.message import Message
from domain.people import Person
from domain.retention import forgotten_at
from storage import bots, clusters, outbox, people, presence
from storage.apart import apart, resting
from storage.transaction import Transaction
from views import rights as views
from views.words import Words

FORGET, WARN = "forget person", "warn person"
"""What may be set apart."""


def forget_the_silent(tx: Transaction, now: datetime) -> None:
    """The duty: a hundred people of each kind at a time, the next tick takes the next."""
    for one in presence.to_forget(tx, now, {int(person) for person in resting(tx, FORGET)}):
        apart(tx, FORGET, one[1], _to_each, tx, one, now, _forget_or_warn)
    for one in presence.silent(tx, now, {int(person) for person in resting(tx, WARN)}):
        apart(tx, WARN, one[1], _to_each, tx, one, now, _warn)
    _remind(tx, now)


def alive(tx: Transaction, person: Person, now: datetime) -> None:
    """They wrote or tapped. What was to tell them that we will forget them is no longer true."""
    presence.seen(tx, person, now)
    if person.warned_at is not None:
        for what in ("notice", "reminder"):
            outbox.cancel(tx, person.cluster_id, _key(what, person.id, person.warned_at), now)


def next_due(tx: Transaction, after: datetime) -> datetime | None:
    """When somebody is told, reminded or forgotten next."""
    return presence.next_due(tx, after)


def _knows(tx: Transaction, person: Person) -> bool:
    """Whether the word that they will be forgotten is settled, and not because it came too late."""
    if person.unreachable_at is not None or person.warned_at is None or not _wants(person):
        return True
    return not outbox.is_owed(tx, person, _key("notice", person.id, person.warned_at))


def _to_each(
    tx: Transaction,
    one: presence.Number,
    now: datetime,
    do: Callable[[Transaction, Person, datetime], None],
) -> None:
    person = people.by_id(tx, *one)
    if person is not None:
        do(tx, person, now)


def _forget_or_warn(tx: Transaction, person: Person, now: datetime) -> None:
    if _knows(tx, person):
        forget(tx, person, now)
    else:
        _warn(tx, person, now)


def _warn(tx: Transaction, person: Person, now: datetime) -> None:
    presence.warned(tx, person, now)
    _tell(tx, person, "notice", now, now)


def _remind(tx: Transaction, now: datetime) -> None:
    last = 0
    while some := presence.to_remind(tx, now, last):
        for one in some:
            apart(tx, "remind before forgetting person", one[1], _to_each, tx, one, now, _remind_one)
        last = some[-1][1]


def _remind_one(tx: Transaction, person: Person, now: datetime) -> None:
    if person.warned_at is not None:
        _tell(tx, person, "reminder", person.warned_at, now)


def _tell(tx: Transaction, person: Person, what: str, warned_at: datetime, now: datetime) -> None:
    """Once for each warning. Who wants nothing from us is not told, and forgotten all the same."""
    bot_id = bots.of_cluster(tx, person.cluster_id)
    if bot_id is None or not _wants(person):
        return
    cluster = clusters.by_id(tx, person.cluster_id)
    owed = Owed(
        Kind.RIGHTS,
        _key(what, person.id, warned_at),
        lambda words: _message(words, what, person, cluster, warned_at),
        until=forgotten_at(warned_at),
    )
    Post(tx, cluster, bot_id, now).owe(person, owed)


def _message(words: Words, what: str, person: Person, cluster: Cluster, warned_at: datetime) -> Message:
    day = local_day(forgotten_at(warned_at), cluster.zone)
    return views.reminder(words, person, day) if what == "reminder" else views.notice(words, person, day)


def _wants(person: Person) -> bool:
    return person.stopped_at is None and person.blocked_at is None


def _key(what: str, person_id: int, warned_at: datetime) -> str:
    return f"forget:{what}:{person_id}:{warned_at:%Y-%m-%dT%H:%M}"
