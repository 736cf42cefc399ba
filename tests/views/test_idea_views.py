"""The screens and letters of ideas fit a phone with large letters, at their longest, in every language."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.events import MOST_RESULT
from domain.ideas import MOST_REASON, MOST_TITLE, MOST_WHY, NEXT, Idea, State, waits_in
from domain.languages import LANGUAGES
from domain.message import Message
from domain.people import Role
from tests.views import test_screens_fit as screens_fit
from tests.views.test_screens_fit import ANNA, CLUSTER
from views import idea_cases, idea_letters, ideas
from views.words import Words

NOW = datetime(2026, 11, 22, tzinfo=UTC)
LONGEST = Idea(
    id=2_000_000_000,
    cluster_id=1,
    title=("En bænk med ryg og armlæn " * 3)[:MOST_TITLE],
    why=("Der er langt mellem byerne. " * 9)[:MOST_WHY],
    state=State.RECEIVED,
    created_at=NOW,
    author_id=99,
    author="Anna-Margrethe Elisabeth",
    village_id=1,
    supporters=1234,
    holder_id=98,
    holder="Karen Margrethe",
    reason=("Kommunen ejer stien. " * 9)[:MOST_REASON],
    result=("Nu står der en bænk. " * 20)[:MOST_RESULT],
    group_id=5,
    event_id=6,
    merged_into=7,
)
KAREN = replace(ANNA, roles=frozenset({Role.STEERING}))
MANY = [replace(LONGEST, id=number) for number in range(20)]


def screens(words: Words) -> Iterator[tuple[str, Message]]:
    yield "home", ideas.home(words)
    for order in ("new", "top", "mine", "village"):
        yield order, ideas.listed(words, f"ideas.list_{order}", "new", MANY, 0, "Haraldsted-Allindemagle")
    yield "villages", ideas.villages(words, CLUSTER, 0)
    yield "cases", idea_cases.cases(words, MANY, MANY, 0)
    yield "removed", idea_letters.removed(words, CLUSTER, LONGEST)
    yield "whom", idea_cases.givers(words, LONGEST, [KAREN] * 9, 0)
    for state in NEXT:
        one = replace(LONGEST, state=state)
        since = date(2026, 11, 22) if waits_in(state) else None
        yield f"page {state}", ideas.page(words, ideas.Sight(one, CLUSTER, KAREN, supports=True))
        case = idea_cases.Case(one, CLUSTER, mine=False, others=True, since=since)
        yield f"case {state}", idea_cases.case(words, case)
        yield f"answers {state}", idea_cases.answers(words, one)
        if state is not State.RECEIVED:
            yield f"news {state}", idea_letters.news(words, one, LONGEST)


ALL = [
    pytest.param(message, id=f"{language} {name}")
    for language in LANGUAGES
    for name, message in screens(Words(language))
]


@pytest.mark.parametrize("message", ALL)
def test_an_idea_fits(message: Message):
    screens_fit.test_it_fits(message)
