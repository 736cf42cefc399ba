"""Bringing updates to webhooks: in order within a chat, chats side by side, again and again until taken."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

import aiohttp

from simulator.people import Bot
from simulator.updates import Waiting
from simulator.webhook import Webhook
from simulator.wire import dumps
from simulator.world import World

Execute = Callable[[str, str, Mapping[str, str]], Awaitable[None]]

_LONGEST_RETRY_AFTER = 3600.0
"""Seconds."""
_GONE = 410
_GONE_FOR = timedelta(hours=23).total_seconds()
_LOOK_AGAIN = 1.0
"""Seconds."""
_NOT_FROM_A_WEBHOOK = frozenset({"setwebhook", "deletewebhook", "close", "logout"})


class Courier:
    """One bot's deliveries to one webhook. `execute` carries out a call that came as an answer."""

    def __init__(self, world: World, bot: Bot, hook: Webhook, execute: Execute) -> None:
        self._world = world
        self._bot = bot
        self._hook = hook
        self._execute = execute
        self._chats: dict[int, asyncio.Task[None]] = {}
        self._gone_since: float | None = None

    async def run(self) -> None:
        """Until cancelled."""
        timeout = aiohttp.ClientTimeout(total=self._world.settings.webhook_timeout)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            try:
                while True:
                    self._start(session)
                    await self._bot.updates.bell.wait(_LOOK_AGAIN)
            finally:
                await self._stop()

    def _start(self, session: aiohttp.ClientSession) -> None:
        for waiting in self._bot.updates.fresh():
            if len(self._chats) >= self._hook.max_connections:
                return
            if waiting.queue_key not in self._chats:
                task = asyncio.create_task(self._serve(session, waiting.queue_key))
                self._chats[waiting.queue_key] = task

    async def _stop(self) -> None:
        for task in self._chats.values():
            task.cancel()
        await asyncio.gather(*self._chats.values(), return_exceptions=True)

    async def _serve(self, session: aiohttp.ClientSession, chat: int) -> None:
        """All that waits for one chat, the oldest first."""
        try:
            while (waiting := self._first(chat)) is not None:
                await self._deliver(session, waiting)
        finally:
            del self._chats[chat]
            self._bot.updates.bell.ring()

    def _first(self, chat: int) -> Waiting | None:
        return next((waiting for waiting in self._bot.updates.fresh() if waiting.queue_key == chat), None)

    async def _deliver(self, session: aiohttp.ClientSession, waiting: Waiting) -> None:
        """Repeat until it is taken or too old."""
        settings = self._world.settings
        pause = 0.0
        while waiting in self._bot.updates.fresh():
            retry_after = await self._post(session, waiting)
            if retry_after is None:
                self._bot.updates.settle(waiting)
                return
            await asyncio.sleep(max(pause, retry_after))
            pause = min(settings.webhook_longest_wait, pause * 2 or settings.webhook_first_wait)

    async def _post(self, session: aiohttp.ClientSession, waiting: Waiting) -> float | None:
        """None: taken. Else the seconds the bot asks to wait (0: it does not say)."""
        headers = {"Content-Type": "application/json"}
        if self._hook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self._hook.secret
        try:
            async with session.post(
                self._hook.url, data=dumps(waiting.wire), headers=headers, allow_redirects=False
            ) as response:
                if 200 <= response.status < 300:  # noqa: PLR2004  HTTP's successes
                    await self._carry_out(await response.read())
                    return None
                self._failed(f"Wrong response from the webhook: {response.status} {response.reason}")
                self._count_gone(response.status)
                return _retry_after(response.headers.get("Retry-After", ""))
        except TimeoutError:
            self._failed("Read timeout expired")
        except aiohttp.ClientConnectorError:
            self._failed("Connection refused")
        except aiohttp.ClientError:
            self._failed("Connection reset by peer")
        return 0.0

    def _failed(self, words: str) -> None:
        self._bot.delivery.error, self._bot.delivery.error_date = words, self._world.seconds()

    def _count_gone(self, status: int) -> None:
        """410 for 23 hours takes the webhook away."""
        now = self._world.monotonic()
        if status != _GONE:
            self._gone_since = None
        elif self._gone_since is None:
            self._gone_since = now
        elif now - self._gone_since >= _GONE_FOR:
            self._bot.delivery.hook = None
            self._world.webhook_changed(self._bot)

    async def _carry_out(self, body: bytes) -> None:
        """An answer may itself be a call; nobody hears how it went."""
        try:
            call: object = json.loads(body or b"null")
        except ValueError:
            return
        if not isinstance(call, dict) or not isinstance(call.get("method"), str):
            return
        method = str(call.pop("method"))
        if method.lower().startswith("get") or method.lower() in _NOT_FROM_A_WEBHOOK:
            return
        await self._execute(
            self._bot.token,
            method,
            {name: value if isinstance(value, str) else dumps(value) for name, value in call.items()},
        )


def _retry_after(header: str) -> float:
    return min(_LONGEST_RETRY_AFTER, float(header)) if header.isdigit() else 0.0


class Couriers:
    """One courier for each bot that has a webhook; started and stopped as bots set and delete them."""

    def __init__(self, world: World, execute: Execute) -> None:
        self._world = world
        self._execute = execute
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def changed(self, bot: Bot) -> None:
        """Called in the running loop, by setWebhook and deleteWebhook."""
        old = self._tasks.pop(bot.telegram_id, None)
        if old is not None:
            old.cancel()
        hook = bot.delivery.hook
        if hook is not None:
            courier = Courier(self._world, bot, hook, self._execute)
            self._tasks[bot.telegram_id] = asyncio.create_task(courier.run())

    async def stop(self) -> None:
        tasks = list(self._tasks.values())
        self._tasks.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
