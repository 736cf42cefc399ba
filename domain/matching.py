"""Who is asked for what, and why: by name, for what they are good at, and never too often.

Every rule here can be told in the village hall. Nothing is learnt, so every match has its reasons.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.groups import Need

MONTH = timedelta(days=30)
ASKS_A_MONTH = 2
MOST_GROUPS = 2
"""Whoever is in more groups than this is asked last."""
MOST_PROPOSALS = 3
MOST_CANDIDATES = 64
"""A plan looks at no more for one need: it would be no better and take longer (benchmarks/matching.py)."""
ASK_AGAIN = timedelta(days=7)
"""After a "maybe"; once."""

HOURS_A_MONTH: Mapping[str, int] = {"once": 8, "few": 8, "weekly": 20}
"""For whoever told us (domain/availability.py); "once" is for the whole task, and "ask" fits anything."""


class Reason(StrEnum):
    """Why somebody is asked, in the order in which it is said."""

    SKILL = "skill"
    CHOSEN = "chosen"  # the lead thought of them, for something that is on no list
    NOBODY_ELSE = "nobody_else"  # nobody in the group can
    MEMBER = "member"  # in that very group already
    SAME_VILLAGE = "same_village"
    FIRST_TIME = "first_time"
    HAS_TIME = "has_time"


@dataclass(frozen=True)
class Volunteer:
    """Somebody who may be asked at all: here, reachable, not paused, and agreed to being asked.

    `groups`: those they are in. `asks`: how often they were asked in the last month. `asked`: the needs they
    were ever asked for. `said_no_at`: when they last said no. `begun`: they were in a group or said yes once.
    """

    id: int
    first_name: str
    village_id: int
    skills: frozenset[str]
    hours: str | None = None
    groups: frozenset[int] = frozenset()
    asks: int = 0
    asked: frozenset[int] = frozenset()
    said_no_at: datetime | None = None
    begun: bool = False

    @property
    def busy(self) -> bool:
        """In so many groups that others are asked first."""
        return len(self.groups) > MOST_GROUPS


@dataclass(frozen=True)
class Lack:
    """An open need and what matters of its group. `villages`: none for all. `able`: a member can already.

    `lead` wrote the need down and is not asked for it.
    """

    need: Need
    group: str
    villages: frozenset[int] = frozenset()
    able: bool = False
    lead: int | None = None

    def near(self, village_id: int) -> bool:
        """The villages a group works in count as neighbours of each other."""
        return not self.villages or village_id in self.villages


@dataclass(frozen=True)
class Match:
    """A volunteer for a need. The greater `weight`, the sooner it is proposed; `weights` has its parts."""

    lack: Lack
    volunteer: Volunteer
    reasons: tuple[Reason, ...]
    weight: float


RARE, SAME_VILLAGE, TIME, BEGINNER, BUSY, GROUP, ASKED = 10.0, 2.0, 1.0, 1.5, 100.0, 1.0, 0.5
"""What counts how much. Being busy outweighs all the rest together; a rare skill outweighs all but that."""


def may_be_asked(volunteer: Volunteer, now: datetime) -> bool:
    """At most twice a month, and not within a month of a no."""
    rested = volunteer.said_no_at is None or volunteer.said_no_at + MONTH <= now
    return rested and volunteer.asks < ASKS_A_MONTH


def fits(lack: Lack, volunteer: Volunteer, today: date) -> bool:
    """Whether they can, have the time as far as we know, do not lead the group, and were not asked yet.

    Whoever is in the group may do a second thing for it.
    """
    return lack.need.skill in volunteer.skills and _may_help(lack, volunteer, today)


def _may_help(lack: Lack, volunteer: Volunteer, today: date) -> bool:
    need = lack.need
    return (
        need.open_places > 0
        and need.until >= today
        and volunteer.id != lack.lead
        and need.id not in volunteer.asked
        and has_time(need, volunteer.hours, today) is not False
    )


def has_time(need: Need, hours: str | None, today: date) -> bool | None:
    """Whether the hours told are enough; None when nothing was told on either side."""
    if hours == "ask":
        return True
    if hours is None or need.hours is None:
        return None
    months = max(1.0, (need.until - today) / MONTH)
    return need.hours <= HOURS_A_MONTH[hours] * (1.0 if hours == "once" else months)


def for_person(
    volunteer: Volunteer, lacks: Iterable[Lack], able: Mapping[str, int], today: date
) -> list[Match]:
    """At most three needs for one person, the best first, no group twice. `able`: how many can each skill."""
    matches = sorted(_matches([volunteer], lacks, able, today), key=_best_first)
    one_a_group = {match.lack.need.group_id: match for match in reversed(matches)}
    return [match for match in matches if match in one_a_group.values()][:MOST_PROPOSALS]


def for_need(
    lack: Lack, volunteers: Iterable[Volunteer], able: Mapping[str, int], today: date
) -> list[Match]:
    """Everybody who fits, the best first."""
    return sorted(_matches(volunteers, [lack], able, today), key=_best_first)


def by_hand(lack: Lack, volunteers: Iterable[Volunteer], today: date) -> list[Match]:
    """For a need that is on no list of skills: everybody who has time, for its lead to choose from."""
    free = (match(lack, one, 1, today) for one in volunteers if _may_help(lack, one, today))
    return sorted(free, key=_best_first)


def for_all(lacks: Iterable[Lack], volunteers: Iterable[Volunteer], today: date) -> list[Match]:
    """For each need those who fit best, as many as a plan looks at."""
    by_skill: dict[str, list[Volunteer]] = {}
    for volunteer in volunteers:
        for skill in volunteer.skills:
            by_skill.setdefault(skill, []).append(volunteer)
    able = {skill: len(those) for skill, those in by_skill.items()}
    return [
        match
        for lack in lacks
        for match in for_need(lack, by_skill.get(lack.need.skill or "", ()), able, today)[:MOST_CANDIDATES]
    ]


def match(lack: Lack, volunteer: Volunteer, able: int, today: date) -> Match:
    """The pair with its reasons. `able`: how many volunteers of the cluster can."""
    said = {
        Reason.SKILL: lack.need.skill is not None,
        Reason.CHOSEN: lack.need.skill is None,
        Reason.NOBODY_ELSE: lack.need.skill is not None and not lack.able,
        Reason.MEMBER: lack.need.group_id in volunteer.groups,
        Reason.SAME_VILLAGE: volunteer.village_id in lack.villages,
        Reason.FIRST_TIME: not volunteer.begun,
        Reason.HAS_TIME: bool(has_time(lack.need, volunteer.hours, today)),
    }
    reasons = tuple(reason for reason, holds in said.items() if holds)
    return Match(lack, volunteer, reasons, sum(weights(lack, volunteer, able, today).values()))


def weights(lack: Lack, volunteer: Volunteer, able: int, today: date) -> Mapping[str, float]:
    """What speaks for a pair, and what against it."""
    return {
        "rare": RARE / max(1, able),
        "near": SAME_VILLAGE * lack.near(volunteer.village_id),
        "time": TIME * bool(has_time(lack.need, volunteer.hours, today)),
        "beginner": BEGINNER * (not volunteer.begun),
        "busy": -BUSY * volunteer.busy,
        "groups": -GROUP * len(volunteer.groups),
        "asks": -ASKED * volunteer.asks,
    }


def _matches(
    volunteers: Iterable[Volunteer], lacks: Iterable[Lack], able: Mapping[str, int], today: date
) -> list[Match]:
    there = list(lacks)
    return [
        match(lack, volunteer, able.get(lack.need.skill or "", 1), today)
        for volunteer in volunteers
        for lack in there
        if fits(lack, volunteer, today)
    ]


def _best_first(one: Match) -> tuple[float, int, int]:
    return (-one.weight, one.lack.need.id, one.volunteer.id)
