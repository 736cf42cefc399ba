"""Working groups as everybody sees them, and as their members do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.buttons import press
from domain.clusters import Cluster
from domain.groups import Group, Load, Member, Need
from domain.message import Button, Html, Message, Row
from views import frame
from views.buttons import row, short
from views.needs import what
from views.paging import MOST_ROWS, paged
from views.words import Words, paragraphs

MOST_NEEDS = 2
"""Shown on a group's page; the lead's own page shows all."""


@dataclass(frozen=True)
class Sight:
    """A group as one person sees it: `role` is their own in it, if they have one."""

    group: Group
    cluster: Cluster
    members: Sequence[Member]
    needs: Sequence[Need]
    role: Member | None


def mine(words: Words, mine: Sequence[Group], load: Load, page: int) -> Message:
    """My groups, what I carry, and the way to the others."""
    ways = [row(words, "groups.all", "gall", 0), frame.to_menu(words)]
    names = [Button(short(group.name), press("g", group.id)) for group in mine]
    rows = paged(words, names, page, MOST_ROWS - len(ways), lambda turn: press("groups", turn))
    return Message(paragraphs(words("groups.mine"), carries(words, load)), (*rows, *ways))


def carries(words: Words, load: Load) -> Html:
    """In how many groups they are, and about how many hours they said yes to."""
    if not load.groups:
        return words("groups.in_none")
    if not load.hours:
        return words.plural("groups.in", load.groups)
    return words.plural("groups.load", load.groups, hours=load.hours)


def all_open(words: Words, there: Sequence[Group], page: int) -> Message:
    """Every group at work."""
    ways = [row(words, "groups.ask", "gask"), row(words, "dialogue.back", "groups", 0)]
    names = [Button(short(group.name), press("g", group.id)) for group in there]
    rows = paged(words, names, page, MOST_ROWS - len(ways), lambda turn: press("gall", turn))
    text = words.plural("groups.there_are", len(there)) if there else words("groups.there_are_none")
    return Message(text, (*rows, *ways))


def page(words: Words, sight: Sight) -> Message:
    """One group: what it does, where, who leads it, what it lacks; and what this person can do there."""
    group, role = sight.group, sight.role
    until = words("groups.role_ends", day=words.day(role.until)) if role and role.until else None
    text = paragraphs(
        words("groups.name", group=group.name),
        words("groups.what", text=group.text) if group.text else None,
        Html("\n".join(_facts(words, sight))),
        lacking(words, sight.needs, MOST_NEEDS),
        until,
    )
    return Message(text, tuple(_ways(words, sight)), fleeting=True)


def _facts(words: Words, sight: Sight) -> list[Html]:
    lead = next((member for member in sight.members if member.leads), None)
    return [
        words("groups.where", villages=places(words, sight.cluster, sight.group)),
        words("groups.lead", name=sight.cluster.who(lead)) if lead else words("groups.no_lead"),
        words.plural("groups.heads", len(sight.members)),
    ]


def places(words: Words, cluster: Cluster, group: Group) -> Html:
    """The villages a group works in."""
    names = [village.name for village in cluster.villages if village.id in group.villages]
    return words.listed(names) or words("groups.everywhere")


def lacking(words: Words, needs: Sequence[Need], most: int) -> Html | None:
    """What is still looked for, the most urgent first."""
    there = [need for need in needs if need.open_places]
    if not there:
        return None
    lines = [lacks(words, need) for need in there[:most]]
    more = len(there) - most
    rest = [words.plural("groups.more_needs", more)] if more > 0 else []
    return Html("\n".join([words("groups.lacks"), *lines, *rest]))


def lacks(words: Words, need: Need) -> Html:
    """One need in a line."""
    name, day = what(words, need), words.day(need.until)
    if need.hours is None:
        return words("groups.need", skill=name, count=need.open_places, day=day)
    return words("groups.need_hours", skill=name, count=need.open_places, day=day, hours=need.hours)


def _ways(words: Words, sight: Sight) -> list[Row]:
    group = sight.group.id
    if sight.role is None:
        join = row(words, "groups.join", "gjoin", group)
        return [join, row(words, "groups.all", "gall", 0), frame.to_menu(words)]
    leave = row(words, "groups.leave", "gleave", group)
    mine = row(words, "groups.mine_button", "groups", 0)
    if not sight.role.leads:
        return [leave, mine, frame.to_menu(words)]
    return [
        row(words, "groups.needs", "gneeds", group, 0),
        row(words, "groups.members", "gmembers", group, 0),
        row(words, "groups.write", "gwrite", group),
        row(words, "events.make", "evmake"),
        row(words, "polls.all", "pgroup", group, 0),
        (*leave, *mine),
    ]


def to_group(words: Words, group: Group) -> Row:
    """The way to its page."""
    return row(words, "groups.to_group", "g", group.id)


def left(words: Words, group: Group) -> Message:
    """Out of it, and the way back in."""
    rows = (row(words, "groups.undo", "gjoin", group.id), row(words, "groups.mine_button", "groups", 0))
    return Message(words("groups.left", group=group.name), (*rows, frame.to_menu(words)))


def joined(words: Words, group: Group) -> str:
    """The pop-up after joining."""
    return words.label("groups.joined", group=short(group.name))


def asked_for(words: Words, name: str) -> Message:
    """The receipt for somebody who asked for a new group."""
    return Message(words("groups.asked_for", group=name), (frame.to_menu(words),))


def asked_enough(words: Words) -> str:
    """The pop-up for somebody who waits for answers already."""
    return words.label("groups.asked_enough")


def leads_now(words: Words, group: Group, until: date | None) -> Message:
    """They said yes: until when, and what a lead does first."""
    rows = (
        row(words, "groups.needs", "gneeds", group.id, 0),
        to_group(words, group),
    )
    text = paragraphs(words("groups.you_lead", group=group.name), your_end(words, until))
    return Message(text, (*rows, frame.to_menu(words)))


def your_end(words: Words, until: date | None) -> Html:
    """When their role ends."""
    return words("groups.role_ends", day=words.day(until)) if until else words("groups.role_has_no_end")


def does_not_lead(words: Words) -> Message:
    """They said no, and that is that."""
    return Message(words("groups.you_do_not_lead"), (frame.to_menu(words),))


def goes_on(words: Words, group: Group, until: date) -> Message:
    """They go on."""
    rows = (row(words, "groups.see", "g", group.id), frame.to_menu(words))
    return Message(words("groups.goes_on", group=group.name, day=words.day(until)), rows)


def goes_until(words: Words, group: Group) -> Message:
    """They do not: the role ends as planned."""
    return Message(words("groups.goes_until", group=group.name), (frame.to_menu(words),))
