"""A need whose day is gone by: its lead hears of it once, and prolongs or closes it."""

from datetime import date, datetime, timedelta

from actions.ask_letters import ask_nobody_else
from actions.post import Post, in_each_cluster, is_day
from domain.days import local_day, moment_of
from domain.groups import Group, Need
from domain.quiet import MORNING
from storage import clusters, groups
from storage.apart import apart
from storage.transaction import Transaction
from views.group_letters import need_ran_out, need_ran_out_unled


def tell(tx: Transaction, now: datetime) -> None:
    """On the morning after a need's last day. What was found in time is done, and nobody is told."""
    in_each_cluster(tx, now, "tell of needs that ran out", _end_all)


def next_due(tx: Transaction, after: datetime) -> datetime | None:
    """The next morning on which a need's last day is gone by."""
    mornings = []
    for cluster_id in clusters.ids(tx):
        last = groups.next_over(tx, cluster_id)
        if last is not None:
            mornings.append(_morning_after(last, clusters.by_id(tx, cluster_id).zone))
    return min((morning for morning in mornings if morning > after), default=None)


def _end_all(post: Post) -> None:
    if not is_day(post):
        return
    for need in groups.needs_over(post.tx, post.cluster.id, local_day(post.now, post.cluster.zone)):
        apart(post.tx, "end need", need.id, _end, post, need)


def _end(post: Post, need: Need) -> None:
    if not groups.told_over(post.tx, post.cluster.id, need, post.now):
        return
    group = groups.by_id(post.tx, post.cluster.id, need.group_id)
    ask_nobody_else(post.tx, post.cluster.id, need.id, post.now)
    if group is None or not need.open_places or group.lead_id is None:
        groups.close_need(post.tx, post.cluster.id, need.id, post.now)
    if group is not None and need.open_places:
        _tell(post, group, need)


def _tell(post: Post, group: Group, need: Need) -> None:
    key = f"need-over:{need.id}:{need.until}"
    if group.lead_id is None:
        post.tell_steering(key, lambda words: need_ran_out_unled(words, group, need))
    else:
        post.tell(group.lead_id, key, lambda words: need_ran_out(words, group, need))


def _morning_after(day: date, zone: str) -> datetime:
    return moment_of(day + timedelta(days=1), MORNING, zone)
