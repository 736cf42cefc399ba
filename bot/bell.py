"""What wakes the sender."""

import asyncio
import contextlib


class Bell:
    """`together`: seconds for which whoever was woken by a result waits for more of them."""

    def __init__(self, together: float) -> None:
        self._together = together
        self._rung = asyncio.Event()
        self._hurry = asyncio.Event()

    def ring(self) -> None:
        """There is a result."""
        self._rung.set()

    def hurry(self) -> None:
        """Wake up now, without waiting for more."""
        self._hurry.set()
        self._rung.set()

    def hush(self) -> None:
        """Forget what rang so far."""
        self._rung.clear()
        self._hurry.clear()

    async def heard(self, within: float) -> None:
        """Return when it has rung and the time for others is over, or after `within` seconds of silence."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._rung.wait()
        if self._together and self._rung.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._together):
                    await self._hurry.wait()
