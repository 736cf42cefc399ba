"""Working groups: who is in them, and what they lack."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class GroupState(StrEnum):
    """Asked for by a resident, at work, or closed."""

    ASKED = "asked"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Group:
    """A working group. `villages`: those it works in. `lead_id` is None until somebody leads it."""

    id: int
    cluster_id: int
    name: str
    text: str
    state: GroupState
    villages: frozenset[int] = frozenset()
    lead_id: int | None = None


@dataclass(frozen=True)
class Member:
    """Somebody in a group, until their role ends; `until` None: no end was said."""

    person_id: int
    first_name: str
    since: datetime
    until: date | None = None
    leads: bool = False


@dataclass(frozen=True)
class Need:
    """A skill a group lacks: how many people, until when, and about how many hours in all."""

    id: int
    group_id: int
    skill: str
    wanted: int
    found: int
    hours: int | None
    until: date

    @property
    def open_places(self) -> int:
        """How many are still looked for."""
        return max(0, self.wanted - self.found)
