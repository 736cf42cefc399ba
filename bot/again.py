"""Taking up again what waits in the inbox and is in nobody's hands."""

import asyncio

import structlog

from bot.insist import insist
from bot.logs import where
from bot.workers import Workers
from storage import inbox
from storage.database import Database
from storage.errors import DatabaseClosed

EVERY = 60.0
"""Seconds between looks. Next to nothing is ever found: only what could not even be given up."""
BROUGHT = 0.5
"""Seconds between looks when updates are brought: another replica may have received one."""

_log = structlog.stdlib.get_logger()


async def take_up_again(database: Database, bot_id: int, workers: Workers, *, brought: bool) -> None:
    """Until cancelled. What was in hand before we looked is left alone: it may be settled by now."""
    while True:
        await asyncio.sleep(BROUGHT if brought and database.shared else EVERY)
        in_hand = workers.in_hand
        try:
            waiting = await insist(database, inbox.waiting, bot_id)
        except DatabaseClosed:
            return
        except Exception as error:  # noqa: BLE001 - what waits in the inbox must not depend on one look
            _log.error("The inbox could not be looked through; trying again", why=where(error))
        else:
            workers.take([one for one in waiting if one.number not in in_hand])
