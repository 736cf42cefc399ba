"""Ideas as the steering group answers them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.buttons import press
from domain.clusters import Cluster
from domain.dialogue import Option
from domain.ideas import Idea, State
from domain.message import Button, Message, Row
from domain.people import Person
from domain.text import shortened
from views.buttons import row, short, with_heads
from views.ideas import MOST_TITLE, picture_of, text
from views.paging import MOST_ROWS, paged
from views.words import Words, paragraphs

ANSWERS = (State.LOOKED_INTO, State.AGREED, State.NOT_NOW, State.MERGED)
"""What can be said about an idea by a button of its own, in this order."""


@dataclass(frozen=True)
class Case:
    """An idea as a member of the steering group sees it. `since`: the day from which somebody waits."""

    idea: Idea
    cluster: Cluster
    mine: bool
    others: bool
    """Whether it can be given to somebody else."""
    since: date | None


def cases(words: Words, waiting: Sequence[Idea], under_way: Sequence[Idea], page: int) -> Message:
    """What waits, the most urgent first, and then what is being done."""
    names = [*(_waits(words, one) for one in waiting), *(_named(one) for one in under_way)]
    rows = paged(words, names, page, MOST_ROWS - 1, lambda turn: press("ics", turn))
    counts = words("ideas.cases", waiting=len(waiting), under_way=len(under_way))
    return Message(counts, (*rows, row(words, "dialogue.back", "steering")))


def _waits(words: Words, idea: Idea) -> Button:
    if idea.hidden_at:
        label = words.label("ideas.hidden_case", title=shortened(idea.title, MOST_TITLE))
        return Button(label, press("ic", idea.id))
    return _named(idea)


def _named(idea: Idea) -> Button:
    return Button(with_heads(idea.title, idea.supporters), press("ic", idea.id))


def case(words: Words, seen: Case) -> Message:
    """One idea, and what can be done about it."""
    since = words("ideas.waits_since", day=words.day(seen.since)) if seen.since else None
    told = paragraphs(text(words, seen.cluster, seen.idea), since)
    rows = _hidden_ways(words, seen.idea) if seen.idea.hidden_at else _ways(words, seen)
    back = row(words, "dialogue.back", "ics", 0)
    return Message(told, (*rows, back), picture_of(seen.idea), fleeting=True)


def _hidden_ways(words: Words, idea: Idea) -> list[Row]:
    return [
        row(words, "ideas.restore", "icback", idea.id),
        row(words, "ideas.remove", "icgone", idea.id),
    ]


def _ways(words: Words, seen: Case) -> list[Row]:
    idea, rows = seen.idea, []
    if not seen.mine and idea.state not in {State.DONE, State.MERGED}:
        rows.append(row(words, "ideas.hold", "ichold", idea.id))
    if any(idea.may_become(state) for state in ANSWERS):
        rows.append(row(words, "ideas.answer", "ican", idea.id))
    if idea.may_become(State.UNDER_WAY):
        rows.append(row(words, "ideas.become", "icbe", idea.id))
    if idea.may_become(State.DONE):
        rows.append(row(words, "ideas.tell_result", "icdone", idea.id))
    if seen.others and idea.state not in {State.DONE, State.MERGED}:
        rows.append(row(words, "ideas.give", "icgive", idea.id, 0))
    if not rows:
        rows.append(row(words, "ideas.remove", "icgone", idea.id))
    return rows


def answers(words: Words, idea: Idea) -> Message:
    """What is to be said about it?"""
    rows = [
        row(words, f"ideas.say_{state}", "icto", idea.id, state.value)
        for state in ANSWERS
        if idea.may_become(state)
    ]
    ways = (row(words, "ideas.remove", "icgone", idea.id), row(words, "dialogue.back", "ic", idea.id))
    return Message(words("ideas.which_answer", title=idea.title), (*rows, *ways))


def become(words: Words, idea: Idea) -> Message:
    """What does it become?"""
    rows = (
        row(words, "ideas.a_group", "icgroup", idea.id),
        row(words, "ideas.an_event", "icevent", idea.id),
        row(words, "ideas.just_begun", "icto", idea.id, State.UNDER_WAY.value),
        row(words, "dialogue.back", "ic", idea.id),
    )
    return Message(words("ideas.which_becoming", title=idea.title), rows)


def givers(words: Words, idea: Idea, others: Sequence[Person], page: int) -> Message:
    """Who is to answer it?"""
    names = [Button(short(one.first_name), press("icgiven", idea.id, one.id)) for one in others]
    rows = paged(words, names, page, MOST_ROWS - 1, lambda turn: press("icgive", idea.id, turn))
    back = row(words, "dialogue.back", "ic", idea.id)
    return Message(words("ideas.give_whom", title=idea.title), (*rows, back), fleeting=True)


def sure_to_remove(words: Words, idea: Idea) -> Message:
    """Take it away? It cannot be undone, and its author is told."""
    rows = (
        row(words, "ideas.remove_yes", "icgoned", idea.id),
        row(words, "dialogue.back", "ic", idea.id),
    )
    return Message(words("ideas.sure_to_remove", title=idea.title), rows)


def others(there: Sequence[Idea]) -> Sequence[Option]:
    """What it could become a part of."""
    return [Option(str(one.id), short(one.title)) for one in there]


def left(words: Words) -> Message:
    """They said nothing after all; the idea still waits."""
    return Message(words("ideas.nothing_said"), (row(words, "ideas.cases_button", "ics", 0),))
