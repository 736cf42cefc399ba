"""Phrases people would write: how many find their skill. docs/skills.md says how they were split."""

import pytest

from benchmarks.skills import HALVES, LANGUAGES, corpus, measured
from domain.skills import Matcher, is_skill

CASES = corpus()


def test_the_corpus_is_wide_enough():
    assert len(CASES) >= 400
    assert sum(case.half == "held-out" for case in CASES) >= 150
    assert sum(not case.names_a_skill for case in CASES) >= 60
    assert {case.half for case in CASES} == set(HALVES)
    assert {case.language for case in CASES} == set(LANGUAGES)


def test_no_phrase_stands_in_two_halves():
    phrases = [case.phrase.casefold() for case in CASES]
    assert len(set(phrases)) == len(phrases)


def test_every_expected_skill_is_in_the_list():
    expected = {
        name for case in CASES if case.names_a_skill for name in case.expected.replace("+", "|").split("|")
    }
    assert all(map(is_skill, expected))


@pytest.mark.parametrize(
    ("half", "first", "three", "false_claims"),
    [
        ("tuning", 0.97, 0.98, 0.08),
        ("held-out", 0.95, 0.97, 0.10),
        ("unforeseen", 0.46, 0.54, 1.0),
    ],
)
def test_free_words_find_their_skill_as_often_as_measured(half, first, three, false_claims):
    figures = measured([case for case in CASES if case.half == half], Matcher())
    assert figures.first >= first
    assert figures.three >= three
    assert figures.false_claims <= false_claims
