"""Screens and letters of events fit a phone with large letters, whatever people wrote into them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from domain.audience import Audience
from domain.clashes import Clash
from domain.dates import When
from domain.events import (
    MOST_PLACE,
    MOST_REASON,
    MOST_RESULT,
    MOST_TITLE,
    Coming,
    Event,
    EventState,
    Guest,
    LocalTime,
    Rsvp,
    Spot,
    Tally,
)
from domain.languages import LANGUAGES
from domain.message import Message
from domain.reminders import Which
from tests.views.test_screens_fit import ANNA, CLUSTER, MOST_LETTERS, plain, test_it_fits
from views import event_absences, event_answers, event_letters, event_making, event_running, events
from views.words import Words

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
EVENT = Event(
    id=2**31 - 1,
    cluster_id=1,
    title="Fællesspisning ved bålet i skoven, år 1234567890 æø"[:MOST_TITLE],
    when=LocalTime(When(date(2026, 12, 30), time(14, 30), time(16, 30)), "Europe/Copenhagen"),
    place="Haraldsted-Allindemagle Forsamlingshus, den lille sal 123456"[:MOST_PLACE],
    made_at=NOW,
    organiser_id=1,
    spot=Spot(55.52345, 11.85001),
    audience=Audience.village(1),
    seats=999,
    supper=True,
    taken=998,
)
TELLING = replace(EVENT, tell_at=NOW + timedelta(minutes=10), result="x" * MOST_RESULT)
CANCELLED = replace(EVENT, state=EventState.CANCELLED, reason="x" * MOST_REASON)
WHOM = events.ForWhom(CLUSTER, EVENT.audience, "")
TALLY = Tally(998, 99, 99, 998)
RSVP = Rsvp(1, Coming.YES, 9, 9)
GUESTS = [
    Guest(1, "Anna-Margrethe", 1, answer, 9, 9) for answer in (Coming.YES, Coming.MAYBE, Coming.WAITING) * 4
]
MANY = [replace(EVENT, id=number) for number in range(9)]


def sight(event: Event, rsvp: Rsvp | None, *, opened: bool = True) -> events.Sight:
    return events.Sight(event, WHOM, TALLY, rsvp, 99, "Anna-Margrethe Elisabeth", runs=True, open=opened)


def screens(words: Words) -> Iterator[tuple[str, Message]]:
    known = replace(EVENT, place="x" * MOST_PLACE).as_known
    yield "list", events.whats_on(words, MANY[:5], MANY[5:], 1)
    yield "none", events.whats_on(words, [], [], 0)
    yield "mine", events.mine(words, MANY, 1, 0, makes=True)
    yield "page", events.page(words, sight(EVENT, RSVP))
    yield "waiting", events.page(words, sight(replace(EVENT, taken=999), Rsvp(1, Coming.WAITING, 9, 9, 99)))
    yield "over", events.page(words, sight(replace(TELLING, picture="x"), RSVP, opened=False))
    yield "cancelled", events.page(words, sight(CANCELLED, RSVP, opened=False))
    yield "heads", event_answers.heads(words, EVENT, RSVP)
    yield "supper", event_answers.supper(words, EVENT, RSVP)
    yield "supper, alone", event_answers.supper(words, EVENT, Rsvp(1, Coming.YES))
    yield "run", event_running.page(words, TELLING, TALLY, NOW)
    yield "run, over", event_running.page(words, TELLING, TALLY, EVENT.starts_at)
    yield "run, cancelled", event_running.page(words, CANCELLED, TALLY, NOW)
    yield "guests", event_running.guests(words, CLUSTER, EVENT, GUESTS, TALLY, 0, NOW)
    yield "absent, who", event_absences.who(words, CLUSTER, EVENT, GUESTS, 0)
    for guest in (GUESTS[0], replace(GUESTS[0], reached=False)):
        yield (
            "absent, sure",
            event_absences.sure(words, CLUSTER, EVENT, event_absences.Absent(guest, "Anna-Margrethe", 2)),
        )
    yield "absent, noted", event_absences.noted(words, EVENT, GUESTS[0], ["Anna-Margrethe"] * 9, 2**31 - 1)
    yield "absent, told", event_letters.absent(words, EVENT, "Anna-Margrethe")
    for answer in (Coming.YES, Coming.MAYBE):
        yield f"back, {answer}", event_letters.back_again(words, EVENT, "Anna-Margrethe", answer)
    yield "new", event_letters.new(words, EVENT, "x" * 40)
    yield "seat", event_letters.seat_free(words, EVENT)
    yield "together", event_letters.together(words, EVENT, EVENT, ANNA)
    yield "day", event_letters.reminder(words, EVENT, Which.DAY, Coming.MAYBE)
    yield "changed", event_letters.changed(words, EVENT, known, Coming.YES)
    yield "off", event_letters.changed(words, CANCELLED, known, Coming.YES)
    yield "how", event_letters.how_was_it(words, EVENT)
    yield "orphan", event_letters.orphan(words, EVENT)


ALL = [
    pytest.param(message, id=f"{language} {name}")
    for language in LANGUAGES
    for name, message in screens(Words(language))
]


@pytest.mark.parametrize("message", ALL)
def test_an_event_fits(message: Message):
    test_it_fits(message)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_can_be_chosen_fits(language: str):
    words = Words(language)
    options = [
        *event_making.seats(words, (10, 80)),
        *event_making.supper_or_not(words),
        *event_making.ways_on(words, clash=True, others=MANY),
        *event_running.parts(words, ("time", "place", "title", "seats")),
        *event_running.cancel_it(words),
    ]
    assert [option.label for option in options if len(option.label) > 30] == []
    shown = event_making.preview(words, EVENT, WHOM) + event_making.clash_lines(
        words, [Clash(each, close=True) for each in MANY], "0"
    )
    assert len(plain(shown)) <= MOST_LETTERS - 35
