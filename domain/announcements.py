"""What the steering group tells many people at once: when it may go, and how far it has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.audience import CLUSTER, Audience

MOST_TEXT = 400
"""Letters, as Telegram counts: with our heading and last line it is still one screen."""
MOST_REPLY = 400
TEST_ABOVE = 50
"""With more readers than this, whoever sends it has had it on their own phone first."""
CONFIRM_ABOVE = 500
"""With more than this somebody else has to agree; whoever is alone writes the number."""
REGRET = timedelta(seconds=60)
"""From "send" until the first one leaves."""
GOES_FOR = timedelta(days=3)
"""Later it is no news any more: whoever could not get it by then goes without."""
LATEST = timedelta(hours=12)
"""After its time, because the bot was down: later it is not sent unasked."""
MOST_A_DAY, MOST_A_WEEK = 1, 4
"""Announcements to one person, but for the important ones: by local day, and in seven days."""
WEEK = timedelta(days=7)
PACE = 20
"""Letters a second we count on: the sender's pace for mass letters, less what others need."""
PART, LOW = 1_500, 500
"""Letters written at a time, when no more than so many wait: so that a pause takes back few."""
BEFORE_NIGHT = 60
"""Seconds before the quiet hours in which nothing new begins."""
SHOWN_EVERY = timedelta(seconds=10)
"""The message that tells how far it is changes no more often."""


class State(StrEnum):
    """Where it is. A draft is nobody's but the steering group's; from `DONE` on nothing happens any more."""

    DRAFT = "draft"
    ASKED = "asked"  # somebody else is to agree
    PLANNED = "planned"  # leaves at `starts_at`, and can be regretted until then
    SENDING = "sending"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"
    REFUSED = "refused"  # Telegram does not take its words


@dataclass(frozen=True)
class Announcement:
    """`texts`: by language, Danish always. `starts_at` None: as soon as it is sent off.

    `author_id` wrote it, or sent it off, and `holder_id` gets the answers; None when they have left.
    `written_to` is the number of the last person a letter was written for, in the order of their numbers.
    `message_id` is the message in the author's chat that tells how far it is; `shown` what it says now.
    Times are UTC.
    """

    id: int
    cluster_id: int
    texts: Mapping[str, str]
    author_id: int | None
    holder_id: int | None
    created_at: datetime
    audience: Audience = CLUSTER
    important: bool = False
    state: State = State.DRAFT
    starts_at: datetime | None = None
    tested_at: datetime | None = None
    confirmed: bool = False
    began_at: datetime | None = None
    next_at: datetime | None = None
    ended_at: datetime | None = None
    written_to: int = 0
    total: int = 0
    message_id: int | None = None
    shown: str = ""
    shown_at: datetime | None = None

    @property
    def subject(self) -> str:
        """What its letters are about, in the outbox."""
        return subject(self.id)

    @property
    def text(self) -> str:
        """As it was written, in Danish."""
        return self.texts["da"]


def subject(number: int) -> str:
    return f"announcement:{number}"


@dataclass(frozen=True)
class Progress:
    """How many there were when it began, and what became of their letters."""

    total: int
    sent: int = 0
    unreachable: int = 0
    failed: int = 0
    waiting: int = 0

    @property
    def left(self) -> int:
        """Who has not got it and may still."""
        return max(self.waiting, self.total - self.sent - self.unreachable - self.failed)

    @property
    def minutes(self) -> int:
        """About how long that takes; at least one."""
        return max(1, -(-self.left // (PACE * 60)))


def room_before(night: timedelta) -> int:
    """How many more may be written, when the quiet hours begin in so long."""
    seconds = int(night.total_seconds()) - BEFORE_NIGHT
    return max(0, min(PART, seconds * PACE))


def needs_test(readers: int) -> bool:
    """Whether it has to be seen on one's own phone first."""
    return readers > TEST_ABOVE


def needs_consent(readers: int) -> bool:
    """Whether somebody else has to agree, or the number be written."""
    return readers > CONFIRM_ABOVE
