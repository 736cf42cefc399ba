"""Two bots of two clusters in one process."""

import asyncio
import re
from dataclasses import replace

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from bot.app import Klyngebot
from bot.clock import SystemClock
from bot.ptb import TokenRefused
from bot.settings import Settings
from bot.welcome import Welcome
from domain.pace import UNHURRIED
from simulator import Fault, FaultKind, Simulator
from simulator.ptb import InProcessRequest
from storage import bots, tables
from storage import database as databases
from storage.transaction import Transaction
from tests.fixtures.patience import eventually, in_time
from tests.intake.conftest import TOKEN, found_cluster
from tests.intake.test_app import HANDLERS

SYD = "4343:canary-canary-canary-canary-canary"


def two_clusters(tx: Transaction) -> None:
    for bot_id, name in ((4242, "nord"), (4343, "syd")):
        bots.put(tx, bots.Bot(bot_id, f"{name}_bot", found_cluster(tx, name)))


def bound(tx: Transaction, name: str, bot_id: int, slug: str) -> None:
    bots.put(tx, bots.Bot(bot_id, name, found_cluster(tx, slug)))


def whose(tx: Transaction) -> list[tuple[int, int]]:
    columns = (tables.inbox.c.bot_id, tables.inbox.c.cluster_id)
    return sorted(tuple(row) for row in tx.connection.execute(sa.select(*columns)))


@pytest.fixture
async def both(settings: Settings) -> Settings:
    database = await databases.open(settings.database)
    await database.transact(two_clusters)
    await database.close()
    return settings.model_copy(update={"token": SecretStr(f"{TOKEN} {SYD}\n{TOKEN}")})


async def opened(settings: Settings, simulator: Simulator) -> Klyngebot:
    request = InProcessRequest(simulator)
    return await Klyngebot.open(settings, SystemClock(), request, HANDLERS, UNHURRIED)


async def test_each_answers_its_own_people(both: Settings, simulator: Simulator):
    chats = []
    for token, name in ((TOKEN, "nord_bot"), (SYD, "syd_bot")):
        chats.append(simulator.add_person("Anna").chat(simulator.add_bot(token, name)))
    klyngebot = await opened(both, simulator)
    running = asyncio.create_task(klyngebot.run())
    for chat in chats:
        chat.write("hej")
    await klyngebot.settled()
    assert [chat.inbox for chat in chats] == [["You said hej"], ["You said hej"]]
    assert await klyngebot.database.transact(whose) == [(4242, 1), (4343, 2)]
    senders = {id(bot.service.sender.lanes) for bot in klyngebot.fleet.bots}
    assert len(senders) == 2, "a pace of its own for each"
    await klyngebot.stop()
    await running


@pytest.mark.parametrize(
    ("syd_speaks_for", "links"), [("syd", {"nord_bot", "syd_bot"}), ("nord", {"nord_bot"})]
)
async def test_a_start_shows_the_link_of_each_cluster_that_nobody_leads(
    settings: Settings,
    simulator: Simulator,
    capsys: pytest.CaptureFixture[str],
    syd_speaks_for: str,
    links: set[str],
):
    """Two bots of one cluster share theirs: a second link would put the first out of use."""
    for token, name in ((TOKEN, "nord_bot"), (SYD, "syd_bot")):
        simulator.add_bot(token, name)
    database = await databases.open(settings.database)
    await database.transact(bound, "nord_bot", 4242, "nord")
    await database.transact(bound, "syd_bot", 4343, syd_speaks_for)
    await database.close()
    klyngebot = await opened(settings.model_copy(update={"token": SecretStr(f"{TOKEN} {SYD}")}), simulator)
    running = asyncio.create_task(klyngebot.run(Welcome()))
    await eventually(lambda: [bot.health().state for bot in klyngebot.fleet.bots] == ["serving"] * 2)
    await klyngebot.stop()
    await running
    shown = re.findall(r"https://t\.me/(\w+)\?start=claim_", capsys.readouterr().out)
    assert (len(shown), {*shown}) == (len(links), links)


