"""The one transaction of an update: tick it off, do the action, write down the answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

from actions import retention
from actions.scene import Scene
from domain.message import Message, Reply
from domain.visit import Visit
from storage import inbox, outbox, people
from storage.transaction import Transaction
from views import frame
from views.words import Words

__all__ = ["Action", "Handover", "Transaction", "give_up", "slow_down", "take"]
# The doors name a transaction, but get it from here: they do not know the storage.

Seen = TypeVar("Seen")
Action: TypeAlias = Callable[[Transaction, Visit], Reply]


@dataclass(frozen=True)
class Handover:
    """What leaves the transaction: letters the sender may take from memory, and the pop-up's words."""

    letters: Sequence[outbox.Letter] = ()
    alert: str | None = None


def take(tx: Transaction, visit: Visit, action: Action, sender: outbox.Owner | None) -> Handover:
    """Do `action` once for this update; a second delivery finds the update ticked off and does nothing.

    What `sender` has in hand of its answer comes back then: we may not have heard of our own commit.
    """
    if not inbox.tick(tx, visit.bot_id, visit.update_id, visit.now):
        return Handover(outbox.in_hand(tx, visit, sender))
    visit = _known(tx, visit)
    if visit.private and visit.person is not None:
        retention.alive(tx, visit.person, visit.now)
    reply = action(tx, visit)
    if visit.person is None:  # they may have signed up just now, and then the answer is theirs
        visit = _known(tx, visit)
    return Handover(outbox.answer(tx, visit, reply, sender), reply.alert)


def look(tx: Transaction, visit: Visit, reading: Callable[[Transaction, Visit], Seen]) -> Seen:
    """Read something in this person's name; the update stays as it is."""
    return reading(tx, _known(tx, visit))


def give_up(tx: Transaction, visit: Visit, why: str, sender: outbox.Owner | None) -> Sequence[outbox.Letter]:
    """What failed three times is a dead letter; the one who waits for an answer is told."""
    if not inbox.bury(tx, visit.bot_id, visit.update_id, why, visit.now):
        return outbox.in_hand(tx, visit, sender)
    return _say(tx, visit, frame.apology, sender)


def slow_down(tx: Transaction, visit: Visit, sender: outbox.Owner | None) -> Sequence[outbox.Letter]:
    """They write faster than anybody can read: the rest is ticked off unread, and this says so."""
    if not inbox.tick(tx, visit.bot_id, visit.update_id, visit.now):
        return outbox.in_hand(tx, visit, sender)
    return _say(tx, visit, frame.too_many, sender)


def _say(
    tx: Transaction, visit: Visit, words: Callable[[Words], Message], sender: outbox.Owner | None
) -> Sequence[outbox.Letter]:
    visit = _known(tx, visit)
    return outbox.answer(tx, visit, Reply(messages=(words(Scene.of(tx, visit).words),)), sender)


def _known(tx: Transaction, visit: Visit) -> Visit:
    return replace(visit, person=people.by_telegram(tx, visit.cluster_id, visit.telegram_id))
