"""Failures on order: what goes wrong, for which calls, how often."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from random import Random

from simulator.errors import ConnectionDroppedError, Refusal, forbidden
from simulator.flood import too_many
from simulator.wire import Answer


class FaultKind(StrEnum):
    RETRY_AFTER = "retry_after"
    ERROR = "error"
    BAD_GATEWAY = "bad_gateway"
    LOST = "lost"
    HANG = "hang"
    RESET = "reset"
    BLOCKED = "blocked"
    DELAY = "delay"


@dataclass
class Fault:
    """`method` and `chat_id` None: every one. `times` None: until it is removed.

    `seconds`: how long a delay delays, a hang hangs before it drops, and retry_after asks to wait.
    LOST and HANG come after acceptance (the message is in the chat); RESET before.
    """

    kind: FaultKind
    method: str | None = None
    chat_id: int | None = None
    bot_id: int | None = None
    times: int | None = 1
    probability: float = 1.0
    seconds: float = 5.0
    status: int = 500
    description: str = "Internal Server Error"
    fault_id: int = field(default=0, compare=False)
    struck: int = field(default=0, compare=False)

    def fits(self, bot_id: int, method: str, chat_id: int | None) -> bool:
        return (
            (self.times is None or self.struck < self.times)
            and (self.method is None or self.method.lower() == method.lower())
            and self.bot_id in (None, bot_id)
            and self.chat_id in (None, chat_id)
        )

    async def before(self) -> Answer | None:
        """What happens instead of the call: a refusal, a drop, an answer that is no JSON."""
        match self.kind:
            case FaultKind.DELAY:
                await asyncio.sleep(self.seconds)
            case FaultKind.RETRY_AFTER:
                raise too_many(int(self.seconds))
            case FaultKind.ERROR:
                raise Refusal(self.status, self.description)
            case FaultKind.BLOCKED:
                raise forbidden("bot was blocked by the user")
            case FaultKind.RESET:
                raise ConnectionDroppedError(accepted=False)
            case FaultKind.BAD_GATEWAY:
                page = b"<html><head><title>502 Bad Gateway</title></head></html>"
                return Answer(502, page, {"Content-Type": "text/html"})
        return None

    async def after(self) -> None:
        """What happens to the answer of a call that was carried out."""
        if self.kind is FaultKind.HANG:
            await asyncio.sleep(self.seconds)
        if self.kind in (FaultKind.HANG, FaultKind.LOST):
            raise ConnectionDroppedError(accepted=True)


class Faults:
    """The faults in force; the first that fits a call strikes. The same seed strikes the same calls."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311  repeatable, guards nothing
        self._numbers: Iterator[int] = count(1)
        self._faults: list[Fault] = []

    def inject(self, fault: Fault) -> Fault:
        fault.fault_id = next(self._numbers)
        self._faults.append(fault)
        return fault

    def in_force(self) -> list[Fault]:
        return list(self._faults)

    def clear(self, fault_id: int | None = None) -> None:
        """Remove one, or all."""
        self._faults = [fault for fault in self._faults if fault_id not in (None, fault.fault_id)]

    def strike(self, bot_id: int, method: str, chat_id: int | None) -> Fault | None:
        for fault in self._faults:
            if fault.fits(bot_id, method, chat_id) and self._random.random() < fault.probability:
                fault.struck += 1
                return fault
        return None
