"""One of many that are due is done under a savepoint of its own, so that its fault is undone alone."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple, ParamSpec, TypeVar

import sqlalchemy as sa

from storage.errors import DatabaseBusy, DatabaseUnavailable
from storage.transaction import Transaction

P = ParamSpec("P")
T = TypeVar("T")

OF_A_VALUE = ("22", "23")
"""SQLSTATEs: a value that does not fit, a constraint that forbids it."""
OF_A_ROW = (sa.exc.IntegrityError, sa.exc.DataError, sa.exc.NoResultFound, sa.exc.MultipleResultsFound)
OF_THE_MACHINE = (DatabaseBusy, DatabaseUnavailable, OSError, MemoryError)


class Unit(NamedTuple):
    """What is done for one: ("remind of event", "12"). No two duties call theirs the same."""

    what: str
    which: str

    def __str__(self) -> str:
        return f"{self.what} {self.which}"


@dataclass
class Aside:
    """What a transaction of the clock leaves undone: those that rest, and those that raised now.

    `done`: those that did not. Belongs to one try of one transaction.
    """

    resting: Collection[Unit] = ()
    faults: dict[Unit, Exception] = field(default_factory=dict)
    done: set[Unit] = field(default_factory=set)


def beside(tx: Transaction, aside: Aside) -> Transaction:
    """The same transaction, in which what raises is set apart."""
    return replace(tx, aside=aside)


def apart(
    tx: Transaction,
    what: str,
    which: object,
    do: Callable[P, T],
    *arguments: P.args,
    **named: P.kwargs,
) -> T | None:
    """Do it for that one; None when it rests, or raised, and nothing is left of what it did.

    Where nobody collects what was set apart, it raises as anything else does; so does what the database says
    of itself, because that is no fault of this one.
    """
    if tx.aside is None:
        return do(*arguments, **named)
    unit = Unit(what, str(which))
    if unit in tx.aside.resting:
        return None
    found, error = _under_savepoint(tx, partial(do, *arguments, **named))
    if error is not None:
        tx.aside.faults[unit] = error
        return None
    tx.aside.done.add(unit)
    return found


def apart_each(tx: Transaction, what: str, those: Mapping[str, T], do: Callable[[list[T]], None]) -> None:
    """Do it for all of those at once; where that raises, for each by itself, set apart. None rests."""
    all_ = [*those.values()]
    if tx.aside is None:
        do(all_)
        return
    _, error = _under_savepoint(tx, partial(do, all_))
    if error is None:
        tx.aside.done.update(Unit(what, which) for which in those)
        return
    for which, one in those.items():
        apart(tx, what, which, do, [one])


def _under_savepoint(tx: Transaction, do: Callable[[], T]) -> tuple[T | None, Exception | None]:
    """What came of it, or its fault. The database's own errors are raised."""
    found, fault = None, None
    tx.connection.exec_driver_sql("SAVEPOINT apart")
    try:
        found = do()
    except Exception as error:
        if not of_one(error):
            raise
        fault = error
        tx.connection.exec_driver_sql("ROLLBACK TO SAVEPOINT apart")
    tx.connection.exec_driver_sql("RELEASE SAVEPOINT apart")
    return found, fault


def resting(tx: Transaction, what: str) -> frozenset[str]:
    """Those that are not to be tried now: for a question that looks for the next."""
    return (
        frozenset(unit.which for unit in tx.aside.resting if unit.what == what) if tx.aside else frozenset()
    )


def of_one(error: Exception) -> bool:
    """Whether it is the fault of what was done and for whom, and not the database's or the machine's."""
    if not isinstance(error, sa.exc.SQLAlchemyError):
        return not isinstance(error, OF_THE_MACHINE)
    if not isinstance(error, sa.exc.DBAPIError):
        return isinstance(error, OF_A_ROW) or type(error) is sa.exc.StatementError  # could not be bound
    unfit = isinstance(getattr(error.orig, "__cause__", None), ValueError)  # asyncpg: could not be bound
    state = str(getattr(error.orig, "sqlstate", None) or "")
    of_it = unfit or isinstance(error, OF_A_ROW) or state.startswith(OF_A_VALUE)
    return of_it and not error.connection_invalidated
