"""The control API over HTTP, in the ways docs/simulator.md shows."""

import asyncio
import base64
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientConnectionError, FormData
from aiohttp.test_utils import TestClient, TestServer

from simulator import CastMember, Jump, Simulator
from simulator.control.routes import control
from simulator.sends import SMALLEST_PNG
from simulator.server import application
from tests.fixtures.patience import in_time
from tests.simulator.conftest import TOKEN, buttons

DOCS = Path(__file__).parents[2] / "docs" / "simulator.md"
PICTURE = base64.b64encode(SMALLEST_PNG).decode()
CHAT = "people/5000001/chats/4242"


@dataclass
class Remote:
    """Asks as curl would."""

    client: TestClient[Any, Any]

    async def get(self, path: str) -> Any:
        async with self.client.get(f"/control/{path}") as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def post(self, path: str, body: Any = None) -> Any:
        async with self.client.post(f"/control/{path}", data=json.dumps(body or {})) as response:
            assert response.status in (200, 201), await response.text()
            return await response.json()

    async def refused(self, path: str, body: Any) -> tuple[int, str]:
        data = body if isinstance(body, str) else json.dumps(body)
        async with self.client.post(f"/control/{path}", data=data) as response:
            return response.status, (await response.json())["error"]

    async def bot(self, method: str, **parameters: Any) -> Any:
        async with self.client.post(f"/bot{TOKEN}/{method}", json=parameters) as response:
            return (await response.json())["result"]


@pytest.fixture
async def remote(telegram: Simulator) -> AsyncIterator[Remote]:
    """A bot and Anna, made from afar."""
    async with TestClient(TestServer(application(telegram))) as client:
        remote = Remote(client)
        await remote.post("bots", {"token": TOKEN, "username": "klynge_bot"})
        await remote.post("people", {"first_name": "Anna"})
        yield remote


async def test_a_talk_from_afar(remote: Remote) -> None:
    await remote.post(f"{CHAT}/start", {"payload": "v_vigersted"})
    (update,) = await remote.bot("getUpdates")
    await remote.bot(
        "sendMessage", chat_id=5000001, text="<b>Ja?</b>", parse_mode="HTML", reply_markup=buttons("Ja")
    )
    await remote.post(f"{CHAT}/taps", {"label": "Ja"})
    tap = (await remote.bot("getUpdates", offset=update["update_id"] + 1))[0]["callback_query"]
    await remote.bot("answerCallbackQuery", callback_query_id=tap["id"], text="Noteret")

    chat = await remote.get(CHAT)
    asked = chat["messages"][1]
    assert update["message"]["text"] == "/start v_vigersted"
    assert (asked["from"], asked["html"], asked["keyboard"]) == (
        "bot",
        "<b>Ja?</b>",
        [[{"label": "Ja", "data": "ja"}]],
    )
    assert [alert["text"] for alert in chat["alerts"]] == ["Noteret"]
    assert (chat["blocked"], chat["started"]) == (False, True)


async def test_a_chat_is_waited_for(remote: Remote) -> None:
    seen = (await remote.post(f"{CHAT}/start")) and await remote.get(CHAT)
    one = asyncio.create_task(remote.get(f"{CHAT}?since={seen['version']}&wait=60"))
    many = asyncio.create_task(remote.get(f"changes?since={seen['version']}&wait=60"))
    await asyncio.sleep(0.02)
    await remote.bot("sendMessage", chat_id=5000001, text="x")

    chat, changes = await in_time(asyncio.gather(one, many))
    assert len(chat["messages"]) == 2
    assert changes == {
        "version": chat["version"],
        "chats": [{"person": 5000001, "bot": 4242, "version": chat["version"]}],
    }
    assert (await remote.get(f"changes?since={chat['version']}"))["chats"] == []


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"text": "Hej"}, "text"),
        ({"photo": PICTURE, "caption": "Kort"}, "photo"),
        ({"photo": f"data:image/png;base64,{PICTURE}"}, "photo"),
        ({"document": PICTURE, "filename": "kort.png"}, "document"),
        ({"location": {"latitude": 55.5, "longitude": 11}}, "location"),
        ({"sticker": "👍"}, "sticker"),
        ({"voice": {"duration": 3}}, "voice"),
        ({"contact": {"phone_number": "+4500000000"}}, "contact"),
    ],
)
async def test_all_kinds_of_content_can_be_sent(remote: Remote, content: Any, kind: str) -> None:
    sent = await remote.post(f"{CHAT}/messages", content | {"extra": {"has_protected_content": True}})

    (update,) = await remote.bot("getUpdates")
    assert update["message"]["message_id"] == sent["message_id"]
    assert kind in update["message"]
    assert update["message"]["has_protected_content"] is True