async def test_a_second_bot_does_not_take_the_first_one_s_cluster_by_itself(
    settings: Settings, simulator: Simulator
):
    """It could never be given its own afterwards. A bot in the place of one that is gone may have it."""
    for token, name in ((TOKEN, "nord_bot"), (SYD, "syd_bot")):
        simulator.add_bot(token, name)
    two = settings.model_copy(update={"token": SecretStr(f"{TOKEN} {SYD}")})
    klyngebot = await opened(two, simulator)
    running = asyncio.create_task(klyngebot.run())
    await eventually(lambda: bool(klyngebot.fleet.absent))
    assert "klyngebot bot add @syd_bot CLUSTER" in klyngebot.fleet.absent[4343]
    assert [one.id for one in await klyngebot.database.transact(bots.everyone)] == [4242]
    await klyngebot.stop()
    await running

    klyngebot = await opened(settings.model_copy(update={"token": SecretStr(SYD)}), simulator)
    assert klyngebot.only.line.cluster_id == 1
    klyngebot.ask_to_stop()
    await klyngebot.run()


@pytest.mark.parametrize("bad", [TOKEN, SYD])
async def test_a_bad_token_is_out_alone_and_said(both: Settings, simulator: Simulator, bad: str):
    good = SYD if bad == TOKEN else TOKEN
    anna = simulator.add_person("Anna").chat(simulator.add_bot(good, "good_bot"))
    klyngebot = await opened(both, simulator)
    running = asyncio.create_task(klyngebot.run())
    anna.write("hej")
    await klyngebot.settled()
    assert anna.inbox == ["You said hej"]
    readiness = await klyngebot.watch.readiness()
    (trouble,) = readiness.not_served
    assert readiness.troubles == [], "the others' people get their answers"
    assert f"bot {bad.partition(':')[0]}" in trouble
    assert "canary" not in trouble
    await klyngebot.stop()
    await running


async def test_a_token_revoked_later_is_out_alone_and_the_last_one_ends_the_process(
    both: Settings, simulator: Simulator
):
    nord, syd = [
        simulator.add_person("Anna").chat(simulator.add_bot(token, name))
        for token, name in ((TOKEN, "nord_bot"), (SYD, "syd_bot"))
    ]
    klyngebot = await opened(both, simulator)
    running = asyncio.create_task(klyngebot.run())
    await eventually(lambda: len(klyngebot.fleet.bots) == 2)
    refused = Fault(FaultKind.ERROR, "getUpdates", times=None, status=401, description="Unauthorized")
    simulator.inject(replace(refused, bot_id=4242))
    nord.write("the question that waits for this ends, and the next is refused")
    await eventually(lambda: len(klyngebot.fleet.bots) == 1)
    assert [*klyngebot.fleet.absent] == [4242]
    syd.write("hej")
    await eventually(lambda: syd.inbox == ["You said hej"])
    simulator.inject(refused)
    syd.write("and so does this one's")
    with pytest.raises(TokenRefused):
        await in_time(running)


async def test_a_disabled_bot_is_not_served(both: Settings, simulator: Simulator):
    for token, name in ((TOKEN, "nord_bot"), (SYD, "syd_bot")):
        simulator.add_bot(token, name)
    database = await databases.open(both.database)
    await database.transact(lambda tx: bots.put(tx, bots.Bot(4242, "nord_bot", 1, SystemClock().now())))
    await database.close()
    klyngebot = await opened(both, simulator)
    assert klyngebot.only.line.bot_id == 4343
    assert (klyngebot.fleet.disabled, klyngebot.fleet.absent) == (["nord_bot"], {})
    readiness = await klyngebot.watch.readiness()
    assert (readiness.troubles, readiness.not_served) == ([], [])
    assert [(one.bot, one.state) for one in readiness.bots][1:] == [("nord_bot", "disabled")]
    klyngebot.ask_to_stop()
    await klyngebot.run()
