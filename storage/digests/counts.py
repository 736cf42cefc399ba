"""What a digest says in numbers."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from domain.asks import Answer
from domain.digests import Kind, Source, Window
from storage.audiences import NOT_SHUT_OUT, shut_out
from storage.prepared import Prepared
from storage.tables import asks, members, needs, people
from storage.transaction import Transaction


def faces(tx: Transaction, cluster_id: int, source: Source, window: Window) -> int:
    """Who has joined the village or the group in that time."""
    count = _NEIGHBOURS if source.kind is Kind.VILLAGE else _MEMBERS
    found: int = count.scalar(
        tx, cluster=cluster_id, source=source.id, since=window.since, until=window.until
    )
    return found


def thanked(tx: Transaction, cluster_id: int, kind: Kind, window: Window) -> Mapping[int, int]:
    """By village or group, how many said yes to helping in that time: who live there, or for that group."""
    count = _YES_AT_HOME if kind is Kind.VILLAGE else _YES_TO_GROUP
    rows = count.rows(tx, cluster=cluster_id, since=window.since, until=window.until)
    return {row.source: row.several for row in rows}


def in_group(tx: Transaction, cluster_id: int, group_id: int) -> int:
    """How many are in it."""
    found: int = _IN_GROUP.scalar(tx, cluster=cluster_id, source=group_id)
    return found


def _in(column: "sa.Column[datetime]") -> tuple[sa.ColumnElement[bool], ...]:
    """The end belongs to the next window."""
    return column >= sa.bindparam("since"), column < sa.bindparam("until")


_CLUSTER: sa.BindParameter[int] = sa.bindparam("cluster")
_SOURCE: sa.BindParameter[int] = sa.bindparam("source")
_COUNT = sa.select(sa.func.count().label("several"))
_NEIGHBOURS = Prepared(
    _COUNT.select_from(people).where(
        people.c.cluster_id == _CLUSTER,
        people.c.village_id == _SOURCE,
        *_in(people.c.joined_at),
        NOT_SHUT_OUT,
    )
)
_INSIDE = _COUNT.select_from(members).where(
    members.c.cluster_id == _CLUSTER,
    members.c.group_id == _SOURCE,
    members.c.person_id.not_in(shut_out(_CLUSTER)),
)
_IN_GROUP = Prepared(_INSIDE)
_MEMBERS = Prepared(_INSIDE.where(*_in(members.c.since)))
_SEVERAL = sa.func.count(sa.distinct(asks.c.person_id)).label("several")
_YES = (
    asks.c.cluster_id == _CLUSTER,
    asks.c.answer == Answer.YES,
    *_in(asks.c.answered_at),
    NOT_SHUT_OUT,
)
_YES_AT_HOME = Prepared(
    sa.select(people.c.village_id.label("source"), _SEVERAL)
    .join_from(asks, people, asks.c.person_id == people.c.id)
    .where(*_YES)
    .group_by(people.c.village_id)
)
_YES_TO_GROUP = Prepared(
    sa.select(needs.c.group_id.label("source"), _SEVERAL)
    .join_from(asks, people, asks.c.person_id == people.c.id)
    .join(needs, asks.c.need_id == needs.c.id)
    .where(*_YES)
    .group_by(needs.c.group_id)
)
