"""When we forget those who are no longer here. Each of these times is in the privacy text and the README."""

from datetime import datetime, timedelta

SILENT_FOR = timedelta(days=548)
"""A year and a half without a sign of life: then we say that we will forget them."""
NOTICE = timedelta(days=30)
"""From that word until it happens."""
REMINDER = timedelta(days=7)
"""Before it happens, a second word."""
UNREACHABLE_FOR = timedelta(days=183)
"""Half a year after they blocked the bot. They cannot be told, and have told us enough."""
PAUSE = timedelta(days=30)
"""The month of quiet that one tap gives."""
A_DAY = timedelta(days=1)
"""When they were last here is written down no more often than this."""


def forgotten_at(warned_at: datetime) -> datetime:
    """When somebody goes who has been told so then."""
    return warned_at + NOTICE
