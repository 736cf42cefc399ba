"""Telegram brings updates itself. What came is written down and committed before it is told that we have it.

The path and the secret are made from the token: nobody guesses them, every replica has the same, and nothing
needs to be kept. A proxy in front of us speaks HTTPS and passes the path on as it is.
"""

import asyncio
import hashlib
import hmac
import json
import time
from http import HTTPStatus

import structlog
from aiohttp import web
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.clock import Clock
from bot.failpoints import Failpoint, failpoint
from bot.insist import backoff
from bot.intake import Batch, batch, salvage
from bot.ptb import TokenRefused
from bot.questions import ALLOWED, Line
from bot.workers import Workers
from storage import inbox
from storage.database import Database
from storage.errors import DatabaseBusy, DatabaseUnavailable

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
LARGEST = 512 * 1024
"""Bytes in one update; Telegram's are a few thousand."""
SLOWEST = 30.0
"""Seconds in which an update has come in whole."""
LATER = {"Retry-After": "5"}
"""Seconds after which Telegram brings it again."""
AT_ONCE = 40
"""Connections Telegram may use for one bot; its own default."""
LOOK = 60.0
"""Seconds between looks whether Telegram still knows where to bring updates."""

_log = structlog.stdlib.get_logger()


def made_of(token: str, what: str) -> str:
    """64 characters that only whoever knows the token can make."""
    return hmac.digest(token.encode(), f"klyngebot webhook {what}".encode(), hashlib.sha256).hex()


class Webhook:
    """One bot's door for updates. `path` and `receive` belong into the server.

    Every replica receives. `workers` are there in the one that serves this bot; it finds in the inbox what
    the others received (`bot/again.py`).
    """

    def __init__(self, base: str, line: Line, bot: Bot, database: Database, clock: Clock) -> None:
        self.workers: Workers | None = None
        self.path = f"/telegram/{made_of(bot.token, 'path')}"
        self._address = base + self.path
        self._secret = made_of(bot.token, "secret")
        self._line = line
        self._bot = bot
        self._database = database
        self._clock = clock
        self._heard_at = time.monotonic()

    def silent_for(self) -> float:
        """Seconds since Telegram last brought something, or told us that it knows where to."""
        return time.monotonic() - self._heard_at

    async def run(self) -> None:
        """Have updates brought here, until cancelled. Raises TokenRefused."""
        failures = 0
        while True:
            try:
                await self._look()
                failures = 0
            except InvalidToken:
                raise TokenRefused(self._line.bot_id) from None
            except TelegramError as error:
                failures += 1
                if failures == 1:
                    _log.warning("Telegram cannot be told where to bring updates", why=type(error).__name__)
            await asyncio.sleep(backoff(failures, most=LOOK) if failures else LOOK)

    async def receive(self, request: web.Request) -> web.Response:
        """200 once it is kept; 503 when it cannot be now, and Telegram brings it again."""
        said = request.headers.get(SECRET, "")
        if not hmac.compare_digest(said.encode(), self._secret.encode()):
            return web.Response(status=HTTPStatus.FORBIDDEN)
        try:
            body = await asyncio.wait_for(_whole(request), SLOWEST)
        except TimeoutError:
            return web.Response(status=HTTPStatus.REQUEST_TIMEOUT)
        if body is None:
            return web.Response(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        self._heard_at = time.monotonic()
        if self.workers is not None and not self.workers.has_room:
            return _later("too much waits to be answered")
        try:
            await self._keep(_read(body))
        except (DatabaseBusy, DatabaseUnavailable) as error:
            return _later(type(error).__name__)
        return web.Response()

    async def _look(self) -> None:
        """Somebody else may have set another address, or taken it away."""
        info = await self._bot.get_webhook_info()
        if info.url != self._address or set(info.allowed_updates) != set(ALLOWED):
            await self._bot.set_webhook(
                self._address, allowed_updates=ALLOWED, secret_token=self._secret, max_connections=AT_ONCE
            )
            _log.info("Telegram brings updates here from now on")
        elif info.last_error_message and info.pending_update_count:
            _log.warning("Telegram could not bring updates", waiting=info.pending_update_count)
        self._heard_at = time.monotonic()

    async def _keep(self, came: Batch) -> None:
        line, now = self._line, self._clock.now()
        for one in came.unusable:
            await self._database.transact(
                inbox.put_dead, line.cluster_id, line.bot_id, one, "unreadable", now
            )
            _log.warning("An update that cannot be read is a dead letter", number=one.update_id)
        if came.updates:
            keep = (line.cluster_id, line.bot_id, came.updates, now)
            waiting = await self._database.transact(inbox.put_in_line, *keep)
            failpoint(Failpoint.AFTER_INBOX_COMMIT)
            if self.workers is not None:
                self.workers.take(waiting)


async def _whole(request: web.Request) -> bytes | None:
    """The body; None when it is larger than any update."""
    if (request.content_length or 0) > LARGEST:
        return None
    try:
        body = await request.read()
    except web.HTTPRequestEntityTooLarge:  # it did not say how long it is
        return None
    return body if len(body) <= LARGEST else None


def _read(body: bytes) -> Batch:
    try:
        return batch([json.loads(body)])
    except (ValueError, RecursionError):
        return salvage(body) or batch([body.decode("utf-8", "replace")])


def _later(why: str) -> web.Response:
    _log.warning("An update cannot be kept now; Telegram brings it again", why=why)
    return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE, headers=LATER)
