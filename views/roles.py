"""The steering group sees who has which role, gives roles by link, takes them, and shuts people out."""

from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import quote

from domain.buttons import press
from domain.clusters import Cluster
from domain.days import local_day
from domain.dialogue import Option
from domain.groups import Group
from domain.message import Button, Html, Link, Message, Row
from domain.people import Person, Role
from domain.roles import GIVEN, GOOD_FOR, Holder, Line
from domain.text import shortened
from views import frame
from views.buttons import row, short
from views.paging import MOST_ROWS, paged
from views.role_log import MOST_NAME, happened
from views.words import Words, paragraphs

MOST_NAMES = 4
MOST_GROUPS = 3
MOST_GROUP = 20
"""Letters of a group's name behind its lead's."""


def page(words: Words, holders: Sequence[Holder], shut_out: int) -> Message:
    """Who has which role, and what can be done about it."""
    lines = [_line(words, role, [h for h in holders if h.role is role]) for role in Role]
    rows = [
        row(words, "roles.invite", "rolenew"),
        row(words, "roles.holders", "rolepick", 0),
        row(words, "roles.block", "block"),
    ]
    rows.append(row(words, "roles.log", "audit", 0))
    if shut_out:
        label = words.label("roles.blocked", count=shut_out)
        rows.append((Button(label, press("blocked", 0)),))
    return Message(paragraphs(words("roles.title"), *lines), (*rows, frame.to_menu(words)), fleeting=True)


def choose(words: Words) -> Message:
    """Which role is the link to give?"""
    lead = row(words, "roles.as_lead", "rolelead", 0)
    rows = [lead, *(row(words, f"roles.as_{role}", "rolelink", role) for role in GIVEN)]
    return Message(words("roles.choose"), (*rows, _back(words)))


