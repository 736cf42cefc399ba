"""What there is to tell in a digest, before anybody words it."""

from dataclasses import dataclass
from datetime import datetime

from domain.groups import Need


@dataclass(frozen=True)
class Outcome:
    """What came of something: its title, and what was written about it."""

    title: str
    said: str


@dataclass(frozen=True)
class Coming:
    """Something that is on. `place` is where; `village`: whose, when it is another one's."""

    title: str
    starts_at: datetime
    place: str
    village: str | None = None


@dataclass(frozen=True)
class OpenPoll:
    """A poll that can still be answered."""

    id: int
    question: str
    closes_at: datetime


@dataclass(frozen=True)
class Wanted:
    """A need, and the name of the group that has it."""

    group: str
    need: Need


@dataclass(frozen=True)
class News:
    """All of one source. `faces`: people who joined since; `thanked`: how many said yes to helping.

    `members`: how many are in a group, None for a village. `tasks`: what the group has promised and is near.
    """

    outcomes: tuple[Outcome, ...] = ()
    coming: tuple[Coming, ...] = ()
    polls: tuple[OpenPoll, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    tasks: tuple[Wanted, ...] = ()
    faces: int = 0
    thanked: int = 0
    members: int | None = None

    @property
    def any(self) -> bool:
        """Whether there is anything to tell: how many are in a group is no news by itself."""
        told = (self.outcomes, self.coming, self.polls, self.wanted, self.tasks, self.faces, self.thanked)
        return any(told)
