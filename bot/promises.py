"""Telegram promises what each field holds; PTB takes whatever comes. An update that breaks it is not read."""

import inspect
from collections.abc import Mapping
from datetime import datetime
from types import NoneType
from typing import TypeAlias, get_args

from telegram import (
    CallbackQuery,
    Chat,
    ChatMemberUpdated,
    Document,
    InaccessibleMessage,
    Location,
    Message,
    MessageEntity,
    PhotoSize,
    Update,
    User,
)

Kinds: TypeAlias = tuple[type, ...]
Field: TypeAlias = tuple[str, Kinds, bool]
"""Its name; the kinds it may be of where it is a plain value, else none; whether it has to be there."""

PLAIN = frozenset({str, int, float, bool, datetime, NoneType})
LARGEST = 2**63
"""Numbers below this, with either sign, are what Telegram sends and databases hold."""


def check(part: object) -> None:
    """Raises TypeError and OverflowError."""
    for name, kinds, required in FIELDS[type(part)]:
        value = getattr(part, name, None)
        if value is None:
            if required:
                raise TypeError(f"{type(part).__name__}.{name} is missing")
        elif not kinds:
            for one in value if isinstance(value, tuple) else (value,):
                if type(one) in FIELDS:
                    check(one)
        elif not isinstance(value, kinds):
            raise TypeError(f"{type(part).__name__}.{name} is of another kind")
        elif isinstance(value, int) and abs(value) >= LARGEST:
            raise OverflowError(f"{type(part).__name__}.{name} is too large")


def _fields(kind: type) -> tuple[Field, ...]:
    """By PTB's own account."""
    parameters = inspect.signature(kind).parameters.values()
    return tuple((one.name, _plain(one.annotation), one.default is one.empty) for one in parameters)


def _plain(annotation: object) -> Kinds:
    kinds = frozenset(get_args(annotation) or (annotation,))
    if not kinds <= PLAIN:
        return ()
    return (*kinds, int) if float in kinds else tuple(kinds)


FIELDS: Mapping[object, tuple[Field, ...]] = {
    kind: _fields(kind)
    for kind in (
        Update,
        Message,
        InaccessibleMessage,
        CallbackQuery,
        ChatMemberUpdated,
        Document,
        User,
        Chat,
        MessageEntity,
        Location,
        PhotoSize,
    )
}
"""Of what our doors look into. What nobody reads may be as strange as it likes."""
