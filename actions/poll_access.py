"""A poll, whom it is for, and who may do what with it: looked at again at every press."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from actions.rights import by_number
from actions.scene import Scene
from domain.audience import Audience
from domain.clusters import Cluster
from domain.groups import Group
from domain.kinds import Kind
from domain.people import Role
from domain.polls import Poll
from domain.refusals import NotAllowed, OldButton
from storage import audiences, groups, polls
from storage.audiences import Crowd
from storage.transaction import Transaction
from views.polls import Asked

Find: TypeAlias = Callable[[Transaction, int, int], Poll | None]
"""A poll of that cluster and number."""


def about(tx: Transaction, cluster: Cluster, poll: Poll) -> Asked:
    """The poll with whom it is for by name."""
    group = poll.group_id and groups.by_id(tx, cluster.id, poll.group_id)
    return Asked(poll, _name(cluster, poll.audience, group or None), cluster.zone)


def letters_to(poll: Poll) -> Kind:
    """What kind of letter it comes in: a group's own go also to who wants fewer."""
    return Kind.NEWS if poll.group_id is None else Kind.GROUPS


def is_for(scene: Scene, poll: Poll) -> bool:
    """Whether they may vote in it."""
    here_then = poll.may_vote_since(scene.person.joined_at)
    return here_then and audiences.belongs(scene.tx, poll.audience, scene.person, scene.visit.now)


def voters(poll: Poll, scene: Scene) -> Crowd:
    """All who may, whether letters reach them or not."""
    return audiences.belonging(poll.cluster_id, poll.audience, scene.visit.now)


def inhabitants(cluster: Cluster, poll: Poll) -> Mapping[int, int]:
    """Of each village it is for."""
    which = poll.audience.villages
    return {one.id: one.inhabitants for one in cluster.villages if not which or one.id in which}


def _asked(scene: Scene, poll_id: int, find: Find) -> Asked:
    poll = find(scene.tx, scene.person.cluster_id, poll_id)
    if poll is None:
        raise OldButton
    return about(scene.tx, scene.cluster, poll)


def _asked_by(scene: Scene, poll_id: int) -> Asked:
    asked = _asked(scene, poll_id, polls.by_id)
    if Role.STEERING not in scene.person.roles and not _leads(scene, asked.poll):
        raise NotAllowed
    return asked


def _leads(scene: Scene, poll: Poll) -> bool:
    return poll.group_id is not None and groups.is_lead(scene.tx, scene.person, poll.group_id)


def _name(cluster: Cluster, audience: Audience, group: Group | None) -> str:
    if group is not None:
        return group.name
    names = [village.name for village in cluster.villages if village.id in audience.villages]
    return ", ".join(names) or cluster.name


of_poll = by_number(lambda scene, poll_id: _asked(scene, poll_id, polls.by_id))
"""An action about a poll of their cluster, for whoever has signed up."""
of_open_poll = by_number(lambda scene, poll_id: _asked(scene, poll_id, polls.held))
"""The same, for a vote: a poll that is open stays open until the vote is in."""
asker = by_number(_asked_by)
"""An action for the steering group, and for the lead of the group that the poll asks."""
