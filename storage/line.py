"""What waits for the one who writes: bounded, in order, and closed once."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Generic, Protocol, TypeAlias, TypeVar

from storage.errors import DatabaseBusy, DatabaseClosed
from storage.transaction import Transaction

T = TypeVar("T")
Tell: TypeAlias = Callable[[], None]
"""Gives someone their answer; called in the event loop."""


class Work(Protocol):
    """Somebody's action, without the type of its result."""

    def cancelled(self) -> bool: ...
    def run(self, tx: Transaction) -> Tell: ...
    def fail(self, error: Exception) -> Tell: ...


@dataclass(frozen=True)
class Job(Generic[T]):
    action: Callable[[Transaction], T]
    done: asyncio.Future[T]

    def cancelled(self) -> bool:
        return self.done.cancelled()

    def run(self, tx: Transaction) -> Tell:
        return partial(self._succeed, self.action(tx))

    def fail(self, error: Exception) -> Tell:
        return partial(self._raise, error)

    def _succeed(self, result: T) -> None:
        if not self.done.cancelled():
            self.done.set_result(result)

    def _raise(self, error: Exception) -> None:
        if not self.done.cancelled():
            self.done.set_exception(error)


class Line:
    """Put in by the event loop, taken out by the writer thread."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._waiting: deque[Work] = deque()
        self._closed = False
        self._changed = threading.Condition()

    def put(self, work: Work) -> None:
        with self._changed:
            if self._closed:
                raise DatabaseClosed("The database is closed: the bot is stopping.")
            if len(self._waiting) >= self._room:
                raise DatabaseBusy(f"{self._room} changes wait for the database already.")
            self._waiting.append(work)
            self._changed.notify()

    def take(self, at_most: int) -> list[Work]:
        """What waits, oldest first; waits for the first. Empty once closed and drained."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            return [self._waiting.popleft() for _ in range(min(at_most, len(self._waiting)))]

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify()
