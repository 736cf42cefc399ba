"""What the demo hangs onto the simulator: a clock to jump with, and the people the phone opens with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Jump:
    """A place in time the clock offers, in both languages."""

    id: str
    da: str
    en: str


class ClockHook(Protocol):
    """A clock the demo owns; `jump` goes to an offered id or an ISO time and returns when all is done."""

    def now(self) -> datetime: ...

    def jumps(self) -> Sequence[Jump]: ...

    async def jump(self, to: str) -> None:
        """ValueError: no such place, or it lies in the past."""


@dataclass(frozen=True)
class CastMember:
    """`person` and `bot` are Telegram ids; `start_payload`: what a link they scanned carries, if any."""

    person: int
    bot: int
    label_da: str
    label_en: str
    start_payload: str | None = None
    start_label_da: str | None = None
    start_label_en: str | None = None
