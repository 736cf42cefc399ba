"""The words people read: gettext catalogues, one `.po` per screen and language, and the one look-up.

A key names the screen and the sentence (`sign_up.joined`). Danish is where the tone is set; every other
language has the same keys. The files are read as they are: nothing compiled is kept.
"""

from collections.abc import Mapping, Sequence
from datetime import date, time
from functools import cache, lru_cache
from gettext import c2py
from pathlib import Path

from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

_HERE = Path(__file__).parent
_DATES = {"en": "en_GB"}
"""Where a language's dates are written in more than one way, ours: day before month, 24 hours."""


class Catalogue:
    """All sentences of one language. An unknown key is a KeyError: the gate finds it before a person does."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._dates = _DATES.get(language, language)
        self._sentences = _read(language)
        self._form = c2py(get_plural(language).plural_expr)

    def knows(self, key: str) -> bool:
        """For keys made of what stands in the database, which may be older or newer than the words."""
        return key in self._sentences

    def sentence(self, key: str) -> str:
        """The sentence of that key, its {placeholders} still in it."""
        return self._sentences[key][0]

    def counted(self, key: str, count: int) -> str:
        """The form of the sentence that goes with that many."""
        return self._sentences[key][self._form(count)]

    def day(self, when: date) -> str:
        """A date in words, with its year: "22. november 2026"."""
        return _date(when.toordinal(), "long", self._dates)

    def weekday(self, when: date) -> str:
        """The same with its weekday: "søndag den 22. november 2026"."""
        return _date(when.toordinal(), "full", self._dates)

    def weekday_name(self, when: date) -> str:
        """Only the day of the week: "søndag"."""
        return _date(when.toordinal(), "EEEE", self._dates)

    def short_day(self, when: date) -> str:
        """For a button: "søn. 22. nov."."""
        return _date(when.toordinal(), "EEE d. MMM" if self.language == "da" else "EEE d MMM", self._dates)

    def clock(self, at: time) -> str:
        """A time of the day: "14.00"."""
        return format_time(at, "short", locale=self._dates)

    def short_weekday(self, when: date) -> str:
        """Two letters at the head of a column: "ma"."""
        return _date(when.toordinal(), "EEEEEE", self._dates).rstrip(".")

    def month(self, when: date) -> str:
        """The month it is in: "november 2026"."""
        return _date(when.toordinal(), "LLLL y", self._dates)

    def listed(self, items: Sequence[str]) -> str:
        """A, B og C."""
        return format_list(list(items), locale=self.language)

    def either(self, items: Sequence[str]) -> str:
        """A, B eller C."""
        return format_list(list(items), style="or", locale=self.language)


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of a language, read once."""
    return Catalogue(language)


def _read(language: str) -> Mapping[str, tuple[str, ...]]:
    sentences: dict[str, tuple[str, ...]] = {}
    for path in sorted((_HERE / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            sentences |= _entries(read_po(file, locale=language))
    return sentences


def _entries(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    entries = {}
    for message in catalog:
        key = message.id if isinstance(message.id, str) else message.id[0]
        if key:
            said = message.string or ""
            entries[key] = (said,) if isinstance(said, str) else tuple(said)
    return entries


@lru_cache(maxsize=1_000)
def _date(ordinal: int, form: str, locale: str) -> str:
    """The same few days stand in every letter of a digest, and Babel reads the form anew each time.

    By number: one moment is another day in another zone, and yet equal.
    """
    return format_date(date.fromordinal(ordinal), form, locale=locale)
