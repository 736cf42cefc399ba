"""More buttons than fit under a message: a page at a time, one button to a row."""

from collections.abc import Callable, Sequence

from domain.message import Button, Row
from views.words import Words

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
    shown = buttons[page * size : (page + 1) * size]
    return [*((button,) for button in shown), (Button(more, turn((page + 1) % pages)),)]
