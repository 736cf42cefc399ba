"""People who tap, and the Bot API that hears their answers: one process, so that one clock times both.

`python -m benchmarks.rivals.crowd [SECONDS]` prints the Bot API's port. Then, for each line of JSON it reads
(`Load`), it taps, and prints one line of figures. A tap takes from the moment it is due until its answer has
left the bot: a Bot API that takes its time costs it nothing, a bot that is late does.
"""

import asyncio
import contextlib
import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from benchmarks.rivals.stub import Calls, Wire

CONNECTIONS = 40
"""As many as Telegram uses for one webhook, where nothing else is said."""
_ME = {"id": 7000000001, "is_bot": True, "first_name": "Klynge", "username": "klynge_bot"}


@dataclass(frozen=True)
class Load:
    """The people `first` and following tap once each: `window` of them at once, or `rate` in a second.

    `within`: seconds after which whoever has no answer is lost.
    """

    port: int
    path: str
    secret: str
    first: int
    count: int
    within: float
    poll: int = 1
    window: int = 0
    rate: float = 0.0


class Door(asyncio.Protocol):
    """One keep-alive connection to a webhook; one update at a time."""

    def __init__(self) -> None:
        self._answer: asyncio.Future[bool] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._out = transport

    async def post(self, request: bytes) -> bool:
        """Whether it was taken."""
        self._answer = asyncio.get_running_loop().create_future()
        self._out.write(request)
        return await self._answer

    def data_received(self, data: bytes) -> None:
        if data.startswith(b"HTTP/1.1 ") and self._answer is not None and not self._answer.done():
            self._answer.set_result(data[9:12] == b"200")

    def connection_lost(self, _error: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(False)


class Crowd:
    """`calls` hears for whom a new screen came."""

    def __init__(self, calls: Calls) -> None:
        calls.heard = self._heard
        self._due: dict[int, float] = {}
        self._waits: dict[int, asyncio.Event] = {}
        self._took: list[float] = []
        self._refused = 0

    async def tap(self, load: Load) -> dict[str, float]:
        """The taps' figures: their rate in a second, and how long they took, in ms."""
        self._due, self._waits, self._took, self._refused = {}, {}, [], 0
        doors = [await _door(load.port) for _ in range(load.window or CONNECTIONS)]
        begun = time.perf_counter()
        way: Callable[[Load, list[Door]], Awaitable[None]] = self._paced if load.rate else self._at_once
        with contextlib.suppress(TimeoutError):  # whoever has no answer by then is lost: the figures say so
            await asyncio.wait_for(way(load, doors), load.within)
        spent = time.perf_counter() - begun
        return {"rate": len(self._took) / spent, "lost": load.count - len(self._took), **self._times()}

    async def _at_once(self, load: Load, doors: list[Door]) -> None:
        people = iter(range(load.first, load.first + load.count))

        async def one(door: Door) -> None:
            for person in people:
                await self._ask(load, door, person, time.perf_counter())
                await self._waits[person].wait()

        await asyncio.gather(*map(one, doors))

    async def _paced(self, load: Load, doors: list[Door]) -> None:
        free: asyncio.LifoQueue[Door] = asyncio.LifoQueue()
        for door in doors:
            free.put_nowait(door)
        begun = time.perf_counter()

        async def one(door: Door, person: int, due: float) -> None:
            await self._ask(load, door, person, due)
            free.put_nowait(door)
            await self._waits[person].wait()

        async with asyncio.TaskGroup() as asking:
            for nth in range(load.count):
                due = begun + nth / load.rate
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                asking.create_task(one(await free.get(), load.first + nth, due))

    async def _ask(self, load: Load, door: Door, person: int, due: float) -> None:
        self._due[person], self._waits[person] = due, asyncio.Event()
        self._refused += not await door.post(request(load, person))

    def _heard(self, person: int) -> None:
        """The first answer counts."""
        due = self._due.pop(person, None)
        if due is not None:
            self._took.append((time.perf_counter() - due) * 1000)
            self._waits[person].set()

    def _times(self) -> dict[str, float]:
        if len(self._took) < 2:
            return {"refused": self._refused}
        shares = statistics.quantiles(self._took, n=100, method="inclusive")
        return {"refused": self._refused, "p50": shares[49], "p99": shares[98]}


async def _door(port: int) -> Door:
    _, door = await asyncio.get_running_loop().create_connection(Door, "127.0.0.1", port)
    return door


def request(load: Load, person: int) -> bytes:
    """A vote, as Telegram brings it."""
    who = {"id": person, "is_bot": False, "first_name": "Anna", "language_code": "da"}
    screen = {
        "message_id": person + 500,
        "date": 1795348800,
        "from": _ME,
        "chat": {"id": person, "type": "private", "first_name": "Anna"},
        "text": "Hvad?",
    }
    tap = {
        "id": str(person),
        "from": who,
        "chat_instance": "1",
        "data": f"v1:pvote:{load.poll}:0:1",
        "message": screen,
    }
    body = json.dumps({"update_id": person, "callback_query": tap}).encode()
    head = (
        f"POST {load.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"X-Telegram-Bot-Api-Secret-Token: {load.secret}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def main(delay: float) -> None:
    calls, loop = Calls(delay), asyncio.get_running_loop()
    crowd = Crowd(calls)
    server = await loop.create_server(lambda: Wire(calls), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():  # whoever started us closes this when it ends
        print(json.dumps(await crowd.tap(Load(**json.loads(line)))), flush=True)


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 0.0))
