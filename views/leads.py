"""The lead of a group: what the steering group sees and does, what a lead lays down, and who is told."""

from collections.abc import Sequence
from datetime import date

from domain.buttons import press
from domain.clusters import Cluster
from domain.groups import Group, Member
from domain.message import Button, Html, Message
from domain.people import Role
from domain.roles import GOOD_FOR, Deed, Line
from views import frame
from views.buttons import row, short
from views.groups import to_group
from views.paging import MOST_ROWS, paged
from views.role_log import happened
from views.roles import shared_link
from views.words import Words, paragraphs


def page(words: Words, cluster: Cluster, one: Group, there: Sequence[Member], *, reachable: bool) -> Message:
    """Who leads it and until when, and what can be done about it."""
    lead = next((member for member in there if member.leads), None)
    lines = [
        words("groups.lead", name=cluster.who(lead)) if lead else words("leads.nobody"),
        _end(words, lead.until) if lead else None,
        None if reachable else words("leads.away"),
        words("groups.offer_waits") if one.next_lead_id else None,
    ]
    rows = [
        row(words, "leads.find", "gslead", one.id),
        row(words, "leads.link_button", "gslink", one.id),
        row(words, "dialogue.back", "gsg", one.id),
    ]
    if lead:
        rows.insert(2, row(words, "leads.take", "gsunlead", one.id))
    text = paragraphs(words("groups.name", group=one.name), Html("\n".join(line for line in lines if line)))
    return Message(text, tuple(rows), fleeting=True)


def choose(words: Words, there: Sequence[Group], number: int) -> Message:
    """Which group is the link for?"""
    names = [Button(short(one.name), press("gslink", one.id)) for one in there]
    rows = paged(words, names, number, MOST_ROWS - 1, lambda turn: press("rolelead", turn))
    text = words("leads.choose" if there else "leads.no_group")
    return Message(text, (*rows, row(words, "dialogue.back", "rolenew")))


def link(words: Words, one: Group, address: str) -> Message:
    """The link, once: it is not kept."""
    text = words("leads.link", group=one.name, link=address, days=GOOD_FOR[Role.LEAD].days)
    back = row(words, "dialogue.back", "gsleader", one.id)
    return Message(text, (shared_link(words, address), back), fleeting=True)


def sure_to_take(words: Words, one: Group, name: str) -> Message:
    """They will be told, and stay in the group."""
    rows = (
        row(words, "leads.take_yes", "gsunled", one.id),
        row(words, "dialogue.back", "gsleader", one.id),
    )
    return Message(words("leads.sure_to_take", group=one.name, name=name), rows, fleeting=True)


def sure_to_stop(words: Words, one: Group) -> Message:
    """The lead wants to stop: somebody else could lead it first."""
    rows = (
        row(words, "groups.hand_over", "ghand", one.id, 0),
        row(words, "leads.lay_down", "gunlead", one.id),
        row(words, "leads.leave", "gleft", one.id),
        to_group(words, one),
    )
    return Message(words("leads.sure_to_stop", group=one.name), rows)


def yours_no_longer(words: Words, one: Group) -> Message:
    """To the one who led it: they are still in the group."""
    rows = (to_group(words, one), frame.to_menu(words))
    return Message(words("leads.yours_no_longer", group=one.name), rows)


def left(words: Words, one: Group) -> Message:
    """The lead has left the group: that is not undone by a tap."""
    rows = (row(words, "groups.mine_button", "groups", 0), frame.to_menu(words))
    return Message(words("groups.left", group=one.name), rows)


def yours_already(words: Words, one: Group) -> Message:
    """They lead the group whose link they opened."""
    rows = (to_group(words, one), frame.to_menu(words))
    return Message(words("leads.already", group=one.name), rows)


def changed(words: Words, cluster: Cluster, line: Line, one: Group) -> Message:
    """To the rest of the steering group: who did what; and where nobody leads the group now, that too."""
    alone = words("leads.stands_alone", group=one.name) if line.deed is Deed.TAKEN else None
    rows = (row(words, "leads.to_group", "gsleader", one.id),)
    return Message(paragraphs(happened(words, line, cluster), alone), rows)


def erased(words: Words, one: Group) -> Message:
    """To the steering group: whoever led it was erased."""
    return Message(words("leads.erased", group=one.name), (row(words, "leads.to_group", "gsleader", one.id),))


def out_of_reach(words: Words, one: Group, days: int) -> Message:
    """To the steering group: whoever leads it has blocked the bot, and not come back."""
    text = words("leads.out_of_reach", group=one.name, days=days)
    return Message(text, (row(words, "leads.to_group", "gsleader", one.id),))


def _end(words: Words, until: date | None) -> Html:
    return words("leads.until", day=words.day(until)) if until else words("leads.no_end")
