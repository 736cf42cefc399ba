"""What groups write to people. Who speaks is said by role: a name is somebody's own words, too."""

from collections.abc import Sequence
from datetime import date

from domain.groups import Group, Need
from domain.message import Html, Message
from views import frame
from views.buttons import row
from views.needs import what, when
from views.words import Words, paragraphs


def somebody_asks(words: Words, group: Group) -> Message:
    """To the steering group: a resident would like a new group."""
    return Message(words("groups.somebody_asks", group=group.name), (row(words, "groups.see", "gsasked", 0),))


def see(words: Words, key: str, group: Group) -> Message:
    """News of a group, and the way to it."""
    return Message(words(key, group=group.name), (row(words, "groups.see", "g", group.id),))


def came_or_went(
    words: Words, key: str, group: Group, name: str, village: str, freed: Sequence[Need] = ()
) -> Message:
    """To its lead: somebody joined, or left; and what they had said yes to lacks somebody again."""
    rows = [row(words, "groups.members", "gmembers", group.id, 0)]
    lacking = words("groups.free_again", skills=words.listed([what(words, one) for one in freed]))
    if freed:
        rows.insert(0, row(words, "groups.see_need", "gneed", freed[0].id))
    text = words(key, group=group.name, name=name, village=village)
    return Message(paragraphs(text, lacking if freed else None), tuple(rows))


def news(words: Words, key: str, group: Group) -> Message:
    """News of a group that there is no way to any more."""
    return Message(words(key, group=group.name), (frame.to_menu(words),))


def quoted(words: Words, key: str, group: Group, said: str) -> Message:
    """Somebody's words from a group. Our line about who speaks is bold and stands outside the quotation.

    What people write is always inside it and never bold, so nobody can write such a line themselves.
    """
    return Message(_quoting(words, key, group, said), (row(words, "groups.see", "g", group.id),))


def refused(words: Words, group: Group, reason: str) -> Message:
    """To the resident who asked for a group: not this time, and why."""
    return Message(_quoting(words, "groups.refused", group, reason), (frame.to_menu(words),))


def offer(words: Words, key: str, group: Group, note: str = "") -> Message:
    """Would they lead it?"""
    rows = (
        row(words, "groups.lead_yes", "goffer", group.id, "yes"),
        row(words, "groups.lead_no", "goffer", group.id, "no"),
        row(words, "groups.see", "g", group.id),
    )
    return Message(_quoting(words, key, group, note) if note else words(key, group=group.name), rows)


def ends_soon(words: Words, group: Group, until: date) -> Message:
    """A week before: do they go on?"""
    rows = (
        row(words, "groups.go_on", "gstay", group.id, until.isoformat()),
        row(words, "groups.stop_then", "gdone", group.id),
    )
    return Message(words("groups.ends_soon", group=group.name, day=words.day(until)), rows)


def lasts_until(words: Words, group: Group, until: date) -> Message:
    """To a member: their lead has set another end."""
    text = words("groups.your_role_until", group=group.name, day=words.day(until))
    return Message(text, (row(words, "groups.see", "g", group.id),))


def _quoting(words: Words, key: str, group: Group, said: str) -> Html:
    return Html(f"{words(key, group=group.name)}\n{words('groups.quotation', said=said)}")


def need_changed(words: Words, group: Group, need: Need) -> Message:
    """To whoever said yes to it: another day, or other hours."""
    text = words("groups.need_changed", group=group.name, skill=what(words, need))
    return Message(paragraphs(text, when(words, need)), (row(words, "groups.see", "g", group.id),))


def need_ran_out(words: Words, group: Group, need: Need) -> Message:
    """To the lead, once: the day is gone by, and somebody is still lacking."""
    rows = (
        row(words, "groups.prolong", "gneedset", need.id, "until"),
        row(words, "groups.close_it", "gneedclose", need.id),
    )
    return Message(_ran_out(words, "groups.need_ran_out", group, need), rows)


def need_ran_out_unled(words: Words, group: Group, need: Need) -> Message:
    """To the steering group, where nobody leads the group."""
    text = _ran_out(words, "groups.need_ran_out_unled", group, need)
    return Message(text, (row(words, "groups.see", "g", group.id),))


def place_free(words: Words, group: Group, need: Need) -> Message:
    """To the lead: somebody who had said yes is not in the group any more; who it was is not said."""
    text = words("groups.place_free", group=group.name, skill=what(words, need))
    return Message(text, (row(words, "groups.see_need", "gneed", need.id),))


def _ran_out(words: Words, key: str, group: Group, need: Need) -> Html:
    found = words("groups.found_of", found=need.found, wanted=need.wanted)
    return words(key, group=group.name, skill=what(words, need), day=words.day(need.until), found=found)
