"""How it went: whom to ask, and what they said."""

from datetime import datetime

import sqlalchemy as sa

from domain.events import Event, EventState
from storage.events import rows
from storage.tables import events
from storage.transaction import Transaction


def unasked(tx: Transaction, cluster_id: int, since: datetime, until: datetime) -> list[Event]:
    """What was over between the two, and nobody was asked about."""
    over = (
        events.c.cluster_id == cluster_id,
        events.c.state == EventState.OPEN,
        events.c.asked_at.is_(None),
        events.c.result_at.is_(None),
        events.c.over_at > since,
        events.c.over_at <= until,
    )
    query = sa.select(events).where(*over).order_by(events.c.over_at, events.c.id)
    return [rows.read(row) for row in tx.connection.execute(query)]


def next_over(tx: Transaction, after: datetime) -> datetime | None:
    """When the next one is over that nobody was asked about."""
    open_ = (events.c.state == EventState.OPEN, events.c.asked_at.is_(None), events.c.over_at > after)
    moment: datetime | None = tx.connection.scalar(
        sa.select(sa.func.min(events.c.over_at, type_=events.c.over_at.type)).where(*open_)
    )
    return moment


def asked(tx: Transaction, event: Event, now: datetime) -> bool:
    """They are asked now; False when they were."""
    first = (rows.is_(event.cluster_id, event.id), events.c.asked_at.is_(None))
    return tx.connection.execute(sa.update(events).where(*first).values(asked_at=now)).rowcount == 1


def keep_result(tx: Transaction, event: Event, said: str, picture: str | None, now: datetime) -> bool:
    """How it went. False when something was said before: then it is only put right."""
    this = rows.is_(event.cluster_id, event.id)
    tx.connection.execute(sa.update(events).where(this).values(result=said, picture=picture))
    first = sa.update(events).where(this, events.c.result_at.is_(None)).values(result_at=now)
    return tx.connection.execute(first).rowcount == 1


def results_since(tx: Transaction, cluster_id: int, since: datetime) -> list[Event]:
    """What people have told of since then, the newest first. Group events stand in it, too."""
    told = (events.c.cluster_id == cluster_id, events.c.result_at > since)
    query = sa.select(events).where(*told).order_by(events.c.result_at.desc(), events.c.id.desc())
    return [rows.read(row) for row in tx.connection.execute(query)]
