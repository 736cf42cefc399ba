"""The simulator over HTTP: Bot API, files, control API and the browser phone."""

import asyncio
import socket
import struct
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from simulator import request as requests
from simulator.control.routes import control
from simulator.core import Simulator
from simulator.errors import ConnectionDroppedError, Refusal
from simulator.keys import SIMULATOR
from simulator.wire import Answer, failure

_PHONE = Path(__file__).parent / "phone"
_LARGEST_BODY = 60 * 2**20
_RESET = struct.pack("ii", 1, 0)  # linger on, zero seconds: close() sends RST
_NO_CACHE = {"Cache-Control": "no-cache"}


def application(simulator: Simulator) -> web.Application:
    app = web.Application(client_max_size=_LARGEST_BODY, middlewares=[_unknown_is_json])
    app[SIMULATOR] = simulator
    app.router.add_get("/file/bot{token:[^/]*}/{path:.*}", _download)
    app.router.add_route("*", "/bot{token:[^/]*}/{method}", _call)
    app.router.add_get("/", _page)
    app.router.add_get("/phone/{name}", _asset)
    app.add_subapp("/control", control(simulator))
    app.on_shutdown.append(_close)
    return app


@web.middleware
async def _unknown_is_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPNotFound:
        return _response(failure(Refusal(404, "Not Found")))
    except web.HTTPRequestEntityTooLarge:
        return _response(failure(requests.too_large()))


async def _call(request: web.Request) -> web.StreamResponse:
    simulator = request.app[SIMULATOR]
    try:
        values, files = await requests.read(request)
        answer = await simulator.call(
            request.match_info["token"], request.match_info["method"], values, files
        )
    except Refusal as refusal:
        return _response(failure(refusal))
    except ConnectionDroppedError:
        _drop(request)
        return web.Response()
    return _response(answer)


async def _download(request: web.Request) -> web.Response:
    simulator = request.app[SIMULATOR]
    return _response(simulator.download(request.match_info["token"], request.match_info["path"]))


def _drop(request: web.Request) -> None:
    """Let the client see a reset connection, not a tidy end."""
    transport = request.transport
    if isinstance(transport, asyncio.Transport):
        held = transport.get_extra_info("socket")
        if held is not None:
            held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        transport.abort()


def _response(answer: Answer) -> web.Response:
    return web.Response(status=answer.status, body=answer.body, headers=dict(answer.headers))


async def _page(_request: web.Request) -> web.FileResponse:
    return _file("index.html")


async def _asset(request: web.Request) -> web.FileResponse:
    return _file(request.match_info["name"])


def _file(name: str) -> web.FileResponse:
    """Only what lies in the folder itself: a name with a slash never reaches us."""
    path = _PHONE / name
    if name.startswith(".") or not path.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(path, headers=_NO_CACHE)


async def _close(app: web.Application) -> None:
    await app[SIMULATOR].close()
