"""Whom something is for, and the short text of it in a column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.audience import CLUSTER, Audience, NoAudience
from domain.skills import SKILLS

NUMBERS = st.frozensets(st.integers(1, 10**6), max_size=4)
AUDIENCES = st.builds(
    Audience,
    villages=NUMBERS,
    groups=NUMBERS,
    skills=st.frozensets(st.sampled_from(sorted(skill.id for skill in SKILLS)), max_size=3),
    followers=st.booleans(),
    volunteers=st.booleans(),
    unheard=st.booleans(),
)


@given(AUDIENCES)
def test_an_audience_is_read_as_it_was_written(audience):
    assert Audience.read(str(audience)) == audience


@pytest.mark.parametrize(
    ("audience", "text"),
    [
        (CLUSTER, "cluster"),
        (Audience.village(3), "village:3"),
        (Audience.village(3, followers=True), "village:3 followers"),
        (Audience.group(7), "group:7"),
        (
            Audience(villages=frozenset({4, 3}), volunteers=True, unheard=True),
            "village:3,4 volunteers unheard",
        ),
    ],
)
def test_it_is_short_and_always_the_same(audience, text):
    assert str(audience) == text


@pytest.mark.parametrize(
    "text",
    ["", "village", "village:", "village:x", "village:1  ", "group:1 group:2", "all", "cluster unheard"],
)
def test_anything_else_is_no_audience(text):
    with pytest.raises(NoAudience):
        Audience.read(text)
