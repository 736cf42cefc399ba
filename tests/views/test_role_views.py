"""The screens of roles: six rows, short buttons, not too long, in every language, with the longest names."""

from datetime import UTC, date, datetime

import pytest

from domain.clusters import Cluster, Contact, Village
from domain.languages import LANGUAGES
from domain.message import Message
from domain.people import Person, Role
from domain.roles import Deed, Holder
from views import roles as views
from views import set_up
from views.paging import MOST_ROWS
from views.words import Words

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LONG = Person(1, 1, 2, "Christoffer-Alexander <3", "da", 1, date(2026, 1, 1), NOW)
VILLAGE = Village(1, "fjaellebro-kvaerkeby", "Fjællebro-Kværkeby", 1299)
CLUSTER = Cluster(
    1, "n", "Nord", "R", "Europe/Copenhagen", "F", Contact("Karen", "12345678"), villages=(VILLAGE,)
)
HOLDERS = [Holder(LONG, role) for role in Role for _ in range(9)]
LINK = "https://t.me/ringstednord_bot?start=role_" + "x" * 32


def screens(words: Words) -> list[Message]:
    every_role = [
        message
        for role in Role
        for message in (
            views.link(words, role, LINK),
            views.holder(words, CLUSTER, Holder(LONG, role)),
            views.yours_already(words, role),
            views.yours_now(words, role),
            views.yours_no_longer(words, role),
            *(views.changed(words, deed, role) for deed in (Deed.GIVEN, Deed.TAKEN)),
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
        views.changed(words, Deed.BLOCKED, None),
        views.changed(words, Deed.UNBLOCKED, None),
        set_up.not_yet(words),
        set_up.done(words, CLUSTER),
        set_up.left(words),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_has_six_rows_at_most_one_button_each_and_short_labels(language: str):
    for message in screens(Words(language)):
        assert len(message.rows) <= MOST_ROWS
        assert all(len(row) == 1 for row in message.rows)
        assert [b.label for row in message.rows for b in row if len(b.label) > 28] == []
        assert len(message.text) <= 500
        assert "<3" not in message.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_holds_power_or_is_named_is_on_a_screen_that_is_not_kept(language: str):
    words = Words(language)
    for message in screens(words):
        tells = "Christoffer" in repr(message) or LINK in message.text
        assert message.fleeting == tells


def test_the_links_of_many_villages_come_in_several_messages():
    found = [(VILLAGE, LINK)] * 23
    messages = set_up.links(Words("da"), found)
    assert len(messages) == 3
    assert all(len(message.text) < 4096 for message in messages)
