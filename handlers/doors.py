"""How a screen says what opens it: a command, a button, words. Each door leads to one action."""

import re
from collections.abc import Callable, Coroutine, Sequence
from typing import TypeAlias, TypeVar

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler, MessageHandler, filters

from actions import conversations, frame
from actions.turns import Transaction
from domain.buttons import VERSION, parts
from domain.message import Reply
from domain.visit import Visit
from handlers.context import Context
from handlers.turn import Reading

Door: TypeAlias = BaseHandler[Update, Context, None]
Seen = TypeVar("Seen")
Thought = TypeVar("Thought")
Kind: TypeAlias = Callable[[str], str | int]
Opened: TypeAlias = Callable[[Update, Context], Coroutine[object, object, None]]
PRIVATE = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
"""A new message in the person's own chat; an edited one is not a new answer."""
COMMAND = filters.COMMAND | filters.Regex(r"^/\w")
"""What Telegram marks as a command, and what was meant as one: it marks no "/hjælp"."""
SAID = PRIVATE & ~COMMAND & (filters.TEXT | filters.CAPTION)
"""Text, or the words under a picture."""
MOST_PAYLOAD = 64
"""Characters in the link that opens a bot (Bot API, deep linking)."""
LIMIT = 2**31
"""Rows and pages have smaller numbers."""


def number(part: str) -> int:
    """A whole number that every database of ours can hold; anything else is a ValueError."""
    if not re.fullmatch(r"\d{1,10}", part, re.ASCII) or int(part) >= LIMIT:
        raise ValueError
    return int(part)


class _Button(BaseHandler[Update, Context, None]):
    """Whatever is pressed that begins so. PTB asks one door after the other, so that each must answer fast.

    Two hundred of PTB's own regular expressions take 130 microseconds, three times what a statement takes.
    """

    def __init__(self, what: str, pressed: Opened) -> None:
        super().__init__(pressed)
        self._alone = f"{VERSION}:{what}"
        self._begins = f"{self._alone}:"

    def check_update(self, update: object) -> bool:
        """Whether it is for this door."""
        query = update.callback_query if isinstance(update, Update) else None
        if query is None or query.data is None:
            return False
        return query.data == self._alone or query.data.startswith(self._begins)


def command(names: str | Sequence[str], action: Callable[..., Reply]) -> Door:
    """`/name`, in the person's own chat."""
    return CommandHandler(names, _to(action), filters=PRIVATE)


def command_with_words(name: str, action: Callable[..., Reply]) -> Door:
    """`/name words`: the words go to the action, at most 64 characters of a link's alphabet."""

    async def opened(_update: Update, context: Context) -> None:
        await context.turn.transact(action, _payload(context.args or []))

    return CommandHandler(name, opened, filters=PRIVATE)


def button(what: str, action: Callable[..., Reply], *kinds: Kind) -> Door:
    """A button `v1:<what>:...` whose further parts are of those kinds; anything else is an old button."""

    async def pressed(update: Update, context: Context) -> None:
        given = _read(update, kinds)
        if not context.turn.visit.private:
            await context.turn.transact(frame.in_a_group)
        elif given is None:
            await context.turn.transact(conversations.old_button)
        else:
            await context.turn.transact(action, *given)

    return _Button(what, pressed)


def button_after(
    what: str,
    reading: Reading[Seen],
    think: Callable[[Seen], Thought],
    action: Callable[[Transaction, Visit, Thought], Reply],
) -> Door:
    """A button `v1:<what>` whose action needs something thought through first, outside any transaction."""

    async def pressed(update: Update, context: Context) -> None:
        if not context.turn.visit.private:
            await context.turn.transact(frame.in_a_group)
        elif _read(update, ()) is None:
            await context.turn.transact(conversations.old_button)
        else:
            await context.turn.transact_after(reading, think, action)

    return _Button(what, pressed)


def words(action: Callable[..., Reply], which: filters.BaseFilter = SAID) -> Door:
    """What is written in the person's own chat; no command, if not told otherwise."""

    async def written(update: Update, context: Context) -> None:
        message = update.message
        await context.turn.transact(action, (message and (message.text or message.caption)) or "")

    return MessageHandler(which, written)


def message(which: filters.BaseFilter, action: Callable[..., Reply]) -> Door:
    """Any other message that the filter lets through."""
    return MessageHandler(which, _to(action))


def _to(action: Callable[..., Reply]) -> Opened:
    async def opened(_update: Update, context: Context) -> None:
        await context.turn.transact(action)

    return opened


def _read(update: Update, kinds: Sequence[Kind]) -> list[str | int] | None:
    """What follows the button's name; None where that is not of these kinds."""
    query = update.callback_query
    _, *given = parts((query and query.data) or "") or ("",)
    if len(given) != len(kinds):
        return None
    try:
        return [kind(part) for kind, part in zip(kinds, given, strict=True)]
    except ValueError:
        return None


def _payload(arguments: Sequence[str]) -> str:
    word = arguments[0] if len(arguments) == 1 else ""
    allowed = word.isascii() and word.replace("-", "").replace("_", "").isalnum()
    return word if allowed and len(word) <= MOST_PAYLOAD else ""
