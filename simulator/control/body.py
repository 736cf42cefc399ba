"""Reading control requests and writing their answers."""

import json
from collections.abc import Mapping

from aiohttp import web
from aiohttp.typedefs import Handler

from simulator.client import Account, Chat
from simulator.core import Simulator
from simulator.errors import BlockedByPersonError, NotOnScreenError, Refusal
from simulator.groups import Group
from simulator.keys import SIMULATOR
from simulator.people import Bot
from simulator.wire import Wire, dumps

LONGEST_WAIT = 60.0
"""Seconds."""


class Wrong(ValueError):
    """The request makes no sense: 400."""


@web.middleware
async def errors_are_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        return answer({"error": "Another site's page may not turn these switches"}, 403)
    try:
        return await handler(request)
    except (NotOnScreenError, BlockedByPersonError, Wrong, Refusal) as wrong:
        return answer({"error": str(wrong)}, 400)
    except web.HTTPNotFound as missing:
        return answer({"error": missing.text or "Not found"}, 404)


def answer(value: object, status: int = 200) -> web.Response:
    return web.Response(status=status, text=dumps(value), content_type="application/json")


async def body(request: web.Request) -> Wire:
    """The JSON object sent; an empty body is an empty object."""
    text = await request.text()
    try:
        value: object = json.loads(text or "{}")
    except (ValueError, RecursionError):
        raise Wrong("The body is no JSON") from None
    if not isinstance(value, dict):
        raise Wrong("The body is no JSON object")
    return value


def text(given: Mapping[str, object], name: str, default: str | None = None) -> str:
    value = given.get(name, default)
    if not isinstance(value, str):
        raise Wrong(f"{name}: a text is needed")
    return value


def optional_text(given: Mapping[str, object], name: str) -> str | None:
    return None if given.get(name) is None else text(given, name)


def number(given: Mapping[str, object], name: str, default: float | None = None) -> float:
    value = given.get(name, default)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Wrong(f"{name}: a number is needed")
    return value


def whole(given: Mapping[str, object], name: str, default: int | None = None) -> int:
    value = number(given, name, default)
    if not isinstance(value, int):
        raise Wrong(f"{name}: a whole number is needed")
    return value


def query(request: web.Request, name: str, default: float) -> float:
    try:
        return float(request.query.get(name, default))
    except ValueError:
        raise Wrong(f"{name}: a number is needed") from None


def simulator_of(request: web.Request) -> Simulator:
    return request.app[SIMULATOR]


def bot_of(request: web.Request) -> Bot:
    bot = simulator_of(request).world.bots.get(_id(request, "bot"))
    if bot is None:
        raise web.HTTPNotFound(text=f"No bot {request.match_info['bot']}")
    return bot


def account_of(request: web.Request) -> Account:
    return account(simulator_of(request), _id(request, "person"))


def account(simulator: Simulator, telegram_id: int) -> Account:
    if telegram_id not in simulator.world.people:
        raise web.HTTPNotFound(text=f"No person {telegram_id}")
    return simulator.account(telegram_id)


def chat_of(request: web.Request) -> Chat:
    return account_of(request).chat(bot_of(request))


def group_of(request: web.Request) -> Group:
    world = simulator_of(request).world
    group = world.groups.get(_id(request, "group"))
    if group is None:
        raise web.HTTPNotFound(text=f"No group {request.match_info['group']}")
    return Group(world, group)


def _id(request: web.Request, name: str) -> int:
    given = request.match_info[name]
    try:
        return int(given)
    except ValueError:
        raise web.HTTPNotFound(text=f"No {name} {given}") from None
