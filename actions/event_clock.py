"""What the clock does about events: remind, tell what has changed, ask how it went, give out seats."""

from datetime import UTC, datetime, time, timedelta

from actions import event_letters as letters
from actions.post import Post, posts
from domain.days import local_day, moment_of
from domain.events import Event
from domain.reminders import due, next_due
from storage import events, outbox
from storage.transaction import Transaction

AHEAD = timedelta(days=3)
"""No reminder comes earlier before the start."""
REMINDED_AT_ONCE = 25
"""Events in one transaction, so that nobody waits long for it."""
ASK_AT = time(9)
"""The hour of the next morning at which an organiser is asked how it went."""
STILL_ASK = timedelta(days=7)
KEPT_ANSWERS = timedelta(days=365)
"""How long it is known who came."""


def remind(tx: Transaction, now: datetime) -> bool:
    """Whoever comes, the day before and two hours before; once for each time it was put to.

    What could not be sent before the night is written again in the morning, where it still helps then. So
    many events at a time; True when there may be more.
    """
    return any(_remind(post) for post in posts(tx, now))


def _remind(post: Post) -> bool:
    tx, here, now = post.tx, post.cluster.id, post.now
    near = events.near_start(tx, here, now, now + AHEAD)
    all_ = [(event, one) for event in near for one in due(event.when, event.set_at or event.made_at, now)]
    unwritten = events.unreminded(tx, here, {event.id for event, _ in all_})
    first = [(event, one) for event, one in all_ if (event.id, one.which) in unwritten]
    for event, reminder in first[:REMINDED_AT_ONCE]:
        if events.remind(tx, event, reminder.which):
            letters.remind(post, event, reminder)
    if first:
        return True
    late = outbox.late_about(tx, here, {event.subject for event, _ in all_}, now)
    for event, reminder in all_:
        if event.subject in late and letters.missed(post, event, reminder):
            letters.remind(post, event, reminder)
    return False


def next_reminder(tx: Transaction, after: datetime) -> datetime | None:
    """When the next of them is due."""
    moments = (
        next_due(event.when, event.set_at or event.made_at, after)
        for post in posts(tx, after)
        for event in events.near_start(tx, post.cluster.id, after, datetime.max.replace(tzinfo=UTC))
    )
    return min((moment for moment in moments if moment is not None), default=None)


def tell_changes(tx: Transaction, now: datetime) -> None:
    """What was changed ten minutes ago and has been left alone since."""
    for post in posts(tx, now):
        for event in events.untold(tx, post.cluster.id, now):
            known = event.known
            if known is not None and _same(event):
                events.told(tx, event, known)
            elif events.told(tx, event, event.as_known):
                letters.tell_of_change(post, event)


def next_change(tx: Transaction, after: datetime) -> datetime | None:
    """When the next change is told."""
    return events.next_telling(tx, after)


def keep_in_order(tx: Transaction, now: datetime) -> None:
    """Somebody has left: their event is the steering group's, and their seat is for the next in line."""
    for post in posts(tx, now):
        for event in events.orphans(tx, post.cluster.id, now):
            letters.tell_of_orphan(post, event)
        for event in events.with_free_seats(tx, post.cluster.id, now):
            letters.tell_of_seats(post, event, events.move_up(tx, event, now))


def ask_how_it_went(tx: Transaction, now: datetime) -> None:
    """The morning after."""
    for post in posts(tx, now):
        for event in events.unasked(tx, post.cluster.id, now - STILL_ASK, now):
            if _morning_after(event.over_at, event.when.zone) <= now and events.asked(tx, event, now):
                letters.ask_how_it_went(post, event)


def next_question(tx: Transaction, after: datetime) -> datetime | None:
    """When the next organiser is asked."""
    soonest = None
    for post in posts(tx, after):
        zone = post.cluster.zone
        over = events.next_over(tx, after - timedelta(days=2))
        while over is not None and _morning_after(over, zone) <= after:
            over = events.next_over(tx, over)
        if over is not None:
            asked = _morning_after(over, zone)
            soonest = asked if soonest is None else min(soonest, asked)
    return soonest


def forget_who_came(tx: Transaction, now: datetime) -> bool:
    """A year later nobody need know."""
    return events.forget_old(tx, now - KEPT_ANSWERS) > 0


def put_right(tx: Transaction, now: datetime) -> None:
    """The rules of a zone may have changed since somebody said when."""
    events.put_right(tx, now)


def _same(event: Event) -> bool:
    """Whether it is again as people know it."""
    known = event.known
    return known is not None and (known.title, known.when, known.place, known.state) == (
        event.title,
        event.when,
        event.place,
        event.state,
    )


def _morning_after(over: datetime, zone: str) -> datetime:
    return moment_of(local_day(over, zone) + timedelta(days=1), ASK_AT, zone)
