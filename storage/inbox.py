"""The durable inbox: an update is written down before Telegram hears that we have it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.prepared import Prepared
from storage.tables import bots, inbox
from storage.transaction import Transaction

AT_ONCE = 1000
"""Rows a clean-up takes in one transaction, so that nobody waits for it."""
KEPT_DEAD = timedelta(days=30)
"""How much longer than a settled update a dead letter stays, for the operator to look into."""


@dataclass(frozen=True)
class RawUpdate:
    """One update as it came. `sender` is the key its order is kept by: a person, else a chat, else None."""

    update_id: int
    sender: int | None
    body: str


@dataclass(frozen=True)
class Waiting:
    """An update written down and not yet settled; `attempts` counts those that failed."""

    cluster_id: int
    bot_id: int
    update_id: int
    sender: int | None
    body: str
    attempts: int = 0

    @property
    def number(self) -> tuple[int, int]:
        """The bot's, and Telegram's for that bot: two updates never share both."""
        return self.bot_id, self.update_id


def put(
    tx: Transaction,
    cluster_id: int,
    bot_id: int,
    updates: Sequence[RawUpdate],
    next_update: int | None,
    now: datetime,
) -> list[Waiting]:
    """Write them down and move the bot's offset with them, if there is one; give back those that wait.

    Among them those that waited before: a connection that broke after the commit makes us come again, and
    nobody else has heard of them.
    """
    came = [Waiting(cluster_id, bot_id, one.update_id, one.sender, one.body) for one in updates]
    known = [one.update_id for one in came if not _insert(tx, one, "waiting", None, now)]
    if next_update is not None:
        _MOVE_ON.count(tx, bot=bot_id, next=next_update)
    settled = set(known) - _still_waiting(tx, bot_id, known)
    return [one for one in came if one.update_id not in settled]


def put_in_line(
    tx: Transaction,
    cluster_id: int,
    bot_id: int,
    updates: Sequence[RawUpdate],
    now: datetime,
) -> list[Waiting]:
    """Write them down; give back those that wait, and before each what waits from the same and came earlier.

    Telegram brings the next of a chat when the last is kept; that may have been kept by another replica.
    """
    fresh = put(tx, cluster_id, bot_id, updates, None, now)
    return [each for one in fresh for each in (*_before(tx, one), one)]


def _still_waiting(tx: Transaction, bot_id: int, numbers: Sequence[int]) -> set[int]:
    if not numbers:
        return set()
    here = (inbox.c.bot_id == bot_id, inbox.c.update_id.in_(numbers), inbox.c.state == "waiting")
    return set(tx.connection.scalars(sa.select(inbox.c.update_id).where(*here)))


def put_dead(
    tx: Transaction, cluster_id: int, bot_id: int, update: RawUpdate, error: str, now: datetime
) -> bool:
    """Write down what can never be read, for the operator; False when it is here already."""
    row = Waiting(cluster_id, bot_id, update.update_id, update.sender, update.body)
    return _insert(tx, row, "dead", error, now)


def next_update(tx: Transaction, bot_id: int, since: datetime) -> int | None:
    """The offset to go on from, None when nothing came since then.

    After a week of silence Telegram may count from another number, so an old offset could hide updates.
    """
    newest = sa.select(sa.func.max(inbox.c.received_at)).where(inbox.c.bot_id == bot_id)
    received: datetime | None = tx.connection.scalar(newest)
    if received is None or received < since:
        return None
    offset: int | None = tx.connection.scalar(sa.select(bots.c.next_update).where(bots.c.id == bot_id))
    return offset


def waiting(tx: Transaction, bot_id: int) -> list[Waiting]:
    """What was written down and not done, in Telegram's order."""
    return [Waiting(*row) for row in _ALL.rows(tx, bot=bot_id)]


def _before(tx: Transaction, one: Waiting) -> list[Waiting]:
    if one.sender is None:
        return []
    earlier = _BEFORE.rows(tx, bot=one.bot_id, sender=one.sender, update=one.update_id)
    return [Waiting(*row) for row in earlier]


def tick(tx: Transaction, bot_id: int, update_id: int, now: datetime) -> bool:
    """Done; False when somebody has settled it before. The words of it are forgotten."""
    return _TICK.count(tx, bot=bot_id, update=update_id, now=now) == 1


def tick_all(tx: Transaction, bot_id: int, update_ids: Sequence[int], now: datetime) -> int:
    """Several of one bot at once; how many of them nobody has settled before."""
    return sum(tick(tx, bot_id, one, now) for one in update_ids)


