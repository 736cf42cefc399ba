"""What goes with a message: a picture Telegram has already, or a file drawn when it is sent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Attached(StrEnum):
    """What it is, and what its reference names."""

    PICTURE = "picture"
    """A picture somebody sent; Telegram's file id, good for the bot it was sent to."""
    EXPORT = "export"
    """All we keep about the reader; no reference."""
    CALENDAR = "calendar"
    """An event for one's own calendar; the event's number."""
    CHART = "chart"
    """A poll's results; the poll's number and a language, `12:da`. They do not change any more."""


PICTURES = frozenset({Attached.PICTURE, Attached.CHART})
"""Shown as a picture; everything else is a file to open."""
SHARED = frozenset({Attached.CHART})
"""The same for everybody: uploaded once per bot, and sent by Telegram's number for it from then on."""
MOST_LETTERS = 255
"""In a reference, as the column holds it. Telegram's file ids are shorter than a hundred."""


@dataclass(frozen=True)
class Attachment:
    """It goes with the message's words as their caption."""

    kind: Attached
    ref: str = ""


@dataclass(frozen=True)
class Wanted:
    """A file to be drawn: for whom (None: nobody we know any more), of what, as it is at `now` (UTC)."""

    cluster_id: int
    person_id: int | None
    ref: str
    now: datetime


@dataclass(frozen=True)
class File:
    """A file to send. It is in memory only."""

    name: str
    content: bytes
