"""How much one hears from us, what we keep, and leaving."""

from datetime import date, datetime

from domain.clusters import Cluster
from domain.days import local_day
from domain.message import Html, Message, Row
from domain.people import Person
from views import export, frame
from views.buttons import row
from views.words import Words, paragraphs


def messages(words: Words, cluster: Cluster, person: Person, now: datetime) -> Message:
    """What they hear now, and the one tap that changes it."""
    until = person.paused_until if person.paused_until is not None and now < person.paused_until else None
    last = until and local_day(until, cluster.zone)
    text = paragraphs(
        words("rights.messages_text"),
        words("rights.paused", day=words.day(last)) if last else None,
        words("rights.fewer_on") if person.fewer else None,
    )
    pause = row(words, "rights.unpause", "unpause") if until else row(words, "rights.pause", "pause")
    fewer = row(words, "rights.more", "more") if person.fewer else row(words, "rights.fewer", "fewer")
    mine = row(words, "digests.mine_button", "digests", 0)
    return Message(text, (mine, pause, fewer, row(words, "frame.stop", "stop"), *_ways_out(words)))


def data(words: Words, *, agreed: bool) -> Message:
    """What one may ask of us."""
    forget = [row(words, "frame.withdraw", "withdraw", "profile")] if agreed else []
    rows = ((export.again(words),), *forget, row(words, "rights.leave", "leave"), *_ways_out(words))
    return Message(words("rights.data_text"), rows)


def data_of_one_shut_out(words: Words) -> Message:
    """What the law gives them, and no way to anything else."""
    return Message(words("rights.data_text"), ((export.again(words),), row(words, "rights.leave", "leave")))


def leave(words: Words, person: Person, asked_at: int, *, alone: bool) -> Message:
    """What will happen, before it does. `alone`: nobody else is in the steering group."""
    text = paragraphs(words("rights.leave_text"), words("rights.last_steering") if alone else None)
    yes = row(words, "rights.leave_yes", "gone", person.id, asked_at)
    return Message(text, (row(words, "rights.leave_no", "data"), yes))


def gone(words: Words) -> Message:
    """The last we say."""
    return Message(words("rights.gone"))


def notice(words: Words, person: Person, day: date) -> Message:
    """We have not heard from them for long."""
    return _before_we_forget(words, words("rights.notice", name=person.first_name, day=words.day(day)))


def reminder(words: Words, person: Person, day: date) -> Message:
    """A week before."""
    return _before_we_forget(words, words("rights.reminder", name=person.first_name, day=words.day(day)))


def stays(words: Words, person: Person) -> Message:
    """They want to stay."""
    return Message(words("rights.stays", name=person.first_name), (frame.to_menu(words),))


def _before_we_forget(words: Words, text: Html) -> Message:
    return Message(text, (row(words, "rights.stay", "stay"), row(words, "rights.leave", "leave")))


def _ways_out(words: Words) -> tuple[Row, Row]:
    return row(words, "dialogue.back", "settings"), frame.to_menu(words)
