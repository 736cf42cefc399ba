"""PTB's context, with our turn in it."""

from contextvars import ContextVar
from typing import Any

from telegram.ext import CallbackContext, ExtBot

from handlers.turn import Turn

TURN: ContextVar[Turn] = ContextVar("turn")
"""Set by the worker around each update; tasks side by side each see their own."""

# PTB's stores per user, chat and bot stay empty: what we remember is in the database.
Store = dict[Any, Any]


class Context(CallbackContext[ExtBot[None], Store, Store, Store]):
    """What a handler gets beside the update."""

    @property
    def turn(self) -> Turn:
        """The visit and its one transaction."""
        return TURN.get()
