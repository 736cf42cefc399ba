"""A poll's result as a picture: the same numbers as in the words, lines inside it, letters to be seen."""

import re
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pytest

from bot.pictures import png
from domain.audience import CLUSTER
from domain.disclosure import Count
from domain.languages import LANGUAGES
from domain.polls import STEPS, Poll, PollKind
from views import poll_chart, poll_results
from views.poll_chart import INNER, MARGIN, WIDTH
from views.polls import Asked
from views.words import Words

NOW = datetime(2026, 11, 25, 19, tzinfo=UTC)
LONG = (
    "Grundejerforeningssammenslutningsgeneralforsamlingen",
    "En bænk ved åen & et <shelter>",
    "Велосипедна доріжка",
    *(f"Svar nummer {n}, og det er et langt et af slagsen" for n in range(7)),
)
TEXT = "{http://www.w3.org/2000/svg}text"
PIXELS = re.compile(rb"IHDR(.{4})(.{4})", re.DOTALL)


def asked(answers: tuple[str, ...]) -> Asked:
    kind = PollKind.STEPS if answers == STEPS else PollKind.SINGLE
    poll = Poll(
        id=1,
        cluster_id=1,
        question="Hvilke af disse ting skal vi bruge de næste to års kræfter og penge på?",
        kind=kind,
        answers=answers,
        audience=CLUSTER,
        sensitive=False,
        opened_at=NOW,
        closes_at=NOW,
    )
    return Asked(poll, "Ringsted Nord", "Europe/Copenhagen")


def drawn(language: str, answers: tuple[str, ...]) -> tuple[str, Count]:
    counts = tuple(range(0, 3 * len(answers), 3))
    count = Count(sum(counts), counts)
    return poll_chart.draw(Words(language), asked(answers), count, date(2026, 11, 25)), count


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("answers", [STEPS, LONG], ids=["steps", "long"])
def test_the_picture_says_what_the_words_say(language: str, answers: tuple[str, ...]):
    svg, count = drawn(language, answers)
    lines = ["".join(text.itertext()) for text in ET.fromstring(svg).iter(TEXT)]
    words = poll_results.counted(Words(language), asked(answers).poll, count)
    told = [re.sub(r"<[^>]+>", "", line) for line in words]
    shown = "".join(lines).replace(" ", "")
    for line, chosen in zip(told, count.answers, strict=True):
        name, numbers = line.rsplit(": ", 1)
        name = name.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        assert name.replace(" ", "") in re.sub(r"\d+\(\d+%\)", "", shown)
        assert numbers.replace(" ", "") in shown
        assert str(chosen) in numbers


@pytest.mark.parametrize("answers", [STEPS, LONG], ids=["steps", "long"])
def test_a_bar_is_as_long_as_its_share_and_stays_inside(answers: tuple[str, ...]):
    svg, count = drawn("da", answers)
    widths = [int(width) for width in re.findall(r'width="(\d+)" height="30" rx="4" fill="#1d5f8a"', svg)]
    chosen = [one for one in count.answers if one]
    assert len(widths) == len(chosen)
    for width, one in zip(widths, chosen, strict=True):
        assert width == pytest.approx(INNER * one / count.voters, abs=6)
    assert MARGIN + max(widths) <= WIDTH


def test_letters_are_seen_where_the_system_has_no_font():
    """Without a font text is left out, and nobody is told: so the picture with it must be another one."""
    svg, _ = drawn("da", LONG)
    picture, blank = png(svg), png(re.sub(r"<text.*?</text>", "", svg))
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 3 * len(blank)
    found = PIXELS.search(picture)
    assert found is not None
    assert int.from_bytes(found[1], "big") == WIDTH


def test_ukrainian_letters_are_seen_too():
    without = png('<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60"></svg>')
    for letters in ("Велосипедна", "Ærø Åby", "łąka"):
        text = f'<text x="5" y="40" font-size="30" font-family="{poll_chart.FONT}">{letters}</text>'
        drawing = png(f'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60">{text}</svg>')
        assert len(drawing) > 2 * len(without)
