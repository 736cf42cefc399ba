"""Every call, in the order they ended: in memory for tests, as JSON lines for whoever looks later."""

from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from io import TextIOWrapper
from pathlib import Path

from simulator.wire import Wire, dumps


@dataclass(frozen=True)
class Entry:
    """`monotonic` and `took` in seconds; `status` is None when the connection was dropped."""

    number: int
    monotonic: float
    wall: str
    took: float
    bot_id: int | None
    method: str
    parameters: Mapping[str, str]
    status: int | None
    description: str | None
    message_id: int | None
    fault: str | None

    def as_wire(self) -> Wire:
        return asdict(self)


class CallLog:
    """Append-only; tokens never reach it."""

    def __init__(self, path: Path | None, memory: int) -> None:
        self.entries: deque[Entry] = deque(maxlen=memory)
        self.count = 0
        self._file: TextIOWrapper | None = None
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("a", encoding="utf-8", buffering=1)

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)
        if self._file is not None:
            self._file.write(dumps(entry.as_wire()) + "\n")

    def next_number(self) -> int:
        self.count += 1
        return self.count

    def since(self, number: int) -> list[Entry]:
        """What is still in memory after that number."""
        return [entry for entry in self.entries if entry.number > number]

    def of(self, method: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.method.lower() == method.lower()]

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
