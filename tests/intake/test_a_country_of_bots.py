"""All clusters of the country in one process: 29 bots."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
import sqlalchemy as sa
from aiohttp import web
from pydantic import SecretStr

from bot import fleet
from bot.app import Klyngebot
from bot.clock import SystemClock
from bot.settings import Settings
from domain.audience import CLUSTER
from domain.kinds import Kind
from domain.message import Html, Message
from simulator import Bot, Chat, Simulator
from simulator.ptb import InProcessRequest
from simulator.server import application
from storage import audiences, bots, outbox, tables
from storage import database as databases
from storage.outbox import Mailing
from storage.transaction import Transaction
from tests.fixtures.patience import eventually
from tests.intake.conftest import NOW, found_cluster
from tests.intake.test_app import HANDLERS

FIRST = 700_001
MANY = range(FIRST, FIRST + 29)
READERS = range(1, 1_501)


def tokens(numbers: range = MANY) -> list[str]:
    return [f"{number}:canary-canary-canary" for number in numbers]


def country(tx: Transaction) -> None:
    for number in MANY:
        bots.put(tx, bots.Bot(number, f"klynge_{number}_bot", found_cluster(tx, f"klynge-{number}")))


def mass_send(tx: Transaction) -> None:
    """The first bot owes 500 people a letter."""
    village = {"id": 1, "cluster_id": 1, "slug": "v", "name": "V", "also_called": [], "inhabitants": 500}
    tx.connection.execute(sa.insert(tables.villages), village)
    now = SystemClock().now()
    for number in READERS:
        row = {
            "cluster_id": 1, "telegram_id": number, "first_name": "Nabo", "language": "da",
            "village_id": 1, "sixteen_on": NOW.date(), "joined_at": NOW, "seen_at": NOW, "free_times": [],
        }  # fmt: skip
        tx.connection.execute(sa.insert(tables.people), row)
    mailing = Mailing(FIRST, Kind.NEWS, "news:1", "news:1", now, None, {"da": Message(Html("Nyt"))})
    outbox.put_many(tx, mailing, audiences.of(1, CLUSTER, Kind.NEWS, now), now)


@pytest.fixture
async def settings(settings: Settings) -> Settings:
    database = await databases.open(settings.database)
    await database.transact(country)
    await database.transact(mass_send)
    await database.close()
    return settings.model_copy(update={"token": SecretStr(" ".join(tokens()))})


@pytest.fixture
def accounts(simulator: Simulator) -> list[Bot]:
    return [simulator.add_bot(token, f"klynge_{token.partition(':')[0]}_bot") for token in tokens()]


@pytest.fixture
def neighbours(simulator: Simulator, accounts: list[Bot]) -> list[Chat]:
    """One of each bot but the first, whose readers are there, too."""
    for number in READERS:
        chat = simulator.add_person("Nabo", telegram_id=number).chat(accounts[0])
        chat.conversation.started = True
    return [simulator.add_person("Anna").chat(account) for account in accounts[1:]]


async def test_a_mass_send_of_one_keeps_nobody_waiting_who_writes_to_another(
    settings: Settings, simulator: Simulator, neighbours: list[Chat]
):
    klyngebot = await Klyngebot.open(settings, SystemClock(), InProcessRequest(simulator), HANDLERS)
    running = asyncio.create_task(klyngebot.run())
    await eventually(lambda: len(klyngebot.fleet.bots) == len(MANY))
    assert [bot.line.bot_id for bot in klyngebot.fleet.bots] == [*MANY], "in their order: the first is `only`"
    await eventually(lambda: bool(told(simulator)))
    for chat in neighbours:
        chat.write("hej")
    await eventually(lambda: all(chat.inbox for chat in neighbours))
    assert len(told(simulator)) < len(READERS), "in the middle of it"
    assert [chat.inbox for chat in neighbours] == [["You said hej"]] * len(neighbours)
    assert len({id(bot.service.sender.lanes) for bot in klyngebot.fleet.bots}) == len(MANY)
    await klyngebot.stop()
    await running


def told(simulator: Simulator) -> list[str]:
    return [entry.parameters["chat_id"] for entry in simulator.log.of("sendMessage") if entry.bot_id == FIRST]


@pytest.fixture
async def at_telegram(
    settings: Settings, simulator: Simulator, accounts: list[Bot], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Callable[[list[str]], Settings]]:
    """The simulator is Telegram's own server, where every start has its moment; a short one here."""
    assert fleet.STAGGER >= 60 / 15
    runner = web.AppRunner(application(simulator), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    monkeypatch.setattr(fleet, "TELEGRAM", address)
    monkeypatch.setattr(fleet, "STAGGER", 0.1)
    yield lambda these: settings.model_copy(update={"token": SecretStr(" ".join(these)), "api_url": address})
    await runner.cleanup()


async def test_at_telegram_the_starts_are_spread_also_of_those_it_does_not_know(
    at_telegram: Callable[[list[str]], Settings], simulator: Simulator
):
    unknown = tokens(range(FIRST + 100, FIRST + 103))
    settings = at_telegram([*unknown, *tokens()[:5]])
    klyngebot = await Klyngebot.open(settings, SystemClock(), handlers=HANDLERS)
    running = asyncio.create_task(klyngebot.run())
    await eventually(lambda: len(klyngebot.fleet.bots) == 5)
    starts = [entry.monotonic for entry in simulator.log.of("getMe")]
    assert len(starts) == 8
    assert starts[-1] - starts[0] > 7 * 0.05, "less what a call takes on its way"
    assert [*klyngebot.fleet.absent] == [FIRST + 100, FIRST + 101, FIRST + 102]
    await klyngebot.stop()
    await running
