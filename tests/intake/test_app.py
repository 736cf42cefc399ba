"""The whole bot: what it needs to start, what it does at the end, and what survives."""

import asyncio
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
import structlog
from telegram import Update
from telegram.ext import MessageHandler, filters

from bot import logs
from bot.app import Klyngebot
from bot.clock import SystemClock
from bot.one_bot import CannotStart
from bot.ptb import TokenRefused
from bot.settings import Settings
from domain.message import Html, Message, Reply
from domain.visit import Visit
from handlers.context import Context
from simulator import Bot, Chat, Fault, FaultKind, Simulator
from simulator.ptb import InProcessRequest
from storage import bots, inbox
from storage import database as databases
from storage.errors import DatabaseClosed, DatabaseInUse
from storage.inbox import RawUpdate
from storage.transaction import Transaction
from tests.fixtures.patience import eventually, in_time
from tests.intake.conftest import TOKEN, Start, found_cluster
from web.server import PortTaken

SECRET_WORDS = "my back hurts since Tuesday"


def answer(tx: Transaction, visit: Visit, words: str) -> Reply:
    if words == SECRET_WORDS:
        raise KeyError(words)
    return Reply(screen=Message(Html(f"You said {words}")))


async def on_text(update: Update, context: Context) -> None:
    await context.turn.transact(answer, update.message.text)


HANDLERS = (MessageHandler(filters.TEXT, on_text),)


@pytest.fixture
def anna(simulator: Simulator, telegram_bot: Bot) -> Chat:
    return simulator.add_person("Anna").chat(telegram_bot)


async def opened(settings: Settings, simulator: Simulator) -> Klyngebot:
    return await Klyngebot.open(settings, SystemClock(), InProcessRequest(simulator), HANDLERS)


async def test_without_a_cluster_there_is_one_to_be_claimed_and_a_new_link_at_every_start(
    settings: Settings, simulator: Simulator, telegram_bot: Bot
):
    links = []
    for _ in range(2):
        klyngebot = await opened(settings, simulator)
        links.append(await klyngebot.only.claim_link())
        klyngebot.ask_to_stop()
        await klyngebot.run()
    assert all(link.startswith("https://t.me/klynge_bot?start=claim_") for link in links)
    assert links[0] != links[1]


async def test_of_several_clusters_it_asks_which(
    settings: Settings, simulator: Simulator, telegram_bot: Bot, cluster: None
):
    database = await databases.open(settings.database)
    await database.transact(found_cluster, "ringsted-syd")
    await database.close()
    with pytest.raises(CannotStart, match="for which cluster @klynge_bot speaks"):
        await opened(settings, simulator)
    await (await databases.open(settings.database)).close()


async def test_what_fell_due_while_it_was_down_is_done_when_it_starts(
    settings: Settings, start: Start, telegram_bot: Bot
):
    database = await databases.open(settings.database)
    await database.transact(_settle_long_ago, telegram_bot.telegram_id)
    assert await database.transact(_kept) == 1
    await database.close()
    async with start(HANDLERS) as klyngebot:

        async def forgotten() -> bool:
            return await klyngebot.database.transact(_kept) == 0

        await eventually(forgotten)


def _settle_long_ago(tx: Transaction, bot_id: int) -> None:
    bots.bind(tx, bot_id, "klynge_bot")
    then = datetime(2020, 1, 1, tzinfo=UTC)
    inbox.put(tx, 1, bot_id, [RawUpdate(1, 7, "{}")], 2, then)
    inbox.tick(tx, bot_id, 1, then)


def _kept(tx: Transaction) -> int:
    return tx.connection.exec_driver_sql("SELECT count(*) FROM inbox").scalar_one()


async def test_a_token_telegram_does_not_know_is_not_repeated(
    settings: Settings, simulator: Simulator, cluster: None
):
    with pytest.raises(TokenRefused) as refused:
        await opened(settings, simulator)
    assert "KLYNGEBOT_TOKEN" in str(refused.value)
    assert refused.value.__context__ is None, "PTB's own error holds the token"


async def test_a_second_one_on_the_same_database_is_refused(
    start: Start, settings: Settings, simulator: Simulator
):
    async with start(HANDLERS):
        with pytest.raises(DatabaseInUse):
            await opened(settings, simulator)


async def test_a_taken_port_is_said_and_everything_closed(
    start: Start, settings: Settings, simulator: Simulator, tmp_path: Path
):
    async with start(HANDLERS) as first:
        await eventually(lambda: bool(simulator.log.of("deleteWebhook")))
        taken = settings.model_copy(
            update={
                "web_port": first.server.port,
                "watch_port": 0,
                "database_url": None,
                "data_dir": tmp_path / "other",
            }
        )
        (tmp_path / "other").mkdir()
        (tmp_path / "other" / "klyngebot.db").write_bytes((tmp_path / "klyngebot.db").read_bytes())
        second = await opened(taken, simulator)
        with pytest.raises(PortTaken, match="KLYNGEBOT_WEB_PORT"):
            await second.run()
    await (await databases.open(taken.database)).close()


