"""The demo: a village, its people and the bot, all on this machine, with a clock that can be turned forward.

The only part of the simulator that knows our other rooms: it starts the bot as `klyngebot run` would, but
against this Telegram and with this clock. What the bot knows stays in the data folder; the chats do not.
"""

import asyncio
import errno
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml
from aiohttp import web
from pydantic import SecretStr

from actions import clusters
from bot.app import CannotStart, Klyngebot
from bot.cluster_file import read
from bot.settings import Settings
from domain.clusters import Cluster
from domain.consent import Purpose
from domain.people import Person, Role
from scheduler import clockwork
from simulator import CastMember, Jump, Simulator
from simulator.client import Chat
from simulator.people import Bot
from simulator.server import application
from simulator.turned_clock import JUMPS, TurnedClock, moment_of
from storage import clusters as stored
from storage import consents, lock, migrations, outbox, people, phrases
from storage import database as databases
from storage.transaction import Transaction

VILLAGE = Path(__file__).parent / "village"
TOKEN = "4242:demo"  # noqa: S105 - known to this machine's Telegram only
USERNAME = "ringstednord_bot"
DATABASE, CLOCK = "demo.db", "clock.json"
"""What the demo keeps in its folder."""
ANNA, BO, KAREN, METTE = 7001, 7002, 7003, 7004
FIRST_NEIGHBOUR = 8001
UPDATES_A_SECOND = 1
"""The bot remembers update numbers for a week: a restarted Telegram counts on from where time is. They fit
in 31 bits, as Telegram's do: a larger offset confirms nothing, and the bot would ask without end."""


@dataclass(frozen=True)
class Cast:
    """One of the four the phone opens with. Who has a village is signed up already."""

    telegram_id: int
    first_name: str
    label_da: str
    label_en: str
    village: str | None = None
    role: Role | None = None


CAST = (
    Cast(ANNA, "Anna", "ny i Vigersted, 67 år", "new in Vigersted, 67"),
    Cast(BO, "Bo", "tovholder i Jystrup", "group lead in Jystrup", "jystrup-valsoelille", Role.LEAD),
    Cast(KAREN, "Karen", "i styregruppen", "in the steering group", "vigersted", Role.STEERING),
    Cast(METTE, "Mette", "kommunens kontakt", "municipal contact", "fjaellebro-kvaerkeby", Role.MUNICIPAL),
)
POSTER = "vigersted"


def main(port: int, host: str, data_dir: Path, *, fresh: bool = False) -> None:
    """Serve the demo until it is stopped. Raises CannotStart with a plain sentence."""
    data_dir.mkdir(parents=True, exist_ok=True)
    if fresh:
        forget(data_dir)
    asyncio.run(_serve(port, host, data_dir))


def forget(data_dir: Path) -> None:
    """Take away what a demo kept there, and nothing else. Raises DatabaseInUse while one is running.

    The lock file stays: the next demo locks it again.
    """
    with lock.held(data_dir / DATABASE):
        for suffix in ("", "-wal", "-shm", "-journal"):
            (data_dir / f"{DATABASE}{suffix}").unlink(missing_ok=True)
        (data_dir / CLOCK).unlink(missing_ok=True)


async def _serve(port: int, host: str, data_dir: Path) -> None:
    clock = TurnedClock(data_dir / CLOCK)
    url = f"sqlite:///{(data_dir / DATABASE).absolute()}"
    cluster = await _seed(url, clock.now())
    telegram = Simulator(now=clock.now)
    bot = telegram.add_bot(TOKEN, USERNAME, cluster.name)
    bot.updates.number_from(int(datetime.now(UTC).timestamp() * UPDATES_A_SECOND))
    async with _serving(telegram, host, port) as address:
        token, api = SecretStr(TOKEN), f"http://{address}"
        settings = Settings(
            token=token, api_url=api, database_url=SecretStr(url), data_dir=data_dir, web_port=0
        )
        klyngebot = await Klyngebot.open(settings, clock)
        telegram.clock = DemoHands(clock, klyngebot, cluster.zone)
        await _raise_the_curtain(telegram, bot, klyngebot, cluster, address)


async def _raise_the_curtain(
    telegram: Simulator, bot: Bot, klyngebot: Klyngebot, cluster: Cluster, address: str
) -> None:
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, klyngebot.ask_to_stop)
    for chat in _phones(telegram, bot, cluster):
        chat.start()
    print(f"\n  Åbn / open:  http://{address}\n\n  Ctrl-C stopper demoen / stops the demo.\n", flush=True)
    await klyngebot.run()


