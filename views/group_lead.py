"""What a group's lead sees of its members, and what there is to say to them."""

from collections.abc import Sequence
from datetime import date

from domain.buttons import press
from domain.clusters import Cluster
from domain.days import local_day
from domain.groups import Group, Member
from domain.message import Button, Html, Message
from views import frame
from views.buttons import row, short
from views.groups import to_group
from views.paging import MOST_ROWS, paged
from views.words import Words, paragraphs


def members(words: Words, cluster: Cluster, group: Group, there: Sequence[Member], page: int) -> Message:
    """Everybody in it but the lead, each with their own page; one of them may lead it next."""
    ways = [row(words, "groups.hand_over", "ghand", group.id, 0), to_group(words, group)]
    others = [member for member in there if not member.leads]
    rows = paged(
        words,
        [Button(short(cluster.who(one)), press("gmember", group.id, one.person_id)) for one in others],
        page,
        MOST_ROWS - len(ways),
        lambda turn: press("gmembers", group.id, turn),
    )
    if not others:
        return Message(words("groups.only_you", group=group.name), (*rows, *ways), fleeting=True)
    return Message(
        words.plural("groups.its_members", len(others), group=group.name), (*rows, *ways), fleeting=True
    )


def member(words: Words, cluster: Cluster, group: Group, one: Member) -> Message:
    """One member, since when and until when; thank them, or end their role."""
    since = words("groups.since", day=words.day(local_day(one.since, cluster.zone)))
    until = words("groups.until", day=words.day(one.until)) if one.until else None
    text = paragraphs(
        words("groups.name", group=group.name),
        Html("\n".join(line for line in (words("groups.who", name=cluster.who(one)), since, until) if line)),
        None if one.reached else words("groups.not_reached", name=one.first_name),
    )
    rows = (
        row(words, "groups.thank", "gthank", group.id, one.person_id),
        row(words, "groups.set_end", "guntil", group.id, one.person_id),
        row(words, "groups.end_role", "gend", group.id, one.person_id),
        row(words, "dialogue.back", "gmembers", group.id, 0),
    )
    return Message(text, rows, fleeting=True)


def sure_to_end(words: Words, group: Group, one: Member) -> Message:
    """It cannot be undone, because they are told."""
    rows = (
        row(words, "groups.end_role_yes", "gended", group.id, one.person_id),
        row(words, "dialogue.back", "gmember", group.id, one.person_id),
    )
    return Message(words("groups.sure_to_end", name=one.first_name, group=group.name), rows, fleeting=True)


def end_set(words: Words, group: Group, name: str, until: date) -> Message:
    """The receipt for another end."""
    text = words("groups.end_set", group=group.name, name=name, day=words.day(until))
    return Message(text, (to_group(words, group), frame.to_menu(words)), fleeting=True)


def ended(words: Words, one: Member) -> str:
    """The pop-up after a role was ended."""
    return words.label("groups.role_ended", name=one.first_name)


def successors(
    words: Words, cluster: Cluster, group: Group, there: Sequence[Member], asked: Member | None, page: int
) -> Message:
    """Who could lead next: the members; and who is asked already."""
    ways = [row(words, "dialogue.back", "gmembers", group.id, 0)]
    others = [member for member in there if not member.leads]
    rows = paged(
        words,
        [Button(short(cluster.who(one)), press("ghandto", group.id, one.person_id)) for one in others],
        page,
        MOST_ROWS - len(ways),
        lambda turn: press("ghand", group.id, turn),
    )
    key = "groups.who_next" if others else "groups.nobody_next"
    waiting = words("groups.is_asked", name=asked.first_name) if asked else None
    return Message(paragraphs(words(key, group=group.name), waiting), (*rows, *ways), fleeting=True)


def sent(words: Words, group: Group, count: int) -> Message:
    """The receipt for a message to everybody."""
    text = words.plural("groups.sent", count, group=group.name)
    return Message(text, (to_group(words, group), frame.to_menu(words)))


def done(words: Words, key: str, group: Group, name: str) -> Message:
    """The receipt for what was said to one member."""
    return Message(
        words(key, group=group.name, name=name), (to_group(words, group), frame.to_menu(words)), fleeting=True
    )
