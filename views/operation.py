"""How the bot is doing, for the one who runs it."""

from dataclasses import dataclass

from domain.message import Html, Message
from views import frame
from views.buttons import row
from views.words import Words, paragraphs


@dataclass(frozen=True)
class Counts:
    """Letters that are due and not gone, that did not arrive for sure, and updates given up."""

    waiting: int
    troubles: int
    dead: int


def page(words: Words, counts: Counts) -> Message:
    """In numbers; where all is well it says so."""
    lines = (
        words.plural("operation.waiting", counts.waiting),
        words.plural("operation.troubles", counts.troubles),
        words.plural("operation.dead", counts.dead),
    )
    well = words("operation.look" if counts.troubles or counts.dead else "operation.well")
    rows = (
        row(words, "operation.again", "operation"),
        row(words, "frame.figures", "gsheads"),
        frame.to_menu(words),
    )
    return Message(paragraphs(words("operation.title"), Html("\n".join(lines)), well), rows)
