"""Webhooks: what is brought, in which order, and how often until it is taken."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web

from simulator import Bot, Chat, Simulator
from tests.fixtures.patience import eventually
from tests.simulator.conftest import TOKEN, Api, Hands


class Door:
    """A bot's own HTTP server: answers what the test told it to, then 200."""

    def __init__(self) -> None:
        self.url = ""
        self.taken: list[tuple[Any, str | None]] = []
        self.answers: list[web.Response] = []

    async def serve(self, request: web.Request) -> web.Response:
        self.taken.append((await request.json(), request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        return self.answers.pop(0) if self.answers else web.Response()

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update, _ in self.taken]

    async def until(self, done: Callable[[], bool]) -> None:
        await eventually(done)


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    door = Door()
    app = web.Application()
    app.router.add_post("/hook", door.serve)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    door.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield door
    await runner.cleanup()


async def settled(door: Door, bot: Bot, count: int) -> None:
    await door.until(lambda: len(door.taken) >= count and not bot.updates.fresh())


async def test_updates_are_brought_with_the_secret(api: Api, anna: Chat, bot: Bot, door: Door) -> None:
    said = await api("setWebhook", url=door.url, secret_token="s-3_cret")
    anna.write("Hej")
    await settled(door, bot, 1)

    assert said.json == {"ok": True, "result": True, "description": "Webhook was set"}
    assert [secret for _, secret in door.taken] == ["s-3_cret"]
    assert door.texts == ["Hej"]


async def test_what_waited_before_is_brought_too_unless_dropped(
    api: Api, anna: Chat, bot: Bot, door: Door
) -> None:
    anna.write("before")
    await api("setWebhook", url=door.url)
    await settled(door, bot, 1)
    await api("deleteWebhook")
    anna.write("dropped")
    await api("deleteWebhook", drop_pending_updates=True)

    assert door.texts == ["before"]
    assert bot.take_updates() == []


@pytest.mark.parametrize("status", [500, 403, 302])
async def test_a_refused_update_comes_again_and_holds_up_its_chat(
    api: Api, anna: Chat, bot: Bot, door: Door, status: int
) -> None:
    door.answers = [web.Response(status=status) for _ in range(3)]
    await api("setWebhook", url=door.url)
    anna.write("a")
    anna.write("b")
    await settled(door, bot, 5)

    assert door.texts == ["a", "a", "a", "a", "b"]


async def test_one_chat_does_not_hold_up_another(
    telegram: Simulator, api: Api, anna: Chat, bot: Bot, door: Door
) -> None:
    door.answers = [web.Response(status=500, headers={"Retry-After": "3600"})]
    bo = telegram.add_person("Bo").chat(bot)
    await api("setWebhook", url=door.url)
    anna.write("held up")
    await door.until(lambda: len(door.taken) == 1)
    bo.write("passes")
    await door.until(lambda: len(door.taken) == 2)

    info = (await api("getWebhookInfo")).result
    assert door.texts == ["held up", "passes"]
    assert info["pending_update_count"] == 1
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    assert info["last_error_date"] > 0


async def test_retry_after_is_obeyed(api: Api, anna: Chat, bot: Bot, door: Door, telegram: Simulator) -> None:
    door.answers = [web.Response(status=503, headers={"Retry-After": "1"})]
    await api("setWebhook", url=door.url)
    anna.write("a")
    began = telegram.world.monotonic()
    await settled(door, bot, 2)

    assert telegram.world.monotonic() - began >= 1


async def test_nobody_at_home_is_a_connection_refused(api: Api, anna: Chat, bot: Bot, door: Door) -> None:
    await api("setWebhook", url="http://127.0.0.1:9/")
    anna.write("a")
    await door.until(lambda: bot.delivery.error != "")

    assert (await api("getWebhookInfo")).result["last_error_message"] == "Connection refused"


async def test_an_answer_can_be_a_call(api: Api, anna: Chat, bot: Bot, door: Door) -> None:
    door.answers = [
        web.json_response({"method": "sendMessage", "chat_id": anna.person.telegram_id, "text": "Tak"}),
        web.json_response({"method": "deleteWebhook"}),
    ]
    await api("setWebhook", url=door.url)
    anna.write("a")
    anna.write("b")
    await settled(door, bot, 2)

    assert anna.inbox == ["Tak"]
    assert (await api("getWebhookInfo")).result["url"] == door.url


async def test_a_webhook_is_set_once_a_second_and_the_same_is_already_set(
    turned: Simulator, hands: Hands, door: Door
) -> None:
    turned.add_bot(TOKEN, "klynge_bot")
    api = Api(turned)
    await api("setWebhook", url=door.url)
    too_soon = await api("setWebhook", url=door.url)
    hands.forward(1)
    again = await api("setWebhook", url=door.url)

    assert again.json["description"] == "Webhook is already set"
    assert (too_soon.status, too_soon.json["parameters"]) == (429, {"retry_after": 1})
    assert too_soon.headers["Retry-After"] == "1"


async def test_a_webhook_that_says_gone_for_23_hours_is_taken_away(
    turned: Simulator, hands: Hands, door: Door
) -> None:
    bot = turned.add_bot(TOKEN, "klynge_bot")
    door.answers = [web.Response(status=410) for _ in range(999)]
    await Api(turned)("setWebhook", url=door.url)
    turned.add_person("Anna").chat(bot).write("Hej")
    await door.until(lambda: len(door.taken) >= 2)
    still_there = bot.delivery.hook
    hands.forward(23 * 3600 + 1)
    await door.until(lambda: bot.delivery.hook is None)

    assert still_there is not None
    assert len(bot.updates.fresh()) == 1


async def test_a_webhook_can_be_deleted(api: Api, door: Door) -> None:
    await api("setWebhook", url=door.url)

    assert (await api("setWebhook", url="")).json["description"] == "Webhook was deleted"
    assert (await api("deleteWebhook")).json["description"] == "Webhook is already deleted"
    assert (await api("getWebhookInfo")).result == {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": 0,
    }


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "nonsense", "https://elsewhere.example/"])
async def test_only_this_machine_is_delivered_to(api: Api, url: str) -> None:
    said = await api("setWebhook", url=url)

    assert said.status == 400
    assert said.description.startswith("Bad Request: bad webhook: ")
