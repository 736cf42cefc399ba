"""The people of a cluster."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Role(StrEnum):
    """What someone may do beyond what everybody may."""

    LEAD = "lead"
    STEERING = "steering"
    MUNICIPAL = "municipal"
    OPERATOR = "operator"


@dataclass(frozen=True)
class Person:
    """Someone who has signed up. A volunteer is a person who has told us a skill."""

    id: int
    cluster_id: int
    telegram_id: int
    first_name: str
    language: str
    village_id: int
    sixteen_on: date
    joined_at: datetime
    roles: frozenset[Role] = frozenset()
    stopped_at: datetime | None = None
    blocked_at: datetime | None = None
    unreachable_at: datetime | None = None
    paused_until: datetime | None = None
    fewer: bool = False
    seen_at: datetime | None = None
    warned_at: datetime | None = None


@dataclass(frozen=True)
class Profile:
    """What a person told us they can do, how much time they have and when, and the villages they follow."""

    skills: frozenset[str] = frozenset()
    hours: str | None = None
    times: frozenset[str] = frozenset()
    follows: frozenset[int] = frozenset()
