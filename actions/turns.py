"""The one transaction of an update: tick it off, do the action, write down the answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from domain.message import Reply
from domain.visit import Visit
from storage import inbox, outbox, people
from storage.transaction import Transaction

Action: TypeAlias = Callable[[Transaction, Visit], Reply]


@dataclass(frozen=True)
class Handover:
    """What leaves the transaction: letters the sender may take from memory, and the pop-up's words."""

    letters: Sequence[outbox.Letter] = ()
    alert: str | None = None


def take(tx: Transaction, visit: Visit, action: Action, sender: outbox.Owner) -> Handover:
    """Do `action` once for this update; a second delivery finds the update ticked off and does nothing."""
    if not inbox.tick(tx, visit.bot_id, visit.update_id, visit.now):
        return Handover()
    visit = replace(visit, person=people.by_telegram(tx, visit.cluster_id, visit.telegram_id))
    reply = action(tx, visit)
    return Handover(outbox.answer(tx, visit, reply, sender), reply.alert)
