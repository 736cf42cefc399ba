"""Villages as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clusters import Village
from domain.village_names import named, near

VIGERSTED = Village(1, "vigersted", "Vigersted", 1368)
KVAERKEBY = Village(2, "kvaerkeby", "Fjællebro-Kværkeby", 1299, ("Fjællebro", "Kværkeby"))
JYSTRUP = Village(3, "jystrup", "Jystrup-Valsølille", 1449, ("Jystrup", "Valsølille"))
HARALDSTED = Village(4, "haraldsted", "Haraldsted-Allindemagle", 1294)
ALL = (VIGERSTED, KVAERKEBY, JYSTRUP, HARALDSTED)


@pytest.mark.parametrize(
    ("words", "village"),
    [
        ("Vigersted", VIGERSTED),
        ("vigersted", VIGERSTED),
        ("VIGERSTED ", VIGERSTED),
        ("Vigerstd", VIGERSTED),
        ("Viggersted", VIGERSTED),
        ("jeg bor i Vigersted", VIGERSTED),
        ("I live in Vigersted", VIGERSTED),
        ("Fjællebro", KVAERKEBY),
        ("fjaellebro", KVAERKEBY),
        ("kverkeby", KVAERKEBY),
        ("Kværkeby-Fjællebro", KVAERKEBY),
        ("jysrup", JYSTRUP),
        ("Jystrup by", JYSTRUP),
        ("valsølle", JYSTRUP),
        ("Valso\u0308lille", JYSTRUP),
        ("Allindemagle", HARALDSTED),
        ("alindemagle", HARALDSTED),
    ],
)
def test_a_name_is_understood_however_it_is_spelled(words, village):
    assert named(words, ALL) == village


@pytest.mark.parametrize(
    "words",
    [
        "København",
        "Ringsted",
        "Roskilde",
        "Sorø",
        "Haslev",
        "Benløse",
        "Bringstrup",
        "v",
        "sted",
        "",
        "😀",
        "/",
    ],
)
def test_nobody_is_put_into_a_village_they_did_not_mean(words):
    assert named(words, ALL) is None


def test_two_villages_alike_are_both_offered():
    twins = (Village(1, "a", "Nørre Alslev", 1), Village(2, "b", "Nørre Alsted", 1))
    assert named("nørre als", twins) is None
    assert set(near("nørre als", twins)) == set(twins)


@given(st.text(max_size=500))
def test_any_words_get_an_answer(words):
    assert len(near(words, ALL)) <= 3
    assert named(words, ALL) in (None, *ALL)
