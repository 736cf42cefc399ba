"""What getUpdates answers, made ready for the inbox without trusting a single field of it."""

import json
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from storage.inbox import RawUpdate

LARGEST = 2**63 - 1
"""What the database can hold as a number."""


@dataclass(frozen=True)
class Batch:
    """`next_update` is the offset that confirms it, None when nothing in it can be confirmed."""

    updates: Sequence[RawUpdate]
    unusable: Sequence[RawUpdate]
    next_update: int | None


def batch(entries: Iterable[object]) -> Batch:
    """Sort what came: what can wait its turn, and what has no usable number and is a dead letter."""
    came = [_raw(entry) for entry in entries]
    updates = [one for one in came if one.update_id >= 0]
    unusable = [one for one in came if one.update_id < 0]
    return Batch(updates, unusable, max((one.update_id + 1 for one in updates), default=None))


def salvage(body: bytes) -> Batch | None:
    """An answer with one update in it that no parser takes: its number, and the rest as a dead letter."""
    number = re.search(rb'"update_id"\s*:\s*(\d{1,18})\b', body)
    if number is None:
        return None
    text = body.decode("utf-8", "replace").replace("\0", "\ufffd")
    dead = RawUpdate(int(number[1]), None, text)
    return Batch((), (dead,), dead.update_id + 1)


def _raw(entry: object) -> RawUpdate:
    body = _text(entry)
    fields = _fields(entry)
    number = fields.get("update_id")
    if not _is_number(number) or not 0 <= number < LARGEST:
        return RawUpdate(_made_up(body), None, body)
    return RawUpdate(number, _sender(fields), body)


def _text(entry: object) -> str:
    """JSON again; half a surrogate pair, which no database takes, becomes U+FFFD."""
    try:
        body = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
    except RecursionError:
        return "nested too deeply"
    return body.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _made_up(body: str) -> int:
    """A number below zero, the same for the same words, so that a replay is not kept twice."""
    return -1 - zlib.crc32(body.encode())


def _sender(fields: dict[str, object]) -> int | None:
    """Whose order this is part of: the person, else the chat it happened in."""
    for happening in map(_fields, fields.values()):
        for key in ("from", "user", "sender_chat", "chat"):
            number = _fields(happening.get(key)).get("id")
            if _is_number(number) and abs(number) < LARGEST:
                return number
    return None


def _fields(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
