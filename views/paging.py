"""More buttons than fit under a message: a page at a time, one button to a row."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from domain.message import Button, Row
from views.words import Words

Item = TypeVar("Item")

MOST_ROWS = 6


def paged(
    words: Words, buttons: Sequence[Button], page: int, room: int, turn: Callable[[int], str]
) -> list[Row]:
    """As many rows as there is room for, the last one turning the page; after the last comes the first.

    `turn` gives the data of the button that shows a page.
    """
    if len(buttons) <= room:
        return [(button,) for button in buttons]
    size = room - 1
    pages = -(-len(buttons) // size)
    page %= pages
    more = words.label("dialogue.more", page=page + 1, pages=pages)
    return [
        *((button,) for button in on_page(buttons, page, room)),
        (Button(more, turn((page + 1) % pages)),),
    ]


def on_page(items: Sequence[Item], page: int, room: int) -> Sequence[Item]:
    """What `paged` shows of as many buttons as there are items."""
    if len(items) <= room:
        return items
    size = room - 1
    page %= -(-len(items) // size)
    return items[page * size : (page + 1) * size]
