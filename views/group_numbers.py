"""What nobody covers, and who can what, in numbers that point at nobody."""

from collections.abc import Mapping, Sequence

from domain.buttons import press
from domain.clusters import Cluster
from domain.groups import Group, Need
from domain.message import Button, Html, Message
from domain.skills import skill
from domain.small_numbers import Shown
from views import frame
from views.buttons import row, with_heads
from views.needs import what
from views.paging import MOST_ROWS, leaf, paged, pages, turning
from views.words import Words, paragraphs, shown

MOST_LISTED = 4
MOST_LOADED = 5
"""As many people as the most loaded are counted together, so that no number is one person's."""


def uncovered(words: Words, there: Sequence[tuple[Group, Need]], page: int, *, steers: bool) -> Message:
    """Needs that nobody covers, the most urgent first, some lines at a time."""
    lines = [_uncovered(words, *one) for one in leaf(there, page, MOST_LISTED)]
    turn = turning(words, page, pages(len(there), MOST_LISTED), lambda turn: press("gsneeds", turn))
    plan = [row(words, "plans.see", "plan")] if steers else []
    rows = (*turn, *plan, row(words, "dialogue.back", "gs" if steers else "gsheads"))
    title = words("groups.uncovered" if there else "groups.all_covered")
    return Message(paragraphs(title, Html("\n".join(lines))), rows)


def _uncovered(words: Words, one: Group, need: Need) -> Html:
    name, day = what(words, need), words.day(need.until)
    return words("groups.uncovered_line", group=one.name, skill=name, count=need.open_places, day=day)


def numbers(
    words: Words, cluster: Cluster, volunteers: Shown[int], each: Sequence[int], *, steers: bool
) -> Message:
    """Volunteers by village, and how much the five most loaded carry together."""
    lines = [
        _count(words, cluster.village(village_id).name, count)
        for village_id, count in volunteers.counts.items()
    ]
    total = words.plural("groups.volunteers", volunteers.total) if volunteers.total is not None else None
    text = paragraphs(
        words("groups.numbers"), Html("\n".join(lines)), total, _five(words, each), _hidden(words, volunteers)
    )
    rows = (
        row(words, "groups.by_skill", "gsskills", 0),
        row(words, "groups.uncovered_button", "gsneeds", 0),
        row(words, "dialogue.back", "gs") if steers else frame.to_menu(words),
    )
    return Message(text, rows)


def _five(words: Words, each: Sequence[int]) -> Html:
    """In numbers, and only where there are as many others as could hide each of them."""
    if len(each) < 2 * MOST_LOADED:
        return words("groups.five_hidden")
    return words("groups.five", count=sum(each[:MOST_LOADED]), total=sum(each), people=len(each))


def by_skill(words: Words, tables: Mapping[str, Shown[int]], page: int) -> Message:
    """How many can what; each skill that may be shown opens its villages."""
    ways = [row(words, "dialogue.back", "gsheads")]
    there = [(skill(name).labels[words.language], name, table.total) for name, table in tables.items()]
    buttons = [
        Button(with_heads(label, total), press("gsskill", name))
        for label, name, total in sorted(there)
        if total
    ]
    rows = paged(words, buttons, page, MOST_ROWS - 1, lambda turn: press("gsskills", turn))
    return Message(words("groups.skills" if buttons else "groups.no_skills"), (*rows, *ways))


def one_skill(words: Words, cluster: Cluster, name: str, table: Shown[int]) -> Message:
    """One skill, village by village."""
    lines = [_count(words, cluster.village(id_).name, count) for id_, count in table.counts.items()]
    title = words("groups.name", group=skill(name).labels[words.language])
    rows = (row(words, "dialogue.back", "gsskills", 0),)
    return Message(paragraphs(title, Html("\n".join(lines)), _hidden(words, table)), rows)


def _hidden(words: Words, table: Shown[int]) -> Html | None:
    """Why something is left out, where something is."""
    return words("groups.hidden") if None in table.counts.values() else None


def _count(words: Words, name: str, count: int | None) -> Html:
    return Html(f"{shown(name)}: {words('groups.few') if count is None else count}")
