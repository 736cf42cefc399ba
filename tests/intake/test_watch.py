"""What the bot says of itself on `/healthz`, `/readyz` and `/metrics`."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from bot.app import Klyngebot
from bot.clock import SystemClock
from bot.settings import Settings
from scheduler.clockwork import Clockwork
from scheduler.duties import Duty
from simulator import Bot, Chat, Fault, FaultKind, Simulator
from simulator.ptb import InProcessRequest
from storage import bots, load
from storage import database as databases
from storage.apart import apart
from storage.inbox import RawUpdate, put_dead
from storage.transaction import Transaction
from tests.fixtures.patience import PATIENCE, eventually
from tests.intake.conftest import NOW, TOKEN, Start
from tests.intake.test_app import HANDLERS
from tests.intake.test_many_bots import SYD, both

__all__ = ["both"]


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that stands still for a moment is none whose database cannot be written."""
    monkeypatch.setattr("bot.watch.WITHIN", PATIENCE)


@pytest.fixture
def anna(simulator: Simulator, telegram_bot: Bot) -> Chat:
    return simulator.add_person("Anna").chat(telegram_bot)


@pytest.fixture
async def klyngebot(start: Start, simulator: Simulator) -> AsyncIterator[Klyngebot]:
    async with start(HANDLERS) as klyngebot:
        await eventually(lambda: bool(simulator.log.of("deleteWebhook")))
        yield klyngebot


async def ready(klyngebot: Klyngebot) -> tuple[int, dict]:
    at = f"http://127.0.0.1:{klyngebot.server.port}/readyz"
    async with aiohttp.ClientSession() as session, session.get(at) as answer:
        return answer.status, await answer.json()


async def text(klyngebot: Klyngebot) -> str:
    at = f"http://127.0.0.1:{klyngebot.watched.port}/metrics"
    async with aiohttp.ClientSession() as session, session.get(at) as answer:
        assert (answer.status, answer.content_type) == (200, "text/plain")
        return await answer.text()