async def test_it_waits_for_a_telegram_that_cannot_be_reached(
    settings: Settings,
    simulator: Simulator,
    telegram_bot: Bot,
    cluster: None,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("bot.one_bot.backoff", lambda _failures, **_most: 0.001)
    simulator.inject(Fault(FaultKind.RESET, "getMe", times=3))
    klyngebot = await opened(settings, simulator)
    assert len(simulator.log.of("getMe")) > 3
    klyngebot.ask_to_stop()
    await klyngebot.run()


async def test_a_token_revoked_while_it_runs_ends_it_with_a_sentence(
    settings: Settings, simulator: Simulator, telegram_bot: Bot, cluster: None
):
    klyngebot = await opened(settings, simulator)
    simulator.inject(Fault(FaultKind.ERROR, "getUpdates", times=None, status=401, description="Unauthorized"))
    with pytest.raises(TokenRefused, match="KLYNGEBOT_TOKEN"):
        await in_time(klyngebot.run())


async def test_what_waited_when_it_stopped_is_answered_at_the_next_start(
    start: Start, settings: Settings, simulator: Simulator, anna: Chat
):
    async with start(HANDLERS):
        pass
    anna.write("while you were away")
    database = await databases.open(settings.database)
    update = json.dumps(anna.bot.take_updates()[0])
    await database.transact(_write_down, update)
    await database.close()
    async with start(HANDLERS) as klyngebot:
        await klyngebot.settled()
        assert anna.inbox == ["You said while you were away"]


async def test_a_step_of_closing_that_fails_leaves_nothing_open(
    settings: Settings,
    simulator: Simulator,
    telegram_bot: Bot,
    cluster: None,
    monkeypatch: pytest.MonkeyPatch,
):
    klyngebot = await opened(settings, simulator)
    running = asyncio.create_task(klyngebot.run())
    await eventually(lambda: bool(simulator.log.of("deleteWebhook")))
    closing = klyngebot.server.close
    monkeypatch.setattr(klyngebot.server, "close", breaks)
    monkeypatch.setattr(klyngebot.only.service.workers, "stop", breaks)
    await in_time(klyngebot.stop())
    with pytest.raises(RuntimeError, match="never mind"):
        await running
    with pytest.raises(DatabaseClosed):
        await klyngebot.database.transact(found_cluster, "mols")
    await (await databases.open(settings.database)).close()
    await closing()


async def breaks(*_: object) -> None:
    raise RuntimeError("never mind")


async def test_what_waits_in_nobody_s_hands_is_taken_up_again(
    start: Start, simulator: Simulator, anna: Chat, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.again.EVERY", 0.05)
    anna.write("hej")
    update = json.dumps(anna.bot.take_updates()[0])
    async with start(HANDLERS) as klyngebot:
        await eventually(lambda: bool(simulator.log.of("deleteWebhook")))
        await klyngebot.database.transact(_write_down, update)
        await eventually(lambda: anna.inbox == ["You said hej"])


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Everything that is said, at its most talkative."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    said = StringIO()
    logs.set_up(debug=True, stream=said)
    yield said
    root.handlers[:] = before
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


async def test_no_token_and_nobody_s_words_get_into_the_log(
    start: Start, anna: Chat, log: StringIO, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.desk.PAUSES", (0.0, 0.0))
    async with start(HANDLERS) as klyngebot:
        anna.write("hej")
        anna.write(SECRET_WORDS)
        anna.raw({"message": {"text": SECRET_WORDS, "date": "yesterday"}})
        await klyngebot.settled()
        logging.getLogger("telegram.ext").error("%s %s", TOKEN, SECRET_WORDS, exc_info=KeyError(SECRET_WORDS))
        shown = (
            repr(vars(klyngebot)) + repr(klyngebot.only.application) + repr(klyngebot.only.application.bot)
        )
    said = log.getvalue()
    assert "Klyngebot is ready" in said
    assert "KeyError" in said
    kept = _bytes_of(tmp_path)
    canary = TOKEN.partition(":")[2]
    assert canary not in said + shown
    assert canary.encode() not in kept
    assert SECRET_WORDS not in said


def _bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("klyngebot.db*"))


def _write_down(tx: Transaction, update: str) -> None:
    tx.connection.exec_driver_sql(
        "insert into inbox (bot_id, update_id, cluster_id, sender, body, state, attempts, received_at) "
        "values (4242, ?, 1, 7, ?, 'waiting', 0, '2026-11-22 12:00:00')",
        (json.loads(update)["update_id"], update),
    )
