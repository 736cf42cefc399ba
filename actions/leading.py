"""Who leads a group: begun with a yes, ended by themselves, the steering group or the clock; who hears."""

from datetime import date, datetime, timedelta

from actions.group_access import usual_end
from actions.post import Post, in_each_cluster
from actions.scene import Scene
from domain.groups import Group
from domain.kinds import Kind
from domain.people import Person, Role
from domain.refusals import OldButton
from domain.roles import OUT_OF_REACH, TOLD_AGAIN, Deed
from storage import audit, clusters, groups, invitations, people
from storage.apart import apart
from storage.transaction import Transaction
from views import leads as views


def begin(scene: Scene, group: Group, person: Person, by: Person) -> date | None:
    """They lead it from now on, which the steering group hears; whoever led it stays in it.

    Until when: half a year, or as long as they were to be in it anyway when that is longer (None: no end).
    """
    tx, now = scene.tx, scene.visit.now
    former = group.lead_id and people.by_id(tx, group.cluster_id, group.lead_id)
    role = groups.member(tx, group.cluster_id, group.id, person.id)
    until = _later(role.until, usual_end(scene)) if role else usual_end(scene)
    groups.set_lead(tx, person, group.id, now, until)
    invitations.drop_to_lead(tx, group.cluster_id, group.id, now)
    if former and former.id != person.id:
        number = audit.write(tx, person, Deed.SUCCEEDED, former, now, Role.LEAD, group.id)
    else:
        number = audit.write(tx, by, Deed.GIVEN, person, now, Role.LEAD, group.id)
    _tell(Post.of(scene), number, group, but=scene.person.id)
    return until


def end(scene: Scene, group: Group, lead: Person) -> None:
    """They lead it no longer, and stay in it; the steering group hears that it has nobody."""
    if not groups.stop_leading(scene.tx, group.cluster_id, group.id, lead.id):
        raise OldButton
    number = audit.write(scene.tx, scene.person, Deed.TAKEN, lead, scene.visit.now, Role.LEAD, group.id)
    _tell(Post.of(scene), number, group, but=scene.person.id)


def end_all(scene: Scene, person: Person) -> None:
    """Somebody is shut out, and leads nothing any more."""
    groups.drop_offers(scene.tx, person)
    for group in groups.led_by(scene.tx, person):
        end(scene, group, person)


def over(post: Post, group: Group, person: Person) -> None:
    """Their role has come to its end."""
    number = audit.write(post.tx, person, Deed.TAKEN, person, post.now, Role.LEAD, group.id)
    _tell(post, number, group, but=person.id)


def erased(post: Post, group: Group) -> None:
    """Whoever led it has left for good. Nobody is named: nothing of them is to stay."""
    key = f"group-lead-erased:{group.id}:{post.now.isoformat(timespec='seconds')}"
    post.tell_steering(key, lambda words: views.erased(words, group), kind=Kind.ROLES)


def tell_who_is_out_of_reach(tx: Transaction, now: datetime) -> None:
    """The duty: the steering group hears of leads who blocked the bot two weeks ago, and again each month."""
    in_each_cluster(tx, now, "tell of leads out of reach", _tell_of_all_out_of_reach)


def next_out_of_reach(tx: Transaction, after: datetime) -> datetime | None:
    """When the steering group hears of the next one."""
    moments = [
        since + OUT_OF_REACH + TOLD_AGAIN * (_times(since, after) + 1)
        for cluster_id in clusters.ids(tx)
        for _, since in groups.out_of_reach(tx, cluster_id, after)
    ]
    return min(moments, default=None)


def _tell_of_all_out_of_reach(post: Post) -> None:
    for group_id, since in groups.out_of_reach(post.tx, post.cluster.id, post.now - OUT_OF_REACH):
        apart(post.tx, "tell of the lead of group", group_id, _tell_out_of_reach, post, group_id, since)


def _tell_out_of_reach(post: Post, group_id: int, since: datetime) -> None:
    group = groups.by_id(post.tx, post.cluster.id, group_id)
    if group is None:
        return
    days = (post.now - since) // timedelta(days=1)
    key = f"group-lead-away:{group.id}:{since:%Y%m%d%H%M}:{_times(since, post.now)}"
    post.tell_steering(key, lambda words: views.out_of_reach(words, group, days), kind=Kind.ROLES)


def _times(since: datetime, now: datetime) -> int:
    """How often it was said before: -1 while the first time is still to come."""
    return (now - since - OUT_OF_REACH) // TOLD_AGAIN


def _tell(post: Post, number: int, group: Group, but: int) -> None:
    """The steering group, without the one who did it: who did what, and whether somebody leads it now."""
    line = audit.line(post.tx, post.cluster.id, number)
    post.tell_steering(
        f"audit:{number}",
        lambda words: views.changed(words, post.cluster, line, group),
        but=but,
        kind=Kind.ROLES,
    )


def _later(one: date | None, other: date) -> date | None:
    """None is no end at all."""
    return one and max(one, other)
