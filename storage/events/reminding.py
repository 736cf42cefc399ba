"""Who hears of an event when, and that they hear of it once."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from domain.audience import CLUSTER
from domain.events import Coming, Event, EventState
from domain.kinds import Kind
from domain.reminders import Which
from storage import audiences
from storage.audiences import Crowd
from storage.events import rows
from storage.prepared import Prepared
from storage.tables import event_answers, events, people
from storage.transaction import Transaction

_REMINDED = {Which.DAY: events.c.reminded_day, Which.HOURS: events.c.reminded_hours}


def near_start(tx: Transaction, cluster_id: int, after: datetime, before: datetime) -> list[Event]:
    """What begins between the two and is as people know it; soonest first."""
    soon = (
        events.c.cluster_id == cluster_id,
        events.c.state == EventState.OPEN,
        events.c.tell_at.is_(None),
        events.c.starts_at > after,
        events.c.starts_at < before,
    )
    query = sa.select(events).where(*soon).order_by(events.c.starts_at, events.c.id)
    return [rows.read(row) for row in tx.connection.execute(query)]


def unreminded(tx: Transaction, cluster_id: int, ids: Collection[int]) -> set[tuple[int, Which]]:
    """Of these events, by number, which reminders of their time are not written yet."""
    rows = _UNREMINDED.rows(tx, cluster=cluster_id, ids=sorted(ids)) if ids else ()
    return {(row.id, which) for row in rows for which in Which if not getattr(row, which.name)}


def is_unreminded(tx: Transaction, event: Event, which: Which) -> bool:
    """Whether some of that reminder of this time is to be written; the time stays while we do so."""
    query = sa.select(events.c.id).where(*_to_remind(event, which))
    return tx.connection.scalar(query.with_for_update()) is not None


def remind(tx: Transaction, event: Event, which: Which) -> bool:
    """That reminder of this time is written now; False when it was."""
    written = sa.update(events).where(*_to_remind(event, which)).values({_REMINDED[which]: event.version})
    return tx.connection.execute(written).rowcount == 1


def _to_remind(event: Event, which: Which) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        rows.is_(event.cluster_id, event.id),
        events.c.version == event.version,
        _REMINDED[which] < event.version,
    )


def crowd(
    event: Event, answers: Collection[Coming], kind: Kind, now: datetime, *,
    before: datetime | None = None, but: int | None = None, without: Crowd | None = None,
) -> Crowd:  # fmt: skip
    """Whoever answered so (and `before` then), may be written to now, and is not `but` nor in `without`."""
    given = [
        event_answers.c.cluster_id == event.cluster_id,
        event_answers.c.event_id == event.id,
        event_answers.c.answer.in_(sorted(answers)),
    ]
    if before is not None:
        given.append(event_answers.c.answered_at < before)
    theirs = people.c.id.in_(sa.select(event_answers.c.person_id).where(*given))
    reached = audiences.of(event.cluster_id, CLUSTER, kind, now)
    others = people.c.id != but if but is not None else sa.true()
    rest = sa.not_(without.which) if without is not None else sa.true()
    return Crowd(event.cluster_id, sa.and_(theirs, others, rest, reached.which))


_WRITTEN = [(column >= events.c.version).label(which.name) for which, column in _REMINDED.items()]
_UNREMINDED = Prepared(
    sa.select(events.c.id, *_WRITTEN).where(
        events.c.cluster_id == sa.bindparam("cluster"),
        events.c.id.in_(sa.bindparam("ids", expanding=True)),
    )
)
