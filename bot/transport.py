"""The way to Telegram: PTB's request interface on aiohttp, honest about what may have arrived.

Nothing is tried twice here, since a message sent twice is read twice; the outbox decides about that.
The address holds the token, and aiohttp's errors hold the address: they end here, only their kind goes on.
"""

import asyncio
from dataclasses import dataclass

import aiohttp
import orjson
from telegram._utils.types import JSONDict, ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData


class NotSent(NetworkError):
    """Telegram cannot have seen the request; it may be sent again."""


class Unanswered(TimedOut):
    """The request left, no whole answer came back: Telegram may have done it."""


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds, where the caller does not say."""

    connect: float = 10.0
    write: float = 20.0
    read: float = 20.0


class Client:
    """One aiohttp session for many bots; it lives as long as any of them uses it."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None
        self._users = 0

    @property
    def session(self) -> aiohttp.ClientSession:
        """The open session; NotSent when there is none."""
        if self._session is None:
            raise NotSent("The connection to Telegram is not open")
        return self._session

    def enter(self) -> None:
        """Called in a running loop. The number of calls at once is bounded by who calls, not here."""
        self._users += 1
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": "Klyngebot"},
            )

    async def leave(self) -> None:
        """The last one closes the door."""
        self._users -= 1
        if self._users == 0 and self._session is not None:
            await self._session.close()
            self._session = None


class AiohttpRequest(BaseRequest):
    """One bot's requests over a session it may share. `read_timeout` of a call includes the long poll."""

    def __init__(self, client: Client, patience: Patience | None = None) -> None:
        self._client = client
        self._patience = patience or Patience()
        self._open = False

    @property
    def read_timeout(self) -> float:
        """Seconds; PTB adds a long poll's length to it."""
        return self._patience.read

    async def initialize(self) -> None:
        """Take part in the session."""
        if not self._open:
            self._open = True
            self._client.enter()

    async def shutdown(self) -> None:
        """Let go of the session."""
        if self._open:
            self._open = False
            await self._client.leave()

    @staticmethod
    def parse_json_payload(payload: bytes) -> JSONDict:
        """Telegram's answer; what is no JSON is an error as PTB has it."""
        try:
            parsed: JSONDict = orjson.loads(payload)
        except orjson.JSONDecodeError:
            return BaseRequest.parse_json_payload(payload)  # slower, and forgives more
        return parsed

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body. Raises NotSent or Unanswered, without the cause, which knows the token."""
        timeout = _timeout(
            _seconds(connect_timeout, self._patience.connect),
            _seconds(write_timeout, self._patience.write),
            _seconds(read_timeout, self._patience.read),
        )
        try:
            return await _ask(self._client.session, method, url, _body(request_data), timeout)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            trouble = _meaning(error)
        raise trouble  # outside the `except`, so that it carries no context


def _seconds(asked: ODVInput[float], default: float) -> float | None:
    """None: wait for ever, which only a caller may ask for."""
    if isinstance(asked, int | float):
        return asked
    return None if asked is None else default


def _timeout(connect: float | None, write: float | None, read: float | None) -> aiohttp.ClientTimeout:
    """The total is there for an answer that trickles; aiohttp has no timeout for writing alone."""
    whole = None if connect is None or write is None or read is None else connect + write + read
    return aiohttp.ClientTimeout(total=whole, sock_connect=connect, sock_read=read)


def _body(data: RequestData | None) -> aiohttp.FormData | aiohttp.BytesPayload | None:
    """JSON; a form only where a file goes along."""
    if data is None:
        return None
    if not data.contains_files:
        return aiohttp.BytesPayload(orjson.dumps(data.parameters), content_type="application/json")
    form = aiohttp.FormData(quote_fields=False)
    for name, text in data.json_parameters.items():
        form.add_field(name, text)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


async def _ask(
    session: aiohttp.ClientSession,
    method: str,
    url: str,
    body: aiohttp.FormData | aiohttp.BytesPayload | None,
    timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - aiohttp keeps it
) -> tuple[int, bytes]:
    """A redirect is not followed: it would carry the token elsewhere."""
    async with session.request(method, url, data=body, timeout=timeout, allow_redirects=False) as answer:
        return answer.status, await answer.read()


def _meaning(error: Exception) -> NotSent | Unanswered:
    kind = type(error).__name__
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError | aiohttp.InvalidURL):
        return NotSent(f"Telegram could not be reached ({kind})")
    if isinstance(error, asyncio.TimeoutError):
        return Unanswered(f"Telegram did not answer in time ({kind})")
    return Unanswered(f"The connection to Telegram broke off ({kind})")
