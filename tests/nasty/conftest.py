"""One bot for the whole table; each row has a person of its own."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from pydantic import SecretStr

from bot.app import Klyngebot
from bot.cluster_file import read
from bot.settings import Settings
from domain.pace import UNHURRIED
from simulator import Bot, Simulator
from simulator.ptb import InProcessRequest
from storage import migrations
from tests.fixtures.bots import TOKEN, VILLAGE, SetClock, import_cluster


class Village:
    """The bot, running, and the Telegram it is on."""

    def __init__(self, klyngebot: Klyngebot, telegram: Simulator, bot: Bot, clock: SetClock) -> None:
        self.klyngebot = klyngebot
        self.telegram = telegram
        self.bot = bot
        self.clock = clock


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def village(tmp_path_factory) -> AsyncIterator[Village]:
    folder: Path = tmp_path_factory.mktemp("nasty")
    url, clock = f"sqlite:///{folder / 'klyngebot.db'}", SetClock()
    await migrations.upgrade(url, clock.now())
    await import_cluster(url, read(VILLAGE), clock.now())
    telegram = Simulator(now=clock.now)
    bot = telegram.add_bot(TOKEN, "ringstednord_bot")
    settings = Settings(token=SecretStr(TOKEN), database_url=SecretStr(url), data_dir=folder, web_port=0)
    klyngebot = await Klyngebot.open(settings, clock, InProcessRequest(telegram), pace=UNHURRIED)
    task = asyncio.create_task(klyngebot.run())
    yield Village(klyngebot, telegram, bot, clock)
    await klyngebot.stop()
    await task
