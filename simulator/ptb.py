"""python-telegram-bot without a socket: its requests go straight to the simulator."""

import asyncio
import re
from typing import IO
from urllib.parse import unquote, urlsplit

from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from simulator.core import Simulator
from simulator.errors import ConnectionDroppedError
from simulator.wire import Answer, Upload

_PATH = re.compile(r"/(?P<file>file/)?bot(?P<token>[^/]*)/(?P<rest>.*)")


class InProcessRequest(BaseRequest):
    """Give the same instance to as many bots as you like: it holds nothing but the simulator.

    A dropped connection is NetworkError, a late answer TimedOut; the cause of the former is the
    ConnectionDroppedError, which tells a test whether the call had been accepted.
    """

    def __init__(self, simulator: Simulator, read_timeout: float = 30.0) -> None:
        self._simulator = simulator
        self._read_timeout = read_timeout
        self._given_up: set[asyncio.Task[Answer]] = set()

    @property
    def read_timeout(self) -> float | None:
        return self._read_timeout

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """What clients gave up waiting for ends here; what another bot still waits for goes on."""
        for task in self._given_up:
            task.cancel()
        await asyncio.gather(*self._given_up, return_exceptions=True)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        task = asyncio.create_task(self._answer(url, request_data))
        task.add_done_callback(self._ended)
        answer = await self._in_time(task, self._seconds(read_timeout))
        return answer.status, answer.body

    async def _answer(self, url: str, request_data: RequestData | None) -> Answer:
        path = _PATH.fullmatch(unquote(urlsplit(url).path))
        if path is None:
            raise NetworkError(f"Not a Bot API address: {urlsplit(url).path}")
        if path["file"]:
            return self._simulator.download(path["token"], path["rest"])
        parameters = request_data.json_parameters if request_data else {}
        return await self._simulator.call(path["token"], path["rest"], parameters, _files(request_data))

    async def _in_time(self, task: asyncio.Task[Answer], seconds: float | None) -> Answer:
        """As over HTTP, a call goes on when its client no longer waits for it."""
        try:
            async with asyncio.timeout(seconds):
                return await asyncio.shield(task)
        except TimeoutError:
            raise TimedOut from None
        except ConnectionDroppedError as dropped:
            raise NetworkError("Connection dropped by the simulator") from dropped
        finally:
            if not task.done():
                self._given_up.add(task)

    def _seconds(self, given: object) -> float | None:
        if given is BaseRequest.DEFAULT_NONE:
            return self._read_timeout
        return float(given) if isinstance(given, (int, float)) else None

    def _ended(self, task: asyncio.Task[Answer]) -> None:
        self._given_up.discard(task)
        if not task.cancelled():
            task.exception()


def _files(request_data: RequestData | None) -> dict[str, Upload]:
    if request_data is None or not request_data.contains_files:
        return {}
    parts = request_data.multipart_data
    return {name: Upload(file, _bytes(content), mime) for name, (file, content, mime) in parts.items()}


def _bytes(content: bytes | IO[bytes]) -> bytes:
    return content if isinstance(content, bytes) else content.read()
