"""What a group lacks."""

from datetime import date, datetime

import sqlalchemy as sa

from domain.groups import GroupState, Need
from storage.groups.at_work import in_
from storage.tables import groups
from storage.tables import needs as lacks
from storage.transaction import Transaction


def needs(tx: Transaction, cluster_id: int, group_id: int) -> list[Need]:
    """Those not closed, covered or not, the most urgent first."""
    return _needs(tx, in_(lacks, cluster_id, group_id))


def open_needs(tx: Transaction, cluster_id: int, today: date) -> list[Need]:
    """Of all groups at work: where somebody is still looked for, and it is not too late."""
    return _needs(
        tx,
        lacks.c.cluster_id == cluster_id,
        lacks.c.group_id.in_(_at_work(cluster_id)),
        lacks.c.until >= today,
        lacks.c.found < lacks.c.wanted,
    )


def need(tx: Transaction, cluster_id: int, need_id: int) -> Need | None:
    """That need, if it is not closed."""
    return next(iter(_needs(tx, lacks.c.cluster_id == cluster_id, lacks.c.id == need_id)), None)


def add_need(tx: Transaction, cluster_id: int, need: Need, now: datetime) -> int:
    """Write down what a group lacks; its number."""
    values = {
        "cluster_id": cluster_id,
        "group_id": need.group_id,
        "skill": need.skill,
        "about": need.about,
        "wanted": need.wanted,
        "found": need.found,
        "hours": need.hours,
        "until": need.until,
        "created_at": now,
    }
    number: int = tx.connection.execute(sa.insert(lacks).values(values).returning(lacks.c.id)).scalar_one()
    return number


def close_need(tx: Transaction, cluster_id: int, need_id: int, now: datetime) -> bool:
    """Covered some other way, or given up; False when it was closed already."""
    here = (lacks.c.cluster_id == cluster_id, lacks.c.id == need_id, lacks.c.closed_at.is_(None))
    return tx.connection.execute(sa.update(lacks).where(*here).values(closed_at=now)).rowcount == 1


def change_need(tx: Transaction, cluster_id: int, need_id: int, **values: str | int | date | None) -> bool:
    """Another `about`, `skill`, `wanted`, `hours` or `until`; False when it is closed by now.

    No fewer are `wanted` than were found. With another `until` its lead will hear anew when that is gone by.
    """
    if "until" in values:
        values["told_over_at"] = None
    here = [lacks.c.cluster_id == cluster_id, lacks.c.id == need_id, lacks.c.closed_at.is_(None)]
    if "wanted" in values:
        here.append(lacks.c.found <= values["wanted"])
    return tx.connection.execute(sa.update(lacks).where(*here).values(values)).rowcount == 1


def over(tx: Transaction, cluster_id: int, today: date) -> list[Need]:
    """Of groups at work: needs whose last day is gone by, and whose lead was not told."""
    return _needs(tx, *_over(cluster_id), lacks.c.until < today)


def next_over(tx: Transaction, cluster_id: int) -> date | None:
    """The last day of the next need to run out."""
    last: date | None = tx.connection.scalar(sa.select(sa.func.min(lacks.c.until)).where(*_over(cluster_id)))
    return last


def told_over(tx: Transaction, cluster_id: int, need: Need, now: datetime) -> bool:
    """Its lead is told now; False when somebody did, or it was prolonged."""
    here = (*_over(cluster_id), lacks.c.id == need.id, lacks.c.until == need.until)
    return tx.connection.execute(sa.update(lacks).where(*here).values(told_over_at=now)).rowcount == 1


def _over(cluster_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        lacks.c.cluster_id == cluster_id,
        lacks.c.closed_at.is_(None),
        lacks.c.told_over_at.is_(None),
        lacks.c.group_id.in_(_at_work(cluster_id)),
    )


def _at_work(cluster_id: int) -> "sa.Select[tuple[int]]":
    return sa.select(groups.c.id).where(groups.c.cluster_id == cluster_id, groups.c.state == GroupState.OPEN)


def take_place(tx: Transaction, cluster_id: int, need_id: int) -> bool:
    """One more said yes; False when there were enough already. Two at once never take the same place."""
    free = (
        lacks.c.cluster_id == cluster_id,
        lacks.c.id == need_id,
        lacks.c.closed_at.is_(None),
        lacks.c.found < lacks.c.wanted,
    )
    taken = sa.update(lacks).where(*free).values(found=lacks.c.found + 1)
    return tx.connection.execute(taken).rowcount == 1


def _needs(tx: Transaction, *which: sa.ColumnElement[bool]) -> list[Need]:
    query = sa.select(lacks).where(*which, lacks.c.closed_at.is_(None)).order_by(lacks.c.until, lacks.c.id)
    return [
        Need(row.id, row.group_id, row.skill, row.wanted, row.found, row.hours, row.until, row.about)
        for row in tx.connection.execute(query)
    ]
