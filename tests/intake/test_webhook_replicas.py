"""A balancer brings an update to the replica that does not serve its bot."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from bot.app import Klyngebot
from bot.clock import SystemClock
from bot.settings import Settings
from bot.webhook import SECRET, made_of
from simulator import Bot, Simulator
from simulator.ptb import InProcessRequest
from storage import database as databases
from tests.fixtures.patience import eventually
from tests.intake.conftest import TOKEN, found_cluster
from tests.intake.test_turns import HANDLERS

pytestmark = pytest.mark.slow


@asynccontextmanager
async def replica(simulator: Simulator, url: str, port: int, folder: Path) -> AsyncIterator[Klyngebot]:
    settings = Settings(
        token=SecretStr(TOKEN),
        data_dir=folder / str(port),
        database_url=SecretStr(url),
        web_port=port,
        watch_port=0,
        webhook_url=f"http://127.0.0.1:{port}",
    )
    klyngebot = await Klyngebot.open(settings, SystemClock(), InProcessRequest(simulator), HANDLERS)
    running = asyncio.create_task(klyngebot.run())
    try:
        yield klyngebot
    finally:
        await klyngebot.stop()
        await running


async def answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


async def test_it_is_kept_and_the_one_that_serves_answers(
    postgresql_url: str,
    simulator: Simulator,
    telegram_bot: Bot,
    unused_tcp_port_factory: Callable[[], int],
    tmp_path: Path,
):
    database = await databases.open(postgresql_url)
    await database.transact(found_cluster, "ringsted-nord")
    await database.close()
    ports = [unused_tcp_port_factory() for _ in range(2)]
    async with AsyncExitStack() as both:
        serving = await both.enter_async_context(replica(simulator, postgresql_url, ports[0], tmp_path))
        await eventually(serving.only.may.is_set)
        standing_by = await both.enter_async_context(replica(simulator, postgresql_url, ports[1], tmp_path))
        await eventually(lambda: answers(ports[1]))
        anna = simulator.add_person("Anna").chat(telegram_bot)
        who = {"id": anna.person.telegram_id, "is_bot": False, "first_name": "Anna"}
        message = {"message_id": 3, "date": 1, "chat": {**who, "type": "private"}, "from": who, "text": "hej"}
        anna.conversation.started = True
        at_the_other = f"http://127.0.0.1:{ports[1]}/telegram/{made_of(TOKEN, 'path')}"
        headers = {SECRET: made_of(TOKEN, "secret")}
        async with aiohttp.ClientSession() as balancer:
            for _ in range(2):  # Telegram may bring it twice
                body = {"update_id": 7, "message": message}
                async with balancer.post(at_the_other, json=body, headers=headers) as answer:
                    assert answer.status == 200
        await eventually(lambda: anna.inbox == ["You said hej"])
        assert serving.only.may.is_set()
        assert not standing_by.only.may.is_set()
