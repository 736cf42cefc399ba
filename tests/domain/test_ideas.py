"""Ideas: which state may follow which, when somebody is reminded, and which ideas are alike."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.idea_likeness import alike, likeness
from domain.ideas import (
    NEXT,
    OPEN,
    UNANSWERED,
    Idea,
    State,
    waits_in,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def idea(title: str = "Bænk ved søen", why: str = "", number: int = 1, **values: object) -> Idea:
    return Idea(number, 1, title, why, State.RECEIVED, NOW, **values)


# How far it has come


def test_every_state_is_declared_and_can_be_reached():
    assert NEXT.keys() == set(State)
    reached = {State.RECEIVED}
    while more := {after for state in reached for after in NEXT[state]} - reached:
        reached |= more
    assert reached == set(State)


def test_what_is_done_or_merged_stays_so():
    assert [state for state in State if not NEXT[state]] == [State.DONE, State.MERGED]


@given(st.lists(st.sampled_from(State), max_size=12))
def test_nothing_becomes_unanswered_again(wanted: list[State]):
    state = State.RECEIVED
    for after in wanted:
        if after in NEXT[state]:
            assert after not in UNANSWERED or state is State.RECEIVED
            state = after


def test_to_have_been_seen_is_no_answer():
    assert {state for state in State if waits_in(state)} == {State.RECEIVED, State.SEEN, State.LOOKED_INTO}


def test_what_is_hidden_takes_no_support():
    assert idea().takes_support
    assert not idea(hidden_at=NOW).takes_support
    assert State.NOT_NOW not in OPEN


# Which are alike

ALIKE = [
    ("Bænk ved søen", "En bænk på stien til søen"),
    ("Borde og bænke ved gadekæret", "Bænk ved gadekæret"),
    ("Fælles cykelsti til Ringsted", "Cykelsti mellem Vigersted og Ringsted"),
    ("Legeplads ved skolen", "En ny legeplads"),
    ("Legepladsen skal have gynger", "En ny legeplads"),
    ("Tur i skoven", "Skovtur for alle"),
    ("Hjertestarter ved hallen", "Hjertestartere i alle landsbyer"),
    ("Lån af værktøj", "Byttecentral for værktøj"),
    ("hjertestater ved hallen", "Hjertestarter"),
    ("Baenk ved soeen", "Bænk ved søen"),
    ("Fælles spisning", "Fællesspisning hver måned"),
    ("Et fælles drivhus", "Drivhus ved skolen"),
    ("Flere aktiviteter for børn", "Aktiviteter for børn og unge"),
    ("Klub for unge", "Ungeklub"),
    ("Klub for unge i Vigersted", "En klub for de unge"),
]
DIFFERENT = [
    ("Bænk ved søen", "Julemarked i forsamlingshuset"),
    ("Vi skal have mere lys", "Vi skal have flere fester"),
    ("Legeplads ved skolen", "Fællesspisning på skolen hver måned for alle"),
    ("Cykelsti til Ringsted", "Kor for alle"),
    ("En god idé", "En bedre idé"),
    ("🎄🎄🎄", "Bænk"),
    ("Et fælles drivhus", "Fælles værktøjsskur"),
    ("Fælles aktiviteter", "Fælles værktøjsskur"),
    ("Lokal mad", "Lokal radio"),
    ("Klub for unge", "Tur for unge"),
    ("Sommerfest", "Vinterfest for børn"),
    ("Hjælp til indkøb", "Hjælp til lektier"),
    ("Vigersted cykelsti", "Legeplads Vigersted"),
    ("A shared greenhouse", "Shared toolshed"),
]
VILLAGES = ("Vigersted", "Jystrup-Valsølille")
WIDE = ["fælles", "lokal", "hyggelig", "sammen", "børn", "aktiviteter", "mødested", "Vigersted", "Jystrup"]
THINGS = [
    "drivhus",
    "værktøjsskur",
    "legeplads",
    "radio",
    "kor",
    "krolfbane",
    "hjertestarter",
    "biograf",
    "bogbytning",
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_these_say_the_same(one: str, other: str):
    assert alike(one, "", [idea(other)], VILLAGES)
    assert alike(other, "", [idea(one)], VILLAGES)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_these_do_not(one: str, other: str):
    assert not alike(one, "", [idea(other)], VILLAGES)


@given(st.sets(st.sampled_from(WIDE), max_size=4), st.permutations(THINGS))
def test_what_fits_any_idea_makes_no_two_alike(shared: set[str], things: list[str]):
    one, other = (" ".join([*shared, thing]) for thing in things[:2])
    assert not alike(one, "", [idea(other)], VILLAGES)
    assert alike(one, "", [idea(f"{things[0]} til alle")], VILLAGES)


def test_the_likest_come_first_and_three_at_most():
    there = [idea("Bænke ved hallen", number=n, supporters=n) for n in range(1, 6)]
    there += [idea("En bænk ved søen", number=9)]
    assert [one.id for one in alike("Bænk ved søen", "", there)] == [9, 5, 4]


words = st.text(max_size=80)


@given(words, words, words, words)
def test_likeness_is_a_share_and_the_same_both_ways(title: str, why: str, other: str, its_why: str):
    there = likeness(title, why, idea(other, its_why))
    back = likeness(other, its_why, idea(title, why))
    assert 0 <= there <= 1
    assert there == back
