"""Whose group it is: looked at again at every press and at every answer."""

from datetime import date

from actions import frame
from actions.rights import by_number
from actions.scene import Scene
from domain.days import local_day, months_on
from domain.dialogue import Answers
from domain.groups import ROLE_MONTHS, Group, GroupState
from domain.message import Reply
from domain.refusals import NotTheLead, OldButton
from storage import groups


def open_group(scene: Scene, group_id: int) -> Group:
    """A group at work, of this cluster; `OldButton` when there is none."""
    group = groups.by_id(scene.tx, scene.visit.cluster_id, group_id)
    if group is None or group.state is not GroupState.OPEN:
        raise OldButton
    return group


def group_of_lead(scene: Scene, group_id: int) -> Group:
    """A group at work that they lead. Raises Stranger, OldButton and NotTheLead."""
    group = open_group(scene, group_id)
    if group.lead_id != scene.person.id:
        raise NotTheLead
    return group


lead = by_number(group_of_lead)
"""An action for whoever leads that group."""


def led(scene: Scene, answers: Answers) -> Group | None:
    """The group a dialogue is about, while they still lead it."""
    group = groups.by_id(scene.tx, scene.visit.cluster_id, int(answers["group"]))
    if group is None or group.state is not GroupState.OPEN or group.lead_id != scene.person.id:
        return None
    return group


def named(scene: Scene, answers: Answers) -> dict[str, str]:
    """What the questions about a group say of it."""
    group = groups.by_id(scene.tx, scene.visit.cluster_id, int(answers["group"]))
    return {"group": group.name if group else ""}


def no_longer(scene: Scene) -> Reply:
    """While they answered, it became somebody else's, or was closed."""
    return frame.not_understood(scene, "groups.no_longer")


def today(scene: Scene) -> date:
    """Which day it is in the cluster."""
    return local_day(scene.visit.now, scene.cluster.zone)


def usual_end(scene: Scene) -> date:
    """When a role ends that begins today."""
    return months_on(today(scene), ROLE_MONTHS)
