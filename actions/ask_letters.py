"""Asking: the row that says so, and the letter that does it."""

from datetime import datetime, time, timedelta

from actions.post import Owed, Post, Wording
from domain.asks import Ask, Way
from domain.days import moment_of
from domain.groups import Need
from domain.kinds import Kind
from domain.matching import Match
from domain.people import Person
from storage import asks, outbox, people
from storage.transaction import Transaction
from views import asks as views


def ask(post: Post, match: Match, way: Way, asked_by: int | None = None) -> bool:
    """Ask them, by name, for the concrete thing; False when they were asked for it before, or have left."""
    person = people.by_id(post.tx, post.cluster.id, match.volunteer.id)
    ask_id = person and write_down(post, match, way, asked_by)
    if not person or not ask_id:
        return False
    lack, reasons = match.lack, match.reasons
    asker = people.by_id(post.tx, post.cluster.id, asked_by) if asked_by and way is Way.LEAD else None
    by = asker.first_name if asker else ""
    kind = Kind.PROPOSALS if way is Way.BOT else Kind.ASKS
    _owe(
        post,
        person,
        f"ask:{ask_id}",
        kind,
        lack.need,
        lambda words: views.ask(words, person.first_name, lack, reasons, ask_id, by),
    )
    return True


def ask_again(post: Post, person: Person, group: str, need: Need, asked: Ask) -> None:
    """A week after they said maybe; once."""
    _owe(
        post,
        person,
        f"ask:{asked.id}:again",
        Kind.ASKS,
        need,
        lambda words: views.ask_again(words, person.first_name, group, need, asked),
    )


def write_down(post: Post, match: Match, way: Way, asked_by: int | None = None) -> int | None:
    """The number of the ask; None when they were asked for that before."""
    asked = Ask(
        id=0,
        cluster_id=post.cluster.id,
        need_id=match.lack.need.id,
        person_id=match.volunteer.id,
        asked_by=asked_by,
        way=way,
        reasons=match.reasons,
        asked_at=post.now,
    )
    return asks.add(post.tx, asked)


def ask_nobody_else(tx: Transaction, cluster_id: int, need_id: int, now: datetime) -> None:
    """It is covered, or not wanted any more: whoever was to be asked in the morning need not be."""
    outbox.cancel_about(tx, cluster_id, _subject(need_id), now)


def _owe(post: Post, person: Person, key: str, kind: Kind, need: Need, word: Wording) -> None:
    post.owe(person, Owed(kind, key, word, _subject(need.id), until=_too_late(post, need)))


def _subject(need_id: int) -> str:
    return f"need:{need_id}"


def _too_late(post: Post, need: Need) -> datetime:
    """When the day is over until which they are needed."""
    return moment_of(need.until + timedelta(days=1), time(), post.cluster.zone)
