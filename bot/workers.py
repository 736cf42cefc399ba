"""Who is served when: one person's updates one after another, different people side by side."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence

import structlog

from bot.logs import where
from storage.inbox import Waiting

EACH = 20
"""Updates one person may have waiting; what comes on top is ticked off unread."""
ALTOGETHER = 2000
"""Updates in memory beyond which the poller waits."""

Key = tuple[int, int | None]
"""The bot, and the person or chat whose order is kept."""

_log = structlog.stdlib.get_logger()


class Workers:
    """`attend` settles one update; `turn_away` settles those of one person that nobody will read."""

    def __init__(
        self,
        attend: Callable[[Waiting], Awaitable[None]],
        turn_away: Callable[[Sequence[Waiting]], Awaitable[None]],
    ) -> None:
        self._attend = attend
        self._turn_away = turn_away
        self._queues: dict[Key, deque[Waiting]] = {}
        self._held: set[tuple[int, int]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._room = asyncio.Event()
        self._room.set()

    @property
    def idle(self) -> bool:
        """Whether everything that was taken is settled."""
        return not self._tasks

    @property
    def in_hand(self) -> frozenset[tuple[int, int]]:
        """The numbers of what was taken and is not settled."""
        return frozenset(self._held)

    def take(self, updates: Sequence[Waiting]) -> None:
        """Queue what the inbox holds, in the order it came; what is in hand already is passed over."""
        floods: dict[Key, list[Waiting]] = defaultdict(list)
        for one in updates:
            if one.number in self._held:
                continue
            self._held.add(one.number)
            key = (one.bot_id, one.sender)
            if one.sender is not None and len(self._queues.get(key, ())) >= EACH:
                floods[key].append(one)
            else:
                self._queue(key, one)
        for flood in floods.values():
            self._start(self._away(flood))

    @property
    def has_room(self) -> bool:
        """Whether more may come."""
        return self._room.is_set()

    async def room(self) -> None:
        """Return when more may come."""
        await self._room.wait()

    async def stop(self, grace: float) -> None:
        """Let what was begun end within `grace` seconds; the rest stays in the inbox for the next start."""
        for queue in self._queues.values():
            queue.clear()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _queue(self, key: Key, one: Waiting) -> None:
        self._count(1)
        if key in self._queues:
            self._queues[key].append(one)
        else:
            self._queues[key] = deque([one])
            self._start(self._serve(key))

    async def _serve(self, key: Key) -> None:
        """Each update stays at the head of its queue while it is attended, so that it counts as waiting."""
        queue = self._queues[key]
        while queue:
            one = queue[0]
            await self._guarded(self._attend(one))
            self._held.discard(one.number)
            self._count(-1)
            if queue:
                queue.popleft()
        del self._queues[key]

    async def _away(self, flood: Sequence[Waiting]) -> None:
        await self._guarded(self._turn_away(flood))
        self._held.difference_update(one.number for one in flood)

    def _count(self, change: int) -> None:
        self._waiting += change
        if self._waiting < ALTOGETHER:
            self._room.set()
        else:
            self._room.clear()

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @staticmethod
    async def _guarded(work: Awaitable[None]) -> None:
        try:
            await work
        except Exception as error:  # noqa: BLE001 - one update's trouble must not stop the next one's
            _log.error("An update could not be settled; it is taken up again", why=where(error))
