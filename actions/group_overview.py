"""What the steering group sees across all groups: wishes for new ones, what nobody covers, and numbers."""

from collections.abc import Mapping
from datetime import timedelta

from actions.dialogues import Script, begin
from actions.group_access import no_longer, today
from actions.group_naming import offer_lead
from actions.group_steering import STEERING
from actions.groups import read_note
from actions.post import Post
from actions.rights import holding, steering
from actions.scene import Scene
from domain.dialogue import Answers, Dialogue, Question
from domain.groups import Group, GroupState
from domain.message import Message, Reply
from domain.people import Role
from domain.refusals import OldButton
from domain.skills import is_skill
from domain.small_numbers import Shown, shown
from storage import asks, groups, people
from views import group_numbers as in_numbers
from views import group_steering as views
from views.group_letters import refused

LATELY = timedelta(days=7)
SEES_NUMBERS = (Role.STEERING, Role.MUNICIPAL, Role.OPERATOR)
"""Whom numbers without names are for."""


@steering
def overview(scene: Scene) -> Reply:
    """Where the steering group begins."""
    return Reply(screen=_overview(scene))


@steering
def asked(scene: Scene, after: int) -> Reply:
    """The groups residents ask for, one at a time: the one after that, or the first."""
    return Reply(screen=_asked(scene, after))


@steering
def say_yes(scene: Scene, group_id: int) -> Reply:
    """The group opens; the one who asked is told, and asked whether they will lead it."""
    group, here = _asked_for(scene, group_id), scene.visit.cluster_id
    if group is None or not groups.move(scene.tx, here, group_id, GroupState.ASKED, GroupState.OPEN):
        return Reply(screen=_asked(scene), alert=views.done_already(scene.words))
    asker = people.by_id(scene.tx, here, group.asked_by) if group.asked_by else None
    if asker is not None:
        offer_lead(scene, group, asker, "groups.your_group_opens")
    return Reply(screen=_asked(scene), alert=views.opened(scene.words))


@steering
def say_no(scene: Scene, group_id: int) -> Reply:
    """Not this time: why?"""
    group = _asked_for(scene, group_id)
    if group is None:
        return Reply(screen=_asked(scene), alert=views.done_already(scene.words))
    return begin(scene, REFUSE, {"group": str(group_id)})


@holding(*SEES_NUMBERS)
def uncovered(scene: Scene, page: int) -> Reply:
    """Needs that nobody covers."""
    there = {group.id: group for group in groups.open_groups(scene.tx, scene.visit.cluster_id)}
    needs = groups.open_needs(scene.tx, scene.visit.cluster_id, today(scene))
    lines = [(there[need.group_id], need) for need in needs if need.group_id in there]
    steers = Role.STEERING in scene.person.roles
    return Reply(screen=in_numbers.uncovered(scene.words, lines, page, steers=steers))


@holding(*SEES_NUMBERS)
def numbers(scene: Scene) -> Reply:
    """Volunteers by village, and the load of the five most loaded together."""
    told = groups.volunteers(scene.tx, scene.visit.cluster_id)
    each = groups.roles_each(scene.tx, scene.visit.cluster_id)
    steers = Role.STEERING in scene.person.roles
    villages = _by_village(scene, told)
    return Reply(screen=in_numbers.numbers(scene.words, scene.cluster, villages, each, steers=steers))


@holding(*SEES_NUMBERS)
def by_skill(scene: Scene, page: int) -> Reply:
    """How many can what."""
    tables = {skill: table for skill, table in _tables(scene).items() if table.total is not None}
    return Reply(screen=in_numbers.by_skill(scene.words, tables, page))


@holding(*SEES_NUMBERS)
def one_skill(scene: Scene, skill: str) -> Reply:
    """How many can that, village by village."""
    table = _tables(scene).get(skill)
    if table is None or table.total is None:
        raise OldButton
    return Reply(screen=in_numbers.one_skill(scene.words, scene.cluster, skill, table))


def _overview(scene: Scene) -> Message:
    tx, here = scene.tx, scene.visit.cluster_id
    there = views.Overview(
        groups=len(groups.open_groups(tx, here)),
        heads=len(groups.roles_each(tx, here)),
        asked=len(groups.in_state(tx, here, GroupState.ASKED)),
        uncovered=len(groups.open_needs(tx, here, today(scene))),
        yeses=asks.said_yes_since(tx, here, scene.visit.now - LATELY),
    )
    return views.overview(scene.words, there)


def _asked(scene: Scene, after: int = 0) -> Message:
    waiting = groups.in_state(scene.tx, scene.visit.cluster_id, GroupState.ASKED)
    waiting.sort(key=lambda group: (group.id <= after, group.id))
    if not waiting:
        return views.none_asked(scene.words)
    group = waiting[0]
    asker = people.by_id(scene.tx, scene.visit.cluster_id, group.asked_by) if group.asked_by else None
    name = scene.cluster.who(asker) if asker else None
    return views.asked(scene.words, group, name, len(waiting))


def _asked_for(scene: Scene, group_id: int) -> Group | None:
    group = groups.by_id(scene.tx, scene.visit.cluster_id, group_id)
    return group if group and group.state is GroupState.ASKED else None


def _by_village(scene: Scene, counts: Mapping[int, int]) -> Shown[int]:
    """A village where nobody is counts, too: nought is a small number."""
    return shown({village.id: counts.get(village.id, 0) for village in scene.cluster.villages})


def _tables(scene: Scene) -> dict[str, Shown[int]]:
    counted = groups.skilled(scene.tx, scene.visit.cluster_id)
    return {skill: _by_village(scene, counts) for skill, counts in counted.items() if is_skill(skill)}


def _refuse(scene: Scene, answers: Answers) -> Reply:
    group = _asked_for(scene, int(answers["group"]))
    if group is None or not groups.drop(scene.tx, group.cluster_id, group.id):
        return no_longer(scene)
    reason = answers["group_refusal"]
    key = f"group-refused:{group.id}:{scene.visit.update_id}"
    Post.of(scene).tell(group.asked_by, key, lambda words: refused(words, group, reason))
    return Reply(screen=_asked(scene))


def _wish(scene: Scene, answers: Answers) -> Mapping[str, str]:
    group = _asked_for(scene, int(answers["group"]))
    return {"group": group.name if group else ""}


def _left(scene: Scene) -> Reply:
    return Reply(screen=_overview(scene))


REFUSE = Script(
    Dialogue("refuse_group", (Question("group_refusal", read=read_note, details=_wish),)),
    finish=_refuse,
    leave=_left,
    roles=STEERING,
)
SCRIPTS = (REFUSE,)
