"""Which process serves which bot: PostgreSQL's session locks, on a connection of their own.

A lock goes with its process, however that ends. Nothing rests on it but that two do not do the same work:
what must be once is once by conditional updates and unique keys, because a frozen process learns late that
it has lost its locks.
"""

import asyncio
from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

WITHIN = 2.0
"""Seconds for the server to answer; who waits longer has lost its leases."""
FORGOTTEN_AFTER = "8000"
"""Milliseconds of silence after which the server lets go of a frozen process's leases."""
SILENT_FOR = timedelta(seconds=6)
"""After which a process that keeps a transaction waiting is frozen: one that lives is heard every second."""

PROCESS = "klyngebot "
"""What the name of each process begins with; all its connections have that name."""

_NONE: frozenset[int] = frozenset()
_END_THE_FROZEN = sa.text("""
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name IN (
        SELECT application_name FROM pg_stat_activity
        WHERE datname = current_database() AND usename = current_user AND application_name LIKE :process
        GROUP BY application_name
        HAVING max(state_change) < clock_timestamp() - :silent_for
            AND bool_or(state <> 'idle' AND wait_event_type = 'Client')
    )
""").bindparams(sa.bindparam("silent_for", type_=sa.Interval), process=f"{PROCESS}%")
"""All at once, or those that wait for each other would be ended one after the other."""


class Leases:
    """One process's leases. Asked every second or so, by one task."""

    def __init__(self, url: sa.URL, process: str) -> None:
        from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415 - brings the ORM, 4 MiB: not with SQLite

        settings = {"application_name": process, "idle_session_timeout": FORGOTTEN_AFTER}
        self._engine = create_async_engine(
            url,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={"timeout": WITHIN, "command_timeout": WITHIN, "server_settings": settings},
        )
        self._connection: AsyncConnection | None = None
        self._held = _NONE

    async def hold(self, wanted: Collection[int]) -> frozenset[int]:
        """Keep those of `wanted` that we hold, take those that are free, let go of the rest; what is ours.

        Whatever a frozen process keeps locked is let go of, too.

        None of them when the server does not answer: then others may have them already.
        """
        try:
            async with asyncio.timeout(2 * WITHIN):
                await self._hold(frozenset(wanted))
        except (OSError, TimeoutError, sa.exc.SQLAlchemyError):
            await self.close()
        return self._held

    async def _hold(self, wanted: frozenset[int]) -> None:
        if self._connection is None:
            self._connection = await self._engine.connect()
        for number in self._held - wanted:
            await self._connection.execute(sa.select(sa.func.pg_advisory_unlock(number)))
            self._held -= {number}
        # The server's own patience ends only between two statements, and a frozen process can hold rows
        # in the middle of one: prepared, and never told to go on.
        await self._connection.execute(_END_THE_FROZEN, {"silent_for": SILENT_FOR})
        for number in sorted(wanted - self._held):
            mine = await self._connection.scalar(sa.select(sa.func.pg_try_advisory_lock(number)))
            self._held |= {number} if mine else _NONE

    async def close(self) -> None:
        """Let go of all."""
        connection, self._connection, self._held = self._connection, None, _NONE
        if connection is not None:
            await connection.invalidate()  # broken perhaps, and it must not come back without its locks
            await connection.close()
