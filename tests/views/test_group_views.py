"""Every screen of working groups fits a small phone, in every language, with the longest words there are."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.cluster_file import read
from domain.groups import MOST_ABOUT, MOST_NAME, MOST_TEXT, Candidate, Group, GroupState, Load, Member, Need
from domain.languages import LANGUAGES
from domain.message import Button, Message
from domain.people import Person
from domain.skills import SKILLS
from domain.small_numbers import shown
from views import (
    group_lead,
    group_letters,
    group_needs,
    group_numbers,
    group_steering,
    groups,
    leads,
    written,
)
from views.find import find_somebody
from views.words import Words

VILLAGE = Path(__file__).parents[2] / "simulator" / "village" / "ringsted_nord.yaml"
READ = read(VILLAGE)
CLUSTER = replace(READ, villages=tuple(replace(village, id=n) for n, village in enumerate(READ.villages)))
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = date(2026, 9, 30)
LONG = max(SKILLS, key=lambda skill: max(map(len, skill.labels.values()))).id
IDS = {village.id for village in CLUSTER.villages}
HOME = max(CLUSTER.villages, key=lambda village: len(village.name)).id

group = Group(10**9, 1, "Ø" * MOST_NAME, "t" * MOST_TEXT, GroupState.OPEN, frozenset(IDS), 1, 2)
members = [Member(10**9 + n, f"Maximiliane-Antoinette {n}", HOME, NOW, DAY, leads=n == 0) for n in range(12)]
needs = [Need(10**9 + n, group.id, LONG, 9, n % 2, 200, DAY) for n in range(7)]
told = replace(needs[0], skill=None, about="o" * MOST_ABOUT)
NAME = "Maximiliane-Antoinette"
person = Person(10**9, 1, 1, "Maximiliane-Antoinette", "da", HOME, DAY, NOW)


def screens(words: Words) -> Iterator[Message]:
    role, one = members[1], members[2]
    yield from lists(words, [group] * 23, role)
    for seen in (None, role, members[0]):
        yield groups.page(words, groups.Sight(group, CLUSTER, members, needs, seen))
    yield groups.left(words, group)
    yield leads.sure_to_stop(words, group)
    yield groups.asked_for(words, group.name)
    yield group_letters.ends_soon(words, group, DAY)
    yield groups.goes_on(words, group, DAY)
    yield groups.goes_until(words, group)
    for key in ("your_group_opens", "lead_offer", "hand_over_offer"):
        yield group_letters.offer(words, f"groups.{key}", group)
    yield groups.leads_now(words, group, DAY)
    yield groups.does_not_lead(words)
    yield group_needs.need(words, group, needs[0])
    yield group_needs.need_added(words, group, needs[0], person.first_name, waits=False)
    yield from lacking(words)
    yield group_lead.member(words, CLUSTER, group, one)
    yield group_lead.end_set(words, group, one.first_name, DAY)
    yield group_letters.lasts_until(words, group, DAY)
    yield group_lead.sure_to_end(words, group, one)
    yield group_lead.sent(words, group, 200)
    yield group_lead.done(words, "groups.hand_over_asked", group, one.first_name)
    yield group_steering.overview(
        words, group_steering.Overview(23, 200, 12, 34, [("Ø" * MOST_NAME, 12)] * 9)
    )
    yield group_steering.group(words, CLUSTER, group, members)
    yield group_steering.sure_to_close(words, group, 200)
    yield group_steering.created(words, group)
    yield group_steering.asked(words, group, "Maximiliane-Antoinette, Jystrup-Valsølille", 12)
    yield group_steering.offered(words, group, person.first_name)
    table = shown(dict.fromkeys(IDS, 5000))
    yield group_numbers.numbers(words, CLUSTER, table, [9] * 200, steers=True)
    yield group_numbers.by_skill(words, {skill.id: table for skill in SKILLS}, 0)
    yield group_numbers.one_skill(words, CLUSTER, LONG, table)


def lacking(words: Words) -> Iterator[Message]:
    yield group_needs.change_need(words, group, told)
    for over in (True, False):
        yield group_needs.need(words, group, told, (find_somebody(words, told),), over=over)
    yield group_letters.need_changed(words, group, told)
    yield group_letters.need_ran_out(words, group, told)
    yield group_letters.need_ran_out_unled(words, group, told)
    yield group_letters.place_free(words, group, told)
    yield group_letters.came_or_went(words, "groups.somebody_left", group, NAME, "Jystrup-Valsølille", [told])


def lists(words: Words, many: list[Group], role: Member) -> Iterator[Message]:
    for page in (0, 1, 99):
        yield groups.mine(words, many, Load(23, 200), page)
        yield groups.all_open(words, many, page)
        yield group_needs.needs(words, group, needs, page, DAY)
        yield group_lead.members(words, CLUSTER, group, members, page)
        yield group_lead.successors(words, CLUSTER, group, members, role, page)
        yield group_steering.all_groups(words, many, {group.id: 123}, page)
        yield group_steering.villages(words, CLUSTER, group, page)
        yield group_numbers.uncovered(words, [(group, need) for need in needs * 3], page, steers=True)


def labels(words: Words) -> Iterator[str]:
    for screen in screens(words):
        yield from (button.label for row in screen.rows for button in row)
    someone = [Candidate(1, "Maximiliane-Antoinette", HOME)]
    for options in (
        group_steering.wheres(words, CLUSTER),
        group_steering.possible_leads(words, CLUSTER, members, 5),
        group_steering.candidates(CLUSTER, someone),
        group_needs.hours(words, [200]),
        written.send_it(words),
    ):
        yield from (option.label for option in options)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_has_more_than_six_rows_and_only_the_ways_out_stand_side_by_side(language: str):
    for screen in screens(Words(language)):
        assert 1 <= len(screen.rows) <= 6, screen.text
        assert all(len(row) == 1 for row in screen.rows[:-1])
        assert len(screen.rows[-1]) <= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_fits_a_button(language: str):
    assert not {label for label in labels(Words(language)) if not 1 <= len(label.removeprefix("✓ ")) <= 28}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_carries_what_telegram_takes(language: str):
    buttons = [b for screen in screens(Words(language)) for row in screen.rows for b in row]
    assert all(isinstance(button, Button) and len(button.data.encode()) <= 64 for button in buttons)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_longer_than_one_can_read(language: str):
    """What a group says of itself, and five hundred letters of ours."""
    plain = [re.sub("<[^>]+>", "", screen.text) for screen in screens(Words(language))]
    assert max(map(len, plain)) <= 500 + MOST_TEXT
