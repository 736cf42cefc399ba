"""The demo: a village, its people and the bot, all on this machine, with a clock that can be turned forward.

With `demo_village.py`, the only part of the simulator that knows our other rooms: it starts the bot as
`klyngebot run` would, but against this Telegram and with this clock. What the bot knows stays in the data
folder; the chats do not.
"""

import asyncio
import errno
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from zoneinfo import ZoneInfo

from aiohttp import web
from pydantic import SecretStr

from bot.app import Klyngebot
from bot.cluster_file import read
from bot.one_bot import CannotStart
from bot.settings import Settings
from domain.clusters import ZONE, Cluster
from scheduler import clockwork
from simulator import CastMember, Jump, Simulator
from simulator.client import Chat
from simulator.demo_village import CAST, KAREN, VILLAGE, Cast, by_day, neighbours, settle
from simulator.people import Bot
from simulator.server import application
from simulator.turned_clock import JUMPS, TurnedClock, moment_of
from storage import database as databases
from storage import lock, migrations, outbox
from storage.errors import DatabaseInUse

TOKEN = "4242:demo"  # noqa: S105 - known to this machine's Telegram only
USERNAME = "ringstednord_bot"
DATABASE, CLOCK = "demo.db", "clock.json"
"""What the demo keeps in its folder."""
UPDATES_A_SECOND = 1
"""The bot remembers update numbers for a week: a restarted Telegram counts on from where time is. They fit
in 31 bits, as Telegram's do: a larger offset confirms nothing, and the bot would ask without end."""


POSTER = "vigersted"
Start = tuple[str | None, str | None, str | None]
"""What the link carries that a phone opens, and what its button says in Danish and in English."""
NO_LINK: Start = (None, None, None)


def main(port: int, host: str, data_dir: Path, *, fresh: bool = False, empty: bool = False) -> None:
    """Serve the demo until it is stopped. Raises CannotStart with a plain sentence.

    With `empty`, a new one begins before there is any village: its steering group makes it in the chat.
    """
    try:
        _make(data_dir)
        if fresh:
            forget(data_dir)
        asyncio.run(_serve(port, host, data_dir, empty=empty))
    except DatabaseInUse as error:
        raise CannotStart(
            f"Another demo has the folder {data_dir}. Stop that one, or give this one a folder of its own: "
            "klyngebot demo --data-dir data/another"
        ) from error


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=folder).close()
    except OSError as error:
        raise CannotStart(
            f"The folder {folder} cannot be written. Name another one: klyngebot demo --data-dir ANOTHER"
        ) from error


def forget(data_dir: Path) -> None:
    """Take away what a demo kept there, and nothing else. Raises DatabaseInUse while one is running.

    The lock file stays: the next demo locks it again.
    """
    with lock.held(data_dir / DATABASE):
        for suffix in ("", "-wal", "-shm", "-journal"):
            (data_dir / f"{DATABASE}{suffix}").unlink(missing_ok=True)
        (data_dir / CLOCK).unlink(missing_ok=True)


async def _serve(port: int, host: str, data_dir: Path, *, empty: bool) -> None:
    clock = TurnedClock(data_dir / CLOCK)
    if not (data_dir / DATABASE).exists():
        clock.set(by_day(clock.now()))
    url = f"sqlite:///{(data_dir / DATABASE).absolute()}"
    cluster = None if empty else await _seed(url, clock.now())
    telegram = Simulator(now=clock.now)
    bot = telegram.add_bot(TOKEN, USERNAME, cluster.name if cluster else "Landsbyklyngen")
    bot.updates.number_from(int(datetime.now(UTC).timestamp() * UPDATES_A_SECOND))
    async with _serving(telegram, host, port) as address:
        token, api = SecretStr(TOKEN), f"http://{address}"
        settings = Settings(
            token=token, api_url=api, database_url=SecretStr(url), data_dir=data_dir, web_port=0
        )
        klyngebot = await Klyngebot.open(settings, clock)
        telegram.clock = DemoHands(clock, klyngebot, cluster.zone if cluster else ZONE)
        await _raise_the_curtain(telegram, bot, klyngebot, cluster, address)


