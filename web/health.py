"""Two questions for whoever watches over the bot: does it live, and does it get through to Telegram."""

from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

Troubles = Callable[[], Awaitable[Sequence[str]]]
"""What stands in the way right now, in sentences; none when all is well."""


def application(troubles: Troubles) -> web.Application:
    """`/healthz` answers as long as the process does; `/readyz` 503 and why, when people get no answers."""
    pages = web.Application()
    pages.router.add_get("/healthz", _alive)
    pages.router.add_get("/readyz", _ready(troubles))
    return pages


async def _alive(_request: web.Request) -> web.Response:
    return web.json_response({"status": "alive"})


def _ready(troubles: Troubles) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def ready(_request: web.Request) -> web.Response:
        found = list(await troubles())
        body = {"status": "not ready" if found else "ready", "troubles": found}
        return web.json_response(body, status=503 if found else 200)

    return ready
