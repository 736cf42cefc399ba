"""The words of days and times, Danish and English, and the plain form that phrases are brought into."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from domain.numbers import WORDS as NUMBERS
from domain.text import cleaned

MOST_LETTERS = 100
LAST_HOUR = 23
"""In words: nobody says "fireogtyve"."""

WEEKDAYS: Mapping[str, int] = {
    word: number
    for number, line in enumerate(
        (
            "mandag man monday mon",
            "tirsdag tirs tir tuesday tues tue",
            "onsdag ons wednesday wed",
            "torsdag tors tor thursday thurs thur thu",
            "fredag fre friday fri",
            "lørdag lør loerdag lordag saturday sat",
            "søndag søn soendag sondag sunday sun",
        )
    )
    for word in line.split()
}
MONTHS: Mapping[str, int] = {
    word: number
    for number, line in enumerate(
        (
            "januar january jan",
            "februar february feb",
            "marts march mar",
            "april apr",
            "maj may",
            "juni june jun",
            "juli july jul",
            "august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for word in line.split()
}
_DANISH_DAYS = (
    "første anden tredje fjerde femte sjette syvende ottende niende tiende ellevte tolvte trettende "
    "fjortende femtende sekstende syttende attende nittende tyvende enogtyvende toogtyvende treogtyvende "
    "fireogtyvende femogtyvende seksogtyvende syvogtyvende otteogtyvende niogtyvende tredivte enogtredivte"
)
_ENGLISH_DAYS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third "
    "twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
)
ORDINALS: Mapping[str, int] = {
    word: number
    for line in (_DANISH_DAYS, _ENGLISH_DAYS)
    for number, word in enumerate(line.split(), start=1)
}
COUNTS: Mapping[str, int] = {**NUMBERS, "a": 1, "an": 1}
HOURS: Mapping[str, int] = {word: number for word, number in NUMBERS.items() if 1 <= number <= LAST_HOUR}

_RESPELLED = (
    (r"[‐-―−]", "-"),
    (r"[,](?=\s|$)", " "),
    (r"(?<=\d)t(?=\d)", " "),
    (r"\bidag\b", "i dag"),
    (r"\bimorgen\b", "i morgen"),
    (r"\b(?:i ?aften|tonight|this evening)\b", "i dag aften"),
    (r"\bi eftermiddag\b|\bthis afternoon\b", "i dag eftermiddag"),
    (r"\bi formiddag\b|\bthis morning\b", "i dag formiddag"),
    (r"\s+", " "),
)


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of them, the longest first."""
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


class Wording:
    """A way to say it, in full. Digits are 0 to 9.

    Its pattern is put together when it is first looked for: all of them took a twentieth of every start.
    """

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    def fullmatch(self, said: str) -> re.Match[str] | None:
        return self._compiled.fullmatch(said)

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._pattern.replace(r"\d", "[0-9]"))


def plain(words: str) -> str:
    """Small letters, single spaces, one kind of dash; "" for what is too long to be a day."""
    said = cleaned(words).casefold()
    if len(said) > MOST_LETTERS:
        return ""
    for pattern, instead in _RESPELLED:
        said = re.sub(pattern, instead, said)
    return said.strip().removesuffix(".").removesuffix("!").strip()
