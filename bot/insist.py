"""For what must be written down: wait for the database instead of losing it."""

import asyncio
import secrets
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

import structlog

from storage.database import Database
from storage.errors import DatabaseBusy, DatabaseClosed, DatabaseUnavailable
from storage.transaction import Transaction

P = ParamSpec("P")
T = TypeVar("T")

_log = structlog.stdlib.get_logger()


async def insist(
    database: Database,
    action: Callable[Concatenate[Transaction, P], T],
    *arguments: P.args,
    **named: P.kwargs,
) -> T:
    """`database.transact` until the database can. Raises DatabaseClosed, and what the action raises."""
    failures = 0
    while True:
        try:
            return await database.transact(action, *arguments, **named)
        except DatabaseClosed:
            raise
        except (DatabaseBusy, DatabaseUnavailable) as error:
            failures += 1
            if failures == 1:
                _log.warning("The database cannot be written now; waiting for it", why=type(error).__name__)
        await asyncio.sleep(backoff(failures, most=30))


def backoff(failures: int, most: float, first: float = 0.5) -> float:
    """Seconds to wait: doubled each time up to `most`, with a jitter so that many do not come at once."""
    whole = min(most, first * 2 ** min(failures, 16))
    return secrets.SystemRandom().uniform(whole / 2, whole)
