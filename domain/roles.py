"""Roles are given by links that are good once and not for long."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from domain.groups import Candidate, Group
from domain.people import Person, Role

CLAIM = "claim_"
"""The link that `klyngebot run` prints: who opens it first leads the steering group from then on."""
INVITATION = "role_"
"""The link that a steering member hands on."""

CLAIM_FOR = timedelta(minutes=30)
GOOD_FOR: Mapping[Role, timedelta] = {
    Role.LEAD: timedelta(days=7),
    Role.STEERING: timedelta(hours=24),
    Role.MUNICIPAL: timedelta(days=7),
    Role.OPERATOR: timedelta(hours=24),
}
"""How long a link is good. What gives the most power runs out first."""


GIVEN = tuple(role for role in Role if role is not Role.LEAD)
"""What a link of its own gives. A lead is whoever leads a group, and nothing else makes one."""
OUT_OF_REACH = timedelta(days=14)
"""So long after a lead blocked the bot the steering group hears of it."""
TOLD_AGAIN = timedelta(days=30)
"""And again so long after, while nothing changes."""


class Deed(StrEnum):
    """What the audit log knows of."""

    CLAIMED = "claimed the cluster"
    INVITED = "made a link"
    GIVEN = "given"
    SUCCEEDED = "succeeded"
    TAKEN = "taken"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    ERASED = "erased"


@dataclass(frozen=True)
class Invitation:
    """A link that is still good: what it gives. `made_by` is None for the one who runs the bot.

    `group_id` is the group to lead, and None for every other role.
    """

    id: int
    role: Role
    made_by: int | None
    group_id: int | None = None


@dataclass(frozen=True)
class Holder:
    """Somebody with a role; a lead with the group they lead."""

    person: Person
    role: Role
    group: Group | None = None


@dataclass(frozen=True)
class Line:
    """One line of the audit log. `by` and `whom` are None for whoever has left; `by_operator`: the one who
    runs the bot did it. `group` is the name of the group it was about.
    """

    at: datetime
    deed: Deed
    role: Role | None = None
    by: Candidate | None = None
    whom: Candidate | None = None
    group: str | None = None
    by_operator: bool = False

    @property
    def by_themselves(self) -> bool:
        """Whether somebody did it to themselves."""
        return self.by is not None and self.by == self.whom


def hashed(token: str) -> str:
    """What is kept of a link: enough to know it again, too little to make it (SHA-256 of 192 random bits)."""
    return sha256(token.encode()).hexdigest()
