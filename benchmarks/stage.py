"""A strict Telegram in this process and the real bot in another, for what can only be seen from outside.

`python -m benchmarks.stage <address> <database url> <folder>` is that other process; its tokens are in
KLYNGEBOT_TOKEN. Both count time from the same Sunday noon, whatever the machine's date is.
"""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from aiohttp import web
from pydantic import SecretStr

from benchmarks.village import NOW
from bot import logs
from bot.app import Klyngebot
from bot.settings import Settings
from domain.audience import CLUSTER
from domain.kinds import Kind
from domain.message import Html, Message
from simulator import Bot, Simulator
from simulator.client import Chat
from simulator.server import application
from simulator.settings import FloodLimits, Rate, SimulatorSettings
from storage import audiences, migrations, outbox, tables
from storage import database as databases
from storage.outbox import Mailing
from storage.transaction import Transaction

STRICT = FloodLimits(bot=Rate(30.0, 10))
"""Telegram is said to allow more at once; one who keeps within this keeps within that."""
LATENCY = (0.02, 0.06)
"""Seconds a call takes at Telegram, at least and at most."""
MASS = "Fællesspisning på lørdag i forsamlingshuset. Alle er velkomne."
FIRST_BOT = 7_000_000_001


class RunningClock:
    """From noon on, as fast as any."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def now(self) -> datetime:
        return NOW + timedelta(seconds=time.monotonic() - self._began)


@dataclass(frozen=True)
class Stage:
    """`chats`: by bot, one of each neighbour. `took`: seconds from the bot's start until it serves all."""

    simulator: Simulator
    bots: Sequence[Bot]
    chats: Sequence[Sequence[Chat]]
    pid: int
    took: float

    @property
    def resident(self) -> float:
        """MB of memory the bot's process has now."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        (kilobytes,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
        return int(kilobytes) / 1024


@asynccontextmanager
async def staged(
    folder: Path, bots: int, people: int, writing: int, url: str | None = None
) -> AsyncIterator[Stage]:
    """So many bots, each with a cluster of so many people; the first `writing` of them have a letter to all.

    The url's database is changed: give it one of its own. Without, on a new SQLite file.
    """
    url = url or f"sqlite:///{folder / 'klyngebot.db'}"
    simulator = Simulator(RunningClock().now, SimulatorSettings(LATENCY, STRICT, 1, log_memory=2_000_000))
    accounts = [simulator.add_bot(f"{FIRST_BOT + n}:simulated", f"klynge_{n}_bot") for n in range(bots)]
    chats = [
        [_started(simulator, bot, n * people + m) for m in range(people)] for n, bot in enumerate(accounts)
    ]
    await _furnished(url, bots, people, writing)
    runner = web.AppRunner(application(simulator), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        began = time.monotonic()
        process = await _started_bot(address, url, folder, [bot.token for bot in accounts])
        yield Stage(simulator, accounts, chats, process.pid, time.monotonic() - began)
        process.terminate()
        if await process.wait():
            raise RuntimeError("the bot did not end well")
    finally:
        await runner.cleanup()


def _started(simulator: Simulator, bot: Bot, number: int) -> Chat:
    chat = simulator.add_person("Anna", telegram_id=number + 1).chat(bot)
    chat.conversation.started = True  # long ago
    return chat


async def _started_bot(
    address: str, url: str, folder: Path, tokens: Sequence[str]
) -> asyncio.subprocess.Process:
    """Running, and serving all its bots."""
    environment = {**os.environ, "KLYNGEBOT_TOKEN": " ".join(tokens)}
    command = (sys.executable, "-m", "benchmarks.stage", address, url, str(folder))
    with (folder / "bot.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *command, env=environment, stdout=asyncio.subprocess.PIPE, stderr=log
        )
    said = await process.stdout.readline() if process.stdout else b""
    if said.strip() != b"ready":
        process.kill()
        await process.wait()
        raise RuntimeError(f"the bot did not start: {(folder / 'bot.log').read_text(encoding='utf-8')}")
    return process


async def _furnished(url: str, bots: int, people: int, writing: int) -> None:
    await migrations.upgrade(url, NOW)
    database = await databases.open(url)
    for number in range(bots):
        await database.transact(_move_in, number, people)
        if number < writing:
            await database.transact(_write_to_all, number)
    await database.close()


def _move_in(tx: Transaction, number: int, people: int) -> None:
    run = tx.connection.execute
    words = {"name": "Nord", "municipality": "Nord", "controller": "Nord", "contact_name": "Nord"}
    cluster = {"id": number + 1, "slug": f"nord-{number}", "zone": "Europe/Copenhagen", "about": {}, **words}
    run(sa.insert(tables.clusters), cluster | {"created_at": NOW})
    run(
        sa.insert(tables.bots),
        {"id": FIRST_BOT + number, "cluster_id": number + 1, "username": f"klynge_{number}_bot"},
    )
    village = {"id": number + 1, "cluster_id": number + 1, "slug": "v", "name": "V", "also_called": []}
    run(sa.insert(tables.villages), village | {"inhabitants": people})
    run(sa.insert(tables.people), [_neighbour(number + 1, number * people + n + 1) for n in range(people)])


def _neighbour(cluster: int, number: int) -> dict[str, object]:
    """Number and chat are the same."""
    return {
        "id": number,
        "cluster_id": cluster,
        "telegram_id": number,
        "first_name": "Anna",
        "language": "da",
        "village_id": cluster,
        "sixteen_on": NOW.date(),
        "joined_at": NOW,
        "seen_at": NOW,
        "free_times": [],
        "fewer": False,
    }


def _write_to_all(tx: Transaction, number: int) -> None:
    words = {"da": Message(Html(MASS))}
    mailing = Mailing(FIRST_BOT + number, Kind.NEWS, "benchmark:1", "benchmark:1", NOW, None, words)
    outbox.put_many(tx, mailing, audiences.of(number + 1, CLUSTER, Kind.NEWS, NOW), NOW)


async def _serve(address: str, url: str, folder: Path) -> None:
    """The bot as shipped, on another clock, against another Telegram."""
    logs.set_up(debug=False)
    settings = Settings(
        token=SecretStr(os.environ["KLYNGEBOT_TOKEN"]),
        api_url=address,
        database_url=SecretStr(url),
        data_dir=folder,
        web_port=0,
    )
    klyngebot = await Klyngebot.open(settings, RunningClock())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, klyngebot.ask_to_stop)
    running = asyncio.create_task(klyngebot.run())
    while len(klyngebot.fleet.bots) < len(settings.tokens):  # noqa: ASYNC110 - nobody announces it
        await asyncio.sleep(0.01)
    print("ready", flush=True)
    await running


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
