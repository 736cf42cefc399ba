"""Every screen of asking, finding and planning fits a phone, with the longest names, in every language."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest

from domain.asks import Answer, Ask, Tally, Way
from domain.buttons import MOST_BYTES
from domain.clusters import Cluster, Contact, Village
from domain.groups import Group, GroupState, Need
from domain.languages import LANGUAGES
from domain.matching import Lack, Match, Reason, Volunteer
from domain.message import Button, Message
from domain.people import Person
from domain.proposed import Place, Proposed
from domain.skills import SKILLS
from views import asks, find, plans
from views.words import Words

MOST_LETTERS, MOST_ROWS, MOST_LABEL = 500, 6, 30
NOW = datetime(2026, 11, 22, tzinfo=UTC)
VILLAGE = Village(1, "haraldsted-allindemagle", "Haraldsted-Allindemagle", 1294)
CLUSTER = Cluster(1, "x", "X", "X", "Europe/Copenhagen", "X", Contact("Karen"), villages=(VILLAGE,))
NAME = "Anna-Margrethe Elisabeth"
GROUP = Group(1, 1, "G" * 40, "", GroupState.OPEN)
BIG = 2**31 - 1
PERSON = Person(BIG, 1, 7, NAME, "da", 1, date(2026, 11, 22), NOW)
WHY = tuple(Reason)
MEMBER = tuple(reason for reason in Reason if reason not in {Reason.FIRST_TIME, Reason.CHOSEN})
"""Whoever is in the group has done something before."""


def need(skill: str) -> Need:
    return Need(BIG, 1, skill, 9, 0, 200, date(2026, 12, 26))


def match(number: int, skill: str) -> Match:
    volunteer = Volunteer(60_000_000 + number, NAME, 1, frozenset({skill}), groups=frozenset(range(12)))
    return Match(Lack(need(skill), GROUP.name), volunteer, MEMBER, 1.0)


def screens(words: Words, skill: str) -> Iterator[Message]:
    one, some = need(skill), [match(number, skill) for number in range(9)]
    asked = Ask(BIG, 1, BIG, BIG, None, Way.LEAD, WHY, NOW, Answer.MAYBE)
    picked = tuple(found.volunteer.id for found in some[:6])
    yield asks.ask(words, NAME, some[0].lack, WHY, BIG, by=NAME)
    yield asks.ask_again(words, NAME, GROUP.name, one, asked)
    yield from (asks.proposals(words, some[:count], after="asks.maybe_later") for count in (1, 2, 3))
    yield from (asks.nothing_fits(words, may_be_found=found) for found in (True, False))
    yield asks.may_be_found(words)
    yield asks.may_lead_see(words, GROUP, NAME, BIG)
    yield from (asks.welcome(words, GROUP, shared=shared) for shared in (True, False))
    yield from (asks.thanked(words, key) for key in ("asks.no_thanks", "asks.maybe_enough"))
    yield from (asks.too_late(words, wanted=wanted) for wanted in (True, False))
    yield asks.somebody_said_yes(words)
    yield asks.said_yes(words, NAME, GROUP, one, 8)
    yield asks.contact(words, PERSON, GROUP)
    yield find.candidates(words, find.Sight(CLUSTER, GROUP, one, some, picked, Tally(99, 9, 9)), 1)
    yield find.candidates(words, find.Sight(CLUSTER, GROUP, one, [], (), Tally(0, 0, None)), 0)
    places = tuple(Place(BIG, number, NAME, 1, MEMBER) for number in range(12))
    proposed, lacks = Proposed(BIG, NOW, 99, places), [Lack(one, GROUP.name)] * 9
    yield plans.none_yet(words, lacks)
    yield plans.none_yet(words, [])
    yield plans.plan(words, proposed, lacks, {}, 0)
    yield plans.need(words, CLUSTER, proposed, lacks[0], 0)
    yield plans.need(words, CLUSTER, replace(proposed, places=()), lacks[0], 0)
    yield from (plans.sent(words, count, count) for count in (0, 1, 12))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_fits(language: str):
    words = Words(language)
    longest = max(SKILLS, key=lambda one: len(asks.can(words, one.id)))
    for screen in screens(words, longest.id):
        assert letters(screen.text) <= MOST_LETTERS, screen.text
        assert len(screen.rows) <= MOST_ROWS, screen
        for button in (each for row in screen.rows for each in row):
            assert len(button.label) <= MOST_LABEL, button
            assert isinstance(button, Button)
            assert len(button.data.encode()) <= MOST_BYTES


def letters(html: str) -> int:
    seen: list[str] = []
    reader = HTMLParser()
    reader.handle_data = seen.append
    reader.feed(html)
    reader.close()
    return len("".join(seen))
