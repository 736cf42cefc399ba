"""Taking into hand what is due, in order of urgency."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

import sqlalchemy as sa

from domain.kinds import held_back
from domain.message import Lane
from domain.outcome import Act
from storage.outbox.letters import UNDER_WAY, Letter, Owner, State, read
from storage.outbox.settling import Settlement, discard, settle
from storage.prepared import Prepared, Row
from storage.tables import outbox, people
from storage.transaction import Transaction
from storage.types import Instant

BULK = (Lane.NOTICE, Lane.MASS)
MOST_LOOKS = 100
"""In one transaction; many in a row who want nothing any more must not hold everybody else up."""


Candidate: TypeAlias = Row
"""The letter's number, lane, kind and not_after, whatever may keep its person from wanting it, and `stale`:
whether a newer edit is there."""


@dataclass(frozen=True)
class Room:
    """How many letters of these lanes, the urgent lane first, may come; chats at rest are passed over."""

    lanes: tuple[Lane, ...]
    places: int
    resting: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Haul:
    """What was taken into hand; `held_up`: some more are due, and only wait for a rest to end."""

    letters: tuple[Letter, ...]
    held_up: bool


def exchange(
    tx: Transaction,
    bot_id: int,
    owner: Owner,
    results: Sequence[Settlement],
    rooms: Sequence[Room],
    now: datetime,
) -> Haul:
    """Settle what is finished and take the next into hand, in one transaction."""
    settle(tx, owner.name, results, now)
    due = _lanes_due(tx, bot_id, now)
    letters: list[Letter] = []
    held_up = not rooms and _any_due(tx, bot_id, due, now)
    for room in rooms:
        lanes = tuple(lane for lane in room.lanes if lane in due)
        taken = claim(tx, bot_id, owner, replace(room, lanes=lanes), now)
        short = len(taken) < room.places and bool(room.resting)
        held_up = held_up or (short and _any_due(tx, bot_id, lanes, now))
        letters += taken
    return Haul(tuple(letters), held_up)


def _lanes_due(tx: Transaction, bot_id: int, now: datetime) -> tuple[Lane, ...]:
    """One short question for all lanes: after most answers there is nothing."""
    row = _DUE.first(tx, bot=bot_id, now=now)
    return tuple(lane for lane in Lane if getattr(row, lane))


def _any_due(tx: Transaction, bot_id: int, lanes: tuple[Lane, ...], now: datetime) -> bool:
    """Whether one could be sent now, but for its chat's need of rest and our room."""
    return any(_candidates(tx, bot_id, lane, Room(lanes, 1), now, 1) for lane in lanes)


def claim(tx: Transaction, bot_id: int, owner: Owner, room: Room, now: datetime) -> list[Letter]:
    """Take letters that are due: only the oldest of a chat in its lane, and bulk only to a quiet chat.

    Whether it is too late, and whether the person still wants it and can be reached, is looked at here, so
    that the last word counts; answers go to whoever asked.
    """
    letters: list[Letter] = []
    for lane in room.lanes:
        for _ in range(MOST_LOOKS):
            if len(letters) == room.places:
                return letters
            candidates = _candidates(tx, bot_id, lane, room, now, room.places - len(letters))
            wanted = [row.id for row in candidates if _fate(row, now) is None]
            unwanted = _settle_unwanted(tx, bot_id, candidates, now)
            letters += _take(tx, bot_id, owner, wanted, now)
            if not unwanted:
                break
    return letters


def _candidates(
    tx: Transaction, bot_id: int, lane: Lane, room: Room, now: datetime, most: int
) -> Sequence[Candidate]:
    """No more than are wanted: with PostgreSQL they are locked, and others look for their own."""
    resting = sorted(room.resting)
    return _CANDIDATES[lane].rows(tx, bot=bot_id, now=now, resting=resting, most=most)


def _due(lane: Lane) -> "sa.Select[tuple[object, ...]]":
    now = sa.bindparam("now", type_=Instant)
    due = (
        outbox.c.bot_id == sa.bindparam("bot"),
        outbox.c.lane == lane,
        outbox.c.state == State.PENDING,
        outbox.c.not_before <= now,
        outbox.c.chat_id.not_in(sa.bindparam("resting", expanding=True)),
        ~_older(lane, now),
    )
    return (
        sa.select(
            outbox.c.id,
            outbox.c.lane,
            outbox.c.kind,
            outbox.c.not_after,
            people.c.stopped_at,
            people.c.blocked_at,
            people.c.unreachable_at,
            people.c.paused_until,
            people.c.fewer,
            _newer_edit().label("stale"),
        )
        .join_from(outbox, people, outbox.c.person_id == people.c.id, isouter=True)
        .where(*due)
        .order_by(outbox.c.not_before, outbox.c.id)
        .limit(sa.bindparam("most", type_=sa.Integer))
        .with_for_update(skip_locked=True, of=outbox)
    )


