"""Who tells the time. Below the doors, time is always an argument."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """The demo brings one that jumps."""

    def now(self) -> datetime:
        """The moment, in UTC, with its zone."""
        ...


class SystemClock:
    """This machine's clock."""

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.now(UTC)
