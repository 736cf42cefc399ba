"""Roles are given by links that are good once and not for long."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256

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


class Deed(StrEnum):
    """What the audit log knows of."""

    CLAIMED = "claimed the cluster"
    INVITED = "made a link"
    GIVEN = "given"
    TAKEN = "taken"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"


@dataclass(frozen=True)
class Invitation:
    """A link that is still good: what it gives. `made_by` is None for the one who runs the bot."""

    id: int
    role: Role
    made_by: int | None


@dataclass(frozen=True)
class Holder:
    """Somebody with a role."""

    person: Person
    role: Role


def hashed(token: str) -> str:
    """What is kept of a link: enough to know it again, too little to make it (SHA-256 of 192 random bits)."""
    return sha256(token.encode()).hexdigest()
