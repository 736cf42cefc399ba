"""What whoever watches over the bot asks it: does it live, can it work, and how much is there to do."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass

from aiohttp import web


@dataclass(frozen=True)
class BotHealth:
    """One bot: its user name, or its number where it is not known to Telegram."""

    bot: str
    state: str
    """serving | standing by (another process serves it) | not served (it cannot be) | disabled"""
    last_poll_seconds: float | None = None
    """Since Telegram last answered, or with a webhook brought something or was asked."""


@dataclass(frozen=True)
class Readiness:
    """How the bots are. `troubles` are sentences; there are none when people of those served get answers."""

    troubles: Sequence[str]
    database_write_seconds: float | None
    """How long one took just now; None when none could be."""
    last_tick_seconds: float
    duties_failing: Sequence[str]
    newest_copy_seconds: float | None
    """Since the newest of the copies that are made each night was."""
    bots: Sequence[BotHealth]
    not_served: Sequence[str]
    """Sentences, one for each bot that cannot be: no reason to take the others' updates away from us."""


Ready = Callable[[], Awaitable[Readiness]]
Metrics = Callable[[], Awaitable[bytes]]
"""In the text form that Prometheus reads."""


def application(ready: Ready) -> web.Application:
    """`/healthz` answers as long as the process does; `/readyz` 503 and why, when people get no answers."""
    pages = web.Application()
    pages.router.add_get("/healthz", _alive)
    pages.router.add_get("/readyz", _ready(ready))
    return pages


def for_the_watch(ready: Ready, metrics: Metrics) -> web.Application:
    """The same and `/metrics`: for this machine only."""
    pages = application(ready)

    async def shown(_request: web.Request) -> web.Response:
        kind = {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
        return web.Response(body=await metrics(), headers=kind)

    pages.router.add_get("/metrics", shown)
    return pages


async def _alive(_request: web.Request) -> web.Response:
    return web.json_response({"status": "alive"})


def _ready(ready: Ready) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(_request: web.Request) -> web.Response:
        found = await ready()
        well = not found.troubles
        body = {"status": "ready" if well else "not ready", **asdict(found)}
        return web.json_response(body, status=200 if well else 503)

    return answer
