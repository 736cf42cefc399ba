"""Writing down what became of the letters that were sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from domain.outcome import (
    Act,
    Dead,
    Decision,
    Disable,
    Final,
    Moved,
    PauseBot,
    PutBack,
    Refused,
    SendAsNew,
    Sent,
    TryAgain,
    Unknown,
    Unmodified,
    Unreachable,
)
from storage import people
from storage.outbox.letters import ERROR_LENGTH, Letter, State
from storage.tables import contents, outbox
from storage.transaction import Transaction

ENOUGH_REFUSALS = 5
"""Refusals we cannot tell a person's from the words': after so many of them it is the words."""


_FAILED = {
    Unreachable: State.UNREACHABLE,
    Refused: State.REFUSED,
    Unknown: State.UNKNOWN,
    Dead: State.DEAD,
}


@dataclass(frozen=True)
class Settlement:
    letter: Letter
    decision: Decision


def settle(tx: Transaction, owner: str, results: Sequence[Settlement], now: datetime) -> list[Settlement]:
    """Write each result down and give back those that still were ours to settle.

    A letter whose lease ran out while we were frozen belongs to somebody else by now, and one whose person
    was erased is gone: what we say about those changes nothing.
    """
    ours = [one for one in results if _settle(tx, owner, one, now)]
    discard(tx, [one.letter.id for one in ours if one.letter.person_id is None])
    return ours


def _settle(tx: Transaction, owner: str, result: Settlement, now: datetime) -> bool:
    letter = result.letter
    mine = (outbox.c.id == letter.id, outbox.c.state == State.SENDING, outbox.c.owner == owner)
    values = {"owner": None, "lease_until": None} | _values(result, now)
    if tx.connection.execute(sa.update(outbox).where(*mine).values(values)).rowcount == 0:
        return False
    _spread(tx, result, now)
    return True


def _values(result: Settlement, now: datetime) -> dict[str, object]:
    letter, decision = result.letter, result.decision
    match decision:
        case TryAgain(at, reason, certain):
            copies = letter.copies - 1 if certain else letter.copies
            return _again(reason) | {"not_before": at, "copies": copies}
        case SendAsNew(reason):
            return _again(reason) | {"act": Act.SEND, "edits": None, "copies": 0}
        case Moved(chat_id):
            return _untried(letter) | {"chat_id": chat_id}
        case PauseBot() | Disable() | PutBack():
            return _untried(letter)
        case _:
            return _last_values(letter, decision, now)


def _last_values(letter: Letter, decision: Final, now: datetime) -> dict[str, object]:
    match decision:
        case Sent(message_id):
            return _final(State.SENT, now) | {"message_id": message_id or letter.edits}
        case Unmodified():
            return _final(State.SENT, now) | {"message_id": letter.edits}
        case Unreachable() | Refused() | Unknown() | Dead():
            return _final(_FAILED[type(decision)], now, decision.reason)


def _final(state: State, now: datetime, error: str | None = None) -> dict[str, object]:
    return {"state": state, "error": error and error[:ERROR_LENGTH], "settled_at": now}


def _again(reason: str) -> dict[str, object]:
    return {"state": State.PENDING, "error": reason[:ERROR_LENGTH]}


def _untried(letter: Letter) -> dict[str, object]:
    return {"state": State.PENDING, "attempts": letter.attempts - 1, "copies": letter.copies - 1}


def _spread(tx: Transaction, result: Settlement, now: datetime) -> None:
    """What one letter's fate means for others."""
    letter = result.letter
    match result.decision:
        case Unreachable() if letter.person_id is not None:
            people.set_unreachable(tx, letter.cluster_id, letter.chat_id, now)
        case Refused(reason, everyone):
            if everyone or _refusals(tx, letter) >= ENOUGH_REFUSALS:
                _stop_content(tx, letter, reason, now)
        case Moved(chat_id):
            _move(tx, letter, chat_id)
        case _:
            pass


def _move(tx: Transaction, letter: Letter, chat_id: int) -> None:
    """What waits for the chat follows, but for what is owed at its new number for the same reason."""
    there = outbox.alias("there")
    key = (there.c.bot_id == outbox.c.bot_id, there.c.unique_key == outbox.c.unique_key)
    owed = sa.select(there.c.id).where(there.c.chat_id == chat_id, *key).exists()
    waits = (outbox.c.bot_id == letter.bot_id, outbox.c.chat_id == letter.chat_id)
    waiting = sa.update(outbox).where(*waits, outbox.c.state == State.PENDING, ~owed)
    tx.connection.execute(waiting.values(chat_id=chat_id))


def _refusals(tx: Transaction, letter: Letter) -> int:
    refused = (outbox.c.content_id == _content_of(letter), outbox.c.state == State.REFUSED)
    query = sa.select(sa.func.count()).select_from(outbox).where(*refused)
    return tx.connection.scalar(query) or 0


def _stop_content(tx: Transaction, letter: Letter, reason: str, now: datetime) -> None:
    waiting = (outbox.c.content_id == _content_of(letter), outbox.c.state == State.PENDING)
    stopped = sa.update(outbox).where(*waiting).values(_final(State.REFUSED, now, reason))
    tx.connection.execute(stopped)


def _content_of(letter: Letter) -> sa.ScalarSelect[int]:
    return sa.select(outbox.c.content_id).where(outbox.c.id == letter.id).scalar_subquery()


def discard(tx: Transaction, ids: Sequence[int]) -> None:
    """A stranger's settled letter leaves nothing behind, neither row nor words; anybody else's stays."""
    if not ids:
        return
    nameless = (outbox.c.id.in_(ids), outbox.c.person_id.is_(None), outbox.c.settled_at.is_not(None))
    gone = sa.delete(outbox).where(*nameless).returning(outbox.c.content_id)
    drop_contents(tx, tx.connection.execute(gone).scalars().all())


def drop_contents(tx: Transaction, ids: Sequence[int]) -> None:
    """Words no letter holds any more."""
    held = sa.select(outbox.c.id).where(outbox.c.content_id == contents.c.id).exists()
    if ids:
        tx.connection.execute(sa.delete(contents).where(contents.c.id.in_(ids), ~held))
