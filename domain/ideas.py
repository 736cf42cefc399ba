"""Ideas: how far one has come, who must answer it and by when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MOST_TITLE, MOST_WHY, MOST_REASON = 60, 200, 100
"""Letters in an idea's title, in why, in why not now, and in what came of it."""
LEAST_TITLE = 4
MOST_A_DAY = 5
"""Ideas one person may write in 24 hours."""
ENOUGH_REPORTS = 3
"""So many people say that something is wrong with it: it is hidden until the steering group has looked."""
NUDGE, ALARM = timedelta(days=14), timedelta(days=28)
"""Without an answer for so long: its case-holder is reminded, and then the whole steering group."""
GATHER = timedelta(minutes=10)
"""News waits so long, so that two changes in a row are told as one."""


class State(StrEnum):
    """How far an idea has come."""

    RECEIVED = "received"
    SEEN = "seen"
    LOOKED_INTO = "looked_into"
    AGREED = "agreed"
    UNDER_WAY = "under_way"
    DONE = "done"
    NOT_NOW = "not_now"
    MERGED = "merged"


NEXT: Mapping[State, tuple[State, ...]] = {
    State.RECEIVED: (
        State.SEEN,
        State.LOOKED_INTO,
        State.AGREED,
        State.UNDER_WAY,
        State.NOT_NOW,
        State.MERGED,
    ),
    State.SEEN: (State.LOOKED_INTO, State.AGREED, State.UNDER_WAY, State.NOT_NOW, State.MERGED),
    State.LOOKED_INTO: (State.AGREED, State.UNDER_WAY, State.NOT_NOW, State.MERGED),
    State.AGREED: (State.UNDER_WAY, State.DONE, State.NOT_NOW, State.MERGED),
    State.UNDER_WAY: (State.DONE, State.NOT_NOW),
    State.NOT_NOW: (State.LOOKED_INTO, State.AGREED),
    State.DONE: (),
    State.MERGED: (),
}
"""From which state which may follow. What is done or merged stays so."""
UNANSWERED = frozenset({State.RECEIVED, State.SEEN})
"""Nobody has said anything about it yet: its author may still take it back."""
OPEN = frozenset({State.RECEIVED, State.SEEN, State.LOOKED_INTO, State.AGREED, State.UNDER_WAY})
"""It can still be supported: something may come of it."""
ALIVE = OPEN | {State.NOT_NOW}
"""What a new idea may be like, and what another may be merged into."""
AUTHOR_ALONE = frozenset({State.SEEN, State.LOOKED_INTO})
"""News for its author; whoever supports it hears of what is decided."""


@dataclass(frozen=True)
class Idea:
    """`village_id` None: the whole cluster. `author_id` None: its author has left. `supporters`: how many.

    `waits_since`: since when somebody waits for an answer; None when nobody does. `hidden_at`: enough people
    said that something is wrong with it, and the steering group has not looked. Times are UTC.
    """

    id: int
    cluster_id: int
    title: str
    why: str
    state: State
    created_at: datetime
    author_id: int | None = None
    author: str | None = None
    village_id: int | None = None
    picture: str | None = None
    supporters: int = 0
    holder_id: int | None = None
    holder: str | None = None
    reason: str = ""
    merged_into: int | None = None
    group_id: int | None = None
    event_id: int | None = None
    result: str = ""
    result_picture: str | None = None
    waits_since: datetime | None = None
    reminded: int = 0
    hidden_at: datetime | None = None

    def may_become(self, state: State) -> bool:
        """Whether that state may follow now."""
        return state in NEXT[self.state]

    @property
    def takes_support(self) -> bool:
        """Whether a tap may still count for it."""
        return self.state in OPEN and self.hidden_at is None


def waits_in(state: State) -> bool:
    """Whether its author waits for an answer there: somebody only having seen it is none."""
    return state in {State.RECEIVED, State.SEEN, State.LOOKED_INTO}
