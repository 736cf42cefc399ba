"""How much waits and what was lost, bot by bot: numbers for whoever watches over it, and nobody's name.

Each is counted by an index of what is not done, so that looking often costs nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage import bots
from storage.outbox.letters import State
from storage.prepared import Prepared
from storage.tables import inbox, outbox
from storage.tables.post import IN_DOUBT
from storage.transaction import Transaction
from storage.types import Instant


@dataclass(frozen=True)
class Letters:
    """So many of a bot's lane are `due`, come `later`, or are on their way (`sending`)."""

    bot: str
    lane: str
    state: str
    how_many: int
    oldest: datetime | None = None
    """Of those that are due: since when the first of them is."""


@dataclass(frozen=True)
class Updates:
    """Of one bot: what is written down and not settled, since when, and what was given up."""

    bot: str
    waiting: int
    oldest: datetime | None
    dead: int


@dataclass(frozen=True)
class Doubtful:
    """Letters that did not arrive, or of which we do not know it; of the last month."""

    bot: str
    state: str
    how_many: int


@dataclass(frozen=True)
class Load:
    """All of it at one moment."""

    letters: Sequence[Letters]
    updates: Sequence[Updates]
    doubtful: Sequence[Doubtful]


def read(tx: Transaction, now: datetime) -> Load:
    """As it stands at `now`."""
    names = {one.id: one.username for one in bots.everyone(tx)}
    return Load(_letters(tx, names, now), _updates(tx, names), _doubtful(tx, names))


def _letters(tx: Transaction, names: dict[int, str], now: datetime) -> list[Letters]:
    found = []
    for row in _PENDING.rows(tx, now=now):
        found.append(Letters(names[row.bot_id], row.lane, "due", row.due, row.oldest if row.due else None))
        found.append(Letters(names[row.bot_id], row.lane, "later", row.letters - row.due))
    sending = _SENDING.rows(tx)
    return [*found, *(Letters(names[row.bot_id], row.lane, "sending", row.letters) for row in sending)]


def _updates(tx: Transaction, names: dict[int, str]) -> list[Updates]:
    waiting = {row.bot_id: row for row in _WAITING.rows(tx)}
    dead = {row.bot_id: row.updates for row in _DEAD.rows(tx)}
    return [
        Updates(
            name,
            waiting[number].updates if number in waiting else 0,
            waiting[number].oldest if number in waiting else None,
            dead.get(number, 0),
        )
        for number, name in names.items()
    ]


def _doubtful(tx: Transaction, names: dict[int, str]) -> list[Doubtful]:
    return [Doubtful(names[row.bot_id], row.state, row.letters) for row in _DOUBTFUL.rows(tx)]


_COUNT = sa.func.count()
_PENDING = Prepared(
    sa.select(
        outbox.c.bot_id,
        outbox.c.lane,
        _COUNT.label("letters"),
        _COUNT.filter(outbox.c.not_before <= sa.bindparam("now", type_=Instant())).label("due"),
        sa.func.min(outbox.c.not_before).label("oldest"),
    )
    .where(outbox.c.state == State.PENDING)
    .group_by(outbox.c.bot_id, outbox.c.lane)
)
_SENDING = Prepared(
    sa.select(outbox.c.bot_id, outbox.c.lane, _COUNT.label("letters"))
    .where(outbox.c.state == State.SENDING)
    .group_by(outbox.c.bot_id, outbox.c.lane)
)
_WAITING = Prepared(
    sa.select(inbox.c.bot_id, _COUNT.label("updates"), sa.func.min(inbox.c.received_at).label("oldest"))
    .where(inbox.c.state == "waiting")
    .group_by(inbox.c.bot_id)
)
_DEAD = Prepared(
    sa.select(inbox.c.bot_id, _COUNT.label("updates")).where(inbox.c.state == "dead").group_by(inbox.c.bot_id)
)
_DOUBTFUL = Prepared(
    sa.select(outbox.c.bot_id, outbox.c.state, _COUNT.label("letters"))
    .where(IN_DOUBT)
    .group_by(outbox.c.bot_id, outbox.c.state)
)
