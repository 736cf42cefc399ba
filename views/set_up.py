"""What the one who sets a cluster up sees, and what everybody else sees until it is done."""

from collections.abc import Mapping, Sequence

from domain.clusters import Cluster, Village
from domain.dialogue import Answers, Option
from domain.message import Html, Message
from views.buttons import row
from views.words import Words, paragraphs, shown

LINKS_AT_ONCE = 10
"""Villages whose links fit into one message that can still be read."""


def not_yet(words: Words) -> Message:
    """Nobody has set the cluster up so far."""
    return Message(words("set_up.not_yet"))


def left(words: Words) -> Message:
    """They left the questions; nothing is kept."""
    return Message(words("set_up.left"))


def ages(words: Words) -> Sequence[Option]:
    """Sixteen or over?"""
    return [Option("yes", words.label("sign_up.yes")), Option("no", words.label("sign_up.no"))]


def no_more(words: Words) -> str:
    """Instead of another village."""
    return words.label("set_up.no_more")


def all_right(words: Words) -> Sequence[Option]:
    """The last button: then it is done."""
    return [Option("yes", words.label("set_up.all_right"))]


def summary(words: Words, answers: Answers, villages: Sequence[tuple[str, int]]) -> Mapping[str, str]:
    """Everything they said, to look at once more."""
    named = ("cluster_name", "municipality", "controller", "contact_name", "contact_way")
    told = [words("set_up.village", village=name, inhabitants=number) for name, number in villages]
    return {**{key: answers[key] for key in named}, "villages": Html("\n".join(told))}


def done(words: Words, cluster: Cluster) -> Message:
    """It is set up, and they lead its steering group."""
    roles = row(words, "set_up.invite_more", "roles")
    menu = row(words, "frame.to_menu", "menu")
    return Message(words("set_up.done", cluster=cluster.name), (roles, menu))


def links(words: Words, found: Sequence[tuple[Village, str]]) -> tuple[Message, ...]:
    """Each village's link, for its posters."""
    lines = [words("set_up.link", village=village.name, link=link) for village, link in found]
    parts = [lines[at : at + LINKS_AT_ONCE] for at in range(0, len(lines), LINKS_AT_ONCE)]
    return tuple(Message(paragraphs(words("set_up.links"), *map(shown, part))) for part in parts)
