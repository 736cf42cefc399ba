"""What the steering group sees of the working groups: heads, what nobody covers, and numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.buttons import press
from domain.clusters import Cluster
from domain.dialogue import Option
from domain.groups import Candidate, Group, Member, Need
from domain.message import Button, Html, Message
from domain.skills import skill
from domain.small_numbers import Shown
from views import frame
from views.groups import MOST_LETTERS, button, places, short, who
from views.paging import MOST_ROWS, paged
from views.words import Words, paragraphs, shown

MOST_LISTED = 8
MOST_LOADED = 5
"""As many people as the most loaded are counted together, so that no number is one person's."""


@dataclass(frozen=True)
class Overview:
    """How many there are of each."""

    groups: int
    heads: int
    asked: int
    uncovered: int


def overview(words: Words, there: Overview) -> Message:
    """Where the steering group begins."""
    text = paragraphs(
        words("groups.overview"),
        words("groups.overview_counts", groups=there.groups, heads=there.heads),
        words.plural("groups.overview_uncovered", there.uncovered),
    )
    rows = [
        button(words, "groups.create", "gsnew"),
        button(words, "groups.change", "gslist", 0),
        button(words, "groups.uncovered_button", "gsneeds", 0),
        button(words, "groups.numbers_button", "gsheads"),
    ]
    if there.asked:
        asked = words.label("groups.asked_button", count=there.asked)
        rows.insert(0, (Button(asked, press("gsasked", 0)),))
    return Message(text, (*rows, frame.to_menu(words)))


def all_groups(words: Words, there: Sequence[Group], heads: Mapping[int, int], page: int) -> Message:
    """Every group at work, with how many are in it."""
    back = button(words, "dialogue.back", "gs")
    names = [
        Button(_with_heads(group.name, heads.get(group.id, 0)), press("gsg", group.id)) for group in there
    ]
    rows = paged(words, names, page, MOST_ROWS - 1, lambda turn: press("gslist", turn))
    return Message(words("groups.which_group" if there else "groups.there_are_none"), (*rows, back))


def _with_heads(name: str, heads: int) -> str:
    count = f" · {heads}"
    room = MOST_LETTERS - len(count)
    return f"{name if len(name) <= room else name[: room - 1].rstrip() + '…'}{count}"


def group(words: Words, cluster: Cluster, one: Group, there: Sequence[Member]) -> Message:
    """One group, and what the steering group may change about it."""
    lead = next((member for member in there if member.leads), None)
    lines = [
        words("groups.where", villages=places(words, cluster, one)),
        words("groups.lead", name=who(cluster, lead)) if lead else words("groups.no_lead"),
        words("groups.offer_waits") if one.next_lead_id else None,
        words.plural("groups.heads", len(there)),
    ]
    text = paragraphs(
        words("groups.name", group=one.name),
        words("groups.what", text=one.text) if one.text else None,
        Html("\n".join(line for line in lines if line)),
    )
    rows = (
        button(words, "groups.name_lead", "gslead", one.id),
        button(words, "groups.rename", "gsname", one.id),
        button(words, "groups.retell", "gstext", one.id),
        button(words, "groups.villages", "gsvillages", one.id, 0),
        button(words, "groups.close", "gsclose", one.id),
        button(words, "dialogue.back", "gslist", 0),
    )
    return Message(text, rows)


def villages(words: Words, cluster: Cluster, one: Group, page: int) -> Message:
    """Where it works: one tap puts a village on or takes it off."""
    ways = [(Button(words.label("dialogue.back"), press("gsg", one.id)),)]
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
        button(words, "groups.close_yes", "gsclosed", one.id),
        (Button(words.label("dialogue.back"), press("gsg", one.id)),),
    )
    return Message(words.plural("groups.sure_to_close", heads, group=one.name), rows)


def closed(words: Words, one: Group) -> Message:
    """The receipt."""
    return Message(words("groups.closed", group=one.name), (button(words, "dialogue.back", "gs"),))


def created(words: Words, one: Group) -> Message:
    """The receipt for a new group, and the next thing to do: find somebody to lead it."""
    rows = (
        button(words, "groups.name_lead", "gslead", one.id),
        button(words, "groups.change_this", "gsg", one.id),
        button(words, "dialogue.back", "gs"),
    )
    return Message(words("groups.created", group=one.name), rows)


def asked(words: Words, one: Group, asker: str | None, left: int) -> Message:
    """A group that a resident asks for: yes, or no with a reason."""
    rows = (
        button(words, "groups.say_yes", "gsyes", one.id),
        button(words, "groups.say_no", "gsno", one.id),
        button(words, "groups.next_asked", "gsasked", one.id),
        button(words, "dialogue.back", "gs"),
    )
    by = words("groups.asked_by", name=asker) if asker else None
    text = Html(f"{words('groups.name', group=one.name)}\n{words('groups.quotation', said=one.text)}")
    return Message(paragraphs(words.plural("groups.asked_left", left), text, by), rows)


