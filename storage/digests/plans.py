"""When each village and group writes next."""

from collections.abc import Collection, Iterable
from datetime import datetime

import sqlalchemy as sa

from domain.digests import Kind, Plan, Rhythm, Source, next_slot
from domain.groups import GroupState
from storage.digests import windows
from storage.prepared import Prepared, Row
from storage.tables import clusters, digest_plans, groups, villages
from storage.transaction import Transaction

AT_ONCE = 100


def plan_new(tx: Transaction, now: datetime) -> int:
    """Give villages and groups that are new their usual day and hour, and forget closed groups; how many."""
    tx.connection.execute(sa.delete(digest_plans).where(_closed()))
    new = tx.connection.execute(_unplanned()).all()
    for row in new:
        rhythm = Rhythm()
        values = {
            "cluster_id": row.cluster_id,
            "source": row.source,
            "weekday": rhythm.weekday,
            "hour": rhythm.hour,
            "next_at": next_slot(rhythm, now, row.zone),
        }
        tx.insert_new(digest_plans, values)
        windows.begin(tx, row.cluster_id, row.source, now)
    return len(new)


def due(tx: Transaction, now: datetime, most: int, without: Collection[str] = ()) -> list[Plan]:
    """Those longest due, so many at most, but for these: of one cluster, and for one slot.

    `without`: each a cluster's number and a source, as `named` says it.
    """
    rows = [row for row in _DUE.rows(tx, now=now, most=most + len(without)) if named(row) not in without]
    rows = rows[:most]
    first = next(((row.cluster_id, row.next_at) for row in rows), None)
    return [_plan(row) for row in rows if (row.cluster_id, row.next_at) == first]


def named(plan: Plan | Row) -> str:
    """Among all clusters: "1 village:7"."""
    return f"{plan.cluster_id} {plan.source}"


def soon(tx: Transaction, cluster_id: int, now: datetime, until: datetime) -> list[Plan]:
    """Those of groups that write before `until`."""
    theirs = (digest_plans.c.cluster_id == cluster_id, digest_plans.c.source.startswith(f"{Kind.GROUP}:"))
    query = sa.select(digest_plans).where(
        *theirs, digest_plans.c.next_at > now, digest_plans.c.next_at <= until
    )
    return [_plan(row) for row in tx.connection.execute(query.order_by(digest_plans.c.source))]


def of_source(tx: Transaction, cluster_id: int, source: Source) -> Plan | None:
    """That one's plan."""
    row = tx.connection.execute(sa.select(digest_plans).where(*_is(cluster_id, source))).first()
    return _plan(row) if row is not None else None


def held(tx: Transaction, cluster_id: int, source: Source) -> Plan | None:
    """The same, and nobody moves it until this transaction ends: what is put into its slot goes with it."""
    row = tx.connection.execute(
        sa.select(digest_plans).where(*_is(cluster_id, source)).with_for_update()
    ).first()
    return _plan(row) if row is not None else None


def move(tx: Transaction, plan: Plan, to: datetime) -> bool:
    """Its clock goes on; False when somebody else has moved it. Who moves it owns that slot."""
    source = str(plan.source)
    return _MOVE.count(tx, cluster=plan.cluster_id, which=source, was=plan.next_at, to=to) == 1


def written(tx: Transaction, cluster_id: int, slot: datetime, sources: Iterable[Source]) -> None:
    """They had something to say for that slot."""
    _WRITTEN.many(tx, [{"cluster": cluster_id, "which": str(source), "slot": slot} for source in sources])


def set_rhythm(tx: Transaction, cluster_id: int, source: Source, rhythm: Rhythm, next_at: datetime) -> None:
    """Another day or hour, from now on."""
    values = {"weekday": rhythm.weekday, "hour": rhythm.hour, "next_at": next_at}
    tx.connection.execute(sa.update(digest_plans).where(*_is(cluster_id, source)).values(values))


def next_at(tx: Transaction, after: datetime) -> datetime | None:
    """The next slot of anybody."""
    query = sa.select(sa.func.min(digest_plans.c.next_at)).where(digest_plans.c.next_at > after)
    at: datetime | None = tx.connection.scalar(query)
    return at


def _is(cluster_id: int, source: Source) -> tuple[sa.ColumnElement[bool], ...]:
    return digest_plans.c.cluster_id == cluster_id, digest_plans.c.source == str(source)


def _plan(row: "sa.Row[tuple[object, ...]]") -> Plan:
    rhythm = Rhythm(row.weekday, row.hour)
    return Plan(row.cluster_id, Source.of(row.source), rhythm, row.next_at, row.written_at)


def _unplanned() -> "sa.Select[tuple[int, str, str]]":
    village = sa.select(
        villages.c.cluster_id, _named(Kind.VILLAGE, villages.c.id).label("source"), clusters.c.zone
    ).join(clusters, clusters.c.id == villages.c.cluster_id)
    group = (
        sa.select(groups.c.cluster_id, _named(Kind.GROUP, groups.c.id).label("source"), clusters.c.zone)
        .join(clusters, clusters.c.id == groups.c.cluster_id)
        .where(groups.c.state == GroupState.OPEN)
    )
    every = sa.union_all(village, group).subquery()
    planned = sa.select(digest_plans.c.source).where(
        digest_plans.c.cluster_id == every.c.cluster_id, digest_plans.c.source == every.c.source
    )
    return sa.select(every).where(~planned.exists()).limit(AT_ONCE)


def _closed() -> sa.ColumnElement[bool]:
    """Groups that are no longer at work."""
    at_work = sa.select(groups.c.id).where(
        groups.c.cluster_id == digest_plans.c.cluster_id,
        groups.c.state == GroupState.OPEN,
        _named(Kind.GROUP, groups.c.id) == digest_plans.c.source,
    )
    return sa.and_(digest_plans.c.source.startswith(f"{Kind.GROUP}:"), ~at_work.exists())


def _named(kind: Kind, number: sa.ColumnElement[int]) -> sa.ColumnElement[str]:
    return sa.literal(f"{kind}:").concat(sa.cast(number, sa.String))


_DUE = Prepared(
    sa.select(digest_plans)
    .where(digest_plans.c.next_at <= sa.bindparam("now"))
    .order_by(digest_plans.c.next_at, digest_plans.c.cluster_id, digest_plans.c.source)
    .limit(sa.bindparam("most"))
)
_THAT = (
    digest_plans.c.cluster_id == sa.bindparam("cluster"),
    digest_plans.c.source == sa.bindparam("which"),
)
_MOVE = Prepared(
    sa.update(digest_plans)
    .where(*_THAT, digest_plans.c.next_at == sa.bindparam("was"))
    .values(next_at=sa.bindparam("to"))
)
_WRITTEN = Prepared(sa.update(digest_plans).where(*_THAT).values(written_at=sa.bindparam("slot")))
