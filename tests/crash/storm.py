"""One run: a busy village, one bot or two replicas, and the power that goes again and again."""

import asyncio
import signal
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

import asyncpg

from bot.failpoints import Failpoint
from domain.clusters import Cluster
from storage import migrations
from tests.crash import neighbours
from tests.crash.by_day import BEGAN
from tests.crash.evidence import LETTERS, Evidence, How, Letter, Strike, read_log
from tests.crash.harness import OWED, Machine, Phone, Telegram, rows, telegram
from tests.crash.neighbours import Said
from tests.crash.server import Server
from tests.crash.village import BEFORE, KAREN, Village, settle
from tests.fixtures.standstill import Standstill, watched

BOT = 700_900
LIFE = (0.1, 1.5)
"""Seconds between a start and the next kill: short enough to hit what follows a start, too."""
FROZEN = 16.0
"""Two leases."""
FAULTS = (
    {"kind": "retry_after", "probability": 0.01, "seconds": 1},
    {"kind": "lost", "probability": 0.005},
    {"kind": "blocked", "probability": 0.01},
)
TAPS = 4.0
"""A second, of all together: a bot killed so often lives a quarter of the time; then it sends 25 a second."""
STILLBORN = 0.2
"""Of all lives, so many may end before the bot serves."""
CALM = 300.0
"""Seconds in which everything is to be settled when the power stays."""
UNDER_WAY = "select count(*) from announcements where state = 'sending' and next_at is null"
HALF_DONE = (
    "select 'letter', id from outbox where state in ('pending', 'sending') union all "
    "select 'update', update_id from inbox where state <> 'done'"
)
TABLES = {
    "announcements": "select id, state from announcements",
    "ballots": "select people.telegram_id, ballots.picks from ballots join people on people.id = person_id",
    "coming": "select people.telegram_id, event_id, answer from event_answers "
    "join people on people.id = person_id",
    "people": "select telegram_id from people",
    "half done": HALF_DONE,
}


@dataclass(frozen=True)
class Plan:
    """`replicas`: with more than one, and where the server is restarted, a `server` is needed.

    `taps_live`: seconds that Telegram keeps a tap for a bot that is down.
    """

    village: Village
    kills: int
    newcomers: int = 3
    leavers: int = 3
    each_failpoint: int = 0
    server: Server | None = None
    replicas: int = 1
    restarts: int = 0
    freezes: int = 0
    life: tuple[float, float] = LIFE
    taps_live: float = 150.0


@dataclass
class Storm:
    """What happens to the machines."""

    plan: Plan
    machines: Sequence[Machine]
    chance: Random
    strikes: list[Strike] = field(default_factory=list)
    hits: Counter[str] = field(default_factory=Counter)

    async def rage(self) -> None:
        trouble = [self._kill] * self.plan.kills
        others = [self._restart] * self.plan.restarts + [self._freeze] * self.plan.freezes
        for one in others:
            trouble.insert(self.chance.randrange(1, len(trouble)), one)
        for strike in trouble:
            await strike()
        while self._missing():
            await self._kill()

    async def _kill(self) -> None:
        machine = self.chance.choice(self.machines)
        await machine.is_up()
        times, armed = machine.kills, machine.armed
        if self.plan.replicas == 1 and self.chance.random() > STILLBORN:
            await machine.serves()
        self._arm(machine)
        try:
            await machine.has_died(times + 1, 8.0 if armed else self.chance.uniform(*self.plan.life))
            self.hits[armed.partition(":")[0]] += 1
        except TimeoutError:
            machine.kill()
            await machine.has_died(times + 1)
        self.strikes.append(Strike(machine.deaths[-1], How.KILL))

    def _arm(self, machine: Machine) -> None:
        """Every second start, as long as there is a place where it has not died often enough."""
        places = self._missing()
        armed = places and not machine.armed
        machine.arm(f"{self.chance.choice(places)}:{self.chance.randint(1, 5)}" if armed else "")

    def _missing(self) -> list[str]:
        return [name for name in Failpoint if self.hits[name] < self.plan.each_failpoint]

    async def _restart(self) -> None:
        self.strikes.append(Strike(time.monotonic(), How.RESTART))
        await self.plan.server.restart()
        await asyncio.sleep(self.chance.uniform(*self.plan.life))

    async def _freeze(self) -> None:
        """Longer than any lease; then it goes on, and learns that another serves."""
        machine = self.chance.choice(self.machines)
        await machine.is_up()
        machine.signal(signal.SIGSTOP)
        try:
            self.strikes.append(Strike(time.monotonic(), How.FREEZE))
            await asyncio.sleep(FROZEN)
        finally:
            machine.signal(signal.SIGCONT)  # also where the run is told to stop: frozen, it could not end
        await asyncio.sleep(self.chance.uniform(*self.plan.life))


async def run(plan: Plan, seed: int, cluster: Cluster, folder: Path) -> tuple[Evidence, Storm]:
    """Into an empty folder. The moments in its evidence leave out when the machine stood still."""
    with watched() as still:
        storm, said, url = await _lived(plan, seed, cluster, folder)
    return await _found(storm, said, url, folder / "telegram.log", still), storm


