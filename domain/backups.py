"""When a copy of everything is made, and which stay: seven nights and four weeks, none over 35 days."""

from collections.abc import Collection
from datetime import datetime, timedelta

HOUR = 3
"""UTC: in Denmark nobody is written to then."""
NIGHTS = 7
WEEKS = 4
LONGEST = timedelta(days=35)
"""How long somebody who left may still stand in a copy. The README says it of the operator's own."""


def due(newest: datetime | None, now: datetime) -> bool:
    """Whether tonight's copy is still to be made; at once where there is none yet."""
    tonight = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    last_night = tonight if tonight <= now else tonight - timedelta(days=1)
    return newest is None or newest < last_night


def spared(nightly: Collection[datetime]) -> set[datetime]:
    """The newest of each of the last nights and weeks there are copies of; the others may go."""
    nights = {made.date(): made for made in sorted(nightly)}
    weeks = {made.isocalendar()[:2]: made for made in sorted(nightly)}
    return {*sorted(nights.values())[-NIGHTS:], *sorted(weeks.values())[-WEEKS:]}
