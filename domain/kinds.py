"""What a letter is for, in one place: what a pause holds back, and what "fewer messages" leaves out.

/stop, a blocked bot and being shut out hold back everything but answers, whatever the kind.
"""

from enum import StrEnum


class Kind(StrEnum):
    """Why somebody hears from us. A new kind is one more line here; one that is not here is held back."""

    ANSWER = "answer"  # to what they just wrote or tapped
    RIGHTS = "rights"  # what we owe them: that we are about to forget them
    ROLES = "roles"  # a role that was given or taken
    GROUPS = "groups"  # news of a group they are in
    EVENTS = "events"  # news of what they said they would come to
    PHRASES = "phrases"  # words to file, and where their own were filed
    ASKS = "asks"  # somebody asks them by name for help
    PROPOSALS = "proposals"  # the bot found something that fits them
    YESES = "yeses"  # to the steering group: somebody said yes
    ANNOUNCEMENT = "announcement"  # the steering group tells many
    IMPORTANT = "important"  # the same, where nobody may miss it
    REPLIES = "replies"  # to an announcement, and back
    PROGRESS = "progress"  # how far something is that they began
    DIGEST = "digest"  # the letter of a village or a group, as often as they chose
    IDEAS = "ideas"  # what comes of an idea they wrote, support or answer
    NEWS = "news"  # what goes to a great many


GOES_IN_A_PAUSE = frozenset(
    {
        Kind.ANSWER,
        Kind.RIGHTS,
        Kind.ROLES,
        Kind.GROUPS,
        Kind.EVENTS,
        Kind.IDEAS,
        Kind.REPLIES,
        Kind.PROGRESS,
    }
)
"""They asked for it, take part in it, or have a right to it."""

FEWER_LEAVES_OUT = frozenset({Kind.PROPOSALS, Kind.YESES, Kind.ANNOUNCEMENT, Kind.NEWS})
"""Whoever wants fewer messages still hears from their groups, and is still asked by name."""


def held_back(kind: str, *, paused: bool, fewer: bool) -> bool:
    """Whether a letter of that kind is not sent to somebody who wants it quieter."""
    return (paused and kind not in GOES_IN_A_PAUSE) or (fewer and kind in FEWER_LEAVES_OUT)
