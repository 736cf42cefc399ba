"""One update's turn: how a handler reaches its one action."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Concatenate, ParamSpec, Protocol

from actions import admission, conversations
from actions.turns import Action, Transaction
from domain.message import Reply
from domain.refusals import Refused
from domain.visit import Visit

P = ParamSpec("P")


class Carry(Protocol):
    """Runs an action in the update's one transaction and hands its answer to the sender (built in `bot/`)."""

    def __call__(self, visit: Visit, action: Action) -> Awaitable[None]:
        """Return after the commit; raise what the action raised."""
        ...


@dataclass
class Turn:
    """The visit and its one transaction. `taken` tells the worker that the update is settled."""

    visit: Visit
    carry: Carry
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
            await self.carry(self.visit, partial(conversations.refused, refusal=refusal))
        self.taken = True
