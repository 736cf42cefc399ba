"""The list of skills, and free words that find theirs."""

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.skills import GROUPS, SKILLS, Matcher, is_skill, listed, skill

MATCHER = Matcher()


def found(words: str, matcher: Matcher = MATCHER) -> list[str]:
    return [fit.skill for fit in matcher.best(words)]


def test_every_group_fits_a_screen_and_every_skill_stands_in_one():
    assert all(1 <= len(group.skills) <= 5 for group in GROUPS)
    assert sorted(one.id for group in GROUPS for one in group.skills) == sorted(one.id for one in SKILLS)
    assert {one.group for one in SKILLS} == {group.id for group in GROUPS}


@pytest.mark.parametrize("thing", [*SKILLS, *GROUPS], ids=lambda thing: thing.id)
def test_names_fit_buttons_and_ids_fit_callback_data(thing):
    assert re.fullmatch(r"[a-z]{1,16}", thing.id)
    assert set(thing.labels) == {"da", "en"}
    assert all(1 <= len(label) <= 28 for label in thing.labels.values())


def test_no_two_skills_or_groups_share_a_name():
    for things in (SKILLS, GROUPS):
        for language in ("da", "en"):
            assert len({thing.labels[language] for thing in things}) == len(things)


def test_a_skill_is_found_by_its_id():
    assert skill("digger").labels["en"] == "Tractors, diggers, machines"
    assert is_skill("digger")
    assert not is_skill("rocketry")
    with pytest.raises(KeyError):
        skill("rocketry")


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("one", SKILLS, ids=lambda one: one.id)
def test_the_words_on_a_button_find_that_button(one, language):
    assert one.id in found(one.labels[language])


def test_a_saying_of_small_words_belongs_to_one_skill_only():
    assert listed().sayings[("lidt", "af", "hvert")] == "practical"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("jeg har en gravko", "digger"),
        ("JEG HAR EN GRAVKO!!!", "digger"),
        ("kan spille op til dans", "music"),
        ("  tømrer\n", "carpentry"),
        (unicodedata.normalize("NFD", "tømrer og håndværker"), "carpentry"),
        ("toemrer", "carpentry"),
        ("haandarbejde", "handicraft"),
        ("elektrikker", "electrical"),
        ("fotograffering", "photo"),
        ("ﬁlmfotograf", "photo"),
        ("strik\u200bke", "handicraft"),
        ("\u202egartner\u202c", "gardening"),
        ("it", "computer"),
        ("IT", "computer"),
        ("lidt af hvert", "practical"),
        ("jeg er ikke bleg for at bage", "baking"),
        ("hvis I mangler en kok så er det mig", "cooking"),
        ("В'ЯЖУ", "handicraft"),
        ("в’яжу", "handicraft"),
        ("umiem spawac", "repairs"),
        ("Ich kann gut nähen", "handicraft"),
        ("ich kann naehen", "handicraft"),
    ],
)
def test_however_it_is_written_the_skill_is_found(words, expected):
    assert found(words)[0] == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("jeg er tømrer og spiller guitar", {"carpentry", "music"}),
        ("strikker, bager og har trailer", {"handicraft", "baking", "transport"}),
        ("I paint walls and I take photos", {"painting", "photo"}),
        ("ich bin Maurer und singe im Chor", {"masonry", "music"}),
    ],
)
def test_several_skills_in_one_sentence_are_all_offered(words, expected):
    assert expected <= set(found(words))


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("jeg kan ikke lave mad", []),
        ("jeg kan ikke lave mad, bage eller strikke", []),
        ("jeg kan ikke synge og danse", []),
        ("I can't cook", []),
        ("I don’t sing", []),
        ("ich kann nicht singen", []),
        ("nie umiem gotować", []),
        ("я не вмію готувати", []),
        ("jeg kan ikke lave mad, men jeg kan strikke", ["handicraft"]),
        ("jeg kan strikke, men ikke sy. Er murer", ["handicraft", "masonry"]),
    ],
)
def test_what_somebody_cannot_do_is_not_claimed(words, offered):
    assert sorted(found(words)) == offered


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "\n",
        "hej",
        "hvornår er der fællesspisning?",
        "hvem kan klippe min hæk?",
        "vi mangler en kasserer",
        "fuck",
        "010203-1234",
        "strikker 010203-1234",
        "+45 12 34 56 78",
        "😀🎉👩‍🌾",
        "?!.,;",
        "\u200b\u200d\ufe0f",
        "مرحبا",
        "こんにちは",
        "jeg strikker " * 400,
        "\x00\ud800",
    ],
)
def test_nothing_fits_what_names_no_skill(words):
    assert found(words) == []


@pytest.mark.parametrize(
    "words",
    [
        "a" * 5_000,
        "(" * 1_000,
        ", " * 500,
        "ikke bange " * 90,
        "at have en " * 90,
        "ﷺ" * 1_000,
        "tømrer" * 160,
        " ".join(f"{letter}ømrerarbejd{other}" for letter in "abcdefgh" for other in "ijklmnop")[:1_000],
        "\u0301" * 1_000,
    ],
)
def test_no_message_takes_many_steps(words):
    assert steps(words) < 150_000


def steps(words: str) -> int:
    """Calls and returns on the way: a machine that is slow for a moment takes as many as any other."""
    MATCHER.best("jeg er snedker")  # whose stemmers are loaded when first needed
    counted = 0

    def count(*_: object) -> None:
        nonlocal counted
        counted += 1

    sys.setprofile(count)
    try:
        MATCHER.best(words)
    finally:
        sys.setprofile(None)
    return counted


@given(st.text(max_size=300))
def test_whatever_is_written_at_most_three_known_skills_come_back_best_first(words):
    fits = MATCHER.best(words)
    assert len({fit.skill for fit in fits}) == len(fits) <= 3
    assert all(is_skill(fit.skill) and 0 < fit.score <= 1 for fit in fits)
    assert [fit.score for fit in fits] == sorted((fit.score for fit in fits), reverse=True)


@given(
    st.lists(
        st.tuples(st.text(max_size=40), st.sampled_from([*(one.id for one in SKILLS), "gone"])), max_size=5
    )
)
def test_whatever_is_filed_a_matcher_can_be_made(filed):
    Matcher(filed).best("jeg kan strikke")


def test_what_the_steering_group_filed_is_found_afterwards():
    taught = Matcher([("jeg har en zipzapper", "digger"), ("Kan godt lide min flupfer", "sound")])
    assert found("jeg har en zipzapper") == []
    assert found("jeg har en zipzapper", taught) == ["digger"]
    assert found("Kan komme med zipzapperen", taught) == ["digger"]
    assert found("også en flupfer", taught) == ["sound"]


def test_a_whole_filed_phrase_wins_over_the_list():
    assert found("jeg bager")[0] == "baking"
    assert found("Jeg bager!", Matcher([("jeg bager", "cooking")]))[0] == "cooking"


def test_small_words_filed_are_found_only_as_the_whole_message():
    taught = Matcher([("jeg vil gerne hjælpe", "practical")])
    assert found("Jeg vil gerne hjælpe", taught) == ["practical"]
    assert found("jeg vil gerne hjælpe jer en dag", taught) == []


def test_words_filed_under_a_skill_that_is_gone_are_passed_over():
    assert found("zipzapper", Matcher([("zipzapper", "rocketry")])) == []


def test_making_another_matcher_does_not_index_the_list_again():
    before = listed()
    Matcher([("zipzapper", "digger")])
    assert listed() is before
