"""Which of PostgreSQL's connections in the pool may be used."""

import time

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry


class StillThere:
    """One that was seen to end is replaced, and so are all that are older than one that failed.

    Others are not asked whether they are there: that costs as much as three statements. One that ended unseen
    fails at the first statement, and the action starts from the beginning; were only that one replaced, an
    action might meet more such connections than it has tries.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._failed_at = float("-inf")
        sa.event.listen(engine, "connect", self._made)
        sa.event.listen(engine, "invalidate", self._failed)
        sa.event.listen(engine, "checkout", self._taken)

    def _made(self, _: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        entry.info["made_at"] = time.monotonic()

    def _failed(
        self, _: DBAPIConnection, _entry: ConnectionPoolEntry, error: BaseException | None = None
    ) -> None:
        if not isinstance(error, sa.exc.DisconnectionError):  # which is our own, below
            self._failed_at = time.monotonic()

    def _taken(self, connection: DBAPIConnection, entry: ConnectionPoolEntry, _: object) -> None:
        if connection.driver_connection.is_closed() or entry.info["made_at"] < self._failed_at:
            raise sa.exc.DisconnectionError
