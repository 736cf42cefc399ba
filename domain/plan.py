"""A fair plan for the whole cluster: as many needs covered as can be, nobody carrying more than they must.

Given who fits what, this is a flow from people to places. HiGHS solves it; why that one stands in
docs/decisions/0040-the-plan.md. It takes up to seconds, so it is called from no transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.linear import Column, cheapest
from domain.matching import ASKS_A_MONTH, MOST_GROUPS, Match

COVERED, BUSY, LIKING = 1000.0, 100.0, 0.01
"""What a covered place is worth, what it costs to ask somebody in too many groups, and how much of a match's
weight counts: each far below the one before. Coverage comes first, then fairness, then the best fit."""

WHOLE = 0.5


@dataclass(frozen=True)
class Plan:
    """Whom to ask for what. `wanted`: the open places of all needs that were looked at."""

    places: tuple[Match, ...]
    wanted: int

    @property
    def largest_load(self) -> int:
        """The most that anybody would carry: the groups they are in, and what this plan asks of them."""
        return max(loads(self.places).values(), default=0)


def loads(places: Sequence[Match]) -> dict[int, int]:
    """By person: the groups they are in, and the asks of this plan."""
    carried = {match.volunteer.id: len(match.volunteer.groups) for match in places}
    for match in places:
        carried[match.volunteer.id] += 1
    return carried


def propose(matches: Sequence[Match]) -> Plan:
    """Cover the most places, then share them out: asking one person twice costs more than asking two.

    Minimising the sum of the squares of the loads also keeps the largest as small as it can be.
    """
    needs = {match.lack.need.id: match.lack.need for match in matches}
    wanted = sum(need.open_places for need in needs.values())
    return Plan(tuple(_solved(matches)) if matches else (), wanted)


def _room(match: Match) -> int:
    return ASKS_A_MONTH - match.volunteer.asks


def _step(match: Match, nth: int) -> float:
    """What the nth further ask of this person costs: the growth of the square of their load."""
    carried = len(match.volunteer.groups) + nth
    return 2.0 * carried - 1.0 + BUSY * (carried > MOST_GROUPS + 1)


def _solved(pairs: Sequence[Match]) -> list[Match]:
    """A column for each pair and for each further ask of a person; a row for each need and for each person.

    A need has at most its open places, and each pair is paid for by an ask. That is a flow, so the corners of
    the programme, which is where the answer lies, are whole numbers.
    """
    needs = {match.lack.need.id: match.lack.need for match in pairs}
    people = {match.volunteer.id: match for match in pairs}
    need_row = {need_id: row for row, need_id in enumerate(needs)}
    person_row = {person_id: len(needs) + row for row, person_id in enumerate(people)}
    chosen = [
        Column(
            -COVERED - LIKING * one.weight,
            ((need_row[one.lack.need.id], 1), (person_row[one.volunteer.id], 1)),
        )
        for one in pairs
    ]
    asks = [
        Column(_step(who, nth), ((person_row[person_id], -1),))
        for person_id, who in people.items()
        for nth in range(1, _room(who) + 1)
    ]
    most = [float(need.open_places) for need in needs.values()] + [0.0] * len(people)
    shares = cheapest([*chosen, *asks], most)
    return [match for match, share in zip(pairs, shares, strict=False) if share > WHOLE]
