"""Telegram brings updates: kept before it is told so, from it alone, none lost and none answered twice."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
import sqlalchemy as sa
from pydantic import SecretStr
from yarl import URL

from bot.app import Klyngebot
from bot.questions import ALLOWED
from bot.settings import Settings
from bot.webhook import LARGEST, SECRET, Webhook, made_of
from simulator import Bot, Chat, Simulator
from storage import database as databases
from storage import tables
from storage.transaction import Transaction
from tests.fixtures.patience import eventually
from tests.intake.conftest import TOKEN, Start
from tests.intake.test_turns import HANDLERS


@pytest.fixture
def settings(settings: Settings, unused_tcp_port: int) -> Settings:
    here = f"http://127.0.0.1:{unused_tcp_port}"
    return settings.model_copy(update={"web_port": unused_tcp_port, "watch_port": 0, "webhook_url": here})


@pytest.fixture
def address(settings: Settings) -> str:
    return f"{settings.webhook_url}/telegram/{made_of(TOKEN, 'path')}"


@pytest.fixture
def anna(simulator: Simulator, telegram_bot: Bot) -> Chat:
    return simulator.add_person("Anna").chat(telegram_bot)


@pytest.fixture
def start(start: Start, telegram_bot: Bot) -> Start:
    """Open when the test goes on."""

    @asynccontextmanager
    async def opened(*arguments: object) -> AsyncIterator[Klyngebot]:
        async with start(*arguments) as klyngebot:
            await eventually(lambda: telegram_bot.delivery.hook is not None)
            yield klyngebot

    return opened


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def knowing(secret: str = "") -> dict[str, str]:
    return {SECRET: secret or made_of(TOKEN, "secret")}


def words(chat: Chat, text: str, number: int = 7) -> dict[str, object]:
    who = {"id": chat.person.telegram_id, "is_bot": False, "first_name": "Anna"}
    message = {"message_id": 3, "date": 1, "chat": {**who, "type": "private"}, "from": who, "text": text}
    return {"update_id": number, "message": message}


async def meets(klyngebot: Klyngebot, *chats: Chat) -> None:
    """A bot cannot write to whoever has not written to it."""
    for chat in chats:
        chat.write("først")
    await klyngebot.settled()


def kept(tx: Transaction) -> list[str]:
    return list(tx.connection.scalars(sa.select(tables.inbox.c.state)))


async def test_who_writes_is_answered(start: Start, anna: Chat, telegram_bot: Bot):
    async with start(HANDLERS) as klyngebot:
        anna.write("hej")
        await klyngebot.settled()
        assert anna.inbox == ["You said hej"]


async def test_telegram_is_told_the_secret_and_what_we_read(start: Start, telegram_bot: Bot, address: str):
    async with start(HANDLERS):
        assert telegram_bot.delivery.hook.url == address
        assert telegram_bot.delivery.hook.secret == made_of(TOKEN, "secret")
        assert set(telegram_bot.updates.allowed) == set(ALLOWED)


def test_the_address_and_the_secret_show_nothing_of_the_token_and_of_each_other():
    made = {made_of(token, what) for token in (TOKEN, TOKEN + "x") for what in ("path", "secret")}
    assert len(made) == 4
    assert not any(part in one for one in made for part in TOKEN.split(":"))


@pytest.mark.parametrize("headers", [{}, knowing("wrong"), knowing("æ"), {SECRET: ""}])
async def test_whoever_does_not_know_the_secret_is_turned_away(start, browser, anna, address, headers):
    async with start(HANDLERS) as klyngebot:
        async with browser.post(address, json=words(anna, "hej"), headers=headers) as answer:
            assert answer.status == 403
        assert await klyngebot.database.transact(kept) == []


async def test_another_path_leads_nowhere(start: Start, browser, anna, settings: Settings):
    async with start(HANDLERS):
        nowhere = f"{settings.webhook_url}/telegram/{'0' * 64}"
        async with browser.post(nowhere, json=words(anna, "hej"), headers=knowing()) as answer:
            assert answer.status == 404


async def test_it_is_kept_when_telegram_is_told_so_and_what_comes_twice_is_one(start, browser, anna, address):
    async with start(HANDLERS) as klyngebot:
        anna.write("først")
        await klyngebot.settled()
        for _ in range(2):
            async with browser.post(address, json=words(anna, "hej", 999_999), headers=knowing()) as answer:
                assert answer.status == 200
            assert len(await klyngebot.database.transact(kept)) == 2
        await klyngebot.settled()
        assert anna.inbox == ["You said først", "You said hej"]


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff\xfe", b'{"update_id":"x"}', b"[" * 100_000, b"null"])
async def test_what_nobody_can_read_is_a_dead_letter_and_not_brought_again(start, browser, address, body):
    async with start(HANDLERS) as klyngebot:
        async with browser.post(address, data=body, headers=knowing()) as answer:
            assert answer.status == 200
        assert await klyngebot.database.transact(kept) == ["dead"]


@pytest.mark.parametrize("chunked", [False, True])
async def test_what_is_larger_than_any_update_is_not_read(start, browser, address, chunked):
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(9):
            yield b" " * (LARGEST // 8)

    async with start(HANDLERS) as klyngebot:
        body = pieces() if chunked else b" " * (LARGEST + 1)
        async with browser.post(address, data=body, headers=knowing()) as answer:
            assert answer.status == 413
        assert await klyngebot.database.transact(kept) == []


async def test_a_database_that_cannot_keep_it_has_telegram_come_again(
    start, browser, anna, address, monkeypatch, tmp_path
):
    closed = await databases.open(f"sqlite:///{tmp_path / 'another.db'}")
    await closed.close()
    async with start(HANDLERS) as klyngebot:
        monkeypatch.setattr(klyngebot.only.webhook, "_database", closed)
        async with browser.post(address, json=words(anna, "hej"), headers=knowing()) as answer:
            assert answer.status == 503
            assert int(answer.headers["Retry-After"]) > 0


async def test_when_too_much_waits_telegram_keeps_the_rest(start, browser, anna, address, monkeypatch):
    monkeypatch.setattr("bot.workers.ALTOGETHER", 0)
    async with start(HANDLERS) as klyngebot:
        async with browser.post(address, json=words(anna, "hej"), headers=knowing()) as answer:
            assert answer.status == 200
        async with browser.post(address, json=words(anna, "hej", 8), headers=knowing()) as answer:
            assert answer.status == 503
        assert len(await klyngebot.database.transact(kept)) == 1


async def test_of_a_key_that_is_there_twice_the_last_counts(start, browser, anna, address):
    body = json.dumps(words(anna, "hej")).replace('"text": "hej"', '"text": "nej", "text": "hej"')
    async with start(HANDLERS) as klyngebot:
        await meets(klyngebot, anna)
        async with browser.post(address, data=body, headers=knowing()) as answer:
            assert answer.status == 200
        await klyngebot.settled()
        assert anna.inbox[1:] == ["You said hej"]


async def test_numbers_may_have_gaps_and_come_out_of_order(start, browser, anna, address):
    async with start(HANDLERS) as klyngebot:
        await meets(klyngebot, anna)
        for number in (5_000, 3, 1_000_000, 4_999):
            update = words(anna, str(number), number)
            async with browser.post(address, json=update, headers=knowing()) as answer:
                assert answer.status == 200
            await klyngebot.settled()
        assert anna.inbox[1:] == ["You said 5000", "You said 3", "You said 1000000", "You said 4999"]


async def test_a_hundred_posts_side_by_side_keep_each_chat_in_order(
    start: Start, browser, simulator: Simulator, telegram_bot: Bot, address
):
    """As Telegram does it: the next of a chat when the last is taken, many chats at once."""
    everybody = [simulator.add_person(f"Nabo {n}").chat(telegram_bot) for n in range(20)]

    async def five(chat: Chat, first: int) -> None:
        for n in range(5):
            update = words(chat, str(n), first + n)
            async with browser.post(address, json=update, headers=knowing()) as answer:
                assert answer.status == 200

    async with start(HANDLERS) as klyngebot:
        await meets(klyngebot, *everybody)
        await asyncio.gather(*(five(chat, 100 * n) for n, chat in enumerate(everybody, start=1)))
        await klyngebot.settled()
        assert [chat.inbox[1:] for chat in everybody] == [[f"You said {n}" for n in range(5)]] * 20


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "image/png", "x"])
async def test_what_kind_of_body_it_says_it_is_does_not_matter(start, browser, anna, address, kind):
    async with start(HANDLERS) as klyngebot:
        await meets(klyngebot, anna)
        headers = {**knowing(), "Content-Type": kind}
        async with browser.post(address, data=json.dumps(words(anna, "hej")), headers=headers) as answer:
            assert answer.status == 200
        await klyngebot.settled()
        assert anna.inbox[1:] == ["You said hej"]


async def test_a_bomb_in_gzip_is_not_unpacked(start, browser, address):
    bomb = gzip.compress(b" " * 100_000_000)
    assert len(bomb) < LARGEST
    async with start(HANDLERS) as klyngebot:
        headers = {**knowing(), "Content-Encoding": "gzip"}
        async with browser.post(address, data=bomb, headers=headers) as answer:
            assert answer.status == 413
        assert await klyngebot.database.transact(kept) == []


@pytest.mark.parametrize("method", ["GET", "PUT", "HEAD", "DELETE", "PATCH"])
async def test_only_a_post_gets_in(start, browser, anna, address, method):
    async with start(HANDLERS) as klyngebot:
        async with browser.request(method, address, json=words(anna, "hej"), headers=knowing()) as answer:
            assert answer.status == 405
        assert await klyngebot.database.transact(kept) == []


async def test_a_body_that_never_ends_is_not_waited_for(start, browser, address, monkeypatch):
    monkeypatch.setattr("bot.webhook.SLOWEST", 0.2)
    for_ever = asyncio.Event()

    async def dripping() -> AsyncIterator[bytes]:
        yield b'{"update_id":'
        await for_ever.wait()

    async with start(HANDLERS) as klyngebot:
        async with browser.post(address, data=dripping(), headers=knowing()) as answer:
            assert answer.status == 408
        assert await klyngebot.database.transact(kept) == []


@pytest.mark.parametrize(
    "path",
    [
        "/static/..%2f..%2f.env",
        "/..%2f.env",
        "/%2e%2e/.env",
        "/.env%00.png",
        "/telegram/..%2f..%2f.env",
        "//.env",
    ],
)
async def test_no_path_leads_to_a_file(start, browser, settings: Settings, path):
    async with start(HANDLERS):
        where = URL(f"{settings.webhook_url}{path}", encoded=True)
        for method, expected in (("GET", {404, 405}), ("POST", {404, 405})):
            async with browser.request(method, where, headers=knowing()) as answer:
                assert answer.status in expected


async def test_what_a_proxy_is_said_to_have_said_makes_no_difference(start, browser, anna, address):
    forged = {"Host": "elsewhere.example", "X-Forwarded-For": "149.154.160.1", "X-Forwarded-Host": "x"}
    async with start(HANDLERS) as klyngebot:
        await meets(klyngebot, anna)
        async with browser.post(address, json=words(anna, "hej"), headers=forged) as answer:
            assert answer.status == 403
        async with browser.post(address, json=words(anna, "hej"), headers=forged | knowing()) as answer:
            assert answer.status == 200
        await klyngebot.settled()
        assert anna.inbox[1:] == ["You said hej"]


async def test_another_address_is_put_right_again(start: Start, telegram_bot: Bot, address: str, monkeypatch):
    monkeypatch.setattr("bot.webhook.LOOK", 0.02)
    async with start(HANDLERS) as klyngebot:
        await klyngebot.only.application.bot.delete_webhook()
        await eventually(lambda: telegram_bot.delivery.hook is not None)
        assert telegram_bot.delivery.hook.url == address


async def test_a_stop_among_many_loses_nothing_and_answers_nobody_twice(
    start: Start, simulator: Simulator, telegram_bot: Bot
):
    everybody = [simulator.add_person(f"Nabo {n}").chat(telegram_bot) for n in range(20)]
    for _ in range(3):
        async with start(HANDLERS):
            for n, who in enumerate(everybody):
                who.write(json.dumps(n))
            await asyncio.sleep(0.05)
    async with start(HANDLERS) as klyngebot:
        await klyngebot.settled()
        answered = [
            klyngebot.only.service.intake.silent_for() < 60,
            isinstance(klyngebot.only.service.intake, Webhook),
        ]
    assert all(answered)
    for n, who in enumerate(everybody):
        assert who.inbox == [f"You said {n}"] * 3


def test_a_webhook_is_wanted_by_its_address_alone(tmp_path):
    settings = Settings(token=SecretStr(TOKEN), data_dir=tmp_path)
    assert settings.webhook_url is None