async def test_files_are_fetched_by_their_id(remote: Remote) -> None:
    await remote.post(f"{CHAT}/messages", {"photo": PICTURE})
    (photo,) = (await remote.get(CHAT))["messages"][0]["photo"]

    async with remote.client.get(f"/control/files/{photo['file_id']}") as response:
        assert await response.read() == SMALLEST_PNG
    path = (await remote.bot("getFile", file_id=photo["file_id"]))["file_path"]
    async with remote.client.get(f"/file/bot{TOKEN}/{path}") as response:
        assert await response.read() == SMALLEST_PNG


async def test_the_rest_of_what_a_person_does(remote: Remote) -> None:
    raw = await remote.post(f"{CHAT}/messages", {"raw": {"message": 1}})
    sent = await remote.post(f"{CHAT}/messages", {"text": "Hje"})
    await remote.post(f"{CHAT}/edits", {"message_id": sent["message_id"], "text": "Hej"})
    await remote.post(f"{CHAT}/taps", {"message_id": 9, "data": "forged"})
    await remote.post(f"{CHAT}/block")
    blocked = (await remote.get(CHAT))["blocked"]
    await remote.post(f"{CHAT}/unblock")
    await remote.post("people/5000001/deactivate")

    updates = await remote.bot("getUpdates")
    assert updates[0] == {"update_id": raw["update_id"], "message": 1}
    assert [list(update)[1] for update in updates[1:]] == [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "my_chat_member",
    ]
    assert blocked


