"""The clock asks: whoever fits a need that is still open, and once more whoever said maybe."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from actions.ask_letters import ask, ask_again
from actions.lacking import lacks
from actions.post import Post, in_each_cluster
from domain.asks import Ask, Way
from domain.days import local_day
from domain.matching import Match, for_need, may_be_asked
from storage import asks, groups, people, volunteers
from storage.apart import apart
from storage.transaction import Transaction

HEAD_START = timedelta(days=1)
"""The lead knows people, so the bot waits that long before it asks somebody by itself."""
BETWEEN = timedelta(days=3)
"""Then it asks as many as are lacking, and waits for their answers before it asks the next."""
AT_ONCE = 100


def propose(tx: Transaction, now: datetime) -> None:
    """A new need goes to those nearby whom it fits best; once per need and person."""
    in_each_cluster(tx, now, "propose", _round)


def remind(tx: Transaction, now: datetime) -> None:
    """Those who said maybe a week ago, once."""
    in_each_cluster(tx, now, "ask again", _remind_all)


def next_round(tx: Transaction, after: datetime) -> datetime | None:
    """When the next need has waited for a day."""
    return asks.next_unproposed(tx, after, HEAD_START)


def next_reminder(tx: Transaction, after: datetime) -> datetime | None:
    """When the next maybe is a week old."""
    return asks.next_again(tx, after)


def _round(post: Post) -> None:
    """Nobody gets two of a round: the second need waits for the next."""
    waiting = asks.unproposed(post.tx, post.cluster.id, post.now - HEAD_START, post.now - BETWEEN)
    if not waiting:
        return
    today = local_day(post.now, post.cluster.zone)
    lacking = lacks(post.tx, post.cluster.id, today, lambda need: need.id in waiting)
    skills = {lack.need.skill for lack in lacking if lack.need.skill}
    there = volunteers.unhurried(post.tx, post.cluster.id, post.now, skills)
    free = {one.id: one for one in there if may_be_asked(one, post.now) and not one.busy}
    able = volunteers.how_many_can(post.tx, post.cluster.id, skills)
    for lack in lacking:
        near = [one for one in free.values() if lack.near(one.village_id)]
        fit = for_need(lack, near, able, today)[: lack.need.open_places]
        if apart(post.tx, "propose for need", lack.need.id, _ask_all, post, fit):
            for match in fit:
                del free[match.volunteer.id]


def _ask_all(post: Post, fit: Sequence[Match]) -> bool:
    for match in fit:
        ask(post, match, Way.BOT)
    return True


def _remind_all(post: Post) -> None:
    for asked in asks.due_again(post.tx, post.cluster.id, post.now, AT_ONCE):
        apart(post.tx, "ask again", asked.id, _remind, post, asked)


def _remind(post: Post, asked: Ask) -> None:
    """Only while the place is free, and they want to hear from us."""
    if not asks.asked_again(post.tx, asked):
        return
    need = groups.need(post.tx, post.cluster.id, asked.need_id)
    group = need and groups.by_id(post.tx, post.cluster.id, need.group_id)
    person = people.by_id(post.tx, post.cluster.id, asked.person_id)
    today = local_day(post.now, post.cluster.zone)
    if need and group and person and need.open_places and need.until >= today:
        ask_again(post, person, group.name, need, asked)
