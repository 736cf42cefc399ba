"""The letters of an announcement: who has had too many already, how far it is, taking back what waits."""

from datetime import datetime

import sqlalchemy as sa

from domain.announcements import MOST_A_DAY, MOST_A_WEEK, WEEK, Announcement, Progress
from domain.kinds import Kind
from domain.people import Person
from domain.visit import Visit
from storage import audiences
from storage.audiences import Crowd
from storage.outbox.letters import UNDER_WAY, State
from storage.outbox.settling import drop_contents
from storage.tables import contents, outbox, people
from storage.transaction import Transaction

_FAILED = (State.REFUSED, State.UNKNOWN, State.DEAD, State.EXPIRED)
_UNREACHED = (State.UNREACHABLE, State.CANCELLED)
"""Blocked the bot, or said meanwhile that they want nothing of the kind."""


def crowd(one: Announcement, now: datetime) -> Crowd:
    """Whom it reaches, but for the limit."""
    return audiences.of(one.cluster_id, one.audience, kind(one), now)


def kind(one: Announcement) -> Kind:
    """What its letters are."""
    return Kind.IMPORTANT if one.important else Kind.ANNOUNCEMENT


def within_limit(one: Announcement, everybody: Crowd, midnight: datetime, now: datetime) -> Crowd:
    """Those of the crowd who have not had as many as anybody gets. `midnight`: when today began there."""
    if one.important:
        return everybody
    free = (
        _had(one, midnight) < MOST_A_DAY,
        _had(one, now - WEEK) < MOST_A_WEEK,
    )
    return Crowd(everybody.cluster_id, sa.and_(everybody.which, *free))


def without_letter(one: Announcement, everybody: Crowd) -> Crowd:
    """Those of the crowd for whom no letter of it is written yet."""
    theirs = (*_letters(one), outbox.c.person_id == people.c.id)
    has = sa.select(outbox.c.id).where(*theirs).correlate(people).exists()
    return Crowd(everybody.cluster_id, sa.and_(everybody.which, ~has))


def waiting(tx: Transaction, one: Announcement) -> int:
    """How many of its letters are written and not settled."""
    query = sa.select(sa.func.count()).select_from(outbox)
    return tx.connection.scalar(query.where(*_letters(one), outbox.c.state.in_(UNDER_WAY))) or 0


def progress(tx: Transaction, one: Announcement) -> Progress:
    """What became of its letters so far."""
    query = sa.select(outbox.c.state, sa.func.count().label("letters")).where(*_letters(one))
    rows = tx.connection.execute(query.group_by(outbox.c.state))
    found = {State(row.state): row.letters for row in rows}
    return Progress(
        total=one.total,
        sent=found.get(State.SENT, 0),
        unreachable=sum(found.get(state, 0) for state in _UNREACHED),
        failed=sum(found.get(state, 0) for state in _FAILED),
        waiting=sum(found.get(state, 0) for state in UNDER_WAY),
    )


def take_back(tx: Transaction, one: Announcement) -> int | None:
    """Unwrite what waits and was never tried; the lowest number of those people, None when there are none.

    They are written to again from that number on, if it goes on.
    """
    waits = (*_letters(one), outbox.c.state == State.PENDING, outbox.c.attempts == 0)
    gone = sa.delete(outbox).where(*waits).returning(outbox.c.person_id, outbox.c.content_id)
    rows = tx.connection.execute(gone).all()
    drop_contents(tx, sorted({row.content_id for row in rows}))
    return min((row.person_id for row in rows), default=None)


def refused(tx: Transaction, one: Announcement) -> bool:
    """Whether Telegram does not take its words."""
    theirs = sa.select(outbox.c.content_id).where(*_letters(one))
    query = sa.select(contents.c.id).where(contents.c.id.in_(theirs), contents.c.refused_at.is_not(None))
    return tx.connection.scalar(query.limit(1)) is not None


def trial_arrived(tx: Transaction, one: Announcement, visit: Visit) -> bool:
    """Whether the last trial is there on the phone of whoever asks: all of that answer."""
    here = (
        outbox.c.cluster_id == one.cluster_id,
        outbox.c.bot_id == visit.bot_id,
        outbox.c.chat_id == visit.chat_id,
        outbox.c.created_at == one.tested_at,
    )
    found = set(tx.connection.scalars(sa.select(outbox.c.state).where(*here)))
    return one.tested_at is not None and found == {State.SENT}


def shown_subject(one: Announcement) -> str:
    """What the edits that tell how far it is are about."""
    return f"announcement-shown:{one.id}"


def shown_in(tx: Transaction, one: Announcement) -> int | None:
    """The message that tells how far it is: a new one, where the first could not be changed any more."""
    shown = (outbox.c.cluster_id == one.cluster_id, outbox.c.subject == shown_subject(one))
    last = sa.select(outbox.c.message_id).where(*shown, outbox.c.message_id.is_not(None))
    newest: int | None = tx.connection.scalar(last.order_by(outbox.c.id.desc()).limit(1))
    return newest or one.message_id


def subject_of(tx: Transaction, visit: Visit, message_id: int) -> str | None:
    """What the message in their chat was about; None for one we did not send unasked, or have forgotten."""
    here = (
        outbox.c.cluster_id == visit.cluster_id,
        outbox.c.bot_id == visit.bot_id,
        outbox.c.chat_id == visit.chat_id,
        outbox.c.message_id == message_id,
    )
    query = sa.select(outbox.c.subject).where(*here).order_by(outbox.c.id).limit(1)
    subject: str | None = tx.connection.scalar(query)
    return subject


def got(tx: Transaction, one: Announcement, person: Person) -> bool:
    """Whether it was sent to this one."""
    theirs = (*_letters(one), outbox.c.person_id == person.id, outbox.c.state == State.SENT)
    return tx.connection.scalar(sa.select(outbox.c.id).where(*theirs).limit(1)) is not None


def _letters(one: Announcement) -> tuple[sa.ColumnElement[bool], ...]:
    return (outbox.c.cluster_id == one.cluster_id, outbox.c.subject == one.subject)


def _had(one: Announcement, since: datetime) -> sa.ScalarSelect[int]:
    """How many others somebody has had since then, or is about to have."""
    at = sa.func.coalesce(outbox.c.settled_at, outbox.c.not_before, type_=outbox.c.not_before.type)
    theirs = (
        outbox.c.cluster_id == one.cluster_id,
        outbox.c.person_id == people.c.id,
        outbox.c.kind == Kind.ANNOUNCEMENT,
        outbox.c.subject != one.subject,
        outbox.c.state.in_((*UNDER_WAY, State.SENT)),
        at >= since,
    )
    return sa.select(sa.func.count()).select_from(outbox).where(*theirs).correlate(people).scalar_subquery()