def stumble(tx: Transaction, bot_id: int, update_id: int, error: str, now: datetime) -> int:
    """One more attempt failed; gives back how many, 0 when it is settled after all."""
    failed = _this(bot_id, update_id).values(attempts=inbox.c.attempts + 1, error=error[:200])
    attempts: int | None = tx.connection.execute(failed.returning(inbox.c.attempts)).scalar()
    return attempts or 0


def bury(tx: Transaction, bot_id: int, update_id: int, error: str, now: datetime) -> bool:
    """Give up: a dead letter, whose body the operator may see until `forget`; False when it is settled."""
    dead = _this(bot_id, update_id).values(state="dead", error=error[:200], settled_at=now)
    return tx.connection.execute(dead).rowcount == 1


def dead(tx: Transaction, cluster_id: int) -> int:
    """How many dead letters the operator may still look into."""
    lost = (inbox.c.cluster_id == cluster_id, inbox.c.state == "dead")
    return tx.connection.scalar(sa.select(sa.func.count()).select_from(inbox).where(*lost)) or 0


def forget(tx: Transaction, before: datetime) -> int:
    """Take away what was settled before then, dead letters 30 days later; a thousand rows at most.

    Gives back how many, so that the caller can come again until there are none.
    """
    old = sa.or_(
        sa.and_(inbox.c.state == "done", inbox.c.settled_at < before),
        sa.and_(inbox.c.state == "dead", inbox.c.settled_at < before - KEPT_DEAD),
    )
    keys = sa.select(inbox.c.bot_id, inbox.c.update_id).where(old).limit(AT_ONCE)
    gone = sa.delete(inbox).where(sa.tuple_(inbox.c.bot_id, inbox.c.update_id).in_(keys))
    return tx.connection.execute(gone).rowcount


def forget_from(tx: Transaction, cluster_id: int, telegram_id: int, now: datetime) -> None:
    """What that account wrote and nobody has read is settled unread; dead letters that name it lose it."""
    here = inbox.c.cluster_id == cluster_id
    unread = sa.update(inbox).where(here, inbox.c.sender == telegram_id, inbox.c.state == "waiting")
    tx.connection.execute(unread.values(state="done", sender=None, body=None, settled_at=now))
    named = sa.and_(inbox.c.state == "dead", inbox.c.body.contains(str(telegram_id)))
    tx.connection.execute(sa.update(inbox).where(here, named).values(sender=None, body=None))


def _insert(tx: Transaction, one: Waiting, state: str, error: str | None, now: datetime) -> bool:
    row = {
        "bot_id": one.bot_id,
        "update_id": one.update_id,
        "cluster_id": one.cluster_id,
        "sender": one.sender,
        "body": one.body,
        "state": state,
        "attempts": 0,
        "error": error[:200] if error else None,
        "received_at": now,
        "settled_at": now if state == "dead" else None,
    }
    return _NEW.count(tx, **row) == 1


def _this(bot_id: int, update_id: int) -> sa.Update:
    here = (inbox.c.bot_id == bot_id, inbox.c.update_id == update_id, inbox.c.state == "waiting")
    return sa.update(inbox).where(*here)


_THIS = (
    inbox.c.bot_id == sa.bindparam("bot"),
    inbox.c.update_id == sa.bindparam("update"),
    inbox.c.state == "waiting",
)
_TICK = Prepared(
    sa.update(inbox)
    .where(*_THIS)
    .values(state="done", body=None, sender=None, settled_at=sa.bindparam("now"))
)
_NEW = Prepared(lambda insert: insert(inbox).on_conflict_do_nothing())
_MOVE_ON = Prepared(
    sa.update(bots).where(bots.c.id == sa.bindparam("bot")).values(next_update=sa.bindparam("next"))
)
_ALL_WAITING = (
    sa.select(
        *(inbox.c[name] for name in ("cluster_id", "bot_id", "update_id", "sender", "body", "attempts"))
    )
    .where(inbox.c.bot_id == sa.bindparam("bot"), inbox.c.state == "waiting")
    .order_by(inbox.c.update_id)
)
_ALL = Prepared(_ALL_WAITING)
_BEFORE = Prepared(
    _ALL_WAITING.where(inbox.c.sender == sa.bindparam("sender"), inbox.c.update_id < sa.bindparam("update"))
)
