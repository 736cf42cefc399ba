"""Room in reserve: a file that is thrown overboard when the disk is full, so that taps can be kept.

While the disk is nearly full, what writes to many rests, and so do the nightly copies: the room that is left
is for answers, for whoever says stop, and for whoever wants to be forgotten.
"""

import asyncio
import os
import shutil
from pathlib import Path

import structlog

LOOK = 5.0
"""Seconds between looks at the disk."""
AGAIN = 600.0
"""Seconds after a look that failed."""
SIZE = 20_000_000
"""Bytes: some thousand taps."""
TIGHT = 100_000_000
"""Bytes free below which what writes to many rests."""
ROOMY = 3 * TIGHT
"""Bytes free from which it goes on, and ballast that was used is laid again."""

_log = structlog.stdlib.get_logger()


class Ballast:
    """`tight` says whether the disk of `folder` is nearly full."""

    def __init__(self, folder: Path) -> None:
        self.tight = False
        self._folder = folder
        self._file = folder / "ballast"

    async def keep(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await asyncio.to_thread(self.look)
            except OSError as error:
                _log.warning("No reserve can be laid on the disk", why=type(error).__name__)
                await asyncio.sleep(AGAIN)
            await asyncio.sleep(LOOK)

    def look(self) -> None:
        """Lay the ballast, or throw it overboard. Raises OSError."""
        free = room(self._folder)
        if free > ROOMY:
            self._say(tight=False, free=free)
        if free > ROOMY or (not self.tight and free > TIGHT + SIZE):
            self._lay()
        elif free < TIGHT:
            self._say(tight=True, free=free)
        if free < SIZE and self._file.exists():
            self._file.unlink()
            _log.error("The disk is full: the reserve is used now", free_mb=free // 10**6)

    def _lay(self) -> None:
        if self._file.exists():
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.posix_fallocate(handle, 0, SIZE)
        except OSError:
            self._file.unlink()
            raise
        finally:
            os.close(handle)

    def _say(self, *, tight: bool, free: int) -> None:
        if tight and not self.tight:
            _log.error("The disk is nearly full: what writes to many rests", free_mb=free // 10**6)
        elif self.tight and not tight:
            _log.info("There is room on the disk again", free_mb=free // 10**6)
        self.tight = tight


def room(folder: Path) -> int:
    """Bytes free on its disk, also before it is made. Raises OSError."""
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    return shutil.disk_usage(there).free
