import asyncio
import inspect
import json
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from telegram import InputFile
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.ext import ExtBot
from telegram.request import BaseRequest

from bot.ptb import QuietBot
from bot.transport import AiohttpRequest, Client, NotSent, Patience, Unanswered
from simulator import Simulator
from simulator.server import application
from tests.fixtures.patience import PATIENCE
from tests.intake.conftest import TOKEN

Serve = Callable[[web.Application], Awaitable[str]]
LONG = Patience(connect=PATIENCE, write=PATIENCE, read=PATIENCE)
SHORT = Patience(connect=PATIENCE, write=PATIENCE, read=0.2)
SHORT_IN_ALL = Patience(connect=2.0, write=0.1, read=0.2)


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Serves an application on a port of the system's choice; gives its address."""
    runners = []

    async def start(pages: web.Application) -> str:
        runner = web.AppRunner(pages, access_log=None, shutdown_timeout=0.1)
        runners.append(runner)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    yield start
    for runner in runners:
        await runner.cleanup()


@pytest.fixture
async def request_() -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest(Client(), LONG) as opened:
        yield opened


@pytest.fixture
async def hurried() -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest(Client(), SHORT) as opened:
        yield opened


def bot_at(address: str, *, asking: AiohttpRequest) -> ExtBot[None]:
    return QuietBot(
        TOKEN,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=asking,
        get_updates_request=asking,
    )


async def answering(serve: Serve, answer: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> str:
    pages = web.Application()
    pages.router.add_route("*", "/{rest:.*}", answer)
    return await serve(pages)


def test_ptb_still_asks_of_a_transport_what_ours_gives():
    theirs, ours = inspect.signature(BaseRequest.do_request), inspect.signature(AiohttpRequest.do_request)
    assert [(p.name, p.kind) for p in ours.parameters.values()] == [
        (p.name, p.kind) for p in theirs.parameters.values()
    ]
    assert BaseRequest.__abstractmethods__ == {"do_request", "initialize", "read_timeout", "shutdown"}


async def test_ptb_talks_to_the_simulated_telegram_over_http(serve: Serve, simulator: Simulator):
    telegram_bot = simulator.add_bot(TOKEN, "klynge_bot")
    anna = simulator.add_person("Anna").chat(telegram_bot)
    anna.start()
    async with bot_at(await serve(application(simulator)), asking=AiohttpRequest(Client(), LONG)) as bot:
        await bot.send_message(anna.person.telegram_id, "Hej æøå 😀")
        document = InputFile(b"a;b\r\n\xff", filename="tal æ.csv")
        sent = await bot.send_document(anna.person.telegram_id, document, caption="Tal")
        file = await (await bot.get_file(sent.document.file_id)).download_as_bytearray()
    assert anna.inbox[0] == "Hej æøå 😀"
    assert bytes(file) == b"a;b\r\n\xff"


async def test_what_nobody_listens_to_was_not_sent(request_: AiohttpRequest, unused_tcp_port: int):
    with pytest.raises(NotSent) as caught:
        await request_.do_request(f"http://127.0.0.1:{unused_tcp_port}/bot{TOKEN}/getMe", "POST")
    assert isinstance(caught.value, NetworkError)
    assert not isinstance(caught.value, TimedOut)
    assert_hidden(caught.value)


async def test_a_closed_door_was_not_sent():
    with pytest.raises(NotSent):
        await AiohttpRequest(Client()).do_request("http://127.0.0.1:1/", "POST")


async def test_a_late_answer_may_have_been_carried_out(serve: Serve, hurried: AiohttpRequest):
    async def never(_request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(30)
        return web.Response()

    with pytest.raises(Unanswered) as caught:
        await hurried.do_request(f"{await answering(serve, never)}/bot{TOKEN}/sendMessage", "POST")
    assert isinstance(caught.value, TimedOut)
    assert_hidden(caught.value)


async def test_a_trickling_answer_is_not_waited_for_without_end(serve: Serve):
    async def trickle(request: web.Request) -> web.StreamResponse:
        if request.path == "/at-once":
            return web.Response()
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b" ")
            await asyncio.sleep(0.05)

    client, address = Client(), await answering(serve, trickle)
    async with AiohttpRequest(client, LONG) as patient, AiohttpRequest(client, SHORT_IN_ALL) as hurried:
        await patient.do_request(f"{address}/at-once", "POST")  # connected: no pause can be taken for that
        with pytest.raises(Unanswered):
            await hurried.do_request(f"{address}/bot{TOKEN}/sendMessage", "POST")


async def test_a_broken_connection_may_have_been_carried_out(serve: Serve, request_: AiohttpRequest):
    calls = []

    async def drop(request: web.Request) -> web.StreamResponse:
        calls.append(request.path)
        request.transport.abort()
        return web.Response()

    with pytest.raises(Unanswered) as caught:
        await request_.do_request(f"{await answering(serve, drop)}/bot{TOKEN}/sendMessage", "POST")
    assert_hidden(caught.value)
    assert len(calls) == 1, "nothing is tried twice"


async def test_a_long_poll_waits_longer_than_the_rest(serve: Serve, hurried: AiohttpRequest):
    async def late(_request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.4)
        return web.Response(body=b"{}")

    address = f"{await answering(serve, late)}/bot{TOKEN}/getUpdates"
    assert await hurried.do_request(address, "POST", read_timeout=PATIENCE) == (200, b"{}")


async def test_a_redirect_is_not_followed_with_the_token(serve: Serve, request_: AiohttpRequest):
    async def elsewhere(request: web.Request) -> web.StreamResponse:
        assert request.path.startswith("/bot")
        return web.Response(status=302, headers={"Location": "/elsewhere"})

    status, _ = await request_.do_request(f"{await answering(serve, elsewhere)}/bot{TOKEN}/getMe", "POST")
    assert status == 302


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 429, 500, 502])
async def test_every_refusal_reaches_ptb(serve: Serve, status: int):
    async def refuse(_request: web.Request) -> web.StreamResponse:
        body = {"ok": False, "error_code": status, "description": "No"}
        return web.Response(status=status, body=json.dumps(body).encode())

    bot = bot_at(await answering(serve, refuse), asking=AiohttpRequest(Client(), LONG))
    with pytest.raises(TelegramError):
        await bot.initialize()
    await bot.shutdown()


async def test_one_session_serves_many_bots_and_closes_with_the_last():
    client = Client()
    first, second = AiohttpRequest(client), AiohttpRequest(client)
    await first.initialize()
    await first.initialize()
    await second.initialize()
    session = client.session
    await first.shutdown()
    await first.shutdown()
    assert not session.closed
    await second.shutdown()
    assert session.closed
    with pytest.raises(NotSent):
        _ = client.session


def test_no_session_is_made_before_there_is_a_loop():
    AiohttpRequest(Client())


async def test_the_bot_s_repr_hides_its_token():
    bot = bot_at("http://127.0.0.1:1", asking=AiohttpRequest(Client(), LONG))
    assert "canary" not in repr(bot)


def assert_hidden(error: BaseException) -> None:
    """Nowhere in the error, nor in what a traceback would show of its causes."""
    logging.getLogger(__name__).error("seen", exc_info=error)
    shown = "".join(traceback.format_exception(error)) + repr(error) + repr(error.__context__)
    assert "canary" not in shown
