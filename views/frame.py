"""The frame of the chat: menu, help, settings, and the kind words around them."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from domain.buttons import press
from domain.clusters import Cluster
from domain.languages import LANGUAGES, OWN_NAMES
from domain.message import Button, Html, Link, Message, Row
from domain.people import Person, Role
from views.buttons import row
from views.words import Words, paragraphs, shown

MOST_VILLAGES = 3


@dataclass(frozen=True)
class Entry:
    """A row of the main menu. `waits`: its label where something waits for the reader."""

    label: str
    data: tuple[str, ...]
    role: Role | None = None
    waits: str | None = None

    def is_for(self, person: Person) -> bool:
        """Whether that person sees it."""
        return self.role is None or self.role in person.roles


MENU = (
    (Entry("frame.whats_on", ("evs", "0")),),
    (Entry("frame.ideas", ("ideas",)),),
    (Entry("frame.my_groups", ("groups", "0")), Entry("frame.my_page", ("me",))),
    (Entry("frame.steering", ("steering",), Role.STEERING, waits="frame.steering_waits"),),
    (
        Entry("frame.figures", ("gsheads",), Role.MUNICIPAL),
        Entry("frame.operation", ("operation",), Role.OPERATOR),
    ),
    (Entry("frame.settings", ("settings",)), Entry("frame.help", ("help",))),
)
"""Row by row, at most six for anybody: what the village does, what is mine, and how it works."""


@dataclass(frozen=True)
class Waiting:
    """What waits for the steering group: words to file, ideas to answer, groups that are asked for."""

    phrases: int = 0
    ideas: int = 0
    groups: int = 0

    def __int__(self) -> int:
        """All of it."""
        return self.phrases + self.ideas + self.groups


def menu(words: Words, cluster: Cluster, person: Person, waiting: int) -> Message:
    """The main menu. `waiting`: how much waits for the steering group, 0 for everybody else."""
    rows = (tuple(_entry(words, each, waiting) for each in line if each.is_for(person)) for line in MENU)
    hello = words("frame.menu", name=person.first_name, cluster=cluster.name)
    text = paragraphs(hello, words("frame.you_stopped") if person.stopped_at else None)
    return Message(text, tuple(filter(None, rows)))


def steering(words: Words, waiting: Waiting) -> Message:
    """What only the steering group can do, and what waits for it."""
    rows = [
        row(words, "frame.announcements", "ann"),
        row(words, "polls.all", "pall", "0"),
        row(words, "events.make", "evmake"),
        (
            *_counted(words, "frame.ideas", waiting.ideas, "ics", "0"),
            *_counted(words, "frame.groups", waiting.groups, "gs"),
        ),
        (*row(words, "frame.roles", "roles"), *to_menu(words)),
    ]
    if waiting.phrases:
        rows.insert(0, _counted(words, "frame.phrases", waiting.phrases, "phrases", "0"))
    return Message(paragraphs(words("frame.steering_text"), _what_waits(words, waiting)), tuple(rows))


def _what_waits(words: Words, waiting: Waiting) -> Html | None:
    lines = [
        words.plural(f"frame.waiting_{what}", count)
        for what, count in (
            ("phrases", waiting.phrases),
            ("ideas", waiting.ideas),
            ("groups", waiting.groups),
        )
        if count
    ]
    return Html("\n".join([words("frame.it_waits"), *lines])) if lines else None


def welcome_stranger(words: Words, cluster: Cluster) -> Message:
    """The way in, for somebody who has not signed up."""
    rows = (row(words, "frame.sign_up", "join"), row(words, "frame.about", "about"))
    return Message(words("frame.stranger", cluster=cluster.name), rows)


def help_(words: Words, cluster: Cluster, *, signed_up: bool) -> Message:
    """What can be done here, and the human to turn to."""
    text = paragraphs(words("frame.help_text"), contact(words, cluster))
    return Message(text, (row(words, "frame.about", "about"), _home(words, signed_up=signed_up)))


def about(words: Words, cluster: Cluster) -> Message:
    """What the cluster is: public, for everybody."""
    return Message(_public(words, cluster), (*_website(words, cluster), _home(words, signed_up=True)))


def too_young(words: Words, cluster: Cluster) -> Message:
    """Under sixteen: the public information, and nothing kept."""
    text = paragraphs(words("sign_up.too_young"), _public(words, cluster))
    return Message(text, _website(words, cluster))


def privacy(words: Words, cluster: Cluster) -> Message:
    """What is kept, and who answers for it."""
    text = paragraphs(words("frame.privacy_text", controller=cluster.controller), contact(words, cluster))
    return Message(text, (row(words, "frame.settings", "settings"), _home(words, signed_up=True)))


def contact(words: Words, cluster: Cluster) -> Html:
    """The human whom anybody may turn to, with what we know of how to reach them."""
    human = cluster.contact
    ways = [way for way in (human.phone, human.email) if way]
    return words("frame.contact", name=human.name, ways=words.either(ways))


def settings(words: Words, person: Person) -> Message:
    """Each setting as it is, and the way to change it."""
    stopped = person.stopped_at is not None
    text = words("frame.settings_text", language=OWN_NAMES[person.language])
    state = words("frame.messages_off" if stopped else "frame.messages_on")
    rows = [
        *languages(words, "settings"),
        row(words, "frame.resume", "resume") if stopped else row(words, "rights.messages", "messages"),
        row(words, "rights.data", "data"),
        row(words, "frame.privacy", "privacy"),
        _home(words, signed_up=True),
    ]
    return Message(paragraphs(text, state), tuple(rows))


def languages(words: Words, screen: str) -> list[Row]:
    """A button for each other language, in that language, that comes back to the same screen."""
    others = [code for code in LANGUAGES if code != words.language]
    return [(Button(OWN_NAMES[code], press("lang", code, screen)),) for code in others]


def stopped(words: Words) -> Message:
    """Nothing more is sent, and how to come back."""
    return Message(words("frame.stopped"), (row(words, "frame.resume", "resume"),))


def not_yours(roles: Collection[Role]) -> str:
    """The key of the words for somebody who is not one of those."""
    if set(roles) == {Role.STEERING}:
        return "frame.steering_only"
    return "frame.operator_only" if set(roles) == {Role.OPERATOR} else "frame.not_yours"


def with_hint(words: Words, hint: str, screen: Message) -> Message:
    """A kind word above a screen."""
    return replace(screen, text=paragraphs(words(hint), screen.text))


def apology(words: Words) -> Message:
    """Something broke on our side."""
    return Message(words("frame.apology"), (row(words, "frame.to_menu", "menu"),))


def too_many(words: Words) -> Message:
    """They write faster than we read."""
    return Message(words("frame.too_many"))


def write_to_me(words: Words, bot_name: str) -> Message:
    """In a group: where to find us alone."""
    link = Link(words.label("frame.write_to_me_button"), f"https://t.me/{bot_name}?start=group")
    return Message(words("frame.write_to_me"), ((link,),))


def old_button(words: Words) -> str:
    """The pop-up over a button from another day."""
    return words.label("frame.old_button")


def withdrawn(words: Words) -> str:
    """The pop-up after a consent was taken back."""
    return words.label("frame.withdrawn")


def to_menu(words: Words) -> Row:
    """The way back to the menu, last on every screen that is not a question."""
    return _home(words, signed_up=True)


def _home(words: Words, *, signed_up: bool) -> Row:
    return row(words, "frame.to_menu", "menu") if signed_up else row(words, "frame.sign_up", "join")


def _counted(words: Words, key: str, count: int, *where: str) -> Row:
    """With how many wait behind it."""
    label = words.label(key)
    return (Button(words.label("frame.counted", what=label, count=count) if count else label, press(*where)),)


def _entry(words: Words, entry: Entry, waiting: int) -> Button:
    key = entry.waits if entry.waits and waiting else entry.label
    return Button(words.label(key, count=waiting), press(*entry.data))


def _public(words: Words, cluster: Cluster) -> Html:
    names = words.some([village.name for village in cluster.villages], MOST_VILLAGES)
    about_it = cluster.about.get(words.language, cluster.about.get("da", ""))
    intro = words("frame.about_text", cluster=cluster.name, municipality=cluster.municipality, villages=names)
    return paragraphs(intro, shown(about_it), contact(words, cluster))


def _website(words: Words, cluster: Cluster) -> tuple[Row, ...]:
    return ((Link(words.label("frame.website"), cluster.website),),) if cluster.website else ()
