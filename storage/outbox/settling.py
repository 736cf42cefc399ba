"""Writing down what became of the letters that were sent."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import sqlalchemy as sa

from domain.outcome import (
    Act,
    Again,
    Dead,
    Decision,
    Disable,
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
from storage.prepared import Prepared
from storage.tables import contents, outbox
from storage.transaction import Transaction

ENOUGH_REFUSALS = 5
"""Refusals we cannot tell a person's from the words': after so many of them it is the words."""
_MAY_REPEAT = re.compile(r"""(?<!Forbidden)(?<!Bad Request)(?::(?!\d)|")""")
"""Where what Telegram says of somebody's words begins. What failed in our own code stands before a number."""

_FAILED = {
    Unreachable: State.UNREACHABLE,
    Refused: State.REFUSED,
    Unknown: State.UNKNOWN,
    Dead: State.DEAD,
}
_Otherwise: TypeAlias = Again | Unreachable | Refused | Unknown | Dead


@dataclass(frozen=True)
class Settlement:
    letter: Letter
    decision: Decision


def settle(tx: Transaction, owner: str, results: Sequence[Settlement], now: datetime) -> None:
    """Write each result down, if the letter still is ours to settle.

    A letter whose lease ran out while we were frozen belongs to somebody else by now, and one whose person
    was erased is gone: what we say about those changes nothing.
    """
    sent, nameless, rest = [], [], []
    for one in results:
        if not isinstance(one.decision, Sent | Unmodified):
            rest.append(one.letter)
            _settle(tx, owner, one.letter, one.decision, now)
        elif one.letter.person_id is None:
            nameless.append(one.letter)
        else:
            sent.append(_sent(one.letter, one.decision, owner, now))
    _SENT.many(tx, sent)
    _forget(tx, owner, nameless)
    discard(tx, [letter.id for letter in rest if letter.person_id is None])


def _sent(letter: Letter, decision: Sent | Unmodified, owner: str, now: datetime) -> dict[str, object]:
    """Nearly all of them: these mean nothing for others, so they are written in one go."""
    number = decision.message_id if isinstance(decision, Sent) else None
    return {
        "cluster": letter.cluster_id,
        "letter": letter.id,
        "holder": owner,
        "number": number or letter.edits,
        "now": now,
    }


def _forget(tx: Transaction, owner: str, arrived: Sequence[Letter]) -> None:
    """As `discard`, without writing first that they have arrived."""
    if arrived:
        letters = [letter.id for letter in arrived]
        gone = _ARRIVED.rows(tx, bot=arrived[0].bot_id, letters=letters, holder=owner)
        drop_contents(tx, [row.content_id for row in gone])


def _settle(tx: Transaction, owner: str, letter: Letter, decision: _Otherwise, now: datetime) -> None:
    mine = (*_this(letter), outbox.c.state == State.SENDING, outbox.c.owner == owner)
    values = {"owner": None, "lease_until": None} | _values(letter, decision, now)
    if tx.connection.execute(sa.update(outbox).where(*mine).values(values)).rowcount:
        _spread(tx, letter, decision, now)


def _values(letter: Letter, decision: _Otherwise, now: datetime) -> dict[str, object]:
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
        case Unreachable() | Refused() | Unknown() | Dead():
            return _final(_FAILED[type(decision)], now, decision.reason)


def _final(state: State, now: datetime, reason: str) -> dict[str, object]:
    return {"state": state, "error": _nobodys_words(reason), "settled_at": now}


def _again(reason: str) -> dict[str, object]:
    return {"state": State.PENDING, "error": _nobodys_words(reason)}


def _nobodys_words(reason: str) -> str:
    """What Telegram answered, up to where it may repeat what somebody wrote."""
    return _MAY_REPEAT.split(reason, maxsplit=1)[0].rstrip()[:ERROR_LENGTH]


def _untried(letter: Letter) -> dict[str, object]:
    return {"state": State.PENDING, "attempts": letter.attempts - 1, "copies": letter.copies - 1}


def _spread(tx: Transaction, letter: Letter, decision: _Otherwise, now: datetime) -> None:
    """What one letter's fate means for others."""
    match decision:
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
    """Nobody else gets these words, nor the same in another language."""
    same = outbox.alias("same")
    itself = (same.c.cluster_id == letter.cluster_id, same.c.id == letter.id)
    this = sa.select(same.c.cluster_id, same.c.subject).where(*itself)
    about = sa.tuple_(outbox.c.cluster_id, outbox.c.subject).in_(this)
    words = outbox.c.content_id == _content_of(letter)
    waiting = (sa.or_(words, about), outbox.c.lane == letter.lane, outbox.c.state == State.PENDING)
    stopped = sa.update(outbox).where(*waiting).values(_final(State.REFUSED, now, reason))
    tx.connection.execute(stopped)
    marked = sa.update(contents).where(contents.c.id == _content_of(letter)).values(refused_at=now)
    tx.connection.execute(marked)


def _content_of(letter: Letter) -> sa.ScalarSelect[int]:
    return sa.select(outbox.c.content_id).where(*_this(letter)).scalar_subquery()


def _this(letter: Letter) -> tuple[sa.ColumnElement[bool], ...]:
    return (outbox.c.cluster_id == letter.cluster_id, outbox.c.id == letter.id)


def discard(tx: Transaction, ids: Sequence[int]) -> None:
    """A stranger's settled letter leaves nothing behind, neither row nor words; anybody else's stays."""
    if ids:
        gone = _DISCARD.rows(tx, letters=list(ids))
        drop_contents(tx, [row.content_id for row in gone])


def drop_contents(tx: Transaction, ids: Sequence[int]) -> None:
    """Words no letter holds any more."""
    if ids:
        _DROP_CONTENTS.count(tx, words=list(ids))


_GONE = {"owner": None, "lease_until": None, "error": None}
_SENT = Prepared(
    sa.update(outbox)
    .where(
        outbox.c.cluster_id == sa.bindparam("cluster"),
        outbox.c.id == sa.bindparam("letter"),
        outbox.c.state == State.SENDING,
        outbox.c.owner == sa.bindparam("holder"),
    )
    .values(_GONE)
    .values(state=State.SENT, message_id=sa.bindparam("number"), settled_at=sa.bindparam("now"))
)
_OF_NOBODY = sa.delete(outbox).where(
    outbox.c.id.in_(sa.bindparam("letters", expanding=True)), outbox.c.person_id.is_(None)
)
_DISCARD = Prepared(_OF_NOBODY.where(outbox.c.settled_at.is_not(None)).returning(outbox.c.content_id))
_ARRIVED = Prepared(  # by the bot, of which few are on their way: SQLite would read all of the cluster's
    _OF_NOBODY.where(
        outbox.c.bot_id == sa.bindparam("bot"),
        outbox.c.state == State.SENDING,
        outbox.c.owner == sa.bindparam("holder"),
    ).returning(outbox.c.content_id)
)
_HELD = sa.select(outbox.c.id).where(outbox.c.content_id == contents.c.id).exists()
_DROP_CONTENTS = Prepared(
    sa.delete(contents).where(contents.c.id.in_(sa.bindparam("words", expanding=True)), ~_HELD)
)
