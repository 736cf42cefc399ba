"""Thousands of updates with something wrong in them, brought to the webhook of the real bot.

`KLYNGEBOT_TEST_UPDATES=20000` tries more (`make fuzz`), `KLYNGEBOT_TEST_SEED=7` those of an earlier run.
"""

import asyncio
import os
import secrets
import shutil
import sys
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from random import Random

import aiohttp
import pytest
import sqlalchemy as sa
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.app import Klyngebot
from bot.settings import Settings
from bot.webhook import LARGEST, SECRET, made_of
from domain.pace import UNHURRIED
from simulator import Simulator
from simulator.ptb import InProcessRequest
from storage import database as databases
from storage import tables
from storage.transaction import Transaction
from tests.actions.world import HERE, NOW, Place, build
from tests.fixtures.bots import SetClock
from tests.fixtures.patience import eventually
from tests.fuzz.corpus import record
from tests.fuzz.mutations import Wire, mutated

UPDATES = int(os.environ.get("KLYNGEBOT_TEST_UPDATES", "2000"))
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", secrets.token_hex(8))
"""The same in every process of one run, so that all of them name the seed alike."""
SEED = int(os.environ.get("KLYNGEBOT_TEST_SEED", int(RUN, 16) % 10_000))
TOKEN = f"{Place(HERE).bot}:fuzzed-fuzzed-fuzzed-fuzzed-fuzzed"
ROUND = 500
"""Updates after which the village is as it was: a few of them erase people or close polls."""
STRANGERS = {"no secret": 403, "another path": 404, "another method": 405}
MOST = 5.0
"""Seconds of work for one update at which it is wrong; a second is the goal, the table shows the slowest."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600 + UPDATES // 10)]


@dataclass
class Tally:
    """What was tried and what came of it. Seconds are of work (processor time) and on the wall."""

    kinds: Counter[str] = field(default_factory=Counter)
    answered: Counter[int] = field(default_factory=Counter)
    settled: Counter[str] = field(default_factory=Counter)
    dead: Counter[str] = field(default_factory=Counter)
    letters: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wall: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        kinds = [
            f"  {kind:<16}{number:>7}{1000 * max(self.seconds[kind]):>9.0f} ms"
            for kind, number in self.kinds.most_common()
        ]
        worst = max(one for each in self.seconds.values() for one in each)
        return "\n".join(
            [
                f"\n{sum(self.kinds.values())} updates, seed {SEED}",
                f"  {'what was done':<16}{'tried':>7}{'slowest':>12}",
                *kinds,
                f"answered: {shown(self.answered)}",
                f"settled: {shown(self.settled)}",
                f"letters: {shown(self.letters)}",
                f"slowest: {1000 * worst:.0f} ms of work, {1000 * self.wall:.0f} ms on the wall",
                "dead letters, by reason:",
                *(f"  {number:>7}  {why}" for why, number in self.dead.most_common()),
                *self.wrong,
            ]
        )


def shown(counted: Counter) -> str:
    return ", ".join(f"{what} {number}" for what, number in sorted(counted.items())) or "none"


@dataclass
class Bench:
    """A Telegram, an address, and the village as it is at the beginning of each round."""

    telegram: Simulator
    database: Path
    folder: Path
    address: str
    recorded: list[Wire]
    clock: SetClock


@pytest.fixture
async def bench(sqlite_template: Path, tmp_path: Path, unused_tcp_port: int) -> AsyncIterator[Bench]:
    clock = SetClock()
    clock.moment = NOW + timedelta(hours=1)
    telegram = Simulator(now=clock.now)
    bot = telegram.add_bot(TOKEN, "nord_bot")
    database = Path(shutil.copy(sqlite_template, tmp_path / "village.db"))
    village = await databases.open(f"sqlite:///{database}")
    await village.transact(build)
    recorded = await record(telegram, bot, village)
    await village.close()
    yield Bench(telegram, database, tmp_path, f"http://127.0.0.1:{unused_tcp_port}", recorded, clock)
    await telegram.close()


async def test_whatever_is_wrong_with_an_update_it_is_settled_and_nobody_waits(bench: Bench):
    chance, tally = Random(SEED), Tally()
    asyncio.get_running_loop().set_exception_handler(lambda _loop, what: tally.wrong.append(str(what)))
    with capture_logs() as told:
        for first in range(0, UPDATES, ROUND):
            async with running(bench) as klyngebot, aiohttp.ClientSession() as session:
                door = Door(bench, klyngebot, session, tally)
                for number in range(first, min(first + ROUND, UPDATES)):
                    await door.bring(chance, number)
                await klyngebot.database.transact(count, tally)
                tally.settled += klyngebot.only.service.desk.counts
    for line in told:
        if line["event"] == "An update is a dead letter":
            tally.dead[line["why"].rpartition(" at ")[0] or line["why"]] += 1
        elif line["log_level"] in ("error", "critical"):
            tally.wrong.append(str(line))
    sys.stdout.write(f"{tally}\n")
    assert tally.wrong == []
    assert sum(tally.kinds.values()) == UPDATES
    assert tally.settled["failed"] == 0
    assert (tally.letters["dead"], tally.letters["refused"]) == (0, 0)


@asynccontextmanager
async def running(bench: Bench) -> AsyncIterator[Klyngebot]:
    shutil.copy(bench.database, bench.folder / "klyngebot.db")
    settings = Settings(
        token=SecretStr(TOKEN),
        database_url=SecretStr(f"sqlite:///{bench.folder / 'klyngebot.db'}"),
        data_dir=bench.folder,
        web_port=int(bench.address.rpartition(":")[2]),
        webhook_url=bench.address,
    )
    klyngebot = await Klyngebot.open(settings, bench.clock, InProcessRequest(bench.telegram), pace=UNHURRIED)
    task = asyncio.create_task(klyngebot.run())
    await eventually(lambda: klyngebot.only.service.workers is klyngebot.only.webhook.workers)
    yield klyngebot
    await klyngebot.stop()
    await task


@dataclass
class Door:
    """Brings one update after the other, and waits until nothing is left to do about it."""

    bench: Bench
    klyngebot: Klyngebot
    session: aiohttp.ClientSession
    tally: Tally

    async def bring(self, chance: Random, number: int) -> None:
        kind, body = mutated(chance, self.bench.recorded, 1_000_000 + number)
        begun, work = time.monotonic(), time.process_time()
        for _ in range(chance.choice((1, 1, 1, 1, 2))):
            self.tally.answered[await self.post(body)] += 1
        await self.klyngebot.settled()
        spent = time.process_time() - work
        self.tally.kinds[kind] += 1
        self.tally.seconds[kind].append(spent)
        self.tally.wall = max(self.tally.wall, time.monotonic() - begun)
        if spent > MOST:
            self.tally.wrong.append(f"{spent:.1f} s for {kind}, number {number}: {body[:300]!r}")
        if chance.random() < 0.05:
            await self.knock(chance, body)

    async def post(self, body: bytes) -> int:
        headers = {SECRET: made_of(TOKEN, "secret")}
        address = f"{self.bench.address}/telegram/{made_of(TOKEN, 'path')}"
        async with self.session.post(address, data=BytesIO(body), headers=headers) as answer:
            if answer.status != (200 if len(body) <= LARGEST else 413):
                self.tally.wrong.append(f"{answer.status} for {body[:300]!r}")
            return answer.status

    async def knock(self, chance: Random, body: bytes) -> None:
        """Somebody who is not Telegram brings the same."""
        what = chance.choice([*STRANGERS])
        path = "0" * 64 if what == "another path" else made_of(TOKEN, "path")
        secret = "wrong" if what == "no secret" else made_of(TOKEN, "secret")
        method = "PUT" if what == "another method" else "POST"
        address = f"{self.bench.address}/telegram/{path}"
        async with self.session.request(
            method, address, data=BytesIO(body), headers={SECRET: secret}
        ) as answer:
            if answer.status != STRANGERS[what]:
                self.tally.wrong.append(f"{answer.status} for {what}")
            self.tally.answered[answer.status] += 1


def count(tx: Transaction, tally: Tally) -> None:
    """Nothing waits; what became of letters."""
    for table, into in ((tables.inbox, tally.settled), (tables.outbox, tally.letters)):
        query = sa.select(table.c.state, sa.func.count()).group_by(table.c.state)
        for state, number in tx.connection.execute(query):
            into[state] += number
    if tally.settled["waiting"]:
        tally.wrong.append(f"{tally.settled['waiting']} updates wait in the inbox")
