"""What a digest says in numbers."""

from datetime import datetime

import sqlalchemy as sa

from domain.asks import Answer
from domain.digests import Kind, Source, Window
from storage.audiences import NOT_SHUT_OUT
from storage.tables import asks, members, needs, people
from storage.transaction import Transaction


def faces(tx: Transaction, cluster_id: int, source: Source, window: Window) -> int:
    """Who has joined the village or the group in that time."""
    if source.kind is Kind.VILLAGE:
        here = (people.c.cluster_id == cluster_id, people.c.village_id == source.id)
        return _count(tx, *here, *_in(people.c.joined_at, window))
    inside = (members.c.cluster_id == cluster_id, members.c.group_id == source.id)
    return _count(tx, *inside, *_in(members.c.since, window), members.c.person_id == people.c.id)


def thanked(tx: Transaction, cluster_id: int, source: Source, window: Window) -> int:
    """Who has said yes to helping in that time: from the village, or in the group."""
    here = (asks.c.cluster_id == cluster_id, asks.c.answer == Answer.YES)
    yes = (*here, *_in(asks.c.answered_at, window), asks.c.person_id == people.c.id)
    if source.kind is Kind.VILLAGE:
        return _people(tx, *yes, people.c.village_id == source.id)
    wanted = sa.select(needs.c.id).where(needs.c.cluster_id == cluster_id, needs.c.group_id == source.id)
    return _people(tx, *yes, asks.c.need_id.in_(wanted))


def _in(column: "sa.Column[datetime]", window: Window) -> tuple[sa.ColumnElement[bool], ...]:
    """The end belongs to the next window."""
    return column >= window.since, column < window.until


def _count(tx: Transaction, *which: sa.ColumnElement[bool]) -> int:
    return (
        tx.connection.scalar(sa.select(sa.func.count()).select_from(people).where(*which, NOT_SHUT_OUT)) or 0
    )


def _people(tx: Transaction, *which: sa.ColumnElement[bool]) -> int:
    several = sa.func.count(sa.distinct(asks.c.person_id))
    return tx.connection.scalar(sa.select(several).where(*which, NOT_SHUT_OUT)) or 0