async def _raise_the_curtain(
    telegram: Simulator, bot: Bot, klyngebot: Klyngebot, cluster: Cluster | None, address: str
) -> None:
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, klyngebot.ask_to_stop)
    if cluster is None:
        _hand_out_phones(telegram, bot, await _key(klyngebot))
    else:
        for chat in phones(telegram, bot, cluster):
            chat.start()
    print(f"\n  Åbn / open:  http://{address}\n\n  Ctrl-C stopper demoen / stops the demo.\n", flush=True)
    await klyngebot.run()


def phones(telegram: Simulator, bot: Bot, cluster: Cluster) -> Sequence[Chat]:
    """Put the cast on their phones; those who are signed up already open their chat with START."""
    poster = cluster.village_of(POSTER)
    scanned = (f"v_{poster.slug}", f"Scan plakaten i {poster.name}", f"Scan the poster in {poster.name}")
    waiting = []
    for one in CAST:
        account = telegram.add_person(one.first_name, telegram_id=one.telegram_id)
        newcomer = one.village is None
        telegram.cast.append(_phone(one, bot, scanned if newcomer else NO_LINK))
        if not newcomer:
            waiting.append(account.chat(bot))
    for telegram_id, name in neighbours().items():  # out of sight, but what is sent to all reaches them
        telegram.add_person(name, telegram_id=telegram_id).chat(bot).open()
    return waiting


def _hand_out_phones(telegram: Simulator, bot: Bot, key: str | None) -> None:
    """Nobody is anybody yet; Karen holds the link that `klyngebot run` prints, until it is used."""
    claimed = (key, "Åbn linket fra den, der driver botten", "Open the link from whoever runs the bot")
    for one in CAST:
        telegram.add_person(one.first_name, telegram_id=one.telegram_id)
        telegram.cast.append(_phone(one, bot, claimed if key and one.telegram_id == KAREN else NO_LINK))


def _phone(one: Cast, bot: Bot, start: Start) -> CastMember:
    payload, label_da, label_en = start
    return CastMember(
        person=one.telegram_id,
        bot=bot.telegram_id,
        label_da=one.label_da,
        label_en=one.label_en,
        start_payload=payload,
        start_label_da=label_da,
        start_label_en=label_en,
    )


async def _key(klyngebot: Klyngebot) -> str | None:
    """What the link to the first place in the steering group carries; None once somebody has opened it."""
    link = await klyngebot.only.claim_link()
    return link and link.partition("?start=")[2]


@asynccontextmanager
async def _serving(telegram: Simulator, host: str, port: int) -> AsyncIterator[str]:
    runner = web.AppRunner(application(telegram), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await _listen(web.TCPSite(runner, host, port), host, port)
        yield f"{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def _listen(site: web.TCPSite, host: str, port: int) -> None:
    try:
        await site.start()
    except (OSError, UnicodeError) as error:
        match getattr(error, "errno", None):
            case errno.EADDRINUSE:
                told = f"Port {port} is taken. Choose another one: make demo PORT={port + 1}"
            case errno.EACCES:
                told = f"Port {port} is not for everybody. Choose another one: make demo PORT=8080"
            case _:
                told = f"{host} is no address of this machine. Take 127.0.0.1, or 0.0.0.0 to let phones in."
        raise CannotStart(told) from error


# The village


async def _seed(url: str, now: datetime) -> Cluster:
    """The example cluster and its people, if they are not there."""
    wanted = read(VILLAGE / "ringsted_nord.yaml")
    await migrations.upgrade(url, now)
    database = await databases.open(url)
    try:
        return await database.transact(settle, wanted, now)
    finally:
        await database.close()


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
        self._bot.fleet.wake()
        await self._bot.settled()

    async def _next_due(self) -> datetime | None:
        now = self.now()
        letter = await self._bot.database.transact(outbox.next_due, now)
        duty = await clockwork.next_due(self._bot.database, now)
        return min((due for due in (letter, duty) if due is not None), default=None)
