"""What everybody hears of a poll: that it is there, that it ends tomorrow, and what came of it.

Written a part at a time. Who is reminded is looked up when that is due.
"""

from datetime import datetime, timedelta
from functools import partial

from actions.poll_access import about, inhabitants, letters_to
from actions.post import Owed, Post
from domain.clusters import Cluster
from domain.polls import Poll, remind_at, result
from domain.quiet import next_evening, outside_quiet_hours
from storage import audiences, bots, clusters, outbox, polls
from storage.polls import Round, What
from storage.transaction import Transaction
from views import poll_results
from views import polls as views

PART = 5_000
"""Letters in one transaction."""
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
    here = polls.due(tx, now)
    if here is None:
        return False
    bot_id = bots.of_cluster(tx, here.cluster_id)
    poll = polls.by_id(tx, here.cluster_id, here.poll_id)
    if bot_id is None or poll is None or (here.what is not What.TELL and not poll.is_open(now)):
        polls.end(tx, here)
    else:
        _write(Post(tx, clusters.by_id(tx, here.cluster_id), bot_id, now), poll, here)
    return True


def next_letters(tx: Transaction, after: datetime) -> datetime | None:
    """When there are letters to write."""
    return polls.next_round(tx, after)


def close(tx: Transaction, now: datetime) -> bool:
    """For the clock: count a poll that is over; whether there was one."""
    poll = polls.closing(tx, now)
    if poll is None:
        return False
    count(tx, clusters.by_id(tx, poll.cluster_id), poll, now)
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
    for what, due_at in ((What.ASK, None), (What.REMIND, None), (What.TELL, now)):
        polls.plan(tx, poll, what, due_at)
    return True


def drop_votes(tx: Transaction, _now: datetime) -> bool:
    """For the clock: who voted what goes once it is counted; whether there may be more."""
    return polls.drop_votes(tx) > 0


def _write(post: Post, poll: Poll, here: Round) -> None:
    crowd = audiences.of(poll.cluster_id, poll.audience, letters_to(poll), post.now)
    owed = _owed(post, poll, here.what)
    if owed.until is not None and owed.when is not None and owed.until <= owed.when:
        polls.end(post.tx, here)
        return
    those = polls.unanswered(crowd, poll) if here.what is What.REMIND else crowd
    done = post.owe_many(those, owed, here.after, PART)
    if done.to is None:
        polls.end(post.tx, here)
    else:
        polls.go_on(post.tx, here, done.to)


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
