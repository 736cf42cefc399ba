"""Flood limits, when they are on."""

import pytest

from simulator import FloodLimits, Rate, Simulator, SimulatorSettings
from tests.simulator.conftest import TOKEN, Api, Hands


def limited(hands: Hands, limits: FloodLimits) -> Api:
    simulator = Simulator(hands.now, SimulatorSettings(flood=limits), monotonic=hands.monotonic)
    simulator.add_bot(TOKEN, "klynge_bot")
    return Api(simulator)


def person(api: Api) -> int:
    chat = api.simulator.add_person("Anna").chat(api.simulator.world.bots[4242])
    chat.start()
    return chat.person.telegram_id


async def statuses(api: Api, chat_ids: list[int]) -> list[int]:
    return [(await api("sendMessage", chat_id=chat_id, text="x")).status for chat_id in chat_ids]


async def test_one_chat_takes_a_burst_and_then_one_a_second(hands: Hands) -> None:
    api = limited(hands, FloodLimits())
    anna = person(api)

    assert await statuses(api, [anna] * 6) == [200] * 5 + [429]
    refused = await api("sendMessage", chat_id=anna, text="x")
    hands.forward(1)
    assert await statuses(api, [anna] * 2) == [200, 429]
    assert refused.json["parameters"] == {"retry_after": 1}
    assert refused.headers["Retry-After"] == "1"


async def test_all_chats_together_take_thirty_a_second(hands: Hands) -> None:
    api = limited(hands, FloodLimits())
    chats = [person(api) for _ in range(32)]

    assert await statuses(api, chats) == [200] * 30 + [429] * 2
    hands.forward(0.1)
    assert await statuses(api, chats[:4]) == [200] * 3 + [429]


async def test_a_group_takes_twenty_a_minute(hands: Hands) -> None:
    api = limited(hands, FloodLimits())
    simulator = api.simulator
    group = simulator.add_group("Vigersted", [simulator.world.bots[4242]])

    assert await statuses(api, [group.id] * 21) == [200] * 20 + [429]
    refused = await api("sendMessage", chat_id=group.id, text="x")
    assert refused.json["parameters"] == {"retry_after": 3}


async def test_a_refusal_costs_nothing_and_an_edit_counts(hands: Hands) -> None:
    api = limited(hands, FloodLimits(chat=Rate(1, 2), bot=None, group=None))
    anna = person(api)
    await statuses(api, [1] * 9)

    sent = (await api("sendMessage", chat_id=anna, text="x")).result
    edited = await api("editMessageText", chat_id=anna, message_id=sent["message_id"], text="y")

    assert (edited.status, await statuses(api, [anna])) == (200, [429])
    assert (await api("sendChatAction", chat_id=anna, action="typing")).status == 200


@pytest.mark.parametrize("limits", [None, FloodLimits(None, None, None)])
async def test_without_limits_nothing_is_too_fast(hands: Hands, limits: FloodLimits | None) -> None:
    api = limited(hands, FloodLimits())
    api.simulator.world.flood.limit(limits)
    anna = person(api)

    assert set(await statuses(api, [anna] * 100)) == {200}
