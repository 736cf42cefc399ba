"""The steering group sees who has which role, gives roles by link, takes them, and shuts people out."""

from collections.abc import Sequence
from urllib.parse import quote

from domain.buttons import press
from domain.clusters import Cluster
from domain.dialogue import Option
from domain.message import Button, Html, Link, Message, Row
from domain.people import Person, Role
from domain.roles import GOOD_FOR, Deed, Holder
from views import frame
from views.groups import short
from views.paging import MOST_ROWS, paged
from views.words import Words, paragraphs

MOST_NAMES = 5
MOST_NAME = 14
"""Letters of a name beside a role on a button."""


def page(words: Words, holders: Sequence[Holder], shut_out: int) -> Message:
    """Who has which role, and what can be done about it."""
    lines = [_line(words, role, [h.person for h in holders if h.role is role]) for role in Role]
    rows = [
        _row(words, "roles.invite", "rolenew"),
        _row(words, "roles.holders", "rolepick", 0),
        _row(words, "roles.block", "block"),
    ]
    if shut_out:
        label = words.label("roles.blocked", count=shut_out)
        rows.append((Button(label, press("blocked", 0)),))
    return Message(paragraphs(words("roles.title"), *lines), (*rows, frame.to_menu(words)), fleeting=True)


def choose(words: Words) -> Message:
    """Which role is the link to give?"""
    rows = [(Button(words.label(f"roles.as_{role}"), press("rolelink", role)),) for role in Role]
    return Message(words("roles.choose"), (*rows, _back(words)))


def link(words: Words, role: Role, address: str) -> Message:
    """The link, once: it is not kept."""
    hours = int(GOOD_FOR[role].total_seconds()) // 3600
    text = words(f"roles.link_{role}", link=address, days=hours // 24, hours=hours)
    share = Link(words.label("roles.share"), f"https://t.me/share/url?url={quote(address, safe='')}")
    return Message(text, ((share,), _back(words)), fleeting=True)


def holders(words: Words, found: Sequence[Holder], number: int) -> Message:
    """Everybody with a role, to choose one from."""
    buttons = [
        Button(
            words.label(f"roles.holder_{one.role}", name=_brief(one.person.first_name)),
            press("roleof", one.person.id, one.role),
        )
        for one in found
    ]
    rows = paged(words, buttons, number, MOST_ROWS - 1, lambda turn: press("rolepick", turn))
    return Message(words("roles.pick"), (*rows, _back(words)), fleeting=True)


def holder(words: Words, cluster: Cluster, one: Holder) -> Message:
    """Somebody's role, and the button that takes it."""
    village = cluster.village(one.person.village_id).name
    text = words(f"roles.has_{one.role}", name=one.person.first_name, village=village)
    take = (Button(words.label("roles.take"), press("roletake", one.person.id, one.role)),)
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


def changed(words: Words, deed: Deed, role: Role | None) -> Message:
    """To the rest of the steering group. Nobody is named; the button shows who."""
    key = f"roles.news_{deed.name.lower()}" + (f"_{role}" if role else "")
    return Message(words(key), ((Button(words.label("roles.see"), press("roles")),),))


def yours_no_longer(words: Words, role: Role) -> Message:
    """To the one who had it."""
    return Message(words(f"roles.gone_{role}"), (frame.to_menu(words),))


def person(words: Words, cluster: Cluster, who: Person) -> Option:
    """Somebody as a choice: first name and village."""
    label = words.label("roles.person", name=who.first_name, village=cluster.village(who.village_id).name)
    return Option(str(who.id), short(label))


def blocked(words: Words, cluster: Cluster, found: Sequence[Person], number: int) -> Message:
    """Who is shut out, to let one of them in again."""
    buttons = [Button(person(words, cluster, one).label, press("unblock", one.id)) for one in found]
    rows = paged(words, buttons, number, MOST_ROWS - 1, lambda turn: press("blocked", turn))
    return Message(words("roles.blocked_who"), (*rows, _back(words)), fleeting=True)


def shut(words: Words, who: Person) -> Message:
    """The receipt after somebody was shut out, and the way to undo it."""
    undo = (Button(words.label("roles.unblock"), press("unblock", who.id)),)
    return Message(words("roles.shut", name=who.first_name), (undo, _back(words)), fleeting=True)


def let_in(words: Words) -> str:
    """The pop-up after somebody was let in again."""
    return words.label("roles.let_in")


def shut_out(words: Words, cluster: Cluster) -> Message:
    """The one sentence for somebody who is shut out."""
    human = cluster.contact
    ways = words.listed([way for way in (human.phone, human.email) if way])
    return Message(words("roles.shut_out", name=human.name, ways=ways))


def _brief(name: str) -> str:
    """So that the role still stands beside it."""
    return name if len(name) <= MOST_NAME else f"{name[: MOST_NAME - 1].rstrip()}…"


def _line(words: Words, role: Role, people: Sequence[Person]) -> Html:
    names = [_brief(one.first_name) for one in people[:MOST_NAMES]]
    if len(people) > MOST_NAMES:
        names.append(words.label("roles.and_more", count=len(people) - MOST_NAMES))
    return words(f"roles.who_{role}", names=words.listed(names) or words("roles.nobody"))


def _row(words: Words, key: str, *where: str | int) -> Row:
    return (Button(words.label(key), press(*where)),)


def _back(words: Words) -> Row:
    return (Button(words.label("dialogue.back"), press("roles")),)
