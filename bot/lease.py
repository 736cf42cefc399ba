"""The time that tells who owns a letter: the database's, carried on by this machine's monotonic clock.

All processes see the same, whatever their own clocks say, and a demo that jumps a week ahead makes nobody's
letters look abandoned. Only what is due follows the bot's own clock.
"""

import time
from datetime import UTC, datetime, timedelta

LENGTH = timedelta(seconds=120)
"""More than twice what a letter can take: half a minute in hand, and a call's longest patience."""


class LeaseClock:
    """Starts from this machine's clock until the database has been asked."""

    def __init__(self) -> None:
        self.set(datetime.now(UTC))

    def set(self, database_time: datetime) -> None:
        """Asked again now and then, because a machine that sleeps stops its monotonic clock."""
        self._zero = database_time - timedelta(seconds=time.monotonic())

    def ends(self) -> datetime:
        """Until when a letter taken now is ours."""
        return self._zero + timedelta(seconds=time.monotonic()) + LENGTH
