"""Somebody leaves: whatever the table of columns calls theirs goes, in the transaction under way."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from domain.people import Person
from storage import events, groups, ideas, inbox, invitations, outbox, phrases
from storage import people as everyone
from storage.columns import READER, Until
from storage.ownership import HOLDINGS, Holding, Keys, keys_of
from storage.tables import erasures, people
from storage.transaction import Transaction

STAYS = frozenset({Until.FILED, Until.NAMELESS})
"""What is kept without a person: docs/decisions/0032-rights.md says why."""


@dataclass(frozen=True)
class Erasure:
    """Somebody who was erased and does not stand in the log beside the database yet."""

    id: int
    cluster_id: int
    telegram_id: int
    at: datetime


def erase(tx: Transaction, person: Person, now: datetime) -> bool:
    """Forget them; False when they have left already. What they wrote and we have not read goes unread."""
    keys = keys_of(tx, person)
    if keys is None:
        return False
    phrases.forget_of(tx, person)
    groups.forget_wishes(tx, person)
    ideas.forget_of(tx, person)
    groups.give_back(tx, person)
    events.forget_of(tx, person)
    invitations.drop(tx, person.cluster_id, person, now)
    inbox.forget_from(tx, person.cluster_id, person.telegram_id, now)
    outbox.erase(tx, person)
    for holding in reversed(HOLDINGS):
        _leave(tx, holding, keys)
    row = {"cluster_id": person.cluster_id, "telegram_id": person.telegram_id, "at": now}
    tx.connection.execute(sa.insert(erasures), row)
    return True


def _leave(tx: Transaction, holding: Holding, keys: Keys) -> None:
    """Delete the rows; where a row stays without its person, empty what was theirs."""
    if holding.whose == READER:
        return  # the outbox knows which words nobody else gets
    if not holding.stays_without_them:
        tx.connection.execute(sa.delete(holding.table).where(holding.theirs(keys)))
        return
    emptied = {
        name: None
        for name, column in holding.columns.items()
        if column.until not in STAYS and holding.table.c[name].nullable
    }
    if emptied:
        tx.connection.execute(sa.update(holding.table).where(holding.theirs(keys)).values(emptied))


def unlogged(tx: Transaction) -> list[Erasure]:
    """Who was erased since the log was last written."""
    rows = tx.connection.execute(sa.select(erasures).order_by(erasures.c.id))
    return [Erasure(row.id, row.cluster_id, row.telegram_id, row.at) for row in rows]


def logged(tx: Transaction, ids: list[int]) -> None:
    """The log has them: nothing of them is left in here."""
    tx.connection.execute(sa.delete(erasures).where(erasures.c.id.in_(ids)))


def everybody(tx: Transaction) -> list[tuple[int, int, datetime]]:
    """Cluster, Telegram's number and the day of joining of all there are: to forget anew after a restore."""
    query = sa.select(people.c.cluster_id, people.c.telegram_id, people.c.joined_at).order_by(people.c.id)
    return [(row.cluster_id, row.telegram_id, row.joined_at) for row in tx.connection.execute(query)]


def erase_again(tx: Transaction, cluster_id: int, telegram_id: int, now: datetime) -> bool:
    """Somebody whom a restored copy brought back."""
    person = everyone.by_telegram(tx, cluster_id, telegram_id)
    return person is not None and erase(tx, person, now)
