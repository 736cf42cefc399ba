"""Digests fit a phone: 1,200 letters, six rows; their pages as every other screen."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.digests import MOST_LETTERS, Every, Kind, Section, Source, at_a_glance, said_once
from domain.groups import Group, GroupState, Need
from domain.languages import LANGUAGES
from domain.message import Html, Message
from domain.news import Coming, News, OpenPoll, Outcome, Wanted
from tests.views.test_screens_fit import CLUSTER, MOST_LABEL, MOST_ROWS, plain
from views import digest_pages, digests
from views.words import Words

AT = datetime(2026, 12, 30, 16, tzinfo=UTC)
ZONE = "Europe/Copenhagen"
GROUP = Group(10**9, 1, "Ø" * 40, "", GroupState.OPEN)
NEED = Need(10**9, 10**9, "sound", 9, 2, 200, date(2026, 12, 30), "lyd og lys til den store julefrokost")
LONG = "Skal vi have en meget lang afstemning om alt det, vi kan komme i tanke om?"
NEWS = News(
    outcomes=(Outcome("Lys på stien", "Nu kan vi se, hvor vi går. " * 5),) * 7,
    coming=(Coming("Fællesspisning", AT, "Haraldsted-Allindemagle Forsamlingshus", "Vigersted"),) * 7,
    polls=tuple(OpenPoll(10**9 + n, LONG, AT) for n in range(4)),
    wanted=(Wanted(GROUP.name, NEED),) * 7,
    tasks=(Wanted(GROUP.name, NEED),) * 7,
    faces=12,
    thanked=7,
    members=9,
)
TWO_HOURS = Source(Kind.GROUP, 10**9)


def section(words: Words) -> Section:
    found = digests.section(words, GROUP.name, NEWS, ZONE)
    assert found is not None
    return found


def pages(words: Words) -> Iterator[Message]:
    one = section(words)
    for every in Every:
        shown = digest_pages.One(GROUP.name, TWO_HOURS, every, AT)
        yield digest_pages.one(words, CLUSTER, shown, sets=True)
        yield digest_pages.mine(words, [(TWO_HOURS, GROUP.name, every)] * 12, 0)
    yield digest_pages.goes_soon(words, CLUSTER, GROUP, AT)
    yield digest_pages.goes(words, CLUSTER, GROUP, AT)
    yield digest_pages.preview(words, CLUSTER, digest_pages.Look(GROUP, one, AT, lined=True, too_late=True))
    yield digest_pages.preview(words, CLUSTER, digest_pages.Look(GROUP, None, AT))
    yield digests.letter(words, at_a_glance([one] * 5), date(2026, 12, 30), 10**9)
    yield digests.whole(words, [one] * 5, 10**9, 0)
    yield digests.whole(words, [], 10**9, 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_of_them_fit(language: str):
    for message in pages(Words(language)):
        assert len(plain(message.text)) <= MOST_LETTERS + 100
        assert len(message.rows) <= MOST_ROWS
        assert all(len(one.label) <= MOST_LABEL for row in message.rows for one in row)


def test_nothing_new_is_no_section():
    assert digests.section(Words("da"), "Vigersted", News(members=3), ZONE) is None


parts = st.lists(st.integers(1, 700).map(lambda length: Html("x" * length)), max_size=8).map(tuple)


@given(st.lists(parts.map(lambda some: Section(Html("<b>h</b>"), some)), max_size=5))
def test_a_glance_is_short_keeps_the_order_and_says_when_it_left_something_out(sections: list[Section]):
    glance = at_a_glance(sections)
    shown = [part for _, kept in glance.sections for part in kept]
    assert sum(len(part) + 1 for part in shown) <= MOST_LETTERS
    there = [part for one in sections for part in one.parts]
    assert glance.more is (len(shown) < len(there))
    rest = iter(there)
    assert all(part in rest for part in shown)


def test_what_the_village_has_listed_the_group_does_not_list_again():
    village = Section(Html("Vigersted"), (Html("Det sker:\n• Banko"), Html("Hvem kan hjælpe?\n• Lyd\n• Mad")))
    group = Section(Html("Lydholdet"), (Html("Hvem kan hjælpe?\n• Lyd\n• Kage"), Html("I er 3 i gruppen.")))
    other = Section(Html("Kaffeholdet"), (Html("Det sker:\n• Banko"),))
    assert said_once([village, group, other]) == [
        village,
        Section(Html("Lydholdet"), (Html("Hvem kan hjælpe?\n• Kage"), Html("I er 3 i gruppen."))),
    ]
    assert said_once([other, other]) == [other]