def _older(lane: Lane, now: sa.BindParameter[datetime]) -> sa.ColumnElement[bool]:
    """Another letter to the same chat that has to go first.

    One that was tried and waits for its next try keeps its place, unless it is an edit; one whose time has
    not come does not. Two questions, because each has an index of its own. PostgreSQL has none for IS NOT
    DISTINCT FROM: by `lane =` it would walk through the lane, until it has counted how many wait there.
    """
    other = outbox.alias("other")
    same = [other.c[name] == outbox.c[name] for name in ("bot_id", "chat_id")]
    next_try = sa.and_(other.c.attempts > 0, other.c.act != Act.EDIT)
    waits = (
        other.c.cluster_id == outbox.c.cluster_id,
        other.c.lane.is_not_distinct_from(lane),
        other.c.id < outbox.c.id,
        other.c.state == State.PENDING,
        sa.or_(other.c.not_before <= now, next_try),
    )
    flies = (other.c.state == State.SENDING, _before_it(lane, other))
    found = sa.select(other.c.id)
    return sa.or_(found.where(*same, *waits).exists(), found.where(*same, *flies).exists())


def _before_it(lane: Lane, flying: sa.FromClause) -> sa.ColumnElement[bool]:
    """An answer waits only for answers, and for an older screen that would come over it."""
    same_place = flying.c.edits == outbox.c.edits
    return sa.or_(flying.c.lane == lane, same_place) if lane is Lane.ANSWER else sa.true()


def _newer_edit() -> sa.ColumnElement[bool]:
    """Whether it would put an old screen over a newer one."""
    other = outbox.alias("newer")
    same = [other.c[name] == outbox.c[name] for name in ("bot_id", "chat_id", "edits")]
    newer = (other.c.id > outbox.c.id, other.c.state.in_((*UNDER_WAY, State.SENT)))
    return sa.and_(outbox.c.edits.is_not(None), sa.select(other.c.id).where(*same, *newer).exists())


def _fate(row: Candidate, now: datetime) -> State | None:
    """What settles it without sending; None when it may go."""
    if row.not_after is not None and row.not_after < now:
        return State.EXPIRED
    if row.stale:
        return State.CANCELLED
    if row.lane == Lane.ANSWER:
        return None
    if row.stopped_at is not None or row.blocked_at is not None or _is_held_back(row, now):
        return State.CANCELLED
    return State.UNREACHABLE if row.unreachable_at is not None else None


def _is_held_back(row: Candidate, now: datetime) -> bool:
    paused = row.paused_until is not None and now < row.paused_until
    return held_back(row.kind, paused=paused, fewer=bool(row.fewer))


def _settle_unwanted(tx: Transaction, bot_id: int, rows: Sequence[Row], now: datetime) -> int:
    """Gives back how many."""
    fates = {row.id: fate for row in rows if (fate := _fate(row, now)) is not None}
    settled = [{"bot": bot_id, "letter": one, "fate": fate, "now": now} for one, fate in fates.items()]
    _UNWANTED.many(tx, settled)
    discard(tx, list(fates))
    return len(fates)


def _take(tx: Transaction, bot_id: int, owner: Owner, ids: Sequence[int], now: datetime) -> list[Letter]:
    if not ids:
        return []
    taken = _TAKE.rows(tx, bot=bot_id, holder=owner.name, lease=owner.lease_until, letters=list(ids))
    won = {row.id for row in taken}
    return read(tx, [letter_id for letter_id in ids if letter_id in won], now)


def _is_due(lane: Lane) -> "sa.Label[bool]":
    """By the first of them; whether there are any PostgreSQL would ask of whichever index it likes."""
    pending = (
        outbox.c.bot_id == sa.bindparam("bot"),
        outbox.c.lane == lane,
        outbox.c.state == State.PENDING,
        outbox.c.not_before <= sa.bindparam("now"),
    )
    first = sa.select(outbox.c.id).where(*pending).order_by(outbox.c.not_before, outbox.c.id).limit(1)
    return first.scalar_subquery().is_not(None).label(lane)


_DUE = Prepared(sa.select(*(_is_due(lane) for lane in Lane)))
_CANDIDATES = {lane: Prepared(_due(lane)) for lane in Lane}
_THEIRS = outbox.c.bot_id == sa.bindparam("bot")
_UNWANTED = Prepared(
    sa.update(outbox)
    .where(_THEIRS, outbox.c.id == sa.bindparam("letter"), outbox.c.state == State.PENDING)
    .values(state=sa.bindparam("fate"), settled_at=sa.bindparam("now"))
)
_TAKE = Prepared(  # by their numbers: by an index of what waits PostgreSQL would walk through all of it
    sa.update(outbox)
    .where(_THEIRS, outbox.c.id.in_(sa.bindparam("letters", expanding=True)))
    .where(outbox.c.state.is_not_distinct_from(State.PENDING))
    .values(state=State.SENDING, owner=sa.bindparam("holder"), lease_until=sa.bindparam("lease"))
    .values(attempts=outbox.c.attempts + 1, copies=outbox.c.copies + 1)
    .returning(outbox.c.id)
)
