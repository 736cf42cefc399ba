"""Working groups: who is in them, and what they lack."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

MOST_NAME, MOST_TEXT, MOST_NOTE, MOST_MESSAGE = 40, 200, 400, 800
"""Letters in a group's name, in what it does, in a line to one person, and in a message to all in it."""
MOST_ABOUT = 60
"""Letters that say what a need is for: they stand in the middle of a sentence."""
MOST_WANTED, MOST_HOURS = 9, 200
"""What one need may ask for: people, and hours for each of them."""
MOST_ASKED_FOR = 3
"""Groups one resident may have asked for that nobody has answered yet."""
ROLE_MONTHS = 6
"""How long a role lasts unless something else was said; then its holder is asked whether they go on."""
NOTICE_DAYS = 7
"""So long before the end they are asked."""


class GroupState(StrEnum):
    """Asked for by a resident, at work, or closed."""

    ASKED = "asked"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Group:
    """A working group. `villages`: those it works in, none for all of them.

    `lead_id` is None until somebody leads it; `next_lead_id` was asked to and has not answered;
    `asked_by` is the resident whose idea it was.
    """

    id: int
    cluster_id: int
    name: str
    text: str
    state: GroupState
    villages: frozenset[int] = frozenset()
    lead_id: int | None = None
    next_lead_id: int | None = None
    asked_by: int | None = None


@dataclass(frozen=True)
class Member:
    """Somebody in a group, until their role ends; `until` None: no end was said.

    `reached`: our letters reach them; they have neither stopped them nor blocked the bot.
    """

    person_id: int
    first_name: str
    village_id: int
    since: datetime
    until: date | None = None
    leads: bool = False
    reached: bool = True


@dataclass(frozen=True)
class Candidate:
    """Somebody who could be asked, as they are told apart: first name and village."""

    person_id: int
    first_name: str
    village_id: int


@dataclass(frozen=True)
class Load:
    """What one person carries: in how many groups they are, and about how many hours they said yes to."""

    groups: int = 0
    hours: int = 0


@dataclass(frozen=True)
class Need:
    """What a group lacks: how many people, until when, and about how many hours for each of them.

    `about` is what for, in the lead's words; `skill` is None where only they say what is wanted.
    """

    id: int
    group_id: int
    skill: str | None
    wanted: int
    found: int
    hours: int | None
    until: date
    about: str = ""

    @property
    def open_places(self) -> int:
        """How many are still looked for."""
        return max(0, self.wanted - self.found)
