"""getUpdates: what an offset means, who may ask, how long one waits."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from simulator import Bot, Chat, Simulator
from tests.fixtures.patience import in_time
from tests.simulator.conftest import QUICK, TOKEN, Api, Hands

CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def asked(api: Api, **parameters: Any) -> list[dict[str, Any]]:
    return (await api("getUpdates", **parameters)).result


async def test_the_same_updates_come_until_an_offset_confirms_them(turned: Simulator, hands: Hands) -> None:
    anna = turned.add_person("Anna").chat(turned.add_bot(TOKEN, "klynge_bot"))
    api = Api(turned)
    for word in "abc":
        anna.write(word)

    first = await asked(api)
    hands.forward(1)
    again = await asked(api)
    rest = await asked(api, offset=first[1]["update_id"])
    beyond = await asked(api, offset=first[2]["update_id"] + 1)

    assert texts(first) == texts(again) == ["a", "b", "c"]
    assert texts(rest) == ["b", "c"]
    assert beyond == []


async def test_a_negative_offset_keeps_the_last_and_forgets_the_rest(api: Api, anna: Chat) -> None:
    for word in "abc":
        anna.write(word)

    assert texts(await asked(api, offset=-2)) == ["b", "c"]
    assert texts(await asked(api, offset=1)) == ["b", "c"]


async def test_an_offset_far_in_the_future_confirms_nothing(api: Api, anna: Chat) -> None:
    anna.write("a")

    assert texts(await asked(api, offset=2**30)) == ["a"]


@pytest.mark.parametrize(("limit", "count"), [(2, 2), (0, 1), (-5, 1), (1000, 100), ("many", 1)])
async def test_a_limit_is_kept_between_1_and_100(api: Api, anna: Chat, limit: Any, count: int) -> None:
    for number in range(101):
        anna.write(str(number))

    assert len(await asked(api, limit=limit)) == count


async def test_an_answer_holds_about_four_megabytes(api: Api, bot: Bot, anna: Chat) -> None:
    for _ in range(6):
        anna.raw({"large": "x" * 2**20})

    assert len(await asked(api)) == 3


async def test_a_long_poll_ends_with_the_first_update(api: Api, anna: Chat) -> None:
    poll = asyncio.create_task(asked(api, timeout=50))
    await asyncio.sleep(0)
    anna.write("Hej")

    assert texts(await in_time(poll)) == ["Hej"]


async def test_a_short_poll_comes_back_empty(api: Api) -> None:
    assert await in_time(asked(api)) == []


async def test_the_older_of_two_polls_is_told_to_stop(api: Api, anna: Chat) -> None:
    older = asyncio.create_task(api("getUpdates", timeout=50))
    await asyncio.sleep(0)
    newer = asyncio.create_task(api("getUpdates", timeout=50, offset=1))
    await asyncio.sleep(0)

    said = await in_time(older)
    anna.write("Hej")

    assert (said.status, said.description) == (409, CONFLICT)
    assert texts((await in_time(newer)).result) == ["Hej"]


async def test_a_poll_that_does_not_wait_ends_nobodys(api: Api, anna: Chat) -> None:
    waiting = asyncio.create_task(asked(api, timeout=50))
    await asyncio.sleep(0)

    assert await asked(api, offset=1) == []
    anna.write("Hej")
    assert texts(await in_time(waiting)) == ["Hej"]


async def test_conflicts_come_slowly(api: Api, telegram: Simulator) -> None:
    polls = [asyncio.create_task(api("getUpdates", timeout=50, offset=n)) for n in range(3)]
    await asyncio.sleep(0.01)
    said = await asyncio.gather(*polls[:2])
    telegram.add_person("Anna").chat(telegram.world.bots[4242]).write("Hej")
    await polls[2]

    assert [one.status for one in said] == [409, 409]
    took = [entry.took for entry in telegram.log.of("getUpdates")]
    assert max(took[:2]) >= 0.02


async def test_asking_the_same_again_at_once_gets_one(turned: Simulator) -> None:
    anna = turned.add_person("Anna").chat(turned.add_bot(TOKEN, "klynge_bot"))
    api = Api(turned)
    anna.write("a")
    anna.write("b")

    assert len(await asked(api)) == 2
    assert len(await asked(api)) == 1


async def test_asking_the_same_again_with_nothing_there_waits(
    api: Api, anna: Chat, telegram: Simulator
) -> None:
    telegram.world.settings = replace(QUICK, same_offset_wait=3600)
    assert await asked(api) == []
    again = asyncio.create_task(asked(api))
    await asyncio.sleep(0.1)
    assert not again.done()

    anna.write("there")
    assert texts(await in_time(again)) == ["there"]


async def test_allowed_updates_are_remembered_until_changed(api: Api, anna: Chat) -> None:
    await asked(api, allowed_updates=["callback_query", "no such kind"])
    anna.write("unheard")
    anna.tap_data(1, "x")
    await asked(api, offset=1)
    anna.write("still unheard")
    heard = await asked(api, offset=2, allowed_updates=[])
    anna.write("heard")

    assert [list(update)[1] for update in heard] == ["callback_query"]
    assert texts((await asked(api, offset=3))[1:]) == ["heard"]


async def test_what_is_a_day_old_is_gone_and_taps_sooner(turned: Simulator, hands: Hands) -> None:
    anna = turned.add_person("Anna").chat(turned.add_bot(TOKEN, "klynge_bot"))
    api = Api(turned)
    anna.write("a")
    anna.tap_data(1, "x")
    hands.forward(151)
    after_minutes = await asked(api)
    hands.forward(86_400)

    assert texts(after_minutes) == ["a"]
    assert await asked(api) == []


async def test_a_bot_with_a_webhook_may_not_ask(api: Api, anna: Chat) -> None:
    await api("setWebhook", url="http://127.0.0.1:9/")

    said = await api("getUpdates")

    assert said.status == 409
    assert said.description == (
        "Conflict: can't use getUpdates method while webhook is active;"
        " use deleteWebhook to delete the webhook first"
    )


async def test_setting_a_webhook_ends_a_waiting_poll(api: Api, anna: Chat) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=50))
    await asyncio.sleep(0)
    await api("setWebhook", url="http://127.0.0.1:9/")

    said = await in_time(poll)

    assert said.description == "Conflict: terminated by setWebhook request"


async def test_a_poll_that_is_cancelled_leaves_no_trace(api: Api, anna: Chat) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=50))
    await asyncio.sleep(0)
    poll.cancel()
    await asyncio.gather(poll, return_exceptions=True)
    anna.write("Hej")

    assert texts(await asked(api, offset=1)) == ["Hej"]
