"""What the clock does about events: remind, tell what has changed, ask how it went, give out seats."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta

from actions import event_letters as letters
from actions import event_reminders
from actions.post import Post, in_each_cluster, posts
from domain.days import local_day, moment_of
from domain.events import Event
from domain.reminders import Reminder, due, next_due
from storage import events, outbox
from storage.apart import apart, resting
from storage.transaction import Transaction

AHEAD = timedelta(days=3)
"""No reminder comes earlier before the start."""
REMINDED_AT_ONCE = 25
"""Events in one transaction, so that nobody waits long for it."""
LETTERS_AT_ONCE = 5_000
"""And letters, of one event or several."""
FIRST, AGAIN = "remind of event", "remind again of event"
"""What may be set apart."""
ASK_AT = time(9)
"""The hour of the next morning at which an organiser is asked how it went."""
STILL_ASK = timedelta(days=7)
KEPT_ANSWERS = timedelta(days=365)
"""How long it is known who came."""

Due = Sequence[tuple[Event, Reminder]]


def remind(tx: Transaction, now: datetime) -> bool:
    """Whoever comes, the day before and two hours before; once for each time it was put to.

    What could not be sent before the night is written again in the morning, where it still helps then. So
    many letters at a time; True when there may be more.
    """
    return in_each_cluster(tx, now, "remind of events", _remind)


def _remind(post: Post) -> bool:
    tx, here, now = post.tx, post.cluster.id, post.now
    near = events.near_start(tx, here, now, now + AHEAD)
    all_ = [(event, one) for event in near for one in due(event.when, event.set_at or event.made_at, now)]
    unwritten = events.unreminded(tx, here, {event.id for event, _ in all_})
    new = [(event, one) for event, one in all_ if (event.id, one.which) in unwritten]
    first = _not_at_rest(tx, FIRST, new)
    if first:
        _write(post, FIRST, first[:REMINDED_AT_ONCE], _begin)
        return True
    late = outbox.late_about(tx, here, {event.subject for event, _ in all_}, now)
    missed = [(event, one) for event, one in all_ if event.subject in late]
    return _write(post, AGAIN, _not_at_rest(tx, AGAIN, missed), event_reminders.remind_again) > 0


def _not_at_rest(tx: Transaction, what: str, some: Due) -> Due:
    at_rest = resting(tx, what)
    return [(event, one) for event, one in some if f"{event.id} {one.which}" not in at_rest]


def _write(post: Post, what: str, some: Due, write: Callable[[Post, Event, Reminder, int], int]) -> int:
    """As many letters as fit into one transaction; how many that were."""
    room = LETTERS_AT_ONCE
    for event, one in some:
        if room:
            room -= apart(post.tx, what, f"{event.id} {one.which}", write, post, event, one, room) or 0
    return LETTERS_AT_ONCE - room


def _begin(post: Post, event: Event, reminder: Reminder, most: int) -> int:
    """The next part of it; it counts as written when all of it is. How many letters."""
    if not events.is_unreminded(post.tx, event, reminder.which):
        return 0
    written, done = event_reminders.remind(post, event, reminder, most)
    if done:
        events.remind(post.tx, event, reminder.which)
    return written


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
    in_each_cluster(tx, now, "tell what has changed", _tell_changes)


def next_change(tx: Transaction, after: datetime) -> datetime | None:
    """When the next change is told."""
    return events.next_telling(tx, after)


def keep_in_order(tx: Transaction, now: datetime) -> None:
    """Somebody has left: their event is the steering group's, and their seat is for the next in line."""
    in_each_cluster(tx, now, "look for events of nobody", _tell_of_orphans)
    in_each_cluster(tx, now, "give out seats", _give_out_seats)


def ask_how_it_went(tx: Transaction, now: datetime) -> None:
    """The morning after."""
    in_each_cluster(tx, now, "ask how it went", _ask_how_it_went)


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

    def here(post: Post) -> None:
        events.put_right(tx, post.cluster.id, now)

    in_each_cluster(tx, now, "put times right", here)


def _tell_changes(post: Post) -> None:
    for event in events.untold(post.tx, post.cluster.id, post.now):
        apart(post.tx, "tell of event", event.id, _tell_change, post, event)


def _tell_change(post: Post, event: Event) -> None:
    known = event.known
    if known is not None and _same(event):
        events.told(post.tx, event, known)
    elif events.told(post.tx, event, event.as_known):
        letters.tell_of_change(post, event)


def _tell_of_orphans(post: Post) -> None:
    for event in events.orphans(post.tx, post.cluster.id, post.now):
        apart(post.tx, "tell whose event is nobody's", event.id, _tell_of_orphan, post, event)


def _tell_of_orphan(post: Post, event: Event) -> None:
    if events.orphan_told(post.tx, event, post.now):
        letters.tell_of_orphan(post, event)


def _give_out_seats(post: Post) -> None:
    for event in events.with_free_seats(post.tx, post.cluster.id, post.now):
        apart(post.tx, "give out seats of event", event.id, _move_up, post, event)


def _move_up(post: Post, event: Event) -> None:
    letters.tell_of_seats(post, event, events.move_up(post.tx, event, post.now))


def _ask_how_it_went(post: Post) -> None:
    for event in events.unasked(post.tx, post.cluster.id, post.now - STILL_ASK, post.now):
        if _morning_after(event.over_at, event.when.zone) <= post.now:
            apart(post.tx, "ask how it went at event", event.id, _ask, post, event)


def _ask(post: Post, event: Event) -> None:
    if events.asked(post.tx, event, post.now):
        letters.ask_how_it_went(post, event)


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
