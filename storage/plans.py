"""Proposed plans for the whole cluster, until they are sent."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from domain.matching import Match, Reason
from domain.people import Person
from domain.proposed import Place, Proposed
from storage.tables import people, plan_places, plans
from storage.transaction import Transaction


def add(tx: Transaction, by: Person, wanted: int, matches: Iterable[Match], now: datetime) -> int:
    """Write a plan down; its number. The one before it that was never sent goes."""
    _drop_unsent(tx, by.cluster_id)
    row = {"cluster_id": by.cluster_id, "made_by": by.id, "made_at": now, "wanted": wanted}
    number: int = tx.connection.execute(sa.insert(plans).values(row).returning(plans.c.id)).scalar_one()
    rows = [
        {
            "cluster_id": by.cluster_id,
            "plan_id": number,
            "need_id": match.lack.need.id,
            "person_id": match.volunteer.id,
            "reasons": list(match.reasons),
        }
        for match in matches
    ]
    if rows:
        tx.connection.execute(sa.insert(plan_places), rows)
    return number


def unsent(tx: Transaction, cluster_id: int, plan_id: int | None = None) -> Proposed | None:
    """The plan that lies there (that one, if it is the same); None when it was sent, or there is none."""
    which = [plans.c.cluster_id == cluster_id, plans.c.sent_at.is_(None)]
    if plan_id is not None:
        which.append(plans.c.id == plan_id)
    row = tx.connection.execute(
        sa.select(plans).where(*which).order_by(plans.c.id.desc()).limit(1)
    ).one_or_none()
    if row is None:
        return None
    return Proposed(row.id, row.made_at, row.wanted, _places(tx, cluster_id, row.id))


def take_off(tx: Transaction, cluster_id: int, plan_id: int, need_id: int, person_id: int) -> bool:
    """Not to be asked for that; False when they are off already."""
    place = (
        plan_places.c.cluster_id == cluster_id,
        plan_places.c.plan_id == plan_id,
        plan_places.c.need_id == need_id,
        plan_places.c.person_id == person_id,
    )
    return tx.connection.execute(sa.delete(plan_places).where(*place)).rowcount == 1


def send(tx: Transaction, cluster_id: int, plan_id: int, now: datetime) -> bool:
    """It goes out; False when somebody was quicker."""
    still = (plans.c.cluster_id == cluster_id, plans.c.id == plan_id, plans.c.sent_at.is_(None))
    sent = tx.connection.execute(sa.update(plans).where(*still).values(sent_at=now)).rowcount == 1
    if sent:
        _empty(tx, cluster_id, sa.select(plans.c.id).where(*still[:2]))
    return sent


def _drop_unsent(tx: Transaction, cluster_id: int) -> None:
    unsent_ones = sa.select(plans.c.id).where(plans.c.cluster_id == cluster_id, plans.c.sent_at.is_(None))
    _empty(tx, cluster_id, unsent_ones)
    tx.connection.execute(sa.delete(plans).where(plans.c.id.in_(unsent_ones)))


def _empty(tx: Transaction, cluster_id: int, which: "sa.Select[tuple[int]]") -> None:
    """Who was asked stands in the asks; a plan keeps nobody."""
    places = (plan_places.c.cluster_id == cluster_id, plan_places.c.plan_id.in_(which))
    tx.connection.execute(sa.delete(plan_places).where(*places))


def _places(tx: Transaction, cluster_id: int, plan_id: int) -> tuple[Place, ...]:
    query = (
        sa.select(plan_places, people.c.first_name, people.c.village_id)
        .join(people, plan_places.c.person_id == people.c.id)
        .where(plan_places.c.cluster_id == cluster_id, plan_places.c.plan_id == plan_id)
        .order_by(plan_places.c.need_id, people.c.first_name, people.c.id)
    )
    return tuple(
        Place(row.need_id, row.person_id, row.first_name, row.village_id, tuple(map(Reason, row.reasons)))
        for row in tx.connection.execute(query)
    )
