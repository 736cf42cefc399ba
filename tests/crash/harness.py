"""The real bot in a process of its own, a Telegram in another, and a hand on the power switch."""

import asyncio
import os
import signal
import sqlite3
import sys
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.failpoints import VARIABLE

ROOT = Path(__file__).parents[2]
PATIENCE = 180.0
"""Seconds: whole processes start and are killed in what is waited for, several side by side."""
READY, SERVES = "Klyngebot is ready", "Serving a bot"
OWED = (
    "select (select count(*) from inbox where state = 'waiting') + "
    "(select count(*) from outbox where state in ('pending', 'sending'))"
)
"""What is left to do: updates to attend, letters to send."""


@dataclass(frozen=True)
class Telegram:
    """The simulator's control API."""

    address: str
    session: aiohttp.ClientSession

    async def get(self, path: str, **query: str | int) -> dict:
        async with self.session.get(f"{self.address}/control/{path}", params=query) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def post(self, path: str, **body: object) -> dict:
        async with self.session.post(f"{self.address}/control/{path}", json=body) as answer:
            assert answer.status < 300, await answer.text()
            return await answer.json()

    async def calls(self, bot_id: int) -> list[dict]:
        return [one for one in (await self.get("log"))["entries"] if one["bot_id"] == bot_id]


@dataclass(frozen=True)
class Phone:
    """One person's chat with one bot."""

    telegram: Telegram
    person: int
    bot: int

    @property
    def path(self) -> str:
        return f"people/{self.person}/chats/{self.bot}"

    async def version(self) -> int:
        """It grows with everything that happens in the chat."""
        return (await self.telegram.get(self.path))["version"]

    async def changes(self, since: int, patience: float) -> None:
        """Wait until something has happened in the chat since that version."""
        async with asyncio.timeout(patience):
            while (await self.telegram.get(self.path, since=since, wait=5))["version"] == since:
                pass

    async def start(self, payload: str = "") -> None:
        await self.telegram.post(f"{self.path}/start", payload=payload)

    async def write(self, text: str) -> None:
        await self.telegram.post(f"{self.path}/messages", text=text)

    async def tap(self, label: str) -> None:
        await self.telegram.post(f"{self.path}/taps", label=label)

    async def sees(self, words: str, patience: float = PATIENCE) -> None:
        """Wait until a message of the bot's has these words."""
        await self.until(lambda messages: any(words in one["text"] for one in messages), patience)

    async def has(self, messages: int, patience: float = PATIENCE) -> None:
        """Wait until there are so many messages of the bot's."""
        await self.until(lambda there: len(there) >= messages, patience)

    async def until(self, enough: Callable[[list[dict]], bool], patience: float = PATIENCE) -> list[dict]:
        """Wait until the bot's messages are enough; which they are."""
        version = 0
        async with asyncio.timeout(patience):
            while True:
                chat = await self.telegram.get(self.path, since=version, wait=5)
                version = chat["version"]
                seen = [one for one in chat["messages"] if one["from"] == "bot"]
                if enough(seen):
                    return seen


@asynccontextmanager
async def telegram(log: Path, seed: int = 0) -> AsyncIterator[Telegram]:
    """`seed` is for its latency, and for its faults by chance."""
    command = (sys.executable, "-m", "simulator", "--port", "0", "--log", str(log), "--seed", str(seed))
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    address = (await process.stdout.readline()).decode().strip()
    as_many_as_there_are_phones = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=as_many_as_there_are_phones) as session:
        try:
            yield Telegram(address, session)
        finally:
            process.terminate()
            await process.wait()


def rows(database: Path, query: str) -> list[tuple]:
    """Only looking: a second connection that writes could harm the bot's."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


class Machine:
    """A machine on which the bot runs, is killed, and is started again, as systemd would do."""

    def __init__(
        self,
        settings: Mapping[str, str],
        home: Path,
        command: Sequence[str] = ("bot", "--debug", "run"),
        web_port: str = "0",
    ) -> None:
        home.mkdir(exist_ok=True)
        self._command = (sys.executable, "-m", *command)
        self.database = home / "klyngebot.db"
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("KLYNGEBOT_")},
            "PYTHONPATH": str(ROOT),
            "KLYNGEBOT_DATA_DIR": str(home),
            "KLYNGEBOT_WEB_PORT": web_port,
            "KLYNGEBOT_WATCH_PORT": "0",
            **settings,
        }
        self._log = home / "bot.log"
        self._process: asyncio.subprocess.Process | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._failpoints: deque[str] = deque()
        self.armed = ""
        self.begun: list[float] = []
        self.deaths: list[float] = []

    @property
    def kills(self) -> int:
        return len(self.deaths)

    async def switch_on(self, *failpoints: str) -> None:
        """Each start is armed with the next failpoint; the last of them with none."""
        self._failpoints.extend(failpoints)
        await self._start()
        self._keeping = asyncio.create_task(self._keep())

    def arm(self, failpoint: str) -> None:
        """The next start that has none yet."""
        self._failpoints.append(failpoint)

    async def is_up(self) -> None:
        """Wait until the bot has started after the last kill."""
        async with asyncio.timeout(PATIENCE):
            while self.said.count(READY) <= self.kills:
                assert not self._keeping.done(), self._keeping.exception()
                await asyncio.sleep(0.02)

    async def serves(self) -> None:
        """Wait until the only bot there is serves, or has died before it could."""
        times = self.kills
        async with asyncio.timeout(PATIENCE):
            while self.kills == times and SERVES not in self.said.rpartition(READY)[2]:
                await asyncio.sleep(0.02)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)

    def signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            self._process.send_signal(number)

    async def has_died(self, times: int, patience: float = PATIENCE) -> None:
        """Wait for that kill, if it has not come yet: it may come after the last answer."""
        async with asyncio.timeout(patience):
            while self.kills < times:
                assert not self._keeping.done(), self._keeping.exception()
                await asyncio.sleep(0.01)

    async def rests(self) -> None:
        """Wait until the inbox is empty and nothing is owed."""
        await self.is_up()
        async with asyncio.timeout(PATIENCE):
            while rows(self.database, OWED) != [(0,)]:
                await asyncio.sleep(0.1)

    async def switch_off(self) -> int:
        """Ask it to stop; its exit code."""
        self._keeping.cancel()
        self.signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            return await self._process.wait()

    @property
    def said(self) -> str:
        return self._log.read_text()

    async def _keep(self) -> None:
        while True:
            code = await self._process.wait()
            assert code == -signal.SIGKILL, f"it ended by itself with {code}: {self.said}"
            self.deaths.append(time.monotonic())
            await self._start()

    async def _start(self) -> None:
        self.armed = self._failpoints.popleft() if self._failpoints else ""
        self.begun.append(time.monotonic())
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                cwd=self._log.parent,
                env={**self._environment, VARIABLE: self.armed},
                stderr=log,
                stdout=log,
            )
