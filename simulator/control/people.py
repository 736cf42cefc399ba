"""Bots, people, and a person's chats: what they see."""

import time
from collections.abc import Callable

from aiohttp import web

from simulator.control.body import (
    LONGEST_WAIT,
    Wrong,
    account_of,
    answer,
    body,
    bot_of,
    chat_of,
    optional_text,
    query,
    simulator_of,
    text,
    whole,
)
from simulator.control.shapes import bot_shape, chat_shape, person_shape
from simulator.errors import Refusal


async def bots(request: web.Request) -> web.Response:
    return answer([bot_shape(bot) for bot in simulator_of(request).world.bots.values()])


async def add_bot(request: web.Request) -> web.Response:
    given = await body(request)
    world = simulator_of(request).world
    token = text(given, "token")
    try:
        world.bot_by_token(token)
    except Refusal as refusal:
        if refusal.description != "Unauthorized":
            raise Wrong("token: <number>:<secret> is needed") from refusal
    bot = world.add_bot(token, text(given, "username"), text(given, "first_name", "Klyngebot"))
    return answer(bot_shape(bot), 201)


async def people(request: web.Request) -> web.Response:
    return answer([person_shape(person) for person in simulator_of(request).world.people.values()])


async def add_person(request: web.Request) -> web.Response:
    given = await body(request)
    account = simulator_of(request).add_person(
        text(given, "first_name"),
        optional_text(given, "language_code") if "language_code" in given else "da",
        optional_text(given, "username"),
        whole(given, "telegram_id") if "telegram_id" in given else None,
    )
    return answer(person_shape(account.person), 201)


async def deactivate(request: web.Request) -> web.Response:
    account_of(request).deactivate()
    return answer({})


async def chat(request: web.Request) -> web.Response:
    """The chat, at once or when it has changed after `since`."""
    shown, bot = chat_of(request).conversation, bot_of(request)
    await _waited(request, lambda since: shown.version > since)
    return answer(chat_shape(shown, bot))


async def changes(request: web.Request) -> web.Response:
    """Which private chats changed after `since`: one long poll for many phones."""
    world = simulator_of(request).world
    since = await _waited(request, lambda since: world.changes.version > since)
    changed = [
        {"person": person, "bot": bot, "version": chat.version}
        for (bot, person), chat in world.private.items()
        if chat.version > since
    ]
    return answer({"version": world.changes.version, "chats": changed})


async def commands(request: web.Request) -> web.Response:
    return answer(bot_of(request).commands_for(account_of(request).person))


async def _waited(request: web.Request, due: Callable[[int], bool]) -> int:
    """Until there is something after `since`, at most `wait` seconds; the value of `since`."""
    changes = simulator_of(request).world.changes
    since = int(query(request, "since", -1))
    end = time.monotonic() + min(LONGEST_WAIT, query(request, "wait", 0))
    while not due(since) and (left := end - time.monotonic()) > 0:
        await changes.bell.wait(left)
    return since