async def _lived(plan: Plan, seed: int, cluster: Cluster, folder: Path) -> tuple[Storm, Said, str]:
    """The storm, what people did in it, and the database."""
    chance = Random(seed)
    async with telegram(folder / "telegram.log", seed) as world:
        phones = await _move_in(world, plan)
        url = plan.server.url if plan.server else f"sqlite:///{folder / 'klyngebot.db'}"
        await migrations.upgrade(url, BEFORE)
        await settle(url, cluster, plan.village)
        settings = {
            "KLYNGEBOT_TOKEN": f"{BOT}:crash",
            "KLYNGEBOT_API_URL": world.address,
            "KLYNGEBOT_DATABASE_URL": url,
            BEGAN: str(time.monotonic()),
        }
        machines = [Machine(settings, folder / f"{n}", ["tests.crash.by_day"]) for n in range(plan.replicas)]
        storm = Storm(plan, machines, chance)
        said = await _live_through(storm, world, phones, url)
    return storm, said, url


async def _found(storm: Storm, said: Said, url: str, log: Path, still: Standstill) -> Evidence:
    plan = storm.plan
    calls, ambiguous, turned_away = read_log(log)
    tables = {name: await look(url, query) for name, query in TABLES.items()}
    tables["damage"] = await (plan.server.damage() if plan.server else _damage(url))
    return Evidence(
        calls=[replace(call, at=still.lived(call.at)) for call in calls],
        letters=[Letter(*row) for row in await look(url, LETTERS)],
        said=replace(said, held=[one.by(still.lived) for one in said.held]),
        strikes=sorted((replace(one, at=still.lived(one.at)) for one in storm.strikes), key=lambda it: it.at),
        starts=sorted(still.lived(at) for machine in storm.machines for at in machine.begun),
        villagers=[*plan.village.telegram_ids],
        ambiguous=ambiguous,
        turned_away=turned_away,
        tables=tables,
    )


async def _damage(url: str) -> list[tuple]:
    """What SQLite finds wrong with its file, and rows that belong to none."""
    whole = await look(url, "pragma integrity_check")
    return [row for row in whole if row != ("ok",)] + await look(url, "pragma foreign_key_check")


async def _move_in(world: Telegram, plan: Plan) -> list[Phone]:
    await world.post("settings", latency=[0.02, 0.08], tap_seconds=plan.taps_live)
    await world.post("bots", token=f"{BOT}:crash", username="klynge_bot", first_name="Klyngebot")
    here = plan.village.people + plan.newcomers
    phones = [Phone(world, KAREN + number, BOT) for number in range(here)]
    for phone in phones:
        await world.post("people", first_name="Anna", telegram_id=phone.person)
    for phone in phones[: plan.village.people]:
        await phone.start()
    for fault in FAULTS:
        await world.post("faults", method="sendMessage", times=None, bot_id=BOT, **fault)
    return phones


async def _live_through(storm: Storm, world: Telegram, phones: Sequence[Phone], url: str) -> Said:
    """Everybody does what they do until the storm is over; then all is settled, and the machines stop."""
    plan, over = storm.plan, asyncio.Event()
    said, people = Said(), plan.village.people
    for machine in storm.machines:
        await machine.switch_on()
    karen, leavers, tapping = phones[0], phones[1 : plan.leavers + 1], phones[plan.leavers + 1 : people]
    numbers = range(1, plan.village.announcements + 1)
    every = 4.0 * (plan.kills + plan.restarts) / len(numbers)
    acts = [neighbours.let_go(karen, numbers, every, said, over)]
    acts += [neighbours.join(phone, said, over) for phone in phones[people:]]
    acts += [neighbours.leave(phone, said, over) for phone in leavers]
    for phone in tapping:
        about = (plan.village.events, len(tapping) / TAPS, said, Random(storm.chance.random()))
        acts.append(neighbours.vote_and_answer(phone, *about, over))
    living = asyncio.gather(*acts)
    try:
        await storm.rage()
        over.set()
        await living
        await world.session.delete(f"{world.address}/control/faults")
        for machine in storm.machines:
            await machine.is_up()
        await _settled(world, url)
        said.outlived = (await world.get("bots"))[0]["outlived"]
    finally:
        living.cancel()
        await asyncio.gather(living, return_exceptions=True)
        codes = [await machine.switch_off() for machine in storm.machines]
    assert not any(codes), [machine.said[-2000:] for machine in storm.machines]
    return said


async def _settled(world: Telegram, url: str) -> None:
    """Telegram holds nothing for us, nothing is owed, and no announcement goes on today."""
    async with asyncio.timeout(CALM):
        while await _held(world) or await look(url, OWED) != [(0,)] or await look(url, UNDER_WAY) != [(0,)]:
            await asyncio.sleep(0.2)


async def _held(world: Telegram) -> int:
    async with world.session.get(f"{world.address}/bot{BOT}:crash/getWebhookInfo") as answer:
        return (await answer.json())["result"]["pending_update_count"]


async def look(url: str, query: str) -> list[tuple]:
    """Only looking, on either database, also while a bot has it."""
    if url.startswith("sqlite"):
        return rows(Path(url.removeprefix("sqlite:///")), query)
    connection = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await connection.fetch(query)]
    finally:
        await connection.close()
