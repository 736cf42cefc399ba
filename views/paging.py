"""More than fits on a screen: a page at a time, and after the last one the first."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from domain.message import Button, Row
from views.words import Words

Item = TypeVar("Item")

MOST_ROWS = 6


def pages(count: int, size: int) -> int:
    """How many pages of that size so many things fill; an empty one, too, is a page."""
    return max(1, -(-count // size))


def leaf(items: Sequence[Item], page: int, size: int) -> Sequence[Item]:
    """What stands on a page of that size."""
    first = page % pages(len(items), size) * size
    return items[first : first + size]


def turning(words: Words, page: int, pages: int, turn: Callable[[int], str]) -> list[Row]:
    """The row that turns the page; none where there is only one.

    `turn` gives the data of the button that shows a page.
    """
    if pages == 1:
        return []
    page %= pages
    more = words.label("dialogue.more", page=page + 1, pages=pages)
    return [(Button(more, turn((page + 1) % pages)),)]


def paged(
    words: Words, buttons: Sequence[Button], page: int, room: int, turn: Callable[[int], str]
) -> list[Row]:
    """As many rows, one button to each, as there is room for; the last one turns the page."""
    if len(buttons) <= room:
        return [(button,) for button in buttons]
    size = room - 1
    rows: list[Row] = [(button,) for button in leaf(buttons, page, size)]
    return [*rows, *turning(words, page, pages(len(buttons), size), turn)]


def on_page(items: Sequence[Item], page: int, room: int) -> Sequence[Item]:
    """What `paged` shows of as many buttons as there are items."""
    return items if len(items) <= room else leaf(items, page, room - 1)
