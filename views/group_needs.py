"""What a group lacks, as its lead sees it."""

from collections.abc import Sequence
from datetime import date

from domain.buttons import press
from domain.dialogue import Option
from domain.groups import Group, Need
from domain.message import Button, Html, Message, Row
from domain.skills import skill
from views.asks import as_asked
from views.buttons import row, short
from views.groups import lacks, to_group
from views.needs import what
from views.paging import MOST_ROWS, on_page, paged
from views.words import Words, paragraphs


def needs(words: Words, group: Group, there: Sequence[Need], page: int, today: date) -> Message:
    """All it lacks, covered or not, each with its own page; and the way to say more."""
    ways = [row(words, "groups.add_need", "gneednew", group.id), to_group(words, group)]
    room = MOST_ROWS - len(ways)
    rows = paged(
        words,
        [Button(_need_label(words, need), press("gneed", need.id)) for need in there],
        page,
        room,
        lambda turn: press("gneeds", group.id, turn),
    )
    if not there:
        return Message(words("groups.no_needs", group=group.name), (*rows, *ways))
    lines = [_need_line(words, need, today) for need in on_page(there, page, room)]
    text = paragraphs(words("groups.its_needs", group=group.name), Html("\n".join(lines)))
    return Message(text, (*rows, *ways))


def _need_label(words: Words, need: Need) -> str:
    return short(f"{need.found}/{need.wanted} · {what(words, need)}")


def _need_line(words: Words, need: Need, today: date) -> Html:
    key = "groups.need_over" if need.until < today else "groups.need_found"
    said = {"skill": what(words, need), "day": words.day(need.until)}
    return words(key, found=need.found, wanted=need.wanted, **said)


def need(words: Words, group: Group, one: Need, more: Sequence[Row] = (), *, over: bool = False) -> Message:
    """One need. `more`: what else can be done about it, by those who find people. `over`: its day is gone."""
    text = lacks(words, one) if one.open_places else words("groups.covered", skill=what(words, one))
    found = words.plural("groups.found", one.found)
    rows = (
        *more,
        *([row(words, "groups.prolong", "gneedset", one.id, "until")] if over else []),
        row(words, "groups.change_need", "gneedchange", one.id),
        row(words, "groups.close_need", "gneedclose", one.id),
        row(words, "dialogue.back", "gneeds", group.id, 0),
    )
    ran_out = words("groups.ran_out") if over else None
    listed = paragraphs(words("groups.name", group=group.name), Html(f"{text}\n{found}"), ran_out)
    return Message(paragraphs(listed, _filed_as(words, one)), rows)


def _filed_as(words: Words, need: Need) -> Html | None:
    """For which skill people are asked, where the lead's words do not say it."""
    if need.skill is None:
        return words("groups.need_by_hand")
    return words("groups.need_skill", skill=skill(need.skill).labels[words.language]) if need.about else None


def change_need(words: Words, group: Group, one: Need) -> Message:
    """What about it is to be another."""
    parts = ("about", "many", "until", "hours")
    rows = [row(words, f"groups.change_{part}", "gneedset", one.id, part) for part in parts]
    text = paragraphs(words("groups.name", group=group.name), lacks(words, one), words("groups.change_what"))
    return Message(text, (*rows, row(words, "dialogue.back", "gneed", one.id)))


def need_saved(words: Words) -> str:
    """The pop-up after a need was changed."""
    return words.label("groups.need_saved")


def need_closed(words: Words) -> str:
    """The pop-up after a need was closed."""
    return words.label("groups.need_closed")


def need_added(words: Words, group: Group, one: Need, lead: str, *, waits: bool) -> Message:
    """The receipt for a new need, with the sentence in which people will be asked.

    `waits`: the steering group will look which skill its words mean.
    """
    text = paragraphs(
        words("groups.need_added", group=group.name),
        lacks(words, one),
        as_asked(words, lead, group, one),
        words("groups.need_waits" if waits else "groups.need_yours") if one.skill is None else None,
    )
    rows = (
        row(words, "asks.find_somebody", "find", one.id, "", 0),
        row(words, "groups.change_need", "gneedchange", one.id),
        row(words, "groups.add_need", "gneednew", group.id),
        row(words, "groups.needs", "gneeds", group.id, 0),
    )
    return Message(text, (*rows, to_group(words, group)))


# Choices of the questions


def counts(least: int, most: int) -> Sequence[Option]:
    """How many people."""
    return [Option(str(count), str(count)) for count in range(least, most + 1)]


def hours(words: Words, choices: Sequence[int]) -> Sequence[Option]:
    """About how many hours."""
    return [Option(str(count), str(words.plural("groups.about_hours", count))) for count in choices]


def meanings(words: Words, fits: Sequence[str], own: str) -> Sequence[Option]:
    """The skills that words may mean. `own`: the value of leaving them as they are, if they may be left."""
    as_they_are = [Option(own, words.label("groups.own_words"))] if own else []
    return [*(Option(fit, skill(fit).labels[words.language]) for fit in fits), *as_they_are]


def meant(words: Words, said: str, *, some: bool) -> Html:
    """What is asked about a need in somebody's own words."""
    return words("groups.meant_some" if some else "groups.meant_none", said=said)


def same_words(words: Words, value: str, said: str) -> Sequence[Option]:
    """What they wrote before may say what it is for."""
    return [Option(value, short(words.label("frame.quoted", said=said)))]
