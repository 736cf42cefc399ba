"""What the steering group sees of the working groups: heads, what nobody covers, and numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.buttons import press
from domain.clusters import Cluster
from domain.dialogue import Option
from domain.groups import Candidate, Group, Member
from domain.message import Button, Html, Message
from views import frame
from views.buttons import row, short, with_heads
from views.groups import places
from views.paging import MOST_ROWS, paged
from views.words import Words, paragraphs

MOST_NAMED = 3
"""Groups in one line."""


@dataclass(frozen=True)
class Overview:
    """How many there are of each."""

    groups: int
    heads: int
    asked: int
    uncovered: int
    yeses: Sequence[tuple[str, int]] = ()
    """Group and how many said yes to it in the last seven days, the most first."""


def overview(words: Words, there: Overview) -> Message:
    """Where the steering group begins."""
    text = paragraphs(
        words("groups.overview"),
        words("groups.overview_counts", groups=there.groups, heads=there.heads),
        words.plural("groups.overview_uncovered", there.uncovered),
        _yeses(words, there.yeses),
    )
    rows = [
        row(words, "groups.create", "gsnew"),
        row(words, "groups.change", "gslist", 0),
        row(words, "groups.uncovered_button", "gsneeds", 0),
        row(words, "groups.numbers_button", "gsheads"),
    ]
    if there.asked:
        asked = words.label("groups.asked_button", count=there.asked)
        rows.insert(0, (Button(asked, press("gsasked", 0)),))
    return Message(text, (*rows, frame.to_menu(words)))


def _yeses(words: Words, yeses: Sequence[tuple[str, int]]) -> Html | None:
    """What came of asking: in numbers, by group."""
    if not yeses:
        return None
    named = [words("groups.overview_yes", group=name, count=count) for name, count in yeses[:MOST_NAMED]]
    total = sum(count for _name, count in yeses)
    return words.plural("groups.overview_yeses", total, groups=words.some(named, MOST_NAMED))


def all_groups(words: Words, there: Sequence[Group], heads: Mapping[int, int], page: int) -> Message:
    """Every group at work, with how many are in it."""
    back = row(words, "dialogue.back", "gs")
    names = [
        Button(with_heads(group.name, heads.get(group.id, 0)), press("gsg", group.id)) for group in there
    ]
    rows = paged(words, names, page, MOST_ROWS - 1, lambda turn: press("gslist", turn))
    return Message(words("groups.which_group" if there else "groups.there_are_none"), (*rows, back))


def group(words: Words, cluster: Cluster, one: Group, there: Sequence[Member]) -> Message:
    """One group, and what the steering group may change about it."""
    lead = next((member for member in there if member.leads), None)
    lines = [
        words("groups.where", villages=places(words, cluster, one)),
        words("groups.lead", name=cluster.who(lead)) if lead else words("groups.no_lead"),
        words("groups.offer_waits") if one.next_lead_id else None,
        words.plural("groups.heads", len(there)),
    ]
    text = paragraphs(
        words("groups.name", group=one.name),
        words("groups.what", text=one.text) if one.text else None,
        Html("\n".join(line for line in lines if line)),
    )
    rows = (
        row(words, "leads.button", "gsleader", one.id),
        row(words, "groups.rename", "gsname", one.id),
        row(words, "groups.retell", "gstext", one.id),
        row(words, "groups.villages", "gsvillages", one.id, 0),
        row(words, "groups.close", "gsclose", one.id),
        row(words, "dialogue.back", "gslist", 0),
    )
    return Message(text, rows, fleeting=True)


def villages(words: Words, cluster: Cluster, one: Group, page: int) -> Message:
    """Where it works: one tap puts a village on or takes it off."""
    ways = [row(words, "dialogue.back", "gsg", one.id)]
    buttons = [
        Button(
            f"✓ {village.name}" if village.id in one.villages else village.name,
            press("gsvillage", one.id, village.id, page),
        )
        for village in cluster.villages
    ]
    rows = paged(words, buttons, page, MOST_ROWS - 1, lambda turn: press("gsvillages", one.id, turn))
    return Message(words("groups.which_villages", group=one.name), (*rows, *ways))


def sure_to_close(words: Words, one: Group, heads: int) -> Message:
    """It cannot be undone: every role ends, and all are told."""
    rows = (
        row(words, "groups.close_yes", "gsclosed", one.id),
        row(words, "dialogue.back", "gsg", one.id),
    )
    if not heads:
        return Message(words("groups.sure_to_close_empty", group=one.name), rows)
    return Message(words.plural("groups.sure_to_close", heads, group=one.name), rows)


def closed(words: Words, one: Group) -> Message:
    """The receipt."""
    return Message(words("groups.closed", group=one.name), (row(words, "dialogue.back", "gs"),))


def created(words: Words, one: Group) -> Message:
    """The receipt for a new group, and the next thing to do: find somebody to lead it."""
    rows = (
        row(words, "leads.find", "gslead", one.id),
        row(words, "groups.change_this", "gsg", one.id),
        row(words, "dialogue.back", "gs"),
    )
    return Message(words("groups.created", group=one.name), rows)


def asked(words: Words, one: Group, asker: str | None, left: int) -> Message:
    """A group that a resident asks for: yes, or no with a reason."""
    rows = (
        row(words, "groups.say_yes", "gsyes", one.id),
        row(words, "groups.say_no", "gsno", one.id),
        row(words, "groups.next_asked", "gsasked", one.id),
        row(words, "dialogue.back", "gs"),
    )
    by = words("groups.asked_by", name=asker) if asker else None
    text = Html(f"{words('groups.name', group=one.name)}\n{words('groups.quotation', said=one.text)}")
    return Message(paragraphs(words.plural("groups.asked_left", left), text, by), rows, fleeting=True)


def none_asked(words: Words) -> Message:
    """All are answered."""
    return Message(words("groups.none_asked"), (row(words, "dialogue.back", "gs"),))


def opened(words: Words) -> str:
    """The pop-up after a yes."""
    return words.label("groups.opened")


def done_already(words: Words) -> str:
    """The pop-up when somebody else was quicker."""
    return words.label("phrases.done_already")


def offered(words: Words, one: Group, name: str) -> Message:
    """The receipt: somebody was asked to lead."""
    rows = (row(words, "groups.change_this", "gsg", one.id), row(words, "dialogue.back", "gs"))
    return Message(words("groups.offered", group=one.name, name=name), rows, fleeting=True)


# Choices of the questions


def wheres(words: Words, cluster: Cluster) -> Sequence[Option]:
    """The whole cluster, or one village to begin with."""
    every = Option("all", words.label("groups.everywhere"))
    return [every, *(Option(village.slug, village.name) for village in cluster.villages)]


def possible_leads(words: Words, cluster: Cluster, there: Sequence[Member], myself: int) -> Sequence[Option]:
    """Oneself, and those who are in the group already."""
    leading = {one.person_id for one in there if one.leads}
    known = {one.person_id: cluster.who(one) for one in there}
    me = Option(f"p{myself}", words.label("groups.myself"))
    others = sorted((label, one) for one, label in known.items() if one not in {myself, *leading})
    return [me, *(Option(f"p{one}", short(label)) for label, one in others)]


def candidates(cluster: Cluster, there: Sequence[Candidate]) -> Sequence[Option]:
    """People of that name, told apart by village."""
    named = [(one.person_id, cluster.who(one)) for one in there]
    return [Option(f"p{one}", short(label)) for one, label in named]