def _phones(telegram: Simulator, bot: Bot, cluster: Cluster) -> Sequence[Chat]:
    """Put the cast on their phones; those who are signed up already open their chat with START."""
    poster = cluster.village_of(POSTER)
    waiting = []
    for one in CAST:
        account = telegram.add_person(one.first_name, telegram_id=one.telegram_id)
        newcomer = one.village is None
        telegram.cast.append(
            CastMember(
                person=one.telegram_id,
                bot=bot.telegram_id,
                label_da=one.label_da,
                label_en=one.label_en,
                start_payload=f"v_{poster.slug}" if newcomer else None,
                start_label_da=f"Scan plakaten i {poster.name}" if newcomer else None,
                start_label_en=f"Scan the poster in {poster.name}" if newcomer else None,
            )
        )
        if not newcomer:
            waiting.append(account.chat(bot))
    return waiting


@asynccontextmanager
async def _serving(telegram: Simulator, host: str, port: int) -> AsyncIterator[str]:
    runner = web.AppRunner(application(telegram), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield f"{host}:{runner.addresses[0][1]}"
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise CannotStart(f"Port {port} is taken. Choose another one: make demo PORT={port + 1}") from error
    finally:
        await runner.cleanup()


# The village


async def _seed(url: str, now: datetime) -> Cluster:
    """The example cluster and its people, if they are not there."""
    wanted = read(VILLAGE / "ringsted_nord.yaml")
    await migrations.upgrade(url, now)
    database = await databases.open(url)
    try:
        return await database.transact(_settle, wanted, now)
    finally:
        await database.close()


def _settle(tx: Transaction, wanted: Cluster, now: datetime) -> Cluster:
    known = stored.id_of(tx, wanted.slug)
    if known is not None:
        return stored.by_id(tx, known)
    cluster = stored.by_id(tx, clusters.put(tx, wanted, now))
    for one in CAST:
        if one.village is not None:
            _join(tx, cluster, Neighbour(one.first_name, one.village, role=one.role), one.telegram_id, now)
    for number, neighbour in enumerate(_neighbours()):
        _join(tx, cluster, neighbour, FIRST_NEIGHBOUR + number, now)
    return cluster


@dataclass(frozen=True)
class Neighbour:
    """Somebody who lives here, as the village's file has them."""

    name: str
    village: str
    skills: tuple[str, ...] = ()
    hours: str | None = None
    times: tuple[str, ...] = ()
    said: str | None = None
    role: Role | None = None


def _neighbours() -> Sequence[Neighbour]:
    listed = yaml.safe_load((VILLAGE / "neighbours.yaml").read_text(encoding="utf-8"))
    return [Neighbour(**one) for one in listed]


def _join(tx: Transaction, cluster: Cluster, who: Neighbour, telegram_id: int, now: datetime) -> None:
    home = cluster.village_of(who.village).id
    person = Person(0, cluster.id, telegram_id, who.name, "da", home, now.date(), now)
    person = replace(person, id=people.add(tx, person))
    for purpose in Purpose:
        consents.record(tx, person, purpose, now, given=True)
    for skill in who.skills:
        people.add_skill(tx, person, skill, now)
    people.set_hours(tx, person, who.hours)
    people.set_times(tx, person, who.times)
    if who.said is not None:
        phrases.keep(tx, person, who.said, now)
    if who.role is not None:
        people.give_role(tx, person, who.role)


# The clock


class DemoHands:
    """Turns the clock for the phone's page: it stops at every moment at which something is due."""

    def __init__(self, clock: TurnedClock, klyngebot: Klyngebot, zone: str) -> None:
        self._clock = clock
        self._bot = klyngebot
        self._zone = ZoneInfo(zone)
        self._turning = asyncio.Lock()

    def now(self) -> datetime:
        """The demo's moment."""
        return self._clock.now()

    def jumps(self) -> Sequence[Jump]:
        """The places the page offers."""
        return JUMPS

    async def jump(self, to: str) -> None:
        """Forward to an offered place or an ISO time. ValueError: no such place, or it lies in the past."""
        async with self._turning:
            target = moment_of(to, self.now(), self._zone)
            if target < self.now():
                raise ValueError("the clock only goes forward")
            while (due := await self._next_due()) is not None and due <= target:
                await self._arrive(due)
            await self._arrive(target)

    async def _arrive(self, moment: datetime) -> None:
        self._clock.set(moment)
        await clockwork.run_due(self._bot.database, moment)
        self._bot.sender.wake()
        await self._bot.settled()

    async def _next_due(self) -> datetime | None:
        now = self.now()
        letter = await self._bot.database.transact(outbox.next_due, now)
        duty = await clockwork.next_due(self._bot.database, now)
        return min((due for due in (letter, duty) if due is not None), default=None)
