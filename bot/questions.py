"""One question to Telegram about updates, and what its answer means.

Raw, because PTB's own call would refuse a whole batch for one bad update in it.
"""

import json
from dataclasses import dataclass, field
from http import HTTPStatus

from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.ptb import TokenRefused

LONG_POLL = 30
"""Seconds Telegram may keep a question open; its own most is 50."""
ALLOWED = ("message", "callback_query", "my_chat_member")
"""The kinds of update we read. Edits, reactions and channels' posts are not even asked for."""


class Trouble(Exception):
    """Telegram did not answer as it should: `what` names the kind, the message tells the operator.

    `wait` is in seconds, where Telegram names it; `body` is an answer nobody can read.
    """

    def __init__(self, what: str, sentence: str, wait: float | None = None, body: bytes = b"") -> None:
        super().__init__(sentence)
        self.what = what
        self.wait = wait
        self.body = body


@dataclass(frozen=True)
class Line:
    """One bot's line to Telegram. The address holds the token, so no `repr` shows it."""

    bot_id: int
    cluster_id: int
    request: BaseRequest
    address: str = field(repr=False)

    async def updates(self, offset: int | None, limit: int) -> list[object]:
        """What waits at Telegram from `offset` on. Raises Trouble and TokenRefused."""
        parameters: dict[str, int | str] = {
            "timeout": LONG_POLL,
            "limit": limit,
            "allowed_updates": json.dumps(ALLOWED),
        }
        if offset is not None:
            parameters["offset"] = offset
        entries = await self._ask("getUpdates", parameters, LONG_POLL)
        if not isinstance(entries, list):
            raise Trouble("garbled", "Telegram's answer holds no list of updates; trying again.")
        return entries

    async def drop_webhook(self) -> None:
        """A bot with a webhook may not poll; what waits at Telegram stays."""
        await self._ask("deleteWebhook", {"drop_pending_updates": "false"}, 0)

    async def _ask(self, method: str, parameters: dict[str, int | str], patience: float) -> object:
        data = RequestData([RequestParameter.from_input(*one) for one in parameters.items()])
        wait = patience + (self.request.read_timeout or 0)
        try:
            status, body = await self.request.do_request(
                f"{self.address}/{method}", "POST", data, read_timeout=wait
            )
        except NetworkError as error:
            raise Trouble("network", "Telegram cannot be reached; trying again.") from error
        return self._result(status, body)

    def _result(self, status: int, body: bytes) -> object:
        try:
            answer = json.loads(body.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            what = "garbled" if status == HTTPStatus.OK else f"http {status}"
            raise Trouble(what, f"Telegram's answer cannot be read (HTTP {status}); trying again.", body=body)
        if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
            raise TokenRefused(self.bot_id)
        if status != HTTPStatus.OK:
            raise _refusal(status, str(answer.get("description", "")), answer.get("parameters"))
        return answer.get("result")


def _refusal(status: int, description: str, parameters: object) -> Trouble:
    match status:
        case HTTPStatus.CONFLICT if "webhook" in description.lower():
            return Trouble("webhook", "A webhook is set for this bot; taking it away, since this one polls.")
        case HTTPStatus.CONFLICT:
            return Trouble("conflict", "Another program reads this bot's messages with this token. Stop it.")
        case HTTPStatus.TOO_MANY_REQUESTS:
            return Trouble("too fast", "Telegram asks us to poll more slowly.", _retry_after(parameters))
        case _:
            return Trouble(f"http {status}", f"Telegram answers with an error (HTTP {status}); trying again.")


def _retry_after(parameters: object) -> float | None:
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return float(seconds) if isinstance(seconds, int | float) else None
