"""A bot with doors of the test's own, in front of a simulated Telegram, both in this process."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import Klyngebot
from bot.clock import SystemClock
from bot.ptb import Handlers
from bot.settings import Settings
from domain.clusters import Cluster, Contact
from simulator import Bot, Simulator
from simulator.ptb import InProcessRequest
from storage import clusters
from storage import database as databases
from storage.transaction import Transaction

TOKEN = "4242:canary-canary-canary-canary-canary"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

Start = Callable[..., AbstractAsyncContextManager[Klyngebot]]


@pytest.fixture
async def simulator(tmp_path: Path) -> AsyncIterator[Simulator]:
    simulator = Simulator(lambda: datetime.now(UTC), log_path=tmp_path / "telegram.log")
    yield simulator
    await simulator.close()


@pytest.fixture
def telegram_bot(simulator: Simulator) -> Bot:
    return simulator.add_bot(TOKEN, "klynge_bot")


@pytest.fixture
def settings(tmp_path: Path, sqlite_url: str) -> Settings:
    return Settings(token=SecretStr(TOKEN), data_dir=tmp_path, database_url=SecretStr(sqlite_url), web_port=0)


@pytest.fixture
async def cluster(settings: Settings) -> None:
    """Ringsted Nord stands in the database that the bot will open."""
    database = await databases.open(settings.database)
    await database.transact(found_cluster, "ringsted-nord")
    await database.close()


def found_cluster(tx: Transaction, slug: str) -> int:
    contact = Contact("The steering group", "12 34 56 78")
    here = Cluster(0, slug, "Ringsted Nord", "Ringsted", "Europe/Copenhagen", "The association", contact)
    return clusters.put(tx, here, NOW)


@pytest.fixture
def start(settings: Settings, simulator: Simulator, telegram_bot: Bot, cluster: None) -> Start:
    """`async with start(handlers) as klyngebot`: opened, running, and stopped cleanly afterwards."""

    @asynccontextmanager
    async def started(handlers: Handlers) -> AsyncIterator[Klyngebot]:
        request = InProcessRequest(simulator)
        klyngebot = await Klyngebot.open(settings, SystemClock(), request, handlers)
        running = asyncio.create_task(klyngebot.run())
        try:
            yield klyngebot
        finally:
            await klyngebot.stop()
            await running

    return started