def none_asked(words: Words) -> Message:
    """All are answered."""
    return Message(words("groups.none_asked"), (button(words, "dialogue.back", "gs"),))


def opened(words: Words) -> str:
    """The pop-up after a yes."""
    return words.label("groups.opened")


def done_already(words: Words) -> str:
    """The pop-up when somebody else was quicker."""
    return words.label("phrases.done_already")


def offered(words: Words, one: Group, name: str) -> Message:
    """The receipt: somebody was asked to lead."""
    rows = (button(words, "groups.change_this", "gsg", one.id), button(words, "dialogue.back", "gs"))
    return Message(words("groups.offered", group=one.name, name=name), rows)


def uncovered(words: Words, there: Sequence[tuple[Group, Need]], page: int) -> Message:
    """Needs that nobody covers, the most urgent first, some lines at a time."""
    pages = max(1, -(-len(there) // MOST_LISTED))
    page %= pages
    lines = [_uncovered(words, *one) for one in there[page * MOST_LISTED : (page + 1) * MOST_LISTED]]
    rows = [button(words, "plans.see", "plan"), button(words, "dialogue.back", "gs")]
    if pages > 1:
        more = words.label("dialogue.more", page=page + 1, pages=pages)
        rows.insert(0, (Button(more, press("gsneeds", (page + 1) % pages)),))
    title = words("groups.uncovered" if there else "groups.all_covered")
    return Message(paragraphs(title, Html("\n".join(lines))), tuple(rows))


def _uncovered(words: Words, one: Group, need: Need) -> Html:
    name, day = skill(need.skill).labels[words.language], words.day(need.until)
    return words("groups.uncovered_line", group=one.name, skill=name, count=need.open_places, day=day)


def numbers(words: Words, cluster: Cluster, volunteers: Shown[int], each: Sequence[int]) -> Message:
    """Volunteers by village, and how much the five most loaded carry together."""
    lines = [
        _count(words, cluster.village(village_id).name, count)
        for village_id, count in volunteers.counts.items()
    ]
    total = words.plural("groups.volunteers", volunteers.total) if volunteers.total is not None else None
    text = paragraphs(
        words("groups.numbers"), Html("\n".join(lines)), total, _five(words, each), words("groups.hidden")
    )
    rows = (button(words, "groups.by_skill", "gsskills", 0), button(words, "dialogue.back", "gs"))
    return Message(text, rows)


def _five(words: Words, each: Sequence[int]) -> Html:
    """In numbers, and only where there are as many others as could hide each of them."""
    if len(each) < 2 * MOST_LOADED:
        return words("groups.five_hidden")
    return words("groups.five", count=sum(each[:MOST_LOADED]), total=sum(each), people=len(each))


def by_skill(words: Words, tables: Mapping[str, Shown[int]], page: int) -> Message:
    """How many can what; each skill that may be shown opens its villages."""
    ways = [button(words, "dialogue.back", "gsheads")]
    there = [(skill(name).labels[words.language], name, table.total) for name, table in tables.items()]
    buttons = [
        Button(_with_heads(label, total), press("gsskill", name))
        for label, name, total in sorted(there)
        if total
    ]
    rows = paged(words, buttons, page, MOST_ROWS - 1, lambda turn: press("gsskills", turn))
    return Message(words("groups.skills" if buttons else "groups.no_skills"), (*rows, *ways))


def one_skill(words: Words, cluster: Cluster, name: str, table: Shown[int]) -> Message:
    """One skill, village by village."""
    lines = [_count(words, cluster.village(id_).name, count) for id_, count in table.counts.items()]
    title = words("groups.name", group=skill(name).labels[words.language])
    rows = ((Button(words.label("dialogue.back"), press("gsskills", 0)),),)
    return Message(paragraphs(title, Html("\n".join(lines)), words("groups.hidden")), rows)


def _count(words: Words, name: str, count: int | None) -> Html:
    return Html(f"{shown(name)}: {words('groups.few') if count is None else count}")


# Choices of the questions


def wheres(words: Words, cluster: Cluster) -> Sequence[Option]:
    """The whole cluster, or one village to begin with."""
    every = Option("all", words.label("groups.everywhere"))
    return [every, *(Option(village.slug, village.name) for village in cluster.villages)]


def possible_leads(words: Words, cluster: Cluster, there: Sequence[Member], myself: int) -> Sequence[Option]:
    """Oneself, and those who are in the group already."""
    me = Option(f"p{myself}", words.label("groups.myself"))
    others = [one for one in there if not one.leads and one.person_id != myself]
    return [me, *(Option(f"p{one.person_id}", short(who(cluster, one))) for one in others)]


def candidates(cluster: Cluster, there: Sequence[Candidate]) -> Sequence[Option]:
    """People of that name, told apart by village."""
    return [
        Option(f"p{one.person_id}", short(f"{one.first_name}, {cluster.village(one.village_id).name}"))
        for one in there
    ]
