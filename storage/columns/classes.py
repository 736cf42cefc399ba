"""The classes a column can be in, how long it is kept, and whose it is."""

from dataclasses import dataclass
from enum import StrEnum
from functools import partial


class Kind(StrEnum):
    """How careful we are with a column; `MEANINGS` says it to people."""

    NONE = "none"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"
    SECRET = "secret"  # noqa: S105 - a class of columns


class Until(StrEnum):
    """When it goes. The times stand in `actions/upkeep.py` and in `storage/` beside the deletion."""

    CLUSTER = "the cluster stops using the bot"
    PERSON = "the person leaves"
    EVENT = "a year after the event, or the person leaves"
    FILED = "the person leaves; filed words stay, without a person"
    DIALOGUE = "the last question is answered, or 24 hours after the last answer"
    SETTLED = "the update is dealt with; 37 days for one that could not be"
    UPDATE = "7 days after the update was dealt with; 37 for one that could not be"
    INVITATION = "30 days after the link ran out"
    NAMELESS = "it stays; it names nobody once the person has left"
    DIGEST = "five weeks after it was sent; the lead's line also when they leave"
    NOTED = "the log of erasures beside the database has it, within a minute"
    UPLOAD = "30 days after the file was drawn"
    VOTE = "the poll closes, or the person leaves"
    COUNTED = "the poll closes"
    ROUND = "the letters are written"
    LETTER = "30 days after the letter was settled; at once for someone who has not signed up"


@dataclass(frozen=True)
class Whose:
    """Whose a column is: `column` of the same table holds what `key` of their row in `people` holds."""

    column: str
    key: str = "id"


PERSON = Whose("person_id")
"""Where nothing else is said."""
SELF = Whose("id")
ACCOUNT = Whose("telegram_id", "telegram_id")
SENDER = Whose("sender", "telegram_id")
CHAT = Whose("chat_id", "telegram_id")
READER = Whose("outbox", "letters")
"""Theirs who get the letter with these words (`storage/outbox/erasing.py`)."""
EVERYBODY = Whose("", "")
"""Public, and changed where it is written: in the cluster's file."""


@dataclass(frozen=True)
class Column:
    kind: Kind
    purpose: str
    until: Until
    whose: Whose = PERSON


nothing = partial(Column, Kind.NONE)
personal = partial(Column, Kind.PERSONAL)
sensitive = partial(Column, Kind.SENSITIVE)


def cluster_column(until: Until) -> Column:
    return nothing("keeps clusters apart", until)
