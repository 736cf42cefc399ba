"""A poll's result as a picture: a bar for each answer, its words above it, large enough for a phone.

An SVG of our own making; `bot/` turns it into a picture Telegram shows. The same numbers stand in the words
that go with it, so nobody needs the picture.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from domain.disclosure import Count
from domain.polls import percent
from domain.text import cleaned
from views.polls import Asked, answer
from views.words import Words

FONT = "DejaVu Sans"
WIDTH, MARGIN, INNER = 720, 40, 640
LARGE, NORMAL, SMALL = 34, 28, 22
"""Letters in pixels: on a phone 360 wide the picture is half as large, and the smallest is 11."""
LINE = 1.3
BAR, GAP = 30, 26
NUMBERS = 190
"""Room for the numbers, to the right of an answer's last line."""
INK, GREY, FILL, TRACK = "#1b1b1b", "#555555", "#1d5f8a", "#e4e9ed"
_WIDE, _THIN = frozenset("mwMWÆŒ@%—…"), frozenset("iljtfrI.,:;!'|()[] ")


def draw(words: Words, asked: Asked, count: Count, closed: date) -> str:
    """The SVG of a poll that has closed."""
    parts: list[str] = []
    top = _text(parts, MARGIN, asked.poll.question, LARGE, INNER, INK, bold=True)
    top = _text(parts, top + 4, words.label("chart.whom", whom=asked.whom), SMALL, INNER, GREY) + GAP
    for said, chosen in zip(asked.poll.answers, count.answers, strict=True):
        top = _bar(parts, top, answer(words, said), chosen, count.voters) + GAP
    foot = words.label("chart.foot", count=count.voters, day=words.day(closed))
    bottom = _text(parts, top, foot, SMALL, INNER, GREY) + MARGIN // 2
    size = f'width="{WIDTH}" height="{bottom}" viewBox="0 0 {WIDTH} {bottom}"'
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}">\n'
        f'<rect width="{WIDTH}" height="{bottom}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def _bar(parts: list[str], top: int, said: str, chosen: int, voters: int) -> int:
    """An answer with its numbers, and its bar below; where it ends."""
    share = percent(chosen, voters)
    below = _text(parts, top, said, NORMAL, INNER - NUMBERS, INK)
    numbers = f"{chosen}  ({share} %)"
    parts.append(_line(WIDTH - MARGIN, below - round(NORMAL * (LINE - 1)), numbers, NORMAL, INK, "end"))
    parts.append(_rect(below + 6, INNER, TRACK))
    if chosen:
        parts.append(_rect(below + 6, max(6, round(INNER * chosen / voters)), FILL))
    return below + 6 + BAR


def _rect(top: int, width: int, fill: str) -> str:
    return f'<rect x="{MARGIN}" y="{top}" width="{width}" height="{BAR}" rx="4" fill="{fill}"/>'


def _text(
    parts: list[str], top: int, said: str, size: int, room: int, fill: str, *, bold: bool = False
) -> int:
    """A paragraph; where it ends."""
    weight = 1.08 if bold else 1.0
    for line in _lines(cleaned(said), room / size / weight):
        top += round(size * LINE)
        parts.append(_line(MARGIN, top - round(size * (LINE - 1)), line, size, fill, "start", bold=bold))
    return top


def _line(x: int, y: int, said: str, size: int, fill: str, anchor: str, *, bold: bool = False) -> str:
    look = f'stroke="{fill}" stroke-width="0.9"' if bold else ""
    place = f'x="{x}" y="{y}" font-size="{size}" fill="{fill}" text-anchor="{anchor}"'
    return f"<text {place} {look}>{escape(said)}</text>"


def _lines(said: str, room: float) -> Iterator[str]:
    """Broken between words, and inside a word that is longer than a line. `room` in letters' heights."""
    line = ""
    for word in _pieces(said.split(), room):
        longer = f"{line} {word}" if line else word
        if line and _width(longer) > room:
            yield line
            line = word
        else:
            line = longer
    yield line


def _pieces(words: Sequence[str], room: float) -> Iterator[str]:
    for word in words:
        piece = ""
        for letter in word:
            if _width(piece + letter) > room:
                yield piece
                piece = ""
            piece += letter
        yield piece


def _width(said: str) -> float:
    """About how wide it is, rather too much, in letters' heights."""
    return sum(1.0 if c in _WIDE else 0.42 if c in _THIN else 0.72 if c.isupper() else 0.64 for c in said)
