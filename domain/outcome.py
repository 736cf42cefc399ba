"""What Telegram can say to one letter, and what we can do next; `domain.delivery` decides."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Act(StrEnum):
    """What a letter does in the chat. An edit may be repeated without harm, a new message may not."""

    SEND = "send"
    EDIT = "edit"


@dataclass(frozen=True)
class Accepted:
    """It is in the chat; the number is None where Telegram does not give it.

    `file_id`: what Telegram calls the picture or file that went with it.
    """

    message_id: int | None = None
    file_id: str | None = None


@dataclass(frozen=True)
class Declined:
    """Telegram read it and said no."""

    code: int
    description: str
    retry_after: timedelta | None = None
    moved_to: int | None = None


@dataclass(frozen=True)
class NotSent:
    """It cannot have reached Telegram: no connection came about."""

    why: str


@dataclass(frozen=True)
class Unclear:
    """It left us, and no answer came back that we can read. It may be in the chat."""

    why: str


Said = Accepted | Declined | NotSent | Unclear


@dataclass(frozen=True)
class Tried:
    """The letter so far, this time included: tries, and how many of them may have reached the chat."""

    act: Act
    attempts: int = 1
    copies: int = 1


@dataclass(frozen=True)
class Sent:
    message_id: int | None


@dataclass(frozen=True)
class Unmodified:
    """The message already says so; that is as good as sent."""


@dataclass(frozen=True)
class Unreachable:
    """This chat is closed to this bot. Nobody but its owner can open it again."""

    reason: str


@dataclass(frozen=True)
class Refused:
    """Telegram takes these words or buttons from nobody (`everyone`), or not in this chat."""

    reason: str
    everyone: bool


@dataclass(frozen=True)
class TryAgain:
    """`certain`: the try left no copy behind."""

    at: datetime
    reason: str
    certain: bool


@dataclass(frozen=True)
class Unknown:
    """It may have arrived once or more; a human decides whether to send it again."""

    reason: str


@dataclass(frozen=True)
class Dead:
    """Tried for so long that it is no longer worth it."""

    reason: str


@dataclass(frozen=True)
class PauseBot:
    """The whole bot is silent for `wait`; this try does not count."""

    wait: timedelta


@dataclass(frozen=True)
class SendAsNew:
    """The message cannot be edited, or not in several tries: the words go out as a new one."""

    reason: str


@dataclass(frozen=True)
class Moved:
    """The group lives on under another number."""

    chat_id: int


@dataclass(frozen=True)
class Disable:
    """Telegram says it does not know the token; we ask whether that is so, and if it is, we stop."""

    reason: str


@dataclass(frozen=True)
class PutBack:
    """It cannot have left us: no connection, or the bot pauses or stops."""


Final = Sent | Unmodified | Unreachable | Refused | Unknown | Dead
"""The letter is settled."""
Again = TryAgain | PauseBot | SendAsNew | Moved | Disable | PutBack
"""The letter waits for another try."""
Decision = Final | Again
