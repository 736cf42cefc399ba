"""What somebody wrote, before it goes to others: shown as they will see it, with the one way on."""

from collections.abc import Sequence

from domain.dialogue import Option
from domain.message import Html
from views.words import Words


def quoted(words: Words, said: str) -> Html:
    """Their words, and that they are theirs."""
    return words("groups.quotation", said=said)


def send_it(words: Words) -> Sequence[Option]:
    """Off it goes."""
    return [Option("send", words.label("groups.send_it"))]
