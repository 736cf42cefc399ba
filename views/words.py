"""The one renderer: our sentences, with people's words put in safely."""

import re
from collections.abc import Sequence
from datetime import date, time
from html import escape, unescape

from domain.message import Html
from domain.text import cleaned
from locales import catalogue

MOST_IN_WORDS = 12
_TAG = re.compile(r"<[^>]+>")


class Words:
    """One language's voice. Called, it gives a sentence, people's words escaped on their way in."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = catalogue(language)

    def __call__(self, key: str, **values: str | int) -> Html:
        """The sentence as Telegram's HTML; plain values are escaped, `Html` ones are not."""
        return Html(self._catalogue.sentence(key).format_map(_escaped(values)))

    def plural(self, key: str, count: int, **values: str | int) -> Html:
        """The form for `count`, which is also a {count} in the sentence."""
        return Html(self._catalogue.counted(key, count).format_map(_escaped({"count": count, **values})))

    def label(self, key: str, **values: str | int) -> str:
        """The same for a button or a pop-up, where Telegram knows no HTML."""
        plain = {name: cleaned(str(value)) for name, value in values.items()}
        return self._catalogue.sentence(key).format_map(plain)

    def number(self, count: int) -> str:
        """A small number in words, as one writes it in a sentence: "to"; a large one in digits."""
        return self.label(f"number.{count}") if 1 <= count <= MOST_IN_WORDS else str(count)

    def first(self, count: int) -> str:
        """The same at the beginning of a sentence: "To"."""
        return self.number(count).capitalize()

    def knows(self, key: str) -> bool:
        """Whether there is such a sentence; to be asked only where a key is made of what was stored."""
        return self._catalogue.knows(key)

    def day(self, when: date) -> str:
        """A date in words, with its year."""
        return self._catalogue.day(when)

    def weekday(self, when: date) -> str:
        """A date in words, with its weekday and its year."""
        return self._catalogue.weekday(when)

    def weekday_name(self, when: date) -> str:
        """Only the day of the week."""
        return self._catalogue.weekday_name(when)

    def short_day(self, when: date) -> str:
        """A day for a button, without its year."""
        return self._catalogue.short_day(when)

    def clock(self, at: time) -> str:
        """A time of the day."""
        return self._catalogue.clock(at)

    def short_weekday(self, when: date) -> str:
        """Two letters at the head of a column."""
        return self._catalogue.short_weekday(when)

    def month(self, when: date) -> str:
        """A month and its year."""
        return self._catalogue.month(when)

    def listed(self, items: Sequence[str]) -> Html:
        """A, B and C."""
        return Html(self._catalogue.listed([shown(item) for item in items]))

    def plainly_listed(self, items: Sequence[str]) -> str:
        """The same for a button."""
        return self._catalogue.listed([cleaned(item) for item in items])

    def some(self, items: Sequence[str], most: int) -> Html:
        """A, B and 7 more: a screen must stay a screen."""
        if len(items) <= most:
            return self.listed(items)
        return self("frame.and_more", names=Html(", ".join(map(shown, items[:most]))), more=len(items) - most)

    def either(self, items: Sequence[str]) -> Html:
        """A, B or C."""
        return Html(self._catalogue.either([shown(item) for item in items]))


def shown(value: str | int) -> Html:
    """Somebody's words, harmless and readable inside our HTML."""
    return value if isinstance(value, Html) else Html(escape(cleaned(str(value)), quote=False))


def paragraphs(*parts: Html | None) -> Html:
    """What there is to say, with an empty line between."""
    return Html("\n\n".join(part for part in parts if part))


def readable(html: Html) -> int:
    """How many letters of it are seen."""
    return len(unescape(_TAG.sub("", html)))


def _escaped(values: dict[str, str | int]) -> dict[str, Html]:
    return {name: shown(value) for name, value in values.items()}
