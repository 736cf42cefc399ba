"""Asking: the row that says so, and the letter that does it."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from actions.group_letters import Post
from domain.asks import Ask, Way
from domain.groups import Need
from domain.kinds import Kind
from domain.matching import Match
from domain.message import Lane, Message
from domain.people import Person
from domain.quiet import outside_quiet_hours
from storage import asks, outbox, people
from views import asks as views
from views.words import Words


def ask(post: Post, match: Match, way: Way, asked_by: int | None = None) -> bool:
    """Ask them, by name, for the concrete thing; False when they were asked for it before, or have left."""
    person = people.by_id(post.tx, post.cluster.id, match.volunteer.id)
    ask_id = person and write_down(post, match, way, asked_by)
    if not person or not ask_id:
        return False
    lack, reasons = match.lack, match.reasons
    kind = Kind.PROPOSALS if way is Way.BOT else Kind.ASKS
    _owe(
        post,
        person,
        f"ask:{ask_id}",
        kind,
        lack.need,
        lambda words: views.ask(words, person.first_name, lack.group, lack.need, reasons, ask_id),
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


def _owe(
    post: Post, person: Person, key: str, kind: Kind, need: Need, word: Callable[[Words], Message]
) -> None:
    outbox.put(
        post.tx,
        outbox.NewLetter(
            cluster_id=person.cluster_id,
            bot_id=post.bot_id,
            person_id=person.id,
            chat_id=person.telegram_id,
            kind=kind,
            unique_key=key,
            lane=Lane.NOTICE,
            not_before=outside_quiet_hours(post.now, post.cluster.zone),
            not_after=_too_late(post, need),
            message=word(Words(person.language)),
        ),
        post.now,
    )


def _too_late(post: Post, need: Need) -> datetime:
    """When the day is over until which they are needed."""
    return datetime.combine(need.until + timedelta(days=1), time(), ZoneInfo(post.cluster.zone)).astimezone(
        post.now.tzinfo
    )
