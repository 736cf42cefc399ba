"""Wakes everybody who waits for a change; whoever rings needs no running loop."""

import asyncio


class Bell:
    """Rung from plain code, waited for from coroutines, of whichever loop runs at the time."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    async def wait(self, seconds: float) -> None:
        """Return at the next ring, or after so many seconds."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait([future], timeout=max(0.0, seconds))
        finally:
            self._waiting.discard(future)


class Changes:
    """One count of all changes, so that a page can follow many chats with one long poll."""

    def __init__(self) -> None:
        self.version = 0
        self.bell = Bell()

    def next(self) -> int:
        self.version += 1
        self.bell.ring()
        return self.version
