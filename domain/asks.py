"""Somebody is asked for one concrete thing, and what they answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.matching import Reason

LEAST_FOR_NOES = 3
"""With fewer asked, even the number of noes would name somebody."""


class Way(StrEnum):
    """Who brought it up. What people looked through by themselves counts towards no limit."""

    LEAD = "lead"
    BOT = "bot"
    PLAN = "plan"
    SELF = "self"


class Answer(StrEnum):
    """`LATE` is a yes after somebody else took the last place; `LEFT` a yes given up by leaving the group."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"
    LATE = "late"
    LEFT = "left"


@dataclass(frozen=True)
class Ask:
    """One person, asked for one need: once, and once more after a "maybe"."""

    id: int
    cluster_id: int
    need_id: int
    person_id: int
    asked_by: int | None
    way: Way
    reasons: tuple[Reason, ...]
    asked_at: datetime
    answer: Answer | None = None
    again_at: datetime | None = None
    contact_shared_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether they may still say yes."""
        return self.answer in {None, Answer.MAYBE}


@dataclass(frozen=True)
class Told:
    """An ask as the one who was asked reads it. `shared`: a lead has their contact because of it; who it is
    (`shared_with`, `shared_name`) is None once that one has left. `skill` and `about` as in `Need`.
    """

    id: int
    group: str
    skill: str | None
    about: str
    asked_at: datetime
    answer: Answer | None = None
    shared: bool = False
    shared_with: int | None = None
    shared_name: str | None = None


@dataclass(frozen=True)
class Tally:
    """What came of the asks for one need. `noes` is None where it would name somebody."""

    asked: int
    yes: int
    noes: int | None


def tally(asks: Iterable[Ask]) -> Tally:
    """Numbers only: who said no is nobody's business."""
    answers = [ask.answer for ask in asks if ask.way is not Way.SELF or ask.answer is Answer.YES]
    noes = answers.count(Answer.NO)
    return Tally(len(answers), answers.count(Answer.YES), noes if len(answers) >= LEAST_FOR_NOES else None)
