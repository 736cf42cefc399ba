"""What the steering group tells many people, and what people answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from domain.announcements import Announcement, State
from domain.audience import Audience
from storage.tables import announcement_replies, announcements
from storage.transaction import Transaction

PAGE = 50
"""The newest are shown."""


def add(tx: Transaction, one: Announcement) -> int:
    """A draft; its number."""
    number: int = tx.connection.execute(
        sa.insert(announcements).values(_row(one)).returning(announcements.c.id)
    ).scalar_one()
    return number


def save(tx: Transaction, one: Announcement) -> bool:
    """A draft as it is now; False when it is none any more."""
    here = (*_is(one.cluster_id, one.id), _in(State.DRAFT))
    return tx.connection.execute(sa.update(announcements).where(*here).values(_row(one))).rowcount == 1


def move(tx: Transaction, one: Announcement, state: State, **values: object) -> bool:
    """Into another state; False when somebody else has moved it since it was read."""
    here = (*_is(one.cluster_id, one.id), announcements.c.state == one.state)
    moved = sa.update(announcements).where(*here).values(state=state, **values)
    return tx.connection.execute(moved).rowcount == 1


def change(tx: Transaction, one: Announcement, **values: object) -> None:
    """Only these columns."""
    tx.connection.execute(sa.update(announcements).where(*_is(one.cluster_id, one.id)).values(values))


def by_id(tx: Transaction, cluster_id: int, number: int) -> Announcement | None:
    """That one of that cluster."""
    return next(iter(_found(tx, *_is(cluster_id, number))), None)


def of_cluster(tx: Transaction, cluster_id: int) -> list[Announcement]:
    """The newest first, without those that were thrown away unsent."""
    thrown = sa.and_(announcements.c.state == State.CANCELLED, announcements.c.began_at.is_(None))
    return _found(tx, announcements.c.cluster_id == cluster_id, ~thrown)


def underway(tx: Transaction, now: datetime) -> list[tuple[int, int]]:
    """Cluster and number, of every cluster: whose time has come, and which are being sent; the oldest first.

    They are held until the transaction ends: nobody regrets or stops one that is just being written.
    """
    begins = sa.and_(announcements.c.state == State.PLANNED, announcements.c.starts_at <= now)
    goes_on = sa.and_(
        announcements.c.state == State.SENDING,
        sa.or_(announcements.c.next_at.is_(None), announcements.c.next_at <= now),
    )
    return _numbers(tx, sa.or_(begins, goes_on), hold=True)[::-1]


def standing(tx: Transaction, since: datetime) -> list[tuple[int, int]]:
    """The same: those on pause, and those stopped since then: the last few letters still arrive."""
    stopped = sa.and_(_in(State.CANCELLED), announcements.c.ended_at >= since)
    return _numbers(tx, sa.or_(_in(State.PAUSED), stopped))


def next_start(tx: Transaction, after: datetime) -> datetime | None:
    """When the next one begins, or goes on after a rest."""
    moments = (
        (announcements.c.starts_at, State.PLANNED),
        (announcements.c.next_at, State.SENDING),
    )
    found = [
        at
        for column, state in moments
        if (at := tx.connection.scalar(sa.select(sa.func.min(column)).where(_in(state), column > after)))
    ]
    return min(found, default=None)


@dataclass(frozen=True)
class Answer:
    """What somebody answered to an announcement."""

    id: int
    announcement_id: int
    person_id: int
    words: str
    answered_at: datetime | None


def add_reply(tx: Transaction, one: Announcement, person_id: int, words: str, now: datetime) -> int:
    """Its number."""
    row = {
        "cluster_id": one.cluster_id,
        "announcement_id": one.id,
        "person_id": person_id,
        "words": words,
        "written_at": now,
    }
    written = sa.insert(announcement_replies).values(row).returning(announcement_replies.c.id)
    number: int = tx.connection.execute(written).scalar_one()
    return number


def reply(tx: Transaction, cluster_id: int, number: int) -> Answer | None:
    """That answer, if its writer is still here."""
    here = (announcement_replies.c.cluster_id == cluster_id, announcement_replies.c.id == number)
    row = tx.connection.execute(sa.select(announcement_replies).where(*here)).one_or_none()
    if row is None:
        return None
    return Answer(row.id, row.announcement_id, row.person_id, row.words, row.answered_at)


def answered(tx: Transaction, cluster_id: int, number: int, now: datetime) -> None:
    """Somebody wrote back."""
    here = (announcement_replies.c.cluster_id == cluster_id, announcement_replies.c.id == number)
    tx.connection.execute(sa.update(announcement_replies).where(*here).values(answered_at=now))


def _in(state: State) -> sa.ColumnElement[bool]:
    return announcements.c.state == state


def _is(cluster_id: int, number: int) -> tuple[sa.ColumnElement[bool], ...]:
    return (announcements.c.cluster_id == cluster_id, announcements.c.id == number)


def _found(tx: Transaction, *which: sa.ColumnElement[bool]) -> list[Announcement]:
    query = sa.select(announcements).where(*which).order_by(announcements.c.id.desc()).limit(PAGE)
    return list(_read(tx.connection.execute(query).mappings()))


def _numbers(tx: Transaction, *which: sa.ColumnElement[bool], hold: bool = False) -> list[tuple[int, int]]:
    columns = (announcements.c.cluster_id, announcements.c.id)
    query = sa.select(*columns).where(*which).order_by(announcements.c.id.desc()).limit(PAGE)
    found = tx.connection.execute(query.with_for_update() if hold else query)
    return [(row.cluster_id, row.id) for row in found]


def _read(rows: Iterable[sa.RowMapping]) -> Iterable[Announcement]:
    for row in rows:
        values = dict(row) | {"audience": Audience.read(row["audience"]), "state": State(row["state"])}
        yield Announcement(**values)


def _row(one: Announcement) -> dict[str, object]:
    values = {column.name: getattr(one, column.name) for column in announcements.c if column.name != "id"}
    return values | {"audience": str(one.audience), "texts": dict(one.texts)}
