"""The one door to the database: `await database.transact(action, *arguments)`."""

from collections.abc import Callable, Collection
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from storage import address
from storage.postgres import PostgresDatabase
from storage.sqlite import SqliteDatabase
from storage.transaction import Transaction

P = ParamSpec("P")
T = TypeVar("T")


class Database(Protocol):
    """A database that is open. Both kinds keep the same promises."""

    shared: bool
    """Whether other processes may work with it at the same time."""

    async def transact(
        self, action: Callable[Concatenate[Transaction, P], T], *arguments: P.args, **named: P.kwargs
    ) -> T:
        """Run `action(tx, *arguments)` and return its result once it is committed.

        What the action raises undoes the action and is raised here. An action may run twice, so it changes
        nothing but the database. Cancelled while it waits, it never runs; once begun it is carried through.
        Raises DatabaseBusy (too much waits) and DatabaseUnavailable (full disk, server away, closed).
        """
        ...

    async def hold(self, wanted: Collection[int]) -> frozenset[int]:
        """Which of these bots this process may serve now; asked anew every second or so, by one task.

        With SQLite there is one process, and they are all its own.
        """
        ...

    async def close(self) -> None:
        """Finish what waits, then refuse the rest."""
        ...


async def open(url: str) -> Database:  # noqa: A001 - `database.open(url)` is how it reads
    """Open the database at `sqlite:////path/to/file.db` or `postgresql://user@host/name`.

    Raises WrongAddress, DatabaseInUse and DatabaseUnavailable.
    """
    where = address.read(url)
    if isinstance(where, address.SqliteFile):
        return await SqliteDatabase.open(where.path)
    return await PostgresDatabase.open(where.url)
