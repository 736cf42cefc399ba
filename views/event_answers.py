"""Answering an event: kommer, måske, nej, how many they are, and how many have supper."""

from collections.abc import Callable, Sequence

from domain.attachments import Attached, Attachment
from domain.buttons import press
from domain.events import MOST_HEADS, Coming, Event, EventState, Rsvp
from domain.message import Button, Message, Row
from views.buttons import row
from views.words import Words, paragraphs

IN_A_ROW = 3


def answer_rows(words: Words, event: Event, said: Coming | None = None) -> list[Row]:
    """Kommer, Måske, Nej: under an event, and under every notice about it."""
    yes = said if said is Coming.WAITING else Coming.YES
    return [
        (_answer(words, event, yes, said),),
        (_answer(words, event, Coming.MAYBE, said), _answer(words, event, Coming.NO, said)),
    ]


def _answer(words: Words, event: Event, answer: Coming, said: Coming | None) -> Button:
    label = words.label(f"events.say_{answer}")
    given = Coming.YES if answer is Coming.WAITING else answer
    return Button(f"✓ {label}" if answer is said else label, press("evsay", event.id, given))


def heads(words: Words, event: Event, rsvp: Rsvp) -> Message:
    """How many are they? No more than there is room for; where they wait, than there ever could be."""
    most = event.most_heads(rsvp)
    rows = _numbered(range(1, most + 1), rsvp.heads, lambda number: press("evhead", event.id, number))
    room = words.plural("events.room_for", most) if most < MOST_HEADS and rsvp.answer is Coming.YES else None
    text = paragraphs(words("events.title", title=event.title), room, words("events.how_many"))
    return Message(text, (*rows, _to_event(words, event)))


def supper(words: Words, event: Event, rsvp: Rsvp) -> Message:
    """How many of them have supper? Whoever comes alone: do they?"""
    if rsvp.heads == 1:
        rows = [
            row(words, "events.i_eat", "eveat", event.id, 1),
            row(words, "events.i_do_not_eat", "eveat", event.id, 0),
        ]
    else:
        eaters = _numbered(
            range(1, rsvp.heads + 1), rsvp.eaters, lambda number: press("eveat", event.id, number)
        )
        rows = [row(words, "events.no_supper", "eveat", event.id, 0), *eaters]
    said = words("events.you_wait_short") if rsvp.answer is Coming.WAITING else None
    asked = words("events.do_you_eat" if rsvp.heads == 1 else "events.how_many_eat")
    text = paragraphs(words("events.title", title=event.title), said, asked)
    return Message(text, (*rows, _to_event(words, event)))


def _numbered(numbers: Sequence[int], chosen: int, data: Callable[[int], str]) -> list[Row]:
    """Numbers are short: three beside each other, as on a telephone."""
    keys = [Button(f"✓ {number}" if number == chosen else str(number), data(number)) for number in numbers]
    return [tuple(keys[at : at + IN_A_ROW]) for at in range(0, len(keys), IN_A_ROW)]


def _to_event(words: Words, event: Event) -> Row:
    return row(words, "dialogue.back", "ev", event.id)


def for_calendar(words: Words, event: Event) -> Message:
    """The file, and what it is."""
    file = Attachment(Attached.CALENDAR, str(event.id))
    return Message(words("events.calendar", title=event.title), attachment=file)


def on_its_way(words: Words) -> str:
    """The pop-up when they ask for it."""
    return words.label("events.calendar_comes")


def noted(words: Words, rsvp: Rsvp) -> str:
    """The pop-up after an answer."""
    return words.label(f"events.noted_{rsvp.answer}")


def no_room(words: Words, rsvp: Rsvp) -> str:
    """The pop-up where there are not so many seats."""
    return words.label("events.no_room", heads=rsvp.heads)


def too_late(words: Words, event: Event) -> str:
    """The pop-up over a button under what has begun, or was cancelled."""
    return words.label("events.is_cancelled" if event.state is EventState.CANCELLED else "events.has_begun")


def picture(words: Words, event: Event) -> Message:
    """How it went, to look at."""
    shown = Attachment(Attached.PICTURE, event.picture or "")
    return Message(words("events.this_is_how", title=event.title), attachment=shown)
