"""The letters that remind of an event: a part at a time, and again for whom the night kept them from."""

from actions.post import Owed, Post, Wording
from domain.events import Coming, Event
from domain.kinds import Kind
from domain.message import Lane
from domain.reminders import Reminder, Which
from storage import audiences, events, outbox
from views import event_letters as views

AGAIN_AT_ONCE = 1_000
"""Reminders that are written anew: each of their readers is named."""


def remind(post: Post, event: Event, reminder: Reminder, most: int) -> tuple[int, bool]:
    """Who comes is asked or told again; who perhaps comes is asked the day before.

    So many at most, whoever has no letter yet: how many were written, and whether that is all.
    """
    written = 0
    for answer, key in _reminder_keys(event, reminder.which).items():
        crowd = outbox.without(_guests(post, event, reminder, answer), event.subject, key)
        if written == most:
            return written, False
        done = _remind(post, event, reminder, answer, crowd, most - written)
        written += done.letters
        if done.to is not None:
            return written, False
    return written, True


def remind_again(post: Post, event: Event, reminder: Reminder, most: int) -> int:
    """Whose letter was written and never left us, before it was too late: they get another, so many at most.

    How many they were.
    """
    keys = _reminder_keys(event, reminder.which)
    late = (event.cluster_id, event.subject, list(keys.values()), post.now, min(most, AGAIN_AT_ONCE))
    missed = outbox.unwrite_late(post.tx, *late)
    for answer in keys:
        crowd = audiences.among(_guests(post, event, reminder, answer), missed)
        _remind(post, event, reminder, answer, crowd)
    return len(missed)


def _guests(post: Post, event: Event, reminder: Reminder, answer: Coming) -> audiences.Crowd:
    return events.crowd(event, [answer], Kind.EVENTS, post.now, before=reminder.answered_before)


def _remind(
    post: Post,
    event: Event,
    reminder: Reminder,
    answer: Coming,
    crowd: audiences.Crowd,
    most: int | None = None,
) -> outbox.Written:
    key, word = _reminder_keys(event, reminder.which)[answer], _reminding(event, reminder.which, answer)
    owed = Owed(Kind.EVENTS, key, word, event.subject, when=post.now, until=reminder.until)
    return post.owe_many(crowd, owed, most=most, lane=Lane.NOTICE)


def _reminder_keys(event: Event, which: Which) -> dict[Coming, str]:
    """By what was answered. Two hours before, only whoever comes is told."""
    key = f"{event.subject}:v{event.version}:{which}"
    return {Coming.YES: key} | ({Coming.MAYBE: f"{key}:maybe"} if which is Which.DAY else {})


def _reminding(event: Event, which: Which, answer: Coming) -> Wording:
    return lambda words: views.reminder(words, event, which, answer)
