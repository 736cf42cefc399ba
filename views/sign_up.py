"""What a newcomer sees."""

from collections.abc import Sequence

from domain.clusters import Cluster, Village
from domain.dialogue import Option
from domain.message import Message
from domain.people import Person
from views import frame
from views.buttons import row
from views.words import Words, paragraphs


def ages(words: Words) -> Sequence[Option]:
    """Sixteen or over?"""
    return [Option("yes", words.label("sign_up.yes")), Option("no", words.label("sign_up.no"))]


def ages_in(words: Words) -> Sequence[Option]:
    """The same for somebody who scanned a village's poster: one tap says both."""
    return [
        Option("here", words.label("sign_up.yes_here")),
        Option("yes", words.label("sign_up.yes_elsewhere")),
        Option("no", words.label("sign_up.no")),
    ]


def joined(words: Words, person: Person, village: Village) -> Message:
    """The receipt, and the first thing one may do."""
    text = words("sign_up.joined", name=person.first_name, village=village.name)
    tell = row(words, "sign_up.tell_us", "part", "all")
    later = row(words, "sign_up.later", "menu")
    return Message(paragraphs(text, words("sign_up.tell_us_text")), (tell, later))


def welcome_back(words: Words, person: Person, *, was_away: bool) -> Message:
    """Somebody who is signed up pressed start again."""
    key = "sign_up.welcome_again" if was_away else "sign_up.welcome_back"
    my_page = row(words, "frame.my_page", "me")
    return Message(words(key, name=person.first_name), (my_page, frame.to_menu(words)))


def other_village(words: Words, village: Village) -> Message:
    """They scanned the poster of a village they do not live in."""
    follow = row(words, "sign_up.follow", "follow", village.slug)
    move = row(words, "sign_up.move", "move", village.slug)
    return Message(words("sign_up.other_village", village=village.name), (follow, move, frame.to_menu(words)))


def too_young(words: Words, cluster: Cluster) -> Message:
    """Under sixteen: the public information, and nothing kept."""
    return frame.too_young(words, cluster)


def left(words: Words, cluster: Cluster) -> Message:
    """They changed their mind: nothing is kept, and the way in stays open."""
    return frame.with_hint(words, "sign_up.left", frame.welcome_stranger(words, cluster))
