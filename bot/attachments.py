"""A letter with a picture or a file: drawn when it is sent, beside the database's thread, and not kept.

What many get is uploaded once and then sent by Telegram's own number for it (`storage/uploads.py`). What
Telegram no longer has under a number we know is drawn anew; a person's picture nobody can draw, so its words
go without it.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import structlog
from telegram import Bot

from actions import event_files, export
from actions.turns import Transaction
from bot import pictures, telegram_calls
from bot.clock import Clock
from bot.logs import where
from domain.attachments import SHARED, Attached, Attachment, File, Wanted
from domain.delivery import knows_no_such_file
from domain.outcome import Accepted, Declined, NotSent, Said
from storage import uploads
from storage.database import Database
from storage.errors import DatabaseBusy, DatabaseUnavailable
from storage.outbox import Letter

Sketch = Callable[[Transaction, Wanted], Callable[[], File] | None]
"""Reads what the file is to hold; what it gives back draws it, in a thread. None: it is about nothing now."""

SKETCHES: Mapping[Attached, Sketch] = {
    Attached.EXPORT: export.sketch,
    Attached.CALENDAR: event_files.sketch,
    Attached.CHART: pictures.sketch_chart,
}
"""Who draws what."""

_log = structlog.stdlib.get_logger()


@dataclass
class Attachments:
    """One bot's way of sending letters, with whatever goes with them. `paid`: as `telegram_calls.call`."""

    bot: Bot
    database: Database
    clock: Clock
    paid: bool = False
    _uploading: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def deliver(self, letter: Letter) -> Said:
        """Send the letter, with its file if one goes with it. Raises nothing but being cancelled."""
        what = letter.attachment
        if what is None:
            return await self._call(letter)
        if what.kind is Attached.PICTURE:
            return await self._picture(letter, what)
        try:
            return await (self._shared if what.kind in SHARED else self._drawn)(letter, what)
        except (DatabaseBusy, DatabaseUnavailable):
            return NotSent("the database could not be read")

    async def _call(self, letter: Letter, file: File | str | None = None) -> Said:
        return await telegram_calls.call(self.bot, letter, file, paid=self.paid)

    async def _picture(self, letter: Letter, what: Attachment) -> Said:
        said = await self._call(letter, what.ref)
        if not knows_no_such_file(said):
            return said
        _log.warning("Telegram no longer has a picture; its words go without it", letter=letter.id)
        return await self._call(replace(letter, attachment=None))

    async def _drawn(self, letter: Letter, what: Attachment) -> Said:
        wanted = Wanted(letter.cluster_id, letter.person_id, what.ref, self.clock.now())
        try:
            draw = await self.database.transact(SKETCHES[what.kind], wanted)
            file = await asyncio.to_thread(draw) if draw is not None else None
        except (DatabaseBusy, DatabaseUnavailable):
            raise
        except Exception as error:  # noqa: BLE001 - nothing left us: it is refused, and shown to a human
            _log.error("A file could not be drawn", what=what.kind, why=where(error))
            return Declined(400, "the file could not be drawn")
        if file is None:
            return Declined(400, "what the file was about is gone")
        return await self._call(letter, file)

    async def _shared(self, letter: Letter, what: Attachment) -> Said:
        """The first one uploads it while the others wait; from then on its number does."""
        known = await self._known(letter, what)
        if known is None:
            async with self._uploading:
                known = await self._known(letter, what)
                if known is None:
                    return await self._uploaded(letter, what)
        said = await self._call(letter, known)
        return await self._uploaded(letter, what) if knows_no_such_file(said) else said

    async def _known(self, letter: Letter, what: Attachment) -> str | None:
        return await self.database.transact(uploads.file_id, letter.cluster_id, letter.bot_id, what)

    async def _uploaded(self, letter: Letter, what: Attachment) -> Said:
        """It is there once Telegram took it, also when its number cannot be written down."""
        said = await self._drawn(letter, what)
        if isinstance(said, Accepted) and said.file_id is not None:
            named = (letter.cluster_id, letter.bot_id, what, said.file_id, self.clock.now())
            try:
                await self.database.transact(uploads.remember, *named)
            except (DatabaseBusy, DatabaseUnavailable) as error:
                _log.warning("An upload could not be written down; it is made again", why=where(error))
        return said
