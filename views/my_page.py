"""The parts of "Min side": what one told, groups and roles, and what one was asked."""

from collections.abc import Sequence

from domain.asks import Told
from domain.buttons import press
from domain.clusters import Cluster
from domain.days import local_day
from domain.groups import Group, Load, Member
from domain.message import Button, Html, Message, Row
from domain.people import Person, Role
from domain.roles import GIVEN
from domain.text import shortened
from views import frame
from views.buttons import row
from views.groups import carries
from views.needs import named
from views.paging import leaf, pages, turning
from views.words import Words, paragraphs

A_PAGE = 3
"""Groups, and asks, that fit on a screen."""
MOST_GROUP, MOST_WHAT, MOST_NAME, ON_A_BUTTON, ON_THAT_BUTTON = 20, 30, 14, 18, 9
"""Letters of a group's name, of what it lacks and of a person's name in a line; of the name on a button
beside a verb, and of a person's on a button beside more."""
PARTS = ("skills", "time", "follows", "village")


def told(words: Words, person: Person) -> Message:
    """A button for each thing one told us."""
    rows = [row(words, f"profile.change_{part}", "part", part) for part in PARTS]
    text = words("profile.change_which", name=person.first_name)
    return Message(text, (*rows, row(words, "dialogue.back", "me")))


def groups(
    words: Words, person: Person, theirs: Sequence[tuple[Group, Member | None]], load: Load, page: int
) -> Message:
    """Each group with one's role and its end, and one tap out of it; the roles one was given."""
    here = leaf(theirs, page, A_PAGE)
    held = [role for role in GIVEN if role in person.roles]
    text = paragraphs(
        words("profile.groups_title"),
        carries(words, load),
        Html("\n".join(_line(words, group, role) for group, role in here if role)),
        Html("\n".join(words(f"profile.role_{role}") for role in held)),
    )
    rows = [_leave(words, group) for group, _ in here]
    rows += turning(words, page, pages(len(theirs), A_PAGE), lambda turn: press("mygroups", turn))
    if held:
        rows.append(row(words, "profile.lay_down", "myroles"))
    return Message(text, (*rows, row(words, "dialogue.back", "me")))


def roles(words: Words, held: Sequence[Role]) -> Message:
    """Which one is to be laid down?"""
    rows = [row(words, f"roles.as_{role}", "rolelay", role) for role in held]
    text = words("profile.which_role" if held else "profile.no_role")
    return Message(text, (*rows, row(words, "dialogue.back", "mygroups", 0)))


def asks(
    words: Words, cluster: Cluster, lines: Sequence[Told], page: int, count: int, *, may_be_found: bool
) -> Message:
    """What one was asked and answered; whether leads may find one; who has one's contact."""
    found = words("profile.found" if may_be_found else "profile.not_found")
    told_ = Html("\n".join(_ask(words, one, cluster.zone) for one in lines))
    text = paragraphs(
        words("profile.asks_title"),
        found,
        told_ or words("profile.never_asked"),
    )
    change = "profile.hide" if may_be_found else "profile.show"
    rows = [
        row(words, change, "myfound", "no" if may_be_found else "yes"),
        *(_take_back(words, one) for one in lines if one.shared),
        *turning(words, page, pages(count, A_PAGE), lambda turn: press("myasks", turn)),
    ]
    return Message(text, (*rows, row(words, "dialogue.back", "me")), fleeting=True)


def contact_back(words: Words, name: str, group: str) -> Message:
    """To the lead, in place of the contact they got."""
    return Message(words("profile.no_contact", name=name, group=group), (frame.to_menu(words),))


def taken_back(words: Words) -> str:
    """The pop-up after taking one's contact back."""
    return words.label("profile.taken_back")


def _leave(words: Words, group: Group) -> Row:
    label = words.label("profile.leave", group=shortened(group.name, ON_A_BUTTON))
    return (Button(label, press("gleave", group.id)),)


def _take_back(words: Words, one: Told) -> Row:
    label = words.label("profile.contact_back", name=shortened(_who(words, one), ON_THAT_BUTTON))
    return (Button(label, press("mycontact", one.id)),)


def _line(words: Words, group: Group, role: Member) -> Html:
    name = shortened(group.name, MOST_GROUP)
    key = "leads" if role.leads else "in"
    if role.until is None:
        return words(f"profile.{key}_open", group=name)
    return words(f"profile.{key}_until", group=name, day=words.day(role.until))


def _ask(words: Words, one: Told, zone: str) -> Html:
    said = words(f"profile.said_{one.answer}") if one.answer else words("profile.said_nothing")
    what = shortened(named(words, one.skill, one.about), MOST_WHAT)
    day = words.day(local_day(one.asked_at, zone))
    line = words("profile.ask", group=shortened(one.group, MOST_GROUP), what=what, answer=said, day=day)
    if not one.shared:
        return line
    return Html(f"{line}\n{words('profile.has_contact', name=shortened(_who(words, one), MOST_NAME))}")


def _who(words: Words, one: Told) -> str:
    return one.shared_name or words.label("profile.the_lead")
