"""All we keep about one person, on its way to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

Value: TypeAlias = "str | int | bool | date | datetime | Sequence[Value] | Mapping[str, Value] | None"


@dataclass(frozen=True)
class Field:
    """One column of one row; `name` is what the number in it stands for, where that has a name."""

    column: str
    value: Value
    name: str | None = None


@dataclass(frozen=True)
class Sheet:
    """What one table holds about them."""

    table: str
    rows: tuple[tuple[Field, ...], ...]
