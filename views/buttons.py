"""A row with one button in it, and what fits on a button."""

from domain.buttons import press
from domain.message import Button, Row
from domain.text import shortened
from views.words import Words

WIDE = 28
"""Characters on a button that has a row to itself: a small phone cuts off what is longer."""


def row(words: Words, key: str, *where: str | int, **values: str | int) -> Row:
    """A row of its own for one thing to do: its words, and what its button carries back."""
    return (Button(words.label(key, **values), press(*where)),)


def short(label: str) -> str:
    """A name that fits on a button."""
    return shortened(label, WIDE)


def with_heads(name: str, heads: int) -> str:
    """A name and a number that fit on a button together."""
    count = f" · {heads}"
    return f"{shortened(name, WIDE - len(count))}{count}"
