"""PostgreSQL: many processes, a pool of connections each."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.transaction import Transaction

P = ParamSpec("P")
T = TypeVar("T")


class PostgresDatabase:
    """See `storage.database.Database`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @classmethod
    async def open(cls, url: sa.URL) -> "PostgresDatabase":
        return cls(create_async_engine(url, pool_pre_ping=True, isolation_level="READ COMMITTED"))

    async def transact(
        self, action: Callable[Concatenate[Transaction, P], T], *arguments: P.args, **named: P.kwargs
    ) -> T:
        async with self._engine.begin() as connection:
            return await connection.run_sync(lambda c: action(Transaction(c), *arguments, **named))

    async def close(self) -> None:
        await self._engine.dispose()
