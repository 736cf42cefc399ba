"""A letter with a document: the file is drawn when it is sent, beside the database's thread, and not kept."""

import asyncio

import structlog
from telegram import Bot

from actions import export
from bot import telegram_calls
from bot.clock import Clock
from bot.logs import where
from domain.export import File
from domain.outcome import Declined, NotSent, Said
from storage.database import Database
from storage.errors import DatabaseBusy, DatabaseUnavailable
from storage.outbox import Letter

_log = structlog.stdlib.get_logger()


async def deliver(bot: Bot, letter: Letter, database: Database, clock: Clock) -> Said:
    """Send the letter, with its file if one goes with it. Raises nothing but being cancelled."""
    if letter.document is None:
        return await telegram_calls.call(bot, letter)
    try:
        file = await _drawn(letter, database, clock)
    except (DatabaseBusy, DatabaseUnavailable):
        return NotSent("the database could not be read")
    except Exception as error:  # noqa: BLE001 - nothing left us: it is refused, and shown to a human
        _log.error("A document could not be drawn", why=where(error))
        return Declined(400, "the document could not be drawn")
    if file is None:
        return NotSent("its person has left, and the letter with them")
    return await telegram_calls.call(bot, letter, file)


async def _drawn(letter: Letter, database: Database, clock: Clock) -> File | None:
    if letter.document is None:
        return None
    asked = (letter.cluster_id, letter.person_id, letter.document, clock.now())
    sketch = await database.transact(export.sketch, *asked)
    return await asyncio.to_thread(sketch) if sketch is not None else None
