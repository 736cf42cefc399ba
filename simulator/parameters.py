"""Reading a call's parameters as leniently as the real server does."""

import json
import re
from collections.abc import Mapping

from simulator.errors import bad_request
from simulator.wire import Upload

_NUMBER = re.compile(r"\s*(-?\d+)")
_TRUE = frozenset({"true", "yes", "1"})


class Parameters:
    """All values arrive as text; objects and lists as JSON in text."""

    def __init__(self, values: Mapping[str, str], files: Mapping[str, Upload]) -> None:
        self.values = values
        self.files = files

    def has(self, name: str) -> bool:
        return self.values.get(name, "") != ""

    def text(self, name: str) -> str:
        return self.values.get(name, "")

    def integer(self, name: str, default: int = 0, low: int = -(2**63), high: int = 2**63 - 1) -> int:
        """Out of range is clamped, what is no number reads as 0."""
        if not self.has(name):
            return default
        found = _NUMBER.match(self.values[name])
        return min(high, max(low, int(found[1]) if found else 0))

    def number(self, name: str) -> float:
        try:
            return float(self.values.get(name, ""))
        except ValueError:
            return 0.0

    def boolean(self, name: str) -> bool:
        return self.values.get(name, "").strip().lower() in _TRUE

    def json(self, name: str, complaint: str) -> object:
        """The parsed value, or a 400 that says `complaint`."""
        try:
            return json.loads(self.values[name])
        except (ValueError, RecursionError):
            raise bad_request(complaint) from None

    def strings(self, name: str) -> list[str] | None:
        """A JSON list of strings; None when it is absent or no such list."""
        try:
            value: object = json.loads(self.values.get(name, ""))
        except (ValueError, RecursionError):
            return None
        return [item for item in value if isinstance(item, str)] if isinstance(value, list) else None
