"""Faults on order."""

import asyncio
import json

import pytest

from simulator import Chat, ConnectionDroppedError, Fault, FaultKind, Simulator, SimulatorSettings
from tests.simulator.conftest import TOKEN, Api

ANNA = 5000001


async def send(api: Api, text: str = "x", chat_id: int = ANNA) -> int:
    return (await api("sendMessage", chat_id=chat_id, text=text)).status


async def test_slow_down(telegram: Simulator, api: Api, anna: Chat) -> None:
    telegram.inject(Fault(FaultKind.RETRY_AFTER, "sendMessage", seconds=7))

    said = await api("sendMessage", chat_id=ANNA, text="x")

    assert said.json == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }
    assert said.headers["Retry-After"] == "7"
    assert await send(api) == 200


async def test_a_server_that_is_ill(telegram: Simulator, api: Api, anna: Chat) -> None:
    telegram.inject(Fault(FaultKind.ERROR, times=2, status=500, description="Internal Server Error: restart"))

    assert [await send(api) for _ in range(3)] == [500, 500, 200]
    assert anna.inbox == ["x"]


async def test_a_gateway_answers_with_a_page(telegram: Simulator, api: Api, anna: Chat) -> None:
    telegram.inject(Fault(FaultKind.BAD_GATEWAY))

    said = await api("sendMessage", chat_id=ANNA, text="x")

    assert said.status == 502
    assert said.headers["Content-Type"] == "text/html"
    with pytest.raises(ValueError, match="Expecting value"):
        json.loads(said.body)


async def test_an_answer_that_is_lost_was_carried_out(telegram: Simulator, api: Api, anna: Chat) -> None:
    telegram.inject(Fault(FaultKind.LOST))

    with pytest.raises(ConnectionDroppedError) as dropped:
        await send(api, "arrived")

    assert dropped.value.accepted
    assert anna.inbox == ["arrived"]
    entry = telegram.log.entries[-1]
    assert (entry.status, entry.message_id, entry.fault) == (None, 2, "lost")


async def test_a_reset_connection_carried_nothing(telegram: Simulator, api: Api, anna: Chat) -> None:
    telegram.inject(Fault(FaultKind.RESET))

    with pytest.raises(ConnectionDroppedError) as dropped:
        await send(api)

    assert not dropped.value.accepted
    assert anna.inbox == []


async def test_a_call_that_hangs_was_carried_out(telegram: Simulator, api: Api, anna: Chat) -> None:
    telegram.inject(Fault(FaultKind.HANG, seconds=3600))

    sending = asyncio.create_task(send(api, "arrived"))
    await anna.waits_for("arrived")
    assert not sending.done()
    sending.cancel()


async def test_a_delay_only_delays(telegram: Simulator, api: Api, anna: Chat) -> None:
    telegram.inject(Fault(FaultKind.DELAY, seconds=0.03))

    assert await send(api) == 200
    assert telegram.log.entries[-1].took >= 0.03


async def test_a_fault_can_be_meant_for_one_person_only(telegram: Simulator, api: Api, anna: Chat) -> None:
    bo = telegram.add_person("Bo").chat(telegram.world.bots[4242])
    bo.start()
    telegram.inject(Fault(FaultKind.BLOCKED, "sendmessage", ANNA, times=None))

    for_bo = await send(api, chat_id=bo.person.telegram_id)
    said = await api("sendMessage", chat_id=ANNA, text="x")
    other = await api("sendChatAction", chat_id=ANNA, action="typing")

    assert (for_bo, said.status, other.status) == (200, 403, 200)
    assert said.description == "Forbidden: bot was blocked by the user"


async def test_faults_can_be_taken_back(telegram: Simulator, api: Api, anna: Chat) -> None:
    one = telegram.inject(Fault(FaultKind.ERROR, times=None))
    other = telegram.inject(Fault(FaultKind.BLOCKED, times=None))
    telegram.faults.clear(one.fault_id)

    assert telegram.faults.in_force() == [other]
    assert await send(api) == 403
    telegram.faults.clear()
    assert await send(api) == 200


async def test_chance_strikes_the_same_calls_for_the_same_seed(telegram: Simulator) -> None:
    async def struck(seed: int) -> list[int]:
        simulator = Simulator(telegram.world.now, SimulatorSettings(seed=seed))
        anna = simulator.add_person("Anna").chat(simulator.add_bot(TOKEN, "klynge_bot"))
        anna.start()
        simulator.inject(Fault(FaultKind.ERROR, times=None, probability=0.3))
        return [await send(Api(simulator)) for _ in range(30)]

    first, again, other = [await struck(seed) for seed in (1, 1, 2)]

    assert first == again != other
    assert 0 < first.count(500) < 30


async def test_a_call_goes_on_when_latency_has_passed(telegram: Simulator) -> None:
    simulator = Simulator(telegram.world.now, SimulatorSettings(latency=(0.02, 0.03)))
    simulator.add_bot(TOKEN, "klynge_bot")

    await Api(simulator)("getMe")

    assert simulator.log.entries[-1].took >= 0.02
