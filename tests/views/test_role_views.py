"""The screens of roles: six rows, short buttons, not too long, in every language, with the longest names."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.clusters import Cluster, Contact, Village
from domain.groups import Candidate, Group, GroupState, Member
from domain.languages import LANGUAGES
from domain.message import Message
from domain.people import Person, Role
from domain.roles import GIVEN, Deed, Holder, Line
from views import leads, role_log, set_up
from views import roles as views
from views.paging import MOST_ROWS
from views.words import Words

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LONG = Person(1, 1, 2, "Christoffer-Alexander <3", "da", 1, date(2026, 1, 1), NOW)
VILLAGE = Village(1, "fjaellebro-kvaerkeby", "Fjællebro-Kværkeby", 1299)
CLUSTER = Cluster(
    1, "n", "Nord", "R", "Europe/Copenhagen", "F", Contact("Karen", "12345678"), villages=(VILLAGE,)
)
GROUP = Group(7, 1, "Fællesspisning i alle fire forsamlingshuse!", "", GroupState.OPEN, lead_id=1)
LEAD = Member(1, LONG.first_name, 1, NOW, date(2027, 5, 22), leads=True)
HOLDERS = [Holder(LONG, role, GROUP if role is Role.LEAD else None) for role in Role for _ in range(9)]
WHO = Candidate(1, LONG.first_name, 1)
LINES = [
    Line(NOW, deed, role if deed in role_log.WITH_ROLE else None, by, WHO, GROUP.name, by_operator=operator)
    for deed in Deed
    for role in Role
    for by, operator in ((WHO, False), (Candidate(2, LONG.first_name, 1), False), (None, False), (None, True))
]
LINK = "https://t.me/ringstednord_bot?start=role_" + "x" * 32


def screens(words: Words) -> list[Message]:
    every_role = [
        message
        for role in GIVEN
        for message in (
            views.link(words, role, LINK),
            views.holder(words, CLUSTER, Holder(LONG, role)),
            views.yours_already(words, role),
            views.yours_now(words, role),
            views.yours_no_longer(words, role),
            views.sure_to_lay_down(words, role),
        )
    ]
    return [
        *every_role,
        views.page(words, HOLDERS, 3),
        views.choose(words),
        views.holders(words, HOLDERS, 1),
        views.blocked(words, CLUSTER, [LONG] * 9, 1),
        views.shut(words, LONG),
        views.shut_out(words, CLUSTER),
        views.link_not_good(words),
        views.you_are_in(words),
        views.one_less(words),
        leads.page(words, CLUSTER, GROUP, [LEAD], reachable=False),
        leads.choose(words, [GROUP] * 9, 0),
        leads.link(words, GROUP, LINK),
        leads.sure_to_take(words, GROUP, LONG.first_name),
        leads.sure_to_stop(words, GROUP),
        leads.yours_no_longer(words, GROUP),
        leads.left(words, GROUP),
        leads.yours_already(words, GROUP),
        leads.erased(words, GROUP),
        leads.out_of_reach(words, GROUP, 44),
        set_up.not_yet(words),
        set_up.done(words, CLUSTER),
        set_up.left(words),
    ]


def logs(words: Words) -> list[Message]:
    pages = [role_log.page(words, CLUSTER, [line] * role_log.A_PAGE, 0, 99) for line in LINES]
    return [*pages, role_log.page(words, CLUSTER, [], 0, 0)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_has_six_rows_at_most_one_button_each_and_short_labels(language: str):
    for message in (*screens(Words(language)), *logs(Words(language))):
        assert len(message.rows) <= MOST_ROWS
        assert all(len(row) == 1 for row in message.rows)
        assert [b.label for row in message.rows for b in row if len(b.label) > 28] == []
        assert len(message.text) <= 500
        assert "<3" not in message.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_deed_can_be_said_and_its_notice_fits(language: str):
    words = Words(language)
    for line in LINES:
        for message in (views.changed(words, CLUSTER, line), leads.changed(words, CLUSTER, line, GROUP)):
            assert len(message.text) <= 500
            assert "<3" not in message.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_of_one_name_and_village_are_told_apart(language: str):
    other = replace(LONG, id=2, joined_at=NOW.replace(year=2025))
    one, two = views.told_apart(Words(language), CLUSTER, [LONG, other])
    assert one.label != two.label
    assert max(len(one.label), len(two.label)) <= 28


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_holds_power_or_is_named_is_on_a_screen_that_is_not_kept(language: str):
    words = Words(language)
    assert all(message.fleeting for message in logs(words))
    for message in screens(words):
        tells = "Christoffer" in repr(message) or LINK in message.text
        assert message.fleeting == tells


def test_the_links_of_many_villages_come_in_several_messages():
    found = [(VILLAGE, LINK)] * 23
    messages = set_up.links(Words("da"), found)
    assert len(messages) == 3
    assert all(len(message.text) < 4096 for message in messages)
