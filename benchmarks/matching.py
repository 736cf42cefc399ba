"""The plan for a whole cluster against greedy: `python -m benchmarks.matching`.

Made-up villages: skills are as unevenly spread as in life, and a quarter of the people are in groups already.
The growth exponent is the slope of log seconds over log (groups x volunteers), first size to last.
"""

import math
import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from domain.availability import HOURS
from domain.groups import Need
from domain.matching import ASKS_A_MONTH, Lack, Match, Volunteer, for_all, for_need
from domain.plan import Plan, loads, propose
from domain.skills import GROUPS

TODAY = datetime(2026, 11, 22, tzinfo=UTC).date()
SIZES = ((23, 200), (50, 1_000), (100, 4_000), (300, 20_000))
SCARCE = (60, 200)
GROUPS_A_VILLAGE = 6
RUNS = 3


def village(groups: int, people: int, seed: int = 1) -> tuple[list[Lack], list[Volunteer]]:
    chance = random.Random(seed)
    villages = max(4, groups // GROUPS_A_VILLAGE)
    skills = sorted(one.id for group in GROUPS for one in group.skills)
    common = [1 / (place + 1) ** 0.8 for place in range(len(skills))]
    volunteers = [_volunteer(chance, number, villages, groups, skills, common) for number in range(people)]
    lacks = [
        _lack(chance, group * 3 + nth, group, villages, skills) for group in range(groups) for nth in range(3)
    ]
    return lacks, volunteers


def _volunteer(
    chance: random.Random, number: int, villages: int, groups: int, skills: Sequence[str], common: list[float]
) -> Volunteer:
    told = frozenset(chance.choices(skills, weights=common, k=chance.choice((1, 1, 2, 2, 3))))
    carried = chance.choice((0, 0, 0, 0, 0, 0, 1, 1, 2, 3))
    inside = frozenset(chance.sample(range(groups), carried))
    hours = chance.choice((*HOURS, None))
    home = chance.randrange(villages)
    return Volunteer(number, "Nabo", home, told, hours, inside, asks=chance.choice((0, 0, 0, 1)))


def _lack(chance: random.Random, number: int, group: int, villages: int, skills: Sequence[str]) -> Lack:
    until = TODAY + timedelta(days=chance.randrange(7, 120))
    need = Need(
        number,
        group,
        chance.choice(skills),
        chance.choice((1, 1, 2, 3)),
        0,
        chance.choice((3, 5, 8, 12)),
        until,
    )
    here = group % villages
    return Lack(need, f"Gruppe {group}", frozenset({here, (here + 1) % villages}))


def greedy(matches: Sequence[Match]) -> Plan:
    """What one would do with a list: the best match first, while there is room. Only to compare with."""
    needs = {match.lack.need.id: match.lack.need for match in matches}
    open_places = {need_id: need.open_places for need_id, need in needs.items()}
    room = {match.volunteer.id: ASKS_A_MONTH - match.volunteer.asks for match in matches}
    places = []
    for match in sorted(matches, key=lambda one: -one.weight):
        need_id, person_id = match.lack.need.id, match.volunteer.id
        if open_places[need_id] and room[person_id]:
            open_places[need_id] -= 1
            room[person_id] -= 1
            places.append(match)
    return Plan(tuple(places), sum(need.open_places for need in needs.values()))


def seconds(work: Callable[[], object]) -> float:
    """The best of some runs, of the processor."""
    return min(_once(work) for _ in range(RUNS))


def _once(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    print(
        f"{'groups':>7}{'people':>8}{'pairs':>9}{'places':>8}{'':>8}{'covered':>9}{'load':>6}{'3+':>6}{'squares':>9}{'s':>9}"
    )
    took = [_compare(groups, people) for groups, people in SIZES]
    _compare(*SCARCE)
    small, large = SIZES[0], SIZES[-1]
    growth = math.log(took[-1] / took[0]) / math.log(math.prod(large) / math.prod(small))
    print(f"growth of the plan, matching included: seconds ~ (groups x people) ^ {growth:.2f}")
    _print_one(*large)


def _compare(groups: int, people: int) -> float:
    lacks, volunteers = village(groups, people)
    matches = for_all(lacks, volunteers, TODAY)
    pairing = seconds(lambda: for_all(lacks, volunteers, TODAY))
    took = {solve: seconds(lambda solve=solve: solve(matches)) for solve in (greedy, propose)}
    for solve, spent in took.items():
        _print(f"{groups:7}{people:8}{len(matches):9}", solve.__name__, solve(matches), pairing + spent)
    return pairing + took[propose]


def _print(size: str, name: str, plan: Plan, spent: float) -> None:
    carried = loads(plan.places).values()
    many, squares = sum(load > 2 for load in carried), sum(load * load for load in carried)
    print(
        f"{size}{plan.wanted:8}{name:>9}{len(plan.places):8}{plan.largest_load:6}{many:6}{squares:9}{spent:9.3f}"
    )


def _print_one(groups: int, people: int) -> None:
    lacks, volunteers = village(groups, people)
    skill = str(lacks[0].need.skill)
    able = {skill: sum(skill in one.skills for one in volunteers)}
    one = seconds(lambda: for_need(lacks[0], volunteers, able, TODAY))
    print(f"find somebody for one need among {people}: {one * 1e3:.1f} ms")


if __name__ == "__main__":
    main()