def link(words: Words, role: Role, address: str) -> Message:
    """The link, once: it is not kept."""
    hours = int(GOOD_FOR[role].total_seconds()) // 3600
    text = words(f"roles.link_{role}", link=address, days=hours // 24, hours=hours)
    return Message(text, (shared_link(words, address), _back(words)), fleeting=True)


def shared_link(words: Words, address: str) -> Row:
    """Telegram's own way of sending a link to somebody."""
    return (Link(words.label("roles.share"), f"https://t.me/share/url?url={quote(address, safe='')}"),)


def holders(words: Words, found: Sequence[Holder], number: int) -> Message:
    """Everybody with a role, to choose one from; a lead's is taken where the group is."""
    buttons = [_of_holder(words, one) for one in found]
    rows = paged(words, buttons, number, MOST_ROWS - 1, lambda turn: press("rolepick", turn))
    return Message(words("roles.pick"), (*rows, _back(words)), fleeting=True)


def holder(words: Words, cluster: Cluster, one: Holder) -> Message:
    """Somebody's role, and the button that takes it."""
    village = cluster.village(one.person.village_id).name
    text = words(f"roles.has_{one.role}", name=one.person.first_name, village=village)
    take = row(words, "roles.take", "roletake", one.person.id, one.role)
    return Message(text, (take, _back(words)), fleeting=True)


def taken(words: Words) -> str:
    """The pop-up after a role was taken."""
    return words.label("roles.taken")


def last_one(words: Words) -> str:
    """The pop-up when nobody would be left."""
    return words.label("roles.last_one")


def link_not_good(words: Words) -> Message:
    """One answer for whatever is wrong with a link."""
    return Message(words("roles.link_not_good"), (frame.to_menu(words),))


def yours_already(words: Words, role: Role) -> Message:
    """They have what the link gives."""
    return Message(words(f"roles.already_{role}"), (frame.to_menu(words),))


def yours_now(words: Words, role: Role) -> Message:
    """The link gave it to them."""
    return Message(words(f"roles.now_{role}"), (frame.to_menu(words),))


def changed(words: Words, cluster: Cluster, line: Line) -> Message:
    """To the rest of the steering group: who did what to whom."""
    return Message(happened(words, line, cluster), (row(words, "roles.see", "roles"),))


def one_less(words: Words) -> Message:
    """To the rest of the steering group: one of them was erased."""
    return Message(words("roles.one_less"), (row(words, "roles.see", "roles"),))


def sure_to_lay_down(words: Words, role: Role) -> Message:
    """Only the steering group's link gives it back."""
    yes = row(words, "roles.lay_down_yes", "rolelaid", role)
    return Message(words(f"roles.sure_{role}"), (yes, row(words, "roles.keep", "mygroups", 0)))


def yours_no_longer(words: Words, role: Role) -> Message:
    """To the one who had it."""
    return Message(words(f"roles.gone_{role}"), (frame.to_menu(words),))


def told_apart(words: Words, cluster: Cluster, found: Sequence[Person]) -> Sequence[Option]:
    """People as choices; where name and village are the same, by the day they joined."""
    labels = [short(cluster.who(one)) for one in found]
    return [
        Option(str(one.id), label if labels.count(label) == 1 else _since(words, cluster, one))
        for one, label in zip(found, labels, strict=True)
    ]


def known_by(words: Words, cluster: Cluster, who: Person, groups: Sequence[Group]) -> Mapping[str, str]:
    """What the question whether it is they says of them."""
    return {
        "name": who.first_name,
        "village": cluster.village(who.village_id).name,
        "day": words.day(_day(cluster, who)),
        "groups": words.some([group.name for group in groups], MOST_GROUPS) or words("roles.in_no_group"),
    }


def sure_to_shut(words: Words) -> Sequence[Option]:
    """Yes or no."""
    return [Option("yes", words.label("roles.shut_yes")), Option("no", words.label("roles.shut_no"))]


def blocked(words: Words, cluster: Cluster, found: Sequence[Person], number: int) -> Message:
    """Who is shut out, to let one of them in again."""
    buttons = [Button(one.label, press("unblock", one.value)) for one in told_apart(words, cluster, found)]
    rows = paged(words, buttons, number, MOST_ROWS - 1, lambda turn: press("blocked", turn))
    return Message(words("roles.blocked_who"), (*rows, _back(words)), fleeting=True)


def shut(words: Words, who: Person) -> Message:
    """The receipt after somebody was shut out, and the way to undo it."""
    undo = row(words, "roles.unblock", "unblock", who.id)
    return Message(words("roles.shut", name=who.first_name), (undo, _back(words)), fleeting=True)


def let_in(words: Words, who: Person) -> str:
    """The pop-up after somebody was let in again."""
    return words.label("roles.let_in", name=who.first_name)


def you_are_in(words: Words) -> Message:
    """To the one who was let in again."""
    return Message(words("roles.you_are_in"), (frame.to_menu(words),))


def shut_out(words: Words, cluster: Cluster) -> Message:
    """For somebody who is shut out: one sentence, and what the law gives everybody."""
    human = cluster.contact
    ways = words.either([way for way in (human.phone, human.email) if way])
    return Message(words("roles.shut_out", name=human.name, ways=ways), (row(words, "rights.data", "data"),))


def _of_holder(words: Words, one: Holder) -> Button:
    name = shortened(one.person.first_name, MOST_NAME)
    if one.group is not None:
        return Button(short(f"{name} · {one.group.name}"), press("gsleader", one.group.id))
    return Button(
        words.label(f"roles.holder_{one.role}", name=name), press("roleof", one.person.id, one.role)
    )


def _line(words: Words, role: Role, holders: Sequence[Holder]) -> Html:
    names = [_named(one) for one in holders[:MOST_NAMES]]
    if len(holders) > MOST_NAMES:
        names.append(words.label("roles.and_more", count=len(holders) - MOST_NAMES))
    return words(f"roles.who_{role}", names=words.listed(names) or words("roles.nobody"))


def _named(one: Holder) -> str:
    name = shortened(one.person.first_name, MOST_NAME)
    return f"{name} ({shortened(one.group.name, MOST_GROUP)})" if one.group else name


def _since(words: Words, cluster: Cluster, who: Person) -> str:
    return short(
        words.label(
            "roles.since", name=shortened(who.first_name, MOST_NAME), day=f"{_day(cluster, who):%d.%m.%Y}"
        )
    )


def _day(cluster: Cluster, who: Person) -> date:
    return local_day(who.joined_at, cluster.zone)


def _back(words: Words) -> Row:
    return row(words, "dialogue.back", "roles")
