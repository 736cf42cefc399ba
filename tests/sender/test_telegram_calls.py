"""What the library's errors mean, and that nothing else comes out."""

import json

import pytest
from telegram import Bot
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest

from bot import telegram_calls, transport
from domain.message import Lane
from domain.outcome import Accepted, Declined, NotSent, Unclear
from tests.sender.test_lanes import letter

TOKEN = "4242:simulated-token"


class Saying(BaseRequest):
    """Says one thing to every call."""

    def __init__(self, status: int = 200, body: bytes = b"", error: Exception | None = None) -> None:
        self.said = (status, body)
        self.error = error

    @property
    def read_timeout(self):
        return 5.0

    async def initialize(self):
        pass

    async def shutdown(self):
        pass

    async def do_request(self, url, method, request_data=None, *_arguments, **_named):
        self.heard = dict(request_data.parameters) if request_data is not None else {}
        if self.error is not None:
            raise self.error
        return self.said


async def said(**what):
    return await telegram_calls.call(Bot(TOKEN, request=Saying(**what)), letter(1))


@pytest.mark.parametrize(
    ("lane", "paid", "offered"),
    [(Lane.MASS, True, True), (Lane.NOTICE, True, True), (Lane.ANSWER, True, None), (Lane.MASS, False, None)],
)
async def test_only_what_is_no_answer_may_cost_something_and_only_at_a_paid_pace(lane, paid, offered):
    body = json.dumps({"ok": True, "result": {"message_id": 7}}).encode()
    saying = Saying(body=body)
    asked = await telegram_calls.call(Bot(TOKEN, request=saying), letter(1, lane=lane), paid=paid)
    assert asked == Accepted(7)
    assert saying.heard.get("allow_paid_broadcast") == offered


def refusal(status: int, description: str, **parameters: int) -> dict[str, object]:
    body = {"ok": False, "error_code": status, "description": description}
    return {
        "status": status,
        "body": json.dumps(body | ({"parameters": parameters} if parameters else {})).encode(),
    }


@pytest.mark.parametrize(
    ("status", "description", "code"),
    [
        (400, "Bad Request: chat not found", 400),
        (401, "Unauthorized", 401),
        (403, "Forbidden: bot was blocked by the user", 403),
        (404, "Not Found", 401),
        (409, "Conflict: terminated by other getUpdates request", 409),
        (413, "Request Entity Too Large: too large", 413),
        (429, "Too Many Requests: retry after 7", 429),
    ],
)
async def test_a_refusal_keeps_its_code(status, description, code):
    answer = await said(**refusal(status, description))
    assert isinstance(answer, Declined)
    assert answer.code == code


async def test_how_long_to_wait_is_heard():
    answer = await said(**refusal(429, "Too Many Requests: retry after 7", retry_after=7))
    assert isinstance(answer, Declined)
    assert answer.retry_after.total_seconds() == 7


async def test_where_a_group_went_is_heard():
    answer = await said(**refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1005))
    assert isinstance(answer, Declined)
    assert answer.moved_to == -1005


@pytest.mark.parametrize(
    ("what", "answer"),
    [
        ({"error": transport.NotSent("x")}, NotSent("no connection")),
        ({"error": transport.Unanswered("x")}, Unclear("Unanswered")),
        ({"error": TimedOut()}, Unclear("TimedOut")),
        ({"error": OSError(TOKEN)}, Unclear("NetworkError")),
        ({"status": 502, "body": b"<html>Bad Gateway</html>"}, Unclear("NetworkError")),
        (refusal(500, "Internal Server Error: restart"), Unclear("NetworkError")),
        ({"body": b"<html>"}, Unclear("TelegramError")),
        ({"body": b'{"ok":true,"result":{"date":1}}'}, Unclear("KeyError")),
        ({"body": b'{"ok":true,"result":{"message_id":1}}'}, Accepted(1)),
        ({"body": b'{"ok":true,"result":true}'}, Accepted(None)),
    ],
)
async def test_what_we_cannot_be_sure_of_is_unclear_and_shows_no_token(what, answer):
    assert await said(**what) == answer


def test_words_that_may_hold_the_token_are_dropped():
    for error in (NetworkError(f"see /bot{TOKEN}/sendMessage"), TelegramError(TOKEN)):
        assert TOKEN not in str(telegram_calls.said(error))
