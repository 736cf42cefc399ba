"""Several processes on one PostgreSQL: one serves a bot, and another takes over when it is struck."""

import asyncio
import os
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest

from domain.clusters import Cluster
from tests.crash.harness import PATIENCE, READY, ROOT, Phone, Telegram, telegram
from tests.fixtures.bots import import_cluster
from tests.fixtures.databases import NOW
from tests.fixtures.patience import eventually
from tests.fixtures.standstill import watched

BOT = 700_901
SERVES = "Serving a bot"
TAKEOVER = 15.0
"""Seconds after a kill, or after a freeze, within which another one answers."""
IN_FLIGHT = 8
UNSETTLED = (
    "select (select count(*) from inbox where state <> 'done') + "
    "(select count(*) from outbox where state in ('pending', 'sending'))"
)

pytestmark = pytest.mark.slow


class Replica:
    process: asyncio.subprocess.Process | None = None

    def __init__(self, home: Path, settings: dict[str, str]) -> None:
        home.mkdir()
        self.log = home / "bot.log"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KLYNGEBOT_")}
        more = {"PYTHONPATH": str(ROOT), "KLYNGEBOT_DATA_DIR": str(home), "KLYNGEBOT_WEB_PORT": "0"}
        self.environment = {**kept, **settings, **more}

    async def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run",
                cwd=self.log.parent, env=self.environment, stdout=log, stderr=log,
            )  # fmt: skip
        await self.says(READY)

    async def says(self, words: str, times: int = 1) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.log.read_text().count(words) < times:
                assert self.process.returncode is None, self.log.read_text()
                await asyncio.sleep(0.05)

    @property
    def serves(self) -> bool:
        return SERVES in self.log.read_text()

    def kill(self) -> None:
        if self.process and self.process.returncode is None:
            self.process.kill()

    async def stop(self) -> int:
        with suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), PATIENCE)


@pytest.mark.parametrize(
    "blows",
    [[signal.SIGKILL], [signal.SIGSTOP], [signal.SIGTERM], [signal.SIGKILL, signal.SIGKILL]],
    ids=lambda blows: "-".join(blow.name for blow in blows),
)
async def test_another_takes_over_and_nothing_is_lost(
    blows: list[signal.Signals], postgresql_url: str, ringsted_nord: Cluster, tmp_path: Path
):
    """One after the other is struck; as many as blows, and one more, stood ready."""
    await import_cluster(postgresql_url, ringsted_nord, NOW)
    async with telegram(tmp_path / "telegram.log") as world:
        phones = await move_in(world)
        settings = {
            "KLYNGEBOT_TOKEN": f"{BOT}:crash",
            "KLYNGEBOT_API_URL": world.address,
            "KLYNGEBOT_DATABASE_URL": postgresql_url,
        }
        replicas = [Replica(tmp_path / f"{number}", settings) for number in range(len(blows) + 1)]
        standing = [*replicas]
        try:
            await all_ready(replicas, phones)
            for number, blow in enumerate(blows):
                (serving,) = [replica for replica in standing if replica.serves]
                standing.remove(serving)
                await strike(serving, blow, phones, had=1 + 2 * number)
                await eventually(lambda: any(replica.serves for replica in standing))
            await everything_is_settled(postgresql_url)
            assert [await replica.stop() for replica in standing] == [0]
        finally:
            for replica in replicas:
                replica.kill()
        sent = await taken_by_telegram(world)
    owed = 1 + 2 * len(blows)
    assert all(sent[phone.person] >= owed for phone in phones), "lost"
    assert sent.total() - owed * len(phones) <= IN_FLIGHT * len(blows), "doubled"


async def all_ready(replicas: list[Replica], phones: list[Phone]) -> None:
    """The first serves; everybody has begun to talk to it."""
    first, *others = replicas
    await first.start()
    await first.says(SERVES)
    for replica in others:
        await replica.start()
    for phone in phones:
        await phone.start()
    await asyncio.gather(*(phone.has(1) for phone in phones))


async def strike(serving: Replica, blow: signal.Signals, phones: list[Phone], had: int) -> None:
    """While everybody asks for something, and asks again."""
    with watched() as still:
        for phone in phones:
            await phone.write("/menu")
        serving.process.send_signal(blow)
        at = time.monotonic()
        for phone in phones:
            await phone.write("/menu")
        await asyncio.gather(*(phone.has(had + 2) for phone in phones))
        answered = time.monotonic()
    took = still.lived(answered) - still.lived(at)
    sys.stdout.write(f"\n{blow.name}: everybody answered after {took:.1f} s\n")
    assert took <= TAKEOVER


async def move_in(world: Telegram) -> list[Phone]:
    await world.post("settings", latency=[0.02, 0.08])
    await world.post("bots", token=f"{BOT}:crash", username="klynge_bot", first_name="Klyngebot")
    phones = [Phone(world, 5_300_001 + number, BOT) for number in range(4)]
    for phone in phones:
        await world.post("people", first_name="Anna", telegram_id=phone.person)
    return phones


async def taken_by_telegram(world: Telegram) -> Counter[int]:
    """How many messages to each person, copies too."""
    return Counter(
        int(call["parameters"]["chat_id"])
        for call in await world.calls(BOT)
        if (call["method"], call["status"]) == ("sendMessage", 200)
    )


async def everything_is_settled(url: str) -> None:
    """Wait for it: what was on its way at the first is sent again by the second, one by one."""
    connection = await asyncpg.connect(url)
    try:
        async with asyncio.timeout(PATIENCE):
            while await connection.fetchval(UNSETTLED):
                await asyncio.sleep(0.1)
    finally:
        await connection.close()
