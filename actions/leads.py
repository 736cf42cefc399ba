"""The lead of a group: invited by link and taken off by the steering group; laid down by themselves."""

from actions import leading
from actions.group_access import lead, open_group, today
from actions.post import Post
from actions.rights import steering
from actions.scene import Scene
from domain.groups import Group
from domain.message import Message, Reply
from domain.people import Person, Role
from domain.refusals import OldButton
from domain.roles import GOOD_FOR, INVITATION, Deed
from storage import audit, clusters, groups, invitations, people
from views import leads as views


@steering
def show(scene: Scene, group_id: int) -> Reply:
    """Who leads that group, and what the steering group can do about it."""
    return Reply(screen=_page(scene, open_group(scene, group_id)))


@steering
def choose(scene: Scene, page: int) -> Reply:
    """Which group is the link for?"""
    there = groups.open_groups(scene.tx, scene.visit.cluster_id)
    return Reply(screen=views.choose(scene.words, there, page))


@steering
def make_link(scene: Scene, group_id: int) -> Reply:
    """A link that makes whoever opens it first that group's lead."""
    group, here, now = open_group(scene, group_id), scene.visit.cluster_id, scene.visit.now
    until = now + GOOD_FOR[Role.LEAD]
    token = invitations.make(scene.tx, here, Role.LEAD, scene.person, until, group.id)
    audit.write(scene.tx, scene.person, Deed.INVITED, scene.person, now, Role.LEAD, group.id)
    bot = clusters.bot_name(scene.tx, here, scene.visit.bot_id)
    return Reply(screen=views.link(scene.words, group, f"https://t.me/{bot}?start={INVITATION}{token}"))


@steering
def ask_take(scene: Scene, group_id: int) -> Reply:
    """Somebody shall not lead it any more?"""
    group = open_group(scene, group_id)
    return Reply(screen=views.sure_to_take(scene.words, group, _lead(scene, group).first_name))


@steering
def take(scene: Scene, group_id: int) -> Reply:
    """They lead it no longer, stay in it, and are told."""
    group = open_group(scene, group_id)
    one = _lead(scene, group)
    leading.end(scene, group, one)
    if one.id != scene.person.id:
        reason = f"group-lead-taken:{group.id}:{scene.visit.update_id}"
        Post.of(scene).tell(one.id, reason, lambda words: views.yours_no_longer(words, group))
    return Reply(screen=_page(scene, open_group(scene, group_id)))


@lead
def ask_lay_down(scene: Scene, group: Group) -> Reply:
    """They want to be a member like the others, or to leave: somebody else could lead it first."""
    return Reply(screen=views.sure_to_stop(scene.words, group))


@lead
def lay_down(scene: Scene, group: Group) -> Reply:
    """They lead it no longer, and stay in it."""
    leading.end(scene, group, scene.person)
    return Reply(screen=views.yours_no_longer(scene.words, group))


@lead
def leave(scene: Scene, group: Group) -> Reply:
    """They leave it altogether."""
    leading.end(scene, group, scene.person)
    groups.leave(scene.tx, group.cluster_id, group.id, scene.person.id)
    groups.give_back(scene.tx, scene.person, group.id, today(scene))
    return Reply(screen=views.left(scene.words, group))


def _page(scene: Scene, group: Group) -> Message:
    there = groups.members(scene.tx, group.cluster_id, group.id)
    away = group.lead_id and people.by_id(scene.tx, group.cluster_id, group.lead_id)
    reachable = not away or away.unreachable_at is None
    return views.page(scene.words, scene.cluster, group, there, reachable=reachable)


def _lead(scene: Scene, group: Group) -> Person:
    one = group.lead_id and people.by_id(scene.tx, group.cluster_id, group.lead_id)
    if not one:
        raise OldButton
    return one
