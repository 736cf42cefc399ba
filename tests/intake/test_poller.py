"""Telegram hears that we have an update only after it is in the database."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
import structlog
from telegram.request import BaseRequest

from bot.clock import SystemClock
from bot.poller import Poller
from bot.ptb import TokenRefused
from bot.questions import Line
from bot.transport import NotSent
from simulator import Bot, Chat, Fault, FaultKind, Simulator
from simulator.ptb import InProcessRequest
from storage import bots, inbox
from storage.database import Database
from storage.errors import DatabaseBusy
from storage.inbox import Waiting
from tests.fixtures.patience import eventually, in_time
from tests.intake.conftest import NOW, TOKEN, found_cluster

ADDRESS = f"http://telegram/bot{TOKEN}"


@dataclass
class Intake:
    database: Database
    poller: Poller
    delivered: list[Waiting]
    polling: asyncio.Task[None]


class Scripted(BaseRequest):
    """A Telegram that answers as written: (status, body) or an error; at the end it is silent."""

    def __init__(self, *answers: tuple[int, object] | Exception) -> None:
        self.answers = [*answers]
        self.asked: list[dict[str, str]] = []
        self.times: list[float] = []
        self.bell = asyncio.Event()

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(self, url, method, request_data=None, *_: object, **__: object) -> tuple[int, bytes]:
        if url.endswith("deleteWebhook"):
            return 200, b'{"ok":true,"result":true}'
        self.asked.append(request_data.json_parameters)
        self.times.append(time.monotonic())
        if not self.answers:
            await self.bell.wait()
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        status, body = answer
        return status, body if isinstance(body, bytes) else json.dumps(body).encode()


def updates(*entries: object) -> tuple[int, object]:
    return 200, {"ok": True, "result": [*entries]}


def refusal(status: int, description: str, **parameters: object) -> tuple[int, object]:
    return status, {"ok": False, "error_code": status, "description": description, "parameters": parameters}


def numbers(waiting: Sequence[Waiting]) -> list[int]:
    return [one.update_id for one in waiting]


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.poller.backoff", at_once)
    monkeypatch.setattr("bot.insist.backoff", at_once)


def at_once(failures: int, most: float) -> float:
    return 0.001


@asynccontextmanager
async def polling(database: Database, request: BaseRequest) -> AsyncIterator[Intake]:
    def found(tx):
        cluster_id = found_cluster(tx, "ringsted-nord")
        bots.bind(tx, 4242, "klynge_bot")
        return cluster_id

    cluster_id = await database.transact(found)
    delivered: list[Waiting] = []
    line = Line(4242, cluster_id, request, ADDRESS)
    poller = Poller(line, database, SystemClock(), delivered.extend, room)
    task = asyncio.create_task(poller.run())
    yield Intake(database, poller, delivered, task)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def room() -> None:
    """There is always room."""


@pytest.fixture
def anna(simulator: Simulator, telegram_bot: Bot) -> Chat:
    return simulator.add_person("Anna").chat(telegram_bot)


async def test_updates_are_delivered_and_then_confirmed(
    sqlite_database: Database, simulator: Simulator, telegram_bot: Bot, anna: Chat
):
    anna.write("one")
    anna.write("two")
    async with polling(sqlite_database, InProcessRequest(simulator)) as intake:
        await eventually(lambda: len(intake.delivered) == 2)
        await eventually(lambda: not telegram_bot.updates.fresh())


async def test_nothing_is_confirmed_that_could_not_be_written_down(sqlite_database: Database):
    telegram = Scripted(updates({"update_id": 5}))
    full = Full(sqlite_database)
    async with polling(full, telegram) as intake:
        full.refuse = 20
        await eventually(lambda: numbers(intake.delivered) == [5])
        assert full.refuse == 0
        await eventually(lambda: telegram.asked[-1].get("offset") == "6")
    assert [one.get("offset") for one in telegram.asked] == [None, "6"]


async def test_a_replay_is_delivered_again_only_as_long_as_it_waits(sqlite_database: Database):
    batch = updates({"update_id": 5}, {"update_id": 6})
    telegram = Scripted(batch, batch, updates({"update_id": 6}, {"update_id": 7}))
    async with polling(sqlite_database, telegram) as intake:
        await eventually(lambda: len(telegram.asked) == 4)
        assert numbers(intake.delivered) == [5, 6, 5, 6, 6, 7]
        await sqlite_database.transact(inbox.tick, 4242, 5, NOW)
        telegram.answers += [batch]
        telegram.bell.set()
        await eventually(lambda: numbers(intake.delivered)[6:] == [6])


async def test_it_goes_on_where_it_stopped(sqlite_database: Database):
    async with polling(sqlite_database, Scripted(updates({"update_id": 5}))) as intake:
        await eventually(lambda: numbers(intake.delivered) == [5])
    telegram = Scripted()
    line = Line(4242, 1, telegram, ADDRESS)
    poller = Poller(line, sqlite_database, SystemClock(), lambda _: None, room)
    again = asyncio.create_task(poller.run())
    await eventually(lambda: bool(telegram.asked))
    assert telegram.asked[0]["offset"] == "6"
    again.cancel()


async def test_a_webhook_is_taken_away_and_what_waits_is_kept(
    sqlite_database: Database, simulator: Simulator, anna: Chat
):
    anna.write("before")
    await simulator.call(TOKEN, "setWebhook", {"url": "http://127.0.0.1:1/hook"})
    async with polling(sqlite_database, InProcessRequest(simulator)) as intake:
        await eventually(lambda: len(intake.delivered) == 1)
        await simulator.call(TOKEN, "setWebhook", {"url": "http://127.0.0.1:1/hook"})
        anna.write("after")
        await eventually(lambda: len(intake.delivered) == 2)


async def test_another_program_with_the_token_is_named_once(sqlite_database: Database):
    conflict = refusal(409, "Conflict: terminated by other getUpdates request")
    telegram = Scripted(conflict, conflict, conflict, updates({"update_id": 5}))
    with structlog.testing.capture_logs() as lines:
        async with polling(sqlite_database, telegram) as intake:
            await eventually(lambda: numbers(intake.delivered) == [5])
            await eventually(lambda: len(telegram.asked) == 5)
    assert [line["event"] for line in lines] == [
        "Another program reads this bot's messages with this token. Stop it.",
        "Telegram answers again",
    ]


async def test_a_network_that_is_down_is_told_once(sqlite_database: Database):
    telegram = Scripted(*[NotSent("Telegram could not be reached")] * 5, updates({"update_id": 5}))
    with structlog.testing.capture_logs() as lines:
        async with polling(sqlite_database, telegram) as intake:
            await eventually(lambda: numbers(intake.delivered) == [5])
    assert [line["log_level"] for line in lines] == ["warning", "info"]


@pytest.mark.parametrize(("status", "words"), [(401, "Unauthorized"), (404, "Not Found")])
async def test_a_refused_token_ends_the_poller(sqlite_database: Database, status: int, words: str):
    async with polling(sqlite_database, Scripted(refusal(status, words))) as intake:
        with pytest.raises(TokenRefused, match="KLYNGEBOT_TOKEN"):
            await in_time(intake.polling)


async def test_it_polls_as_slowly_as_telegram_asks(sqlite_database: Database):
    telegram = Scripted(refusal(429, "Too Many Requests: retry after 1", retry_after=1), updates())
    async with polling(sqlite_database, telegram):
        await eventually(lambda: len(telegram.asked) > 1)
    assert telegram.times[1] - telegram.times[0] >= 1


async def test_unusable_entries_are_dead_letters_and_the_rest_is_delivered(sqlite_database: Database):
    telegram = Scripted(updates({"update_id": -3}, {"update_id": 5}, [], "x", {"update_id": 2**80}))
    async with polling(sqlite_database, telegram) as intake:
        await eventually(lambda: numbers(intake.delivered) == [5])
        assert await dead(sqlite_database) == 4
        await eventually(lambda: telegram.asked[-1].get("offset") == "6")


async def test_an_answer_nobody_can_read_is_taken_apart_and_buried(sqlite_database: Database):
    poison = b'{"ok":true,"result":[{"update_id":8,"message":' + b"[" * 100_000
    telegram = Scripted((200, poison), (200, poison), updates({"update_id": 9}))
    async with polling(sqlite_database, telegram) as intake:
        await eventually(lambda: numbers(intake.delivered) == [9])
    assert [(one["limit"], one.get("offset")) for one in telegram.asked[:3]] == [
        ("100", None),
        ("1", None),
        ("1", "9"),
    ]
    assert await dead(sqlite_database) == 1


async def test_a_page_of_some_proxy_buries_nothing(sqlite_database: Database):
    page = b"<html>502</html>"
    telegram = Scripted((502, page), (200, page), (200, page), updates({"update_id": 9}))
    async with polling(sqlite_database, telegram) as intake:
        await eventually(lambda: numbers(intake.delivered) == [9])
    assert await dead(sqlite_database) == 0


async def test_faults_on_the_way_lose_nothing(sqlite_database: Database, simulator: Simulator, anna: Chat):
    for kind in (FaultKind.LOST, FaultKind.RESET, FaultKind.BAD_GATEWAY, FaultKind.ERROR):
        simulator.inject(Fault(kind, "getUpdates", times=2))
    anna.write("hej")
    async with polling(sqlite_database, InProcessRequest(simulator)) as intake:
        await eventually(lambda: len(intake.delivered) == 1)


@pytest.mark.parametrize(
    "answer",
    [
        updates({"update_id": 5}),
        updates(),
        (200, {"ok": True, "result": None}),
        (200, {"ok": True, "result": "x"}),
    ],
    ids=["the same update again", "nothing at once", "no result", "a string"],
)
async def test_an_answer_that_brings_nothing_is_not_asked_for_without_end(
    sqlite_database: Database, answer: tuple[int, object], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.poller.backoff", lambda _failures, **_most: 0.1)
    telegram = Scripted(*[answer] * 300)
    async with polling(sqlite_database, telegram) as intake:
        await eventually(lambda: len(telegram.asked) >= 8)
        assert telegram.times[7] - telegram.times[0] >= 0.5
        assert intake.poller.silent_for() > 0.3
        assert len(intake.delivered) <= len(telegram.asked)


async def test_a_poison_that_comes_again_and_again_is_not_asked_for_without_end(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.poller.backoff", lambda _failures, **_most: 0.1)
    telegram = Scripted(*[(200, b'{"ok":true,"result":[{"update_id":8,"message":')] * 300)
    async with polling(sqlite_database, telegram) as intake:
        await eventually(lambda: len(telegram.asked) >= 8)
        assert not intake.polling.done()
    assert telegram.times[7] - telegram.times[0] >= 0.5


async def test_after_a_day_of_silence_the_offset_is_forgotten_while_it_runs(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
):
    telegram = Scripted(updates({"update_id": 5}), *[updates()] * 500, updates({"update_id": 2}))
    async with polling(sqlite_database, telegram) as intake:
        await eventually(lambda: len(telegram.asked) > 1)
        assert telegram.asked[1]["offset"] == "6"
        monkeypatch.setattr("bot.poller.SILENCE", timedelta())
        await eventually(lambda: "offset" not in telegram.asked[-1])
        await eventually(lambda: numbers(intake.delivered) == [5, 2])


async def test_the_line_s_repr_hides_the_token():
    assert "canary" not in repr(Line(1, 1, Scripted(), ADDRESS))


class Full:
    """A database that is full for a while."""

    def __init__(self, database: Database) -> None:
        self.refuse = 0
        self._database = database

    async def transact(self, action, *arguments):
        if self.refuse and action is inbox.put:
            self.refuse -= 1
            raise DatabaseBusy("full")
        return await self._database.transact(action, *arguments)


async def dead(database: Database) -> int:
    query = "select count(*) from inbox where state = 'dead'"
    return await database.transact(lambda tx: tx.connection.exec_driver_sql(query).scalar_one())
