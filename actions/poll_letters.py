"""What everybody hears of a poll: that it is there, that it ends tomorrow, and what came of it.

Written a part at a time. Who is reminded is looked up when that is due.
"""

from datetime import datetime, timedelta
from functools import partial

from actions.poll_access import about, inhabitants, letters_to
from actions.post import Owed, Post, of_cluster
from domain.clusters import Cluster
from domain.polls import Poll, remind_at, result
from domain.quiet import next_evening, next_morning, outside_quiet_hours
from storage import audiences, clusters, outbox, polls
from storage.apart import apart, resting
from storage.polls import Round, What
from storage.transaction import Transaction
from views import poll_results
from views import polls as views

PART = 5_000
"""Letters in one transaction."""
LATE_PART = 1_000
"""Of those that are taken back first: each of their readers is named."""
LETTERS, COUNT = "letters of poll", "count poll"
"""What may be set apart."""
NO_USE = timedelta(hours=2)
"""A reminder that comes later than so long before the end is none."""


def ask_about(poll: Poll) -> str:
    """What letters with the question are about."""
    return f"poll:{poll.id}"


def remind_about(poll: Poll) -> str:
    """What reminders are about."""
    return f"poll-reminder:{poll.id}"


def tell_about(poll: Poll) -> str:
    """What letters with the result are about."""
    return f"poll-result:{poll.id}"


def announce(post: Post, poll: Poll) -> None:
    """Everybody it is for gets it, the first part of them at once; and a reminder, if there is time."""
    polls.plan(post.tx, poll, What.ASK, post.now)
    polls.plan(post.tx, poll, What.REMIND, remind_at(poll, post.cluster.zone))
    _write(post, poll, Round(poll.cluster_id, poll.id, What.ASK, post.now, 0))


def write(tx: Transaction, now: datetime) -> bool:
    """For the clock: the next part of letters that are due; whether there was one."""
    here = polls.due(tx, now, {int(poll) for poll in resting(tx, LETTERS)})
    if here is None:
        return False
    apart(tx, LETTERS, here.poll_id, _go_on, tx, here, now)
    return True


def next_letters(tx: Transaction, after: datetime) -> datetime | None:
    """When there are letters to write."""
    return polls.next_round(tx, after)


def close(tx: Transaction, now: datetime) -> bool:
    """For the clock: count a poll that is over; whether there was one."""
    over = polls.closing(tx, now, {int(poll) for poll in resting(tx, COUNT)})
    if over is None:
        return False
    apart(tx, COUNT, over[1], _close, tx, *over, now)
    return True


def next_close(tx: Transaction, after: datetime) -> datetime | None:
    """When the next poll is over."""
    return polls.next_closing(tx, after)


def count(tx: Transaction, cluster: Cluster, poll: Poll, now: datetime) -> bool:
    """Close it, keep what may be known of it, and owe everybody the result; False when it was counted."""
    if not polls.close(tx, poll, now):
        return False
    asked = audiences.count(tx, audiences.belonging(poll.cluster_id, poll.audience, now))
    polls.keep(tx, poll, result(poll, polls.counts(tx, poll), asked, inhabitants(cluster, poll)))
    for subject in (ask_about(poll), remind_about(poll)):
        outbox.cancel_about(tx, poll.cluster_id, subject, now)
    for what in What:
        polls.plan(tx, poll, what, now if what is What.TELL else None)
    return True


def drop_votes(tx: Transaction, _now: datetime) -> bool:
    """For the clock: who voted what goes once it is counted; whether there may be more."""
    return polls.drop_votes(tx) > 0


def _close(tx: Transaction, cluster_id: int, poll_id: int, now: datetime) -> None:
    poll = polls.by_id(tx, cluster_id, poll_id)
    if poll is not None:
        count(tx, clusters.by_id(tx, cluster_id), poll, now)


def _go_on(tx: Transaction, here: Round, now: datetime) -> None:
    post = of_cluster(tx, here.cluster_id, now)
    poll = polls.by_id(tx, here.cluster_id, here.poll_id)
    if post is None or poll is None or (here.what is not What.TELL and not poll.is_open(now)):
        polls.end(tx, here)
    elif here.what is What.AGAIN:
        _write_again(post, poll, here)
    else:
        _write(post, poll, here)


def _write_again(post: Post, poll: Poll, here: Round) -> None:
    """In the morning: those whose reminder was written and did not leave us before the night."""
    owed = _owed(post, poll, What.REMIND)
    late = (here.cluster_id, remind_about(poll), [owed.key], post.now, LATE_PART)
    missed = outbox.unwrite_late(post.tx, *late) if _helps(owed) else ()
    if not missed:
        polls.end(post.tx, here)
        return
    crowd = audiences.of(poll.cluster_id, poll.audience, letters_to(poll), post.now)
    post.owe_many(audiences.among(polls.unanswered(crowd, poll), missed), owed)


def _helps(owed: Owed) -> bool:
    return owed.until is None or owed.when is None or owed.when < owed.until


def _write(post: Post, poll: Poll, here: Round) -> None:
    crowd = audiences.of(poll.cluster_id, poll.audience, letters_to(poll), post.now)
    owed = _owed(post, poll, here.what)
    if not _helps(owed):
        polls.end(post.tx, here)
        return
    those = polls.unanswered(crowd, poll) if here.what is What.REMIND else crowd
    done = post.owe_many(those, owed, here.after, PART)
    if done.to is not None:
        polls.go_on(post.tx, here, done.to)
        return
    polls.end(post.tx, here)
    if here.what is What.REMIND:
        polls.plan(post.tx, poll, What.AGAIN, next_morning(post.now, post.cluster.zone))


def _owed(post: Post, poll: Poll, what: What) -> Owed:
    zone, kind = post.cluster.zone, letters_to(poll)
    when = outside_quiet_hours(post.now, zone)
    asked = about(post.tx, post.cluster, poll)
    if what is What.ASK:
        word = partial(views.ballot, asked=asked)
        return Owed(kind, ask_about(poll), word, ask_about(poll), when, poll.closes_at)
    if what is What.REMIND:
        word = partial(views.ballot, asked=asked, again=True)
        until = min(next_evening(when, zone), poll.closes_at - NO_USE)
        return Owed(kind, remind_about(poll), word, remind_about(poll), when, until)
    found = polls.result(post.tx, poll)
    if found is None:
        raise LookupError(f"poll {poll.id} has no result")
    word = partial(poll_results.told_result, asked=asked, found=found)
    return Owed(kind, tell_about(poll), word, tell_about(poll), when)
