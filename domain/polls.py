"""Polls: one question with fixed answers, one ballot a person, and no results before it closes."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from domain.audience import Audience
from domain.days import local_day, moment_of
from domain.dialogue import NotAnAnswer
from domain.disclosure import LEAST, Count, Published, published
from domain.text import one_line, utf16_length

MOST_QUESTION, MOST_ANSWER, MOST_IN_ALL = 140, 60, 220
"""Letters in the question, in one answer, and in the question with all its answers: one screen of a phone."""
FEWEST_ANSWERS, MOST_ANSWERS = 2, 10
SHORTEST, USUAL, LONGEST = 1, 3, 14
"""Days a poll lasts."""
CLOSES = time(20)
"""Local time at which a poll closes: late enough for who works, early enough for the results to come that
evening; and so the reminder a day before wakes nobody."""
TOO_SHORT_TO_REMIND = timedelta(hours=30)
LEAST_IN_GROUP, LEAST_SENSITIVE = 3, 10
"""So many answers there must be before any result is shown; `disclosure.LEAST` for all other polls."""
OVER_SIXTEEN = 0.83
"""How many of a village's inhabitants have turned 16, about: 83 % in all of Denmark (Statistics Denmark,
FOLK1A, 2024). Villages tell us their inhabitants only, so a response rate is an approximation."""

_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")


class PollKind(StrEnum):
    """One answer, several, or one of five steps from "helt enig" to "helt uenig"."""

    SINGLE = "single"
    SEVERAL = "several"
    STEPS = "steps"


OURS = "="
"""Before an answer of our own, whose words are in the catalogue: a person's words never begin with it."""
YES_NO = ("=yes", "=no")
YES_NO_UNSURE = ("=yes", "=no", "=unsure")
STEPS = ("=strongly_agree", "=agree", "=neither", "=disagree", "=strongly_disagree")
PRESETS: Mapping[str, tuple[str, ...]] = {"yes_no": YES_NO, "unsure": YES_NO_UNSURE, "steps": STEPS}
"""Answers that need not be written, in the reader's own language."""


