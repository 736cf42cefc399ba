"""One update's turn: how a handler reaches its one action."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Concatenate, ParamSpec, Protocol, TypeAlias, TypeVar

from actions import admission, conversations
from actions.turns import Action, Transaction
from domain.message import Reply
from domain.refusals import Refused
from domain.visit import Visit

P = ParamSpec("P")
Seen = TypeVar("Seen")
Thought = TypeVar("Thought")

Reading: TypeAlias = Callable[[Transaction, Visit, Seen | None], tuple[Seen, bool]]
"""Reads a part after what was read so far; True: there is more."""


class Carry(Protocol):
    """Runs an action in the update's one transaction and hands its answer to the sender (built in `bot/`)."""

    def __call__(self, visit: Visit, action: Action) -> Awaitable[None]:
        """Return after the commit; raise what the action raised."""
        ...


class Look(Protocol):
    """Reads something before the update's transaction, which it does not touch (built in `bot/`)."""

    def __call__(self, visit: Visit, reading: Callable[[Transaction, Visit], Seen]) -> Awaitable[Seen]:
        """What was read; raises what the reading raised."""
        ...


@dataclass
class Turn:
    """The visit and its one transaction. `taken` tells the worker that the update is settled."""

    visit: Visit
    carry: Carry
    look: Look
    taken: bool = False

    async def transact(
        self,
        action: Callable[Concatenate[Transaction, Visit, P], Reply],
        *arguments: P.args,
        **named: P.kwargs,
    ) -> None:
        """Tick the update off, do the action and write down its answer, in one transaction.

        What an action refuses leaves nothing behind; the refusal is then said in a transaction of its own.
        """

        def bound(tx: Transaction, visit: Visit) -> Reply:
            return admission.admit(tx, visit, action, *arguments, **named)

        try:
            await self.carry(self.visit, bound)
        except Refused as refusal:
            await self.carry(self.visit, partial(_say, refusal=refusal))
        self.taken = True

    async def transact_after(
        self,
        reading: Reading[Seen],
        think: Callable[[Seen], Thought],
        action: Callable[[Transaction, Visit, Thought], Reply],
    ) -> None:
        """Read, think as long as it takes, and then act: for what would hold everybody up in a transaction.

        `reading` takes what was read so far, adds a part, and says whether there is more: each part is a
        transaction of its own, so that others get their turn between them. Thinking happens in a thread.
        Killed meanwhile, nothing has happened, and the update comes again.
        """
        try:
            seen, more = await self.look(self.visit, _part(reading, None))
            while more:
                seen, more = await self.look(self.visit, _part(reading, seen))
        except Refused as refusal:
            await self.carry(self.visit, partial(_say, refusal=refusal))
            self.taken = True
            return
        thought = await asyncio.to_thread(think, seen)
        await self.transact(action, thought)


def _part(reading: Reading[Seen], so_far: Seen | None) -> Callable[[Transaction, Visit], tuple[Seen, bool]]:
    return lambda tx, visit: reading(tx, visit, so_far)


def _say(tx: Transaction, visit: Visit, refusal: Refused) -> Reply:
    """Whoever is shut out is told that, and not what they may do instead."""
    return admission.admit(tx, visit, conversations.refused, refusal)