async def figures(klyngebot: Klyngebot) -> dict[tuple[str, ...], float]:
    """By name and the values of the labels."""
    families = text_string_to_metric_families(await text(klyngebot))
    return {
        (sample.name.removeprefix("klyngebot_"), *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


async def test_when_all_is_well_it_says_what_it_looked_at(klyngebot: Klyngebot):
    status, said = await ready(klyngebot)
    assert (status, said["status"], said["troubles"]) == (200, "ready", [])
    assert 0 < said["database_write_seconds"] < PATIENCE
    assert 0 <= said["last_tick_seconds"] < PATIENCE
    ((name, state, polled),) = [tuple(bot.values()) for bot in said["bots"]]
    assert (name, state) == ("klynge_bot", "serving")
    assert 0 <= polled < PATIENCE


async def test_healthz_says_only_that_it_lives(klyngebot: Klyngebot):
    for server in (klyngebot.server, klyngebot.watched):
        at = f"http://127.0.0.1:{server.port}/healthz"
        async with aiohttp.ClientSession() as session, session.get(at) as answer:
            assert (answer.status, await answer.json()) == (200, {"status": "alive"})


async def test_a_telegram_that_is_silent_is_no_readiness(
    klyngebot: Klyngebot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.service.SILENT_TOO_LONG", -1)
    status, said = await ready(klyngebot)
    assert (status, said["troubles"]) == (503, ["Telegram has not answered for a while."])


async def test_a_clock_that_stands_still_is_no_readiness(
    klyngebot: Klyngebot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Clockwork, "still_for", lambda _: 75.0)
    status, said = await ready(klyngebot)
    assert status == 503
    assert said["troubles"] == ["The clock has not ticked for 75 seconds, and no reminder goes out."]


async def test_a_tick_is_heard_of(klyngebot: Klyngebot):
    klyngebot.clockwork._ticked_at -= 1000
    await klyngebot.clockwork.tick(klyngebot.clockwork._duties[0])
    assert klyngebot.clockwork.still_for() < PATIENCE


async def test_a_database_that_takes_nothing_is_no_readiness(
    klyngebot: Klyngebot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.watch.WITHIN", 0.05)
    shell = sqlite3.connect(tmp_path / "klyngebot.db", isolation_level=None)
    shell.execute("BEGIN IMMEDIATE")
    status, said = await ready(klyngebot)
    shown = await figures(klyngebot)
    shell.close()
    assert (status, said["database_write_seconds"]) == (503, None)
    assert said["troubles"] == ["The database cannot be written."]
    assert shown["ready",] == 0
    assert ("updates_waiting", "klynge_bot") not in shown, "only the database knows"
    assert ("last_poll_seconds", "klynge_bot") in shown


async def test_that_it_is_alive_stands_in_the_database(klyngebot: Klyngebot):
    await ready(klyngebot)
    (bot,) = await klyngebot.database.transact(bots.everyone)
    assert SystemClock().now() - bot.alive_at < timedelta(minutes=1)


async def test_each_of_several_bots_is_told_of(both: Settings, simulator: Simulator):
    simulator.add_bot(TOKEN, "nord_bot")
    klyngebot = await Klyngebot.open(both, SystemClock(), InProcessRequest(simulator), HANDLERS)
    running = asyncio.create_task(klyngebot.run())
    await eventually(lambda: 4343 in klyngebot.fleet.absent)
    await eventually(lambda: klyngebot.fleet.health()[0].state == "serving")
    status, said = await ready(klyngebot)
    shown = await figures(klyngebot)
    await klyngebot.stop()
    await running
    assert (status, said["status"], shown["ready",]) == (200, "ready", 1), "a balancer leaves the others here"
    assert said["not_served"][0].startswith("Telegram does not know the token of bot 4343.")
    assert [(bot["bot"], bot["state"]) for bot in said["bots"]] == [
        ("nord_bot", "serving"),
        (SYD.partition(":")[0], "not served"),
    ]
    assert shown["bot", "nord_bot", "serving"] == shown["bot", "4343", "not served"] == 1
    assert shown["updates_waiting", "nord_bot"] == shown["updates_waiting", "syd_bot"] == 0


async def test_the_figures_are_for_this_machine_only(klyngebot: Klyngebot):
    at = f"http://127.0.0.1:{klyngebot.server.port}/metrics"
    async with aiohttp.ClientSession() as session, session.get(at) as answer:
        assert answer.status == 404
    assert klyngebot.watched._host == "127.0.0.1"


def owe(tx: Transaction) -> None:
    """Letters in all states and lanes there are figures for, and an update that was given up."""
    content = "insert into contents (id, cluster_id, text, rows, created_at)"
    tx.connection.exec_driver_sql(f"{content} values (77, 1, 'Kære Anna', '[]', '2026-11-22')")
    letter = (
        "insert into outbox (cluster_id, bot_id, chat_id, kind, unique_key, act, content_id, lane, state,"
        " attempts, copies, not_before, created_at) values (1, 9, 77001, 'x', '{}', 'send', 77, '{}', '{}',"
        " 0, 0, '{}', '2026-11-22')"
    )
    tx.connection.exec_driver_sql("insert into bots (id, cluster_id, username) values (9, 1, 'still_bot')")
    soon, late = "2026-11-22 11:58:00.000000", "2040-01-01 00:00:00.000000"
    rows = [
        ("answer", "pending", soon),
        ("mass", "pending", soon),
        ("mass", "pending", late),
        ("mass", "pending", late),
        ("notice", "sending", soon),
        ("notice", "unknown", soon),
        ("notice", "sent", soon),
    ]
    for number, row in enumerate(rows):
        tx.connection.exec_driver_sql(letter.format(number, *row))
    put_dead(tx, 1, 9, RawUpdate(5, 77001, '{"text": "my back hurts"}'), "unreadable", NOW)


async def test_the_figures_tell_how_much_waits_and_what_was_lost(klyngebot: Klyngebot):
    await klyngebot.database.transact(owe)
    shown = await figures(klyngebot)
    letters = {key[2:]: value for key, value in shown.items() if key[:2] == ("letters", "still_bot")}
    assert letters == {
        ("answer", "due"): 1,
        ("answer", "later"): 0,
        ("mass", "due"): 1,
        ("mass", "later"): 2,
        ("notice", "sending"): 1,
    }
    assert shown["oldest_letter_seconds", "still_bot", "mass"] > 60
    assert shown["letters_in_doubt", "still_bot", "unknown"] == 1
    assert ("letters_in_doubt", "still_bot", "sent") not in shown
    assert shown["dead_letters", "still_bot"] == 1
    assert shown["dead_letters", "klynge_bot"] == 0


async def test_the_figures_tell_what_became_of_letters_and_how_often_telegram_wanted_a_pause(
    klyngebot: Klyngebot, simulator: Simulator, anna: Chat
):
    simulator.inject(Fault(FaultKind.RETRY_AFTER, "sendMessage", times=1, seconds=0))
    anna.write("hej")
    await klyngebot.settled()
    shown = await figures(klyngebot)
    assert shown["tries_total", "klynge_bot", "sent"] == 1
    assert shown["tries_total", "klynge_bot", "pause_bot"] == 1
    assert shown["too_many_requests_total", "klynge_bot"] == 1
    assert shown["process_resident_memory_bytes",] > 1_000_000


async def test_the_figures_name_nobody(klyngebot: Klyngebot, anna: Chat):
    anna.write("my back hurts")
    await klyngebot.settled()
    await klyngebot.database.transact(owe)
    shown = await text(klyngebot)
    for personal in ("Anna", str(anna.person.telegram_id), "77001", "back", "canary", "Kære"):
        assert personal not in shown


async def test_a_second_look_counts_nothing_twice(klyngebot: Klyngebot, anna: Chat):
    anna.write("hej")
    await klyngebot.settled()
    first, second = await figures(klyngebot), await figures(klyngebot)
    assert first["tries_total", "klynge_bot", "sent"] == second["tries_total", "klynge_bot", "sent"] == 1


async def test_looking_often_reads_what_waits_and_not_what_was_sent(settings: Settings, cluster: None):
    database = await databases.open(settings.database)
    steps = await database.transact(plans)
    await database.close()
    assert len(steps) > 4
    assert not [
        step for step in steps if ("SCAN outbox" in step or "SCAN inbox" in step) and "USING" not in step
    ]


def plans(tx: Transaction) -> list[str]:
    asked: list[str] = []
    tx.driver.set_trace_callback(asked.append)
    load.read(tx, NOW)
    tx.driver.set_trace_callback(None)
    return [step[3] for statement in asked for step in tx.driver.execute(f"EXPLAIN QUERY PLAN {statement}")]


async def test_what_the_clock_could_not_do_for_one_is_told_everywhere(klyngebot: Klyngebot):
    def wrong(words: str) -> None:
        raise ValueError(words)

    def call(tx: Transaction, _now: datetime) -> None:
        for number in range(7):
            apart(tx, "call", number, wrong, "Hvad Anna skrev")

    duty = Duty("call everybody", timedelta(minutes=1), call, lambda _tx, _after: None)
    with capture_logs() as said:
        await klyngebot.clockwork.tick(duty)
    (line,) = [one for one in said if one["log_level"] == "error"]
    assert line["event"].startswith("A duty failed for some")
    assert (line["duty"], line["units"], line["how_many"]) == (
        "call everybody",
        ["call 0", "call 1", "call 2", "call 3", "call 4"],
        7,
    )
    assert line["why"].startswith("ValueError at ")
    assert "Anna" not in str(said)
    status, shown = await ready(klyngebot)
    assert (status, shown["duties_failing"]) == (200, ["call everybody (7 set apart)"])
    assert (await figures(klyngebot))["duties_failing",] == 1