@dataclass(frozen=True)
class Poll:
    """A poll. `answers` as they are asked: somebody's words, or after `OURS` a name in the catalogue.

    `sensitive`: who has voted is known, what they voted is not, so a vote is final. `group_id`: its lead, or
    the steering group for it, asks a group. `closed_at`: None while it can be voted in. Times are UTC.
    """

    id: int
    cluster_id: int
    question: str
    kind: PollKind
    answers: tuple[str, ...]
    audience: Audience
    sensitive: bool
    opened_at: datetime
    closes_at: datetime
    made_by: int | None = None
    group_id: int | None = None
    closed_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether a vote that arrives now still counts: not at its last moment, and not after."""
        return self.closed_at is None and now < self.closes_at

    @property
    def least(self) -> int:
        """So many must have answered before anything of the result is shown."""
        if self.sensitive:
            return LEAST_SENSITIVE
        return LEAST_IN_GROUP if self.group_id is not None else LEAST

    @property
    def by_village(self) -> bool:
        """Whether its result is also shown village by village: then it is kept by village, too."""
        return not self.sensitive and self.group_id is None and len(self.audience.villages) != 1

    def may_vote_since(self, joined_at: datetime) -> bool:
        """A sensitive poll is for who was here when it began: else one could leave, come back, vote again."""
        return not self.sensitive or joined_at <= self.opened_at


Picks = frozenset[int]
"""The answers somebody chose, counted from nought."""


def as_mask(picks: Picks) -> int:
    """As one number, bit by bit."""
    return sum(1 << answer for answer in picks)


def of_mask(mask: int) -> Picks:
    """The other way round."""
    return frozenset(answer for answer in range(MOST_ANSWERS) if mask >> answer & 1)


@dataclass(frozen=True)
class Result:
    """What everybody may know of a poll that has closed. `whole` None: too few answered for anything.

    `asked`: how many it was for. `adults`: how many inhabitants over 16 that stands against, about; None for
    a group. `villages`: None where there is nothing to say village by village.
    """

    whole: Count | None
    asked: int
    adults: int | None
    villages: Published[int] | None = None


def result(poll: Poll, counts: Mapping[int, Count], asked: int, inhabitants: Mapping[int, int]) -> Result:
    """From the votes of each village (for a poll that is not kept by village: any number for all of them).

    `inhabitants`: of each village it was for.
    """
    nobody = Count(0, (0,) * len(poll.answers))
    whole = Count.sum(counts.values(), nobody)
    people = None if poll.group_id is not None else sum(map(adults, inhabitants.values()))
    if whole.voters < poll.least:
        return Result(None, asked, people)
    if not poll.by_village:
        return Result(whole, asked, people)
    every = {village: counts.get(village, nobody) for village in {*inhabitants, *counts}}
    return Result(whole, asked, people, published(every))


def adults(inhabitants: int) -> int:
    """How many of them have turned 16, about."""
    return max(1, round(inhabitants * OVER_SIXTEEN))


def percent(part: int, of: int) -> int:
    """Whole percent, at most 100; 0 also for less than half of one."""
    return min(100, round(100 * part / of)) if of else 0


def closing(now: datetime, days: int, zone: str) -> datetime:
    """When a poll closes that begins now and lasts so many days, in UTC."""
    return moment_of(local_day(now, zone) + timedelta(days=days), CLOSES, zone)


def longer(poll: Poll, zone: str) -> Poll | None:
    """The same poll for a day more; None when it would last too long."""
    begun = local_day(poll.opened_at, zone)
    ends = local_day(poll.closes_at, zone) + timedelta(days=1)
    if ends - begun > timedelta(days=LONGEST):
        return None
    return replace(poll, closes_at=moment_of(ends, CLOSES, zone))


def remind_at(poll: Poll, zone: str) -> datetime | None:
    """When those who have not answered are reminded, in UTC; None when they were asked only just before.

    The day before at the same hour by the clock there, whatever the clocks do in between.
    """
    if poll.closes_at - poll.opened_at < TOO_SHORT_TO_REMIND:
        return None
    return moment_of(local_day(poll.closes_at, zone) - timedelta(days=1), CLOSES, zone)


def read_question(words: str) -> str:
    """A question on one line. NotAnAnswer where it is too long."""
    said = one_line(words)
    if utf16_length(said) > MOST_QUESTION:
        raise NotAnAnswer
    return said


def read_answers(words: str, question: str) -> tuple[str, ...]:
    """The answers somebody wrote: one to a line, or with commas between. NotAnAnswer names what is wrong."""
    lines = [_BULLET.sub("", line) for line in words.splitlines() if line.strip()]
    said = _distinct(lines if len(lines) > 1 else words.split(","))
    if len(said) < FEWEST_ANSWERS:
        raise NotAnAnswer("hint.poll_answers_few")
    if len(said) > MOST_ANSWERS:
        raise NotAnAnswer("hint.poll_answers_many")
    if max(map(utf16_length, said)) > MOST_ANSWER:
        raise NotAnAnswer("hint.poll_answers_long")
    if utf16_length(question) + sum(map(utf16_length, said)) > MOST_IN_ALL:
        raise NotAnAnswer("hint.poll_answers_in_all")
    return said


def _distinct(said: Iterable[str]) -> tuple[str, ...]:
    """Each once, in their order, never one of our own."""
    lines = (one_line(one).lstrip(OURS).strip() for one in said)
    return tuple({line.casefold(): line for line in lines if line}.values())


def read_days(words: str) -> int:
    """How many days. NotAnAnswer where it is no number from 1 to 14."""
    said = words.casefold().removesuffix("days").removesuffix("dage").removesuffix("dag").strip()
    if not (said.isascii() and said.isdecimal() and len(said) <= len(str(LONGEST))):
        raise NotAnAnswer
    if not SHORTEST <= int(said) <= LONGEST:
        raise NotAnAnswer
    return int(said)