async def test_people_see_the_commands_meant_for_them(remote: Remote) -> None:
    await remote.bot("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    danish = [{"command": "hjaelp", "description": "Hjælp"}]
    await remote.bot(
        "setMyCommands", commands=danish, language_code="da", scope={"type": "all_private_chats"}
    )

    assert await remote.get(f"{CHAT}/commands") == danish


async def test_groups_from_afar(remote: Remote) -> None:
    group = await remote.post("groups", {"title": "Vigersted", "members": [5000001, 4242]})
    place = f"groups/{group['id']}"
    await remote.post(f"{place}/messages", {"person": 5000001, "text": "Hej"})
    await remote.post(f"{place}/messages", {"anonymous": True, "text": "Fra ledelsen"})
    await remote.bot("sendMessage", chat_id=group["id"], text="Ja?", reply_markup=buttons("Ja"))
    await remote.post(f"{place}/taps", {"person": 5000001, "bot": 4242, "label": "Ja"})
    shown = await remote.get(place)
    moved = await remote.post(f"{place}/migrate")
    kicked = await remote.post(f"groups/{moved['id']}/bots/4242", {"person": 5000001, "status": "kicked"})
    back = await remote.post(f"groups/{moved['id']}/bots/4242", {"person": 5000001, "status": "member"})
    channel = await remote.post("groups", {"title": "Nyt", "kind": "channel", "members": [4242]})
    await remote.post(f"groups/{channel['id']}/messages", {"text": "Nyt"})

    assert [message["text"] for message in shown["messages"]] == ["Hej", "Fra ledelsen", "Ja?"]
    assert (kicked["bots"], back["bots"]) == ({"4242": "kicked"}, {"4242": "member"})
    assert len(await remote.get("groups")) == 3
    assert "channel_post" in (await remote.bot("getUpdates"))[-1]


async def test_faults_and_log_from_afar(remote: Remote) -> None:
    await remote.post(f"{CHAT}/start")
    fault = await remote.post("faults", {"kind": "lost", "method": "sendMessage", "times": None})
    with pytest.raises(ClientConnectionError):
        await remote.bot("sendMessage", chat_id=5000001, text="x")
    struck = await remote.get("faults")
    async with remote.client.delete(f"/control/faults?id={fault['fault_id']}") as response:
        assert response.status == 200
    await remote.bot("sendMessage", chat_id=5000001, text="y")
    log = await remote.get("log?since=0")

    assert [one["struck"] for one in struck] == [1]
    assert [(entry["status"], entry["fault"], entry["message_id"]) for entry in log["entries"]] == [
        (None, "lost", 2),
        (200, None, 3),
    ]
    assert (await remote.get(f"log?since={log['last']}"))["entries"] == []


async def test_settings_from_afar(remote: Remote) -> None:
    await remote.post(f"{CHAT}/start")
    changed = await remote.post(
        "settings",
        {
            "latency": [0.001, 0.002],
            "flood": {"chat": {"per_second": 0.01, "burst": 1}},
            "callback_seconds": 3,
        },
    )
    first = await remote.bot("sendMessage", chat_id=5000001, text="x")
    async with remote.client.post(
        f"/bot{TOKEN}/sendMessage", json={"chat_id": 5000001, "text": "x"}
    ) as second:
        status, retry_after = second.status, second.headers["Retry-After"]
    unlimited = await remote.post("settings", {"flood": None})

    assert (first["message_id"], status, 0 < int(retry_after) <= 100) == (2, 429, True)
    assert (changed["callback_seconds"], changed["latency"]) == (3, [0.001, 0.002])
    assert changed["flood"] == {"chat": {"per_second": 0.01, "burst": 1}, "bot": None, "group": None}
    assert unlimited["flood"] is None
    assert (await remote.get("settings")) == unlimited


class Clock:
    """What the demo would hang on."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def jumps(self) -> list[Jump]:
        return [Jump("tomorrow", "i morgen", "tomorrow")]

    async def jump(self, to: str) -> None:
        if to != "tomorrow":
            raise ValueError(f"No jump to {to}")
        self.moment = self.moment.replace(day=23)


async def test_the_clock_and_the_cast(remote: Remote, telegram: Simulator) -> None:
    telegram.clock = Clock()
    telegram.cast = [CastMember(5000001, 4242, "Nytilflytter", "Newcomer", "v_vigersted")]

    jumps = [{"id": "tomorrow", "da": "i morgen", "en": "tomorrow"}]
    assert await remote.get("clock") == {"now": "2026-11-22T12:00:00+00:00", "jumps": jumps}
    assert (await remote.post("clock", {"to": "tomorrow"}))["now"] == "2026-11-23T12:00:00+00:00"
    assert await remote.refused("clock", {"to": "yesterday"}) == (400, "No jump to yesterday")
    assert [member["label_da"] for member in await remote.get("cast")] == ["Nytilflytter"]


@pytest.mark.parametrize(
    ("path", "body", "status", "error"),
    [
        ("people", "{", 400, "The body is no JSON"),
        ("people", "[]", 400, "The body is no JSON object"),
        ("people", {}, 400, "first_name: a text is needed"),
        ("bots", {"token": "x", "username": "y"}, 400, "token: <number>:<secret> is needed"),
        (f"{CHAT}/messages", {}, 400, "One of text, photo, document, location"),
        (f"{CHAT}/messages", {"text": " "}, 400, "text: a phone sends no empty message"),
        (f"{CHAT}/messages", {"photo": "?"}, 400, "photo: base64 is needed"),
        (f"{CHAT}/messages", {"photo": "aGVq"}, 400, "400 Bad Request: IMAGE_PROCESS_FAILED"),
        (f"{CHAT}/messages", {"location": {"latitude": "north"}}, 400, "latitude: a number is needed"),
        (f"{CHAT}/messages", {"raw": 1}, 400, "raw: an object is needed"),
        (f"{CHAT}/taps", {"label": "Ja"}, 400, "No button 'Ja'; there is:\n  no buttons at all"),
        (f"{CHAT}/taps", {"message_id": "2", "data": "x"}, 400, "message_id: a number is needed"),
        (f"{CHAT}/edits", {"message_id": 9, "text": "x"}, 400, "Message 9 is not Anna's own"),
        ("people/7/chats/4242/start", {}, 404, "No person 7"),
        ("people/5000001/chats/7/start", {}, 404, "No bot 7"),
        ("people/anna/chats/7/start", {}, 404, "No person anna"),
        ("groups/1/migrate", {}, 404, "No group 1"),
        ("groups", {"title": "x", "kind": "party"}, 400, "kind: group, supergroup or channel"),
        ("faults", {"kind": "storm"}, 400, "kind: one of retry_after, error"),
        ("settings", {"speed": 1}, 400, "No such setting: speed"),
        ("settings", {"latency": 1}, 400, "latency: [shortest, longest] in seconds is needed"),
        ("clock", {"to": "x"}, 404, "No clock to turn here"),
        ("nowhere", {}, 404, "404: Not Found"),
    ],
)
async def test_what_makes_no_sense_is_an_error(
    remote: Remote, path: str, body: Any, status: int, error: str
) -> None:
    said = await remote.refused(path, body)

    assert said[0] == status
    assert said[1].startswith(error)


@pytest.mark.parametrize("way", ["query", "form", "json", "multipart"])
async def test_the_bot_api_takes_parameters_in_four_ways(remote: Remote, way: str) -> None:
    await remote.post(f"{CHAT}/start")
    given = {"chat_id": "5000001", "text": "æ & +"}
    multipart = FormData(given, default_to_multipart=True)
    sent = {
        "query": {"params": given},
        "form": {"data": given},
        "json": {"json": given},
        "multipart": {"data": multipart},
    }

    async with remote.client.post(f"/bot{TOKEN}/sendMessage", **sent[way]) as response:
        assert (await response.json())["result"]["text"] == "æ & +"


async def test_what_is_no_bot_api_is_not_found(remote: Remote) -> None:
    async with remote.client.get("/nowhere") as response:
        assert await response.json() == {"ok": False, "error_code": 404, "description": "Not Found"}


@pytest.mark.parametrize(
    ("body", "content_type", "status", "description"),
    [
        (b"x=" + b"y" * (2**20 + 1), "application/x-www-form-urlencoded", 413, "Request Entity Too Large"),
        (b"{", "application/json", 400, "Bad Request: can't parse JSON object"),
        (b"[]", "application/json", 400, "Bad Request: expected an Object"),
    ],
)
async def test_bodies_that_cannot_be_read_are_refused(
    remote: Remote, body: bytes, content_type: str, status: int, description: str
) -> None:
    headers = {"Content-Type": content_type}
    async with remote.client.post(f"/bot{TOKEN}/getMe", data=BytesIO(body), headers=headers) as response:
        assert (await response.json()) == {"ok": False, "error_code": status, "description": description}
        assert response.status == status


async def test_another_sites_page_may_not_turn_the_switches(remote: Remote) -> None:
    for site, status in (("same-origin", 200), ("cross-site", 403), ("same-site", 403)):
        async with remote.client.get("/control/bots", headers={"Sec-Fetch-Site": site}) as response:
            assert response.status == status


async def test_the_phone_is_served_and_nothing_beside_it(remote: Remote) -> None:
    async with remote.client.get("/") as page:
        assert (page.status, page.content_type) == (200, "text/html")
        assert page.headers["Cache-Control"] == "no-cache"
    for path in ("/phone/../server.py", "/phone/%2e%2e%2fserver.py", "/phone/.hidden", "/phone/none.js"):
        async with remote.client.get(path) as response:
            assert response.status == 404, path


def test_every_address_is_in_the_documentation(telegram: Simulator) -> None:
    documented = re.sub(r"5000001|123|-1001000000000001|FILE_ID", "X", DOCS.read_text())
    for route in control(telegram).router.routes():
        if route.method == "HEAD" or route.resource is None:
            continue
        path = re.sub(r"\{\w+\}", "X", route.resource.canonical)
        verb = "curl " if route.method == "GET" else f"curl -X {route.method} "
        assert re.search(rf'{verb}"?\$U/control{re.escape(path)}["?\s]', documented), (route.method, path)
