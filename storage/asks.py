"""Whom we asked for what, and what they answered."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa

from domain.asks import Answer, Ask, Way
from domain.groups import GroupState
from domain.matching import Reason
from domain.people import Person
from storage.tables import asks, groups, needs
from storage.transaction import Transaction


def add(tx: Transaction, ask: Ask) -> int | None:
    """Write down that somebody is asked; its number, or None when they were asked for that before."""
    values = {
        "cluster_id": ask.cluster_id,
        "need_id": ask.need_id,
        "person_id": ask.person_id,
        "asked_by": ask.asked_by,
        "way": ask.way,
        "reasons": list(ask.reasons),
        "asked_at": ask.asked_at,
    }
    new = tx.insert(asks).values(values).on_conflict_do_nothing().returning(asks.c.id)
    number: int | None = tx.connection.scalar(new)
    return number


def by_id(tx: Transaction, cluster_id: int, ask_id: int) -> Ask | None:
    """That ask, whosoever it is."""
    return next(iter(_asks(tx, asks.c.cluster_id == cluster_id, asks.c.id == ask_id)), None)


def of_need(tx: Transaction, cluster_id: int, need_id: int) -> list[Ask]:
    """Everybody who was asked for that."""
    return _asks(tx, asks.c.cluster_id == cluster_id, asks.c.need_id == need_id)


def open_of(tx: Transaction, person: Person) -> list[Ask]:
    """What they were asked and may still say yes to."""
    theirs = (asks.c.cluster_id == person.cluster_id, asks.c.person_id == person.id)
    return [ask for ask in _asks(tx, *theirs) if ask.open]


def said_yes_since(tx: Transaction, cluster_id: int, since: datetime) -> list[tuple[str, int]]:
    """By group at work, its name and how many said yes since then, the most first."""
    count = sa.func.count().label("count")
    query = (
        sa.select(groups.c.name, count)
        .join_from(asks, needs, asks.c.need_id == needs.c.id)
        .join(groups, needs.c.group_id == groups.c.id)
        .where(asks.c.cluster_id == cluster_id, asks.c.answer == Answer.YES, asks.c.answered_at > since)
        .where(groups.c.state == GroupState.OPEN)
        .group_by(groups.c.id, groups.c.name)
        .order_by(count.desc(), groups.c.name)
    )
    return [(name, times) for name, times in tx.connection.execute(query)]


def answer(tx: Transaction, ask: Ask, said: Answer, now: datetime, again_at: datetime | None = None) -> bool:
    """Write down what they say; False when they have said yes or no already."""
    still = sa.or_(asks.c.answer.is_(None), asks.c.answer == Answer.MAYBE)
    values = {"answer": said, "answered_at": now, "again_at": again_at}
    answered = sa.update(asks).where(_is(ask), still).values(values)
    return tx.connection.execute(answered).rowcount == 1


def too_late(tx: Transaction, ask: Ask) -> None:
    """Their yes came after the last place was taken."""
    tx.connection.execute(sa.update(asks).where(_is(ask)).values(answer=Answer.LATE))


def share_contact(tx: Transaction, ask: Ask, lead_id: int | None, now: datetime) -> bool:
    """The lead may see how to reach them; False when that was said before, or they did not say yes."""
    yes = (_is(ask), asks.c.answer == Answer.YES, asks.c.contact_shared_at.is_(None))
    shared = {"contact_shared_at": now, "contact_shared_with": lead_id}
    return tx.connection.execute(sa.update(asks).where(*yes).values(shared)).rowcount == 1


def due_again(tx: Transaction, cluster_id: int, now: datetime, most: int) -> list[Ask]:
    """Those who said maybe a while ago."""
    return _asks(tx, asks.c.cluster_id == cluster_id, asks.c.again_at <= now, most=most)


def next_again(tx: Transaction, after: datetime) -> datetime | None:
    """When the next of them is asked once more."""
    moment: datetime | None = tx.connection.scalar(
        sa.select(sa.func.min(asks.c.again_at, type_=asks.c.again_at.type)).where(asks.c.again_at > after)
    )
    return moment


def asked_again(tx: Transaction, ask: Ask) -> bool:
    """They are asked once more; False when they have been, or have answered."""
    still = (_is(ask), asks.c.again_at.is_not(None), asks.c.answer == Answer.MAYBE)
    return tx.connection.execute(sa.update(asks).where(*still).values(again_at=None)).rowcount == 1


def unproposed(tx: Transaction, cluster_id: int, before: datetime, since: datetime) -> set[int]:
    """Open needs written down before `before` for which the bot has proposed nobody since `since`."""
    lately = sa.select(asks.c.need_id).where(
        asks.c.cluster_id == cluster_id, asks.c.way == Way.BOT, asks.c.asked_at > since
    )
    old = (_lacking(), needs.c.cluster_id == cluster_id, needs.c.created_at <= before)
    query = sa.select(needs.c.id).join(groups).where(*old, needs.c.id.not_in(lately))
    return set(tx.connection.scalars(query))


def next_unproposed(tx: Transaction, after: datetime, age: timedelta) -> datetime | None:
    """When the next open need will be that old."""
    young = sa.select(sa.func.min(needs.c.created_at, type_=needs.c.created_at.type)).join(groups)
    moment: datetime | None = tx.connection.scalar(young.where(_lacking(), needs.c.created_at > after - age))
    return moment and moment + age


def _lacking() -> sa.ColumnElement[bool]:
    return sa.and_(
        groups.c.state == GroupState.OPEN, needs.c.closed_at.is_(None), needs.c.found < needs.c.wanted
    )


def _asks(tx: Transaction, *which: sa.ColumnElement[bool], most: int | None = None) -> list[Ask]:
    query = sa.select(asks).where(*which).order_by(asks.c.id).limit(most)
    return [
        Ask(
            id=row.id,
            cluster_id=row.cluster_id,
            need_id=row.need_id,
            person_id=row.person_id,
            asked_by=row.asked_by,
            way=Way(row.way),
            reasons=_reasons(row.reasons),
            asked_at=row.asked_at,
            answer=row.answer and Answer(row.answer),
            again_at=row.again_at,
            contact_shared_at=row.contact_shared_at,
        )
        for row in tx.connection.execute(query)
    ]


def _reasons(stored: Iterable[str]) -> tuple[Reason, ...]:
    return tuple(Reason(key) for key in stored)


def _is(ask: Ask) -> sa.ColumnElement[bool]:
    return sa.and_(asks.c.cluster_id == ask.cluster_id, asks.c.id == ask.id)
