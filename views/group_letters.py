"""What groups write to people. Who speaks is said by role: a name is somebody's own words, too."""

from datetime import date

from domain.groups import Group
from domain.message import Html, Message
from views import frame
from views.groups import button
from views.words import Words


def somebody_asks(words: Words, group: Group) -> Message:
    """To the steering group: a resident would like a new group."""
    return Message(
        words("groups.somebody_asks", group=group.name), (button(words, "groups.see", "gsasked", 0),)
    )


def see(words: Words, key: str, group: Group) -> Message:
    """News of a group, and the way to it."""
    return Message(words(key, group=group.name), (button(words, "groups.see", "g", group.id),))


def came_or_went(words: Words, key: str, group: Group, name: str, village: str) -> Message:
    """To its lead: somebody joined, or left."""
    rows = (button(words, "groups.members", "gmembers", group.id, 0),)
    return Message(words(key, group=group.name, name=name, village=village), rows)


def news(words: Words, key: str, group: Group) -> Message:
    """News of a group that there is no way to any more."""
    return Message(words(key, group=group.name), (frame.to_menu(words),))


def quoted(words: Words, key: str, group: Group, said: str) -> Message:
    """Somebody's words from a group. Our line about who speaks is bold and stands outside the quotation.

    What people write is always inside it and never bold, so nobody can write such a line themselves.
    """
    return Message(_quoting(words, key, group, said), (button(words, "groups.see", "g", group.id),))


def refused(words: Words, group: Group, reason: str) -> Message:
    """To the resident who asked for a group: not this time, and why."""
    return Message(_quoting(words, "groups.refused", group, reason), (frame.to_menu(words),))


def offer(words: Words, key: str, group: Group, note: str = "") -> Message:
    """Would they lead it?"""
    rows = (
        button(words, "groups.lead_yes", "goffer", group.id, "yes"),
        button(words, "groups.lead_no", "goffer", group.id, "no"),
        button(words, "groups.see", "g", group.id),
    )
    return Message(_quoting(words, key, group, note) if note else words(key, group=group.name), rows)


def ends_soon(words: Words, group: Group, until: date) -> Message:
    """A week before: do they go on?"""
    rows = (
        button(words, "groups.go_on", "gstay", group.id, until.isoformat()),
        button(words, "groups.stop_then", "gdone", group.id),
    )
    return Message(words("groups.ends_soon", group=group.name, day=words.day(until)), rows)


def lasts_until(words: Words, group: Group, until: date) -> Message:
    """To a member: their lead has set another end."""
    text = words("groups.your_role_until", group=group.name, day=words.day(until))
    return Message(text, (button(words, "groups.see", "g", group.id),))


def _quoting(words: Words, key: str, group: Group, said: str) -> Html:
    return Html(f"{words(key, group=group.name)}\n{words('groups.quotation', said=said)}")
