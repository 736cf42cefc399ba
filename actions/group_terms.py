"""Roles end: a week before, their holder is asked whether they go on; after the last day they are thanked."""

from datetime import date, datetime, timedelta

from actions import leading
from actions.places import let_go
from actions.post import Post, in_each_cluster, is_day
from domain.clusters import Cluster
from domain.days import local_day, moment_of
from domain.groups import NOTICE_DAYS
from domain.quiet import MORNING
from storage import clusters, groups, people
from storage.apart import apart
from storage.groups import Term
from storage.transaction import Transaction
from views.group_letters import ends_soon, news

NOTICE = timedelta(days=NOTICE_DAYS)


def ask_whether_to_go_on(tx: Transaction, now: datetime) -> None:
    """Everybody whose role ends within a week, once for each end."""
    in_each_cluster(tx, now, "ask who goes on", _ask_all)


def end_roles(tx: Transaction, now: datetime) -> None:
    """Everybody whose last day is gone by."""
    in_each_cluster(tx, now, "end roles", _end_all)


def next_term(tx: Transaction, after: datetime) -> datetime | None:
    """The next morning on which somebody is asked, or a role is over."""
    mornings = []
    for cluster in _clusters(tx):
        today = local_day(after, cluster.zone)
        days = groups.next_ends(tx, cluster.id, NOTICE, today - timedelta(days=1))
        mornings += [_morning(day, cluster.zone) for day in days]
    return min((morning for morning in mornings if morning > after), default=None)


def _ask_all(post: Post) -> None:
    if not is_day(post):
        return
    today = local_day(post.now, post.cluster.zone)
    for term in groups.ending(post.tx, post.cluster.id, today + NOTICE):
        if term.until >= today:
            apart(post.tx, "ask about role", term, _ask, post, term)


def _end_all(post: Post) -> None:
    if not is_day(post):
        return
    for term in groups.over(post.tx, post.cluster.id, local_day(post.now, post.cluster.zone)):
        apart(post.tx, "end role", term, _end, post, term)


def _clusters(tx: Transaction) -> list[Cluster]:
    return [clusters.by_id(tx, cluster_id) for cluster_id in clusters.ids(tx)]


def _ask(post: Post, term: Term) -> None:
    group = groups.by_id(post.tx, post.cluster.id, term.group_id)
    if groups.ask(post.tx, post.cluster.id, term) and group is not None:
        reason = f"group-role-ends:{term.group_id}:{term.until}"
        post.tell(term.person_id, reason, lambda words: ends_soon(words, group, term.until))


def _end(post: Post, term: Term) -> None:
    if not groups.end(post.tx, post.cluster.id, term):
        return
    person = people.by_id(post.tx, post.cluster.id, term.person_id)
    if person:
        let_go(post, person, term.group_id)
    _thank(post, term)


def _thank(post: Post, term: Term) -> None:
    group = groups.by_id(post.tx, post.cluster.id, term.group_id)
    if group is None:
        return
    reason = f"group-role-over:{term.group_id}:{term.until}"
    post.tell(term.person_id, reason, lambda words: news(words, "groups.role_over", group))
    person = people.by_id(post.tx, post.cluster.id, term.person_id)
    if term.leads and person is not None:
        leading.over(post, group, person)


def _morning(day: date, zone: str) -> datetime:
    return moment_of(day, MORNING, zone)
