"""An organiser notes that somebody cannot come: who, whether they are sure, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.buttons import press
from domain.clusters import Cluster
from domain.events import Event, Guest
from domain.message import Button, Message, Row
from domain.people import Person
from views.buttons import row, short
from views.event_running import answered
from views.paging import MOST_ROWS, paged
from views.words import Words, paragraphs

MOST_NAMES = 3


@dataclass(frozen=True)
class Absent:
    """Who cannot come, who has their seat then, if anybody, and the number of whoever asks."""

    guest: Guest
    next: str | None
    me: int


def who(words: Words, cluster: Cluster, event: Event, there: Sequence[Guest], page: int) -> Message:
    """Which of them?"""
    names = [Button(short(cluster.who(one)), press("evoff", event.id, one.person_id)) for one in there]
    rows = paged(words, names, page, MOST_ROWS - 1, lambda turn: press("evabsent", event.id, turn))
    text = paragraphs(words("events.title", title=event.title), words("events.who_is_absent"))
    return Message(text, (*rows, _back(words, event)), fleeting=True)


def sure(words: Words, cluster: Cluster, event: Event, there: Absent) -> Message:
    """The seat goes on, and they are told: that is asked first."""
    guest = there.guest
    name = guest.first_name
    passed_on = words("events.seat_goes_on", name=there.next) if there.next else None
    told = words("events.absent_told" if guest.reached else "events.absent_not_told", name=name)
    text = paragraphs(
        words("events.title", title=event.title),
        answered(words, cluster, event, guest),
        words("events.is_absent", name=name),
        passed_on,
        told if guest.person_id != there.me else None,
    )
    rows = (
        row(words, "events.absent_yes", "evoffyes", event.id, guest.person_id),
        row(words, "dialogue.back", "evabsent", event.id, 0),
    )
    return Message(text, rows, fleeting=True)


def noted(words: Words, event: Event, guest: Guest, moved: Sequence[str], since: int | None) -> Message:
    """The receipt: who has the seat now, or the way to undo it while nobody has."""
    names = words.some(moved, MOST_NAMES)
    text = paragraphs(
        words("events.title", title=event.title),
        words("events.absence_noted", name=guest.first_name),
        words.plural("events.have_the_seat", len(moved), names=names) if moved else None,
    )
    rows: list[Row] = []
    if since is not None:
        undo = press("evback", event.id, guest.person_id, guest.answer, since)
        rows.append((Button(words.label("events.undo_absence"), undo),))
    return Message(text, (*rows, _back(words, event)), fleeting=True)


def is_back(words: Words, guest: Guest) -> str:
    """The pop-up after it was undone."""
    return words.label("events.absent_back", name=guest.first_name)


def seat_is_gone(words: Words) -> str:
    """The pop-up where it cannot be undone any more."""
    return words.label("events.seat_is_gone")


def answered_since(words: Words, person: Person) -> str:
    """The pop-up where they have said no themselves meanwhile."""
    return words.label("events.answered_since", name=person.first_name)


def _back(words: Words, event: Event) -> Row:
    return row(words, "events.to_guests", "evguests", event.id, 0)
