"""The log of all calls."""

import json
import time
from pathlib import Path

import pytest

from simulator import Chat, Simulator
from tests.simulator.conftest import TOKEN, Api, Hands


async def test_every_call_is_a_line_without_its_token(hands: Hands, tmp_path: Path) -> None:
    path = tmp_path / "new" / "calls.jsonl"
    simulator = Simulator(hands.now, log_path=path)
    anna = simulator.add_person("Anna").chat(simulator.add_bot(TOKEN, "klynge_bot"))
    anna.start()
    await Api(simulator)("sendMessage", chat_id=anna.person.telegram_id, text="Hej")
    await Api(simulator)("sendMessage", chat_id=1, text="Hej")
    await Api(simulator, "4242:wrong")("getMe")
    written = path.read_text()
    await simulator.close()

    sent, refused, unknown = map(json.loads, written.splitlines())
    assert "secret" not in written
    assert "wrong" not in written
    assert sent["parameters"] == {"chat_id": "5000001", "text": "Hej"}
    assert (sent["bot_id"], sent["status"], sent["message_id"]) == (4242, 200, 2)
    assert (refused["status"], refused["description"]) == (400, "Bad Request: chat not found")
    assert (unknown["bot_id"], unknown["status"]) == (None, 401)
    assert sent["wall"] == "2026-11-22T12:00:00+00:00"


async def test_a_second_simulator_goes_on_in_the_same_file(hands: Hands, tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    for _ in range(2):
        simulator = Simulator(hands.now, log_path=path)
        simulator.add_bot(TOKEN, "klynge_bot")
        await Api(simulator)("getMe")
        await simulator.close()

    assert len(path.read_text().splitlines()) == 2


async def test_the_log_can_be_asked(telegram: Simulator, api: Api, anna: Chat) -> None:
    await api("getMe")
    await api("SENDMESSAGE", chat_id=5000001, text="x")

    assert [entry.method for entry in telegram.log.since(1)] == ["SENDMESSAGE"]
    assert len(telegram.log.of("sendMessage")) == 1


@pytest.mark.parametrize("method", ["getMe", "getUpdates"])
async def test_it_tells_how_long_a_call_took(telegram: Simulator, api: Api, method: str) -> None:
    began = time.monotonic()
    await api(method)

    assert 0 < telegram.log.entries[-1].took <= time.monotonic() - began
