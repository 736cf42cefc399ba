"""The simulated Telegram: the people and bots on it, and the way of one call."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from simulator.calls import CallDesk
from simulator.chats import ChatKind
from simulator.client import Account
from simulator.courier import Couriers
from simulator.errors import ConnectionDroppedError, Refusal
from simulator.faults import Fault, Faults
from simulator.groups import Group, founded
from simulator.hooks import CastMember, ClockHook
from simulator.log import CallLog
from simulator.people import Bot
from simulator.settings import SimulatorSettings
from simulator.wire import Answer, Upload, failure
from simulator.world import World

_NO_FILES: Mapping[str, Upload] = {}
_DEFAULTS = SimulatorSettings()


class Simulator:
    """A Telegram in memory. `now` gives the dates (UTC); waiting and pace go by `monotonic`."""

    def __init__(
        self,
        now: Callable[[], datetime],
        settings: SimulatorSettings = _DEFAULTS,
        log_path: Path | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.world = World(now, settings, monotonic)
        self.log = CallLog(log_path, settings.log_memory)
        self.faults = Faults(settings.seed)
        self.clock: ClockHook | None = None
        self.cast: list[CastMember] = []
        self._desk = CallDesk(self.world, self.log, self.faults)
        self._couriers = Couriers(self.world, self._execute)
        self.world.webhook_changed = self._couriers.changed

    def add_bot(self, token: str, username: str, first_name: str = "Klyngebot") -> Bot:
        return self.world.add_bot(token, username, first_name)

    def add_person(
        self,
        first_name: str,
        language_code: str | None = "da",
        username: str | None = None,
        telegram_id: int | None = None,
    ) -> Account:
        return Account(self.world, self.world.add_person(first_name, language_code, username, telegram_id))

    def account(self, telegram_id: int) -> Account:
        """KeyError when nobody has that id."""
        return Account(self.world, self.world.people[telegram_id])

    def add_group(
        self, title: str, members: Sequence[Account | Bot], kind: ChatKind = ChatKind.SUPERGROUP
    ) -> Group:
        return founded(self.world, title, members, kind)

    def inject(self, fault: Fault) -> Fault:
        return self.faults.inject(fault)

    async def call(
        self,
        token: str,
        method: str,
        parameters: Mapping[str, str],
        files: Mapping[str, Upload] = _NO_FILES,
    ) -> Answer:
        """One call to the Bot API. ConnectionDroppedError: an injected fault swallowed the answer."""
        return await self._desk.call(token, method, parameters, files)

    def download(self, token: str, path: str) -> Answer:
        """A file by the path getFile gave."""
        try:
            self.world.bot_by_token(token)
        except Refusal as refusal:
            return failure(refusal)
        stored = self.world.files.by_path(path)
        if stored is None:
            return failure(Refusal(404, "Not Found"))
        return Answer(200, stored.content, {"Content-Type": stored.mime})

    async def _execute(self, token: str, method: str, parameters: Mapping[str, str]) -> None:
        """For an answer to a webhook that is a call: nobody hears how it went."""
        with suppress(ConnectionDroppedError):
            await self.call(token, method, parameters)

    async def close(self) -> None:
        """Nothing of it runs on; the log is on disk."""
        await self._couriers.stop()
        self.log.close()
