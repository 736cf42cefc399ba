"""What people write, made safe (research: nasty texts)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import NAMELESS, cleaned, first_name, holds_cpr, shortened, utf16_length

FAMILY = "👨‍👩‍👧‍👦"


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  Anna \n", "Anna"),
        ("An\u202ena", "Anna"),
        ("\u200b\ufeff", ""),
        ("An\u2800\u206d\U000e0020na", "Anna"),
        ("a\x00b\x07c", "abc"),
        ("A\u030ase", "Åse"),
        ("en\n\n\n\n\nto", "en\n\nto"),
        ("en\r\nto", "en\nto"),
        ("x\ud800y", "x\ufffdy"),
        (FAMILY, FAMILY),
        ("a" + "\u0301" * 500, "á\u0301\u0301\u0301\u0301"),
    ],
)
def test_what_cannot_be_seen_or_stored_goes(raw, kept):
    assert cleaned(raw) == kept


@given(st.text(max_size=300))
def test_cleaning_twice_is_cleaning_once_and_can_always_be_stored(raw):
    once = cleaned(raw)
    assert cleaned(once) == once
    assert "\x00" not in once
    once.encode()


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Anna", "Anna"),
        ("Anna\nMaria", "Anna Maria"),
        ("", NAMELESS),
        ("\u3164", NAMELESS),
        ("\u200b", NAMELESS),
        ("\u2800\u2800", NAMELESS),
        ("\U000e0041\U000e007f", NAMELESS),
        ("\u206a\u206f", NAMELESS),
        ("👩🏽‍🌾", "👩🏽‍🌾"),
        ("x" * 500, "x" * 64),
    ],
)
def test_a_name_is_one_short_line(raw, name):
    assert first_name(raw) == name


@given(st.text(max_size=200))
def test_a_name_always_fits(raw):
    name = first_name(raw)
    assert name
    assert len(name) <= 64
    assert len(name.encode()) <= 256
    assert "\n" not in name
    assert not any(unicodedata.category(c) == "Cc" for c in name)


@pytest.mark.parametrize(
    "text",
    [
        "mit cpr er 010150-1234",
        "0101501234",
        "311299 4321",
        "010150\u20131234",
        "010150 - 1234",
        "01 01 50 1234",
        "01 01 50-1234.",
        "010150\u00a01234",
    ],
)
def test_a_cpr_number_is_seen(text):
    assert holds_cpr(text)


@pytest.mark.parametrize(
    "text",
    [
        "ring 12345678",
        "ring 12 10 50 12",
        "12 10 50 12 34",
        "321350-1234",
        "jeg er 67",
        "2026-11-22",
        "01015012345678",
    ],
)
def test_other_numbers_are_not_a_cpr_number(text):
    assert not holds_cpr(text)


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("Lydholdet", 9, "Lydholdet"),
        ("Lydholdet", 8, "Lydhold…"),
        ("Anne Marie", 6, "Anne…"),
        ("", 1, ""),
    ],
)
def test_what_is_left_out_is_three_dots_right_behind_a_word(text, most, short):
    assert shortened(text, most) == short


def test_telegram_counts_an_emoji_as_two():
    assert utf16_length(FAMILY) == 11
