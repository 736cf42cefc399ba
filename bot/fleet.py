"""All bots of one process: opened one after another, served while their leases are ours, ended together."""

import asyncio
import time
from collections.abc import Sequence

import structlog
from aiohttp import web
from telegram.request import BaseRequest

from bot.one_bot import Around, CannotStart, OneBot, SwitchedOff
from bot.ptb import TokenRefused, number
from bot.service import ended
from bot.transport import AiohttpRequest, Client
from bot.welcome import Welcome
from web.health import BotHealth

LOOK = 1.0
"""Seconds between looks at the leases."""
TELEGRAM = "https://api.telegram.org"
STAGGER = 4.0
"""Seconds between two bots' starts at Telegram's own server: 15 in a minute."""

_log = structlog.stdlib.get_logger()


class Fleet:
    """`bots` are those that were opened; `absent` says of others, by number, why they cannot be.

    `disabled` are the user names of those that are not to be.
    """

    def __init__(self, around: Around, request: BaseRequest | None) -> None:
        self.bots: list[OneBot] = []
        self.absent: dict[int, str] = {}
        self.disabled: list[str] = []
        self._around = around
        self._request = request
        self._welcome: Welcome | None = None
        self._client = Client()
        self._to_open = list(around.settings.tokens)
        self._next_start = float("-inf")
        self._serving: dict[asyncio.Task[None], OneBot] = {}
        self._leasing: asyncio.Task[None] | None = None

    async def launch(self) -> None:
        """Open the first bot that can be. Raises CannotStart or TokenRefused when none can."""
        problem: Exception | None = None
        while self._to_open and not self.bots:
            problem = await self._open(self._to_open.pop(0)) or problem
        if not self.bots:
            raise problem or CannotStart("No token is set.")

    async def run(self, welcome: Welcome | None = None) -> None:
        """Open the rest, and serve them all, until cancelled. `welcome` is told of each bot that is open.

        A bot whose token is refused is out, and the others go on; raises TokenRefused when none is left, and
        what a part of any died of.
        """
        self._welcome = welcome
        opening = asyncio.create_task(self._open_the_rest())
        self._leasing = asyncio.create_task(self._look_at_leases())
        for bot in self.bots:
            self._serve(bot)
        try:
            while self._serving:
                parts = (opening, self._leasing, *self._serving)
                await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
                for part in (opening, self._leasing):
                    if part.done():
                        part.result()
                await self._see_off()
        finally:
            for part in (opening, *self._serving):
                await ended(part)

    async def receive(self, request: web.Request) -> web.Response:
        """What Telegram brings, to the bot whose path it is."""
        for bot in self.bots:
            if bot.webhook is not None and bot.webhook.path == request.path:
                return await bot.webhook.receive(request)
        return web.Response(status=404)

    async def quiet(self) -> bool:
        """Whether every bot is."""
        return not self._to_open and all([await bot.quiet() for bot in self.bots])

    def wake(self) -> None:
        """Look at all outboxes now."""
        for bot in self.bots:
            bot.service.sender.wake()

    def troubles(self) -> Sequence[str]:
        """Why people of those that are served may get no answers right now."""
        return [*dict.fromkeys(trouble for bot in self.bots for trouble in bot.troubles())]

    def health(self) -> list[BotHealth]:
        """How each bot's line to Telegram is, also of those that are not served."""
        return [
            *(bot.health() for bot in self.bots),
            *(BotHealth(str(one), "not served") for one in self.absent),
            *(BotHealth(one, "disabled") for one in self.disabled),
        ]

    async def close(self) -> None:
        """All at once; then the leases are free. Raises what the first that failed did."""
        results = await asyncio.gather(*(bot.close() for bot in self.bots), return_exceptions=True)
        await ended(self._leasing)
        await self._around.database.hold(())
        for result in results:
            if isinstance(result, BaseException):
                raise result

    async def _open_the_rest(self) -> None:
        """One after the other, and never done: whoever waits for this waits for its failure."""
        while self._to_open:
            await self._open(self._to_open[0])
            self._to_open.pop(0)
        await asyncio.Event().wait()

    async def _open(self, token: str) -> Exception | None:
        """What kept it from being opened, said and kept; None when it was."""
        await self._its_turn()
        asking = self._request or AiohttpRequest(self._client)
        polling = self._request or AiohttpRequest(self._client)
        try:
            bot = await OneBot.open(self._around, token, asking, polling)
        except SwitchedOff as problem:
            self.disabled.append(problem.username)
            _log.info("A bot is disabled", username=problem.username)
            return problem
        except (CannotStart, TokenRefused) as problem:
            self._say_absent(number(token), problem)
            return problem
        self.bots.append(bot)
        if self._leasing is not None:
            self._serve(bot)
        return None

    async def _its_turn(self) -> None:
        """Telegram's own server takes only so many new bots a minute from one address, good or bad."""
        await asyncio.sleep(self._next_start - time.monotonic())
        if self._around.settings.api_url == TELEGRAM and self._request is None:
            self._next_start = time.monotonic() + STAGGER

    def _serve(self, bot: OneBot) -> None:
        self._serving[asyncio.create_task(self._welcomed(bot))] = bot

    async def _welcomed(self, bot: OneBot) -> None:
        if self._welcome is not None:
            await self._welcome(bot)
        await bot.serve()

    async def _see_off(self) -> None:
        """Who stopped serving did so because its token is refused, or the whole process cannot go on."""
        for task in [one for one in self._serving if one.done()]:
            bot = self._serving.pop(task)
            problem = task.exception()
            if not isinstance(problem, TokenRefused) or not (self._serving or self._to_open):
                task.result()
            self._say_absent(bot.line.bot_id, problem)
            self.bots.remove(bot)
            await bot.close()

    def _say_absent(self, bot_id: int, problem: BaseException | None) -> None:
        self.absent[bot_id] = str(problem)
        _log.error("A bot is not served", bot=bot_id, why=str(problem))

    async def _look_at_leases(self) -> None:
        while True:
            held = await self._around.database.hold([bot.line.bot_id for bot in self.bots])
            for bot in self.bots:
                bot.lease(held=bot.line.bot_id in held)
            await asyncio.sleep(LOOK)
