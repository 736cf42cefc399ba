"""The steering group has a fair plan proposed for the whole cluster, looks it through, and sends it."""

from dataclasses import dataclass, replace
from datetime import date

from actions.ask_letters import ask
from actions.group_access import today
from actions.lacking import lacks
from actions.post import Post
from actions.rights import steering
from actions.scene import Scene
from domain.asks import Way
from domain.matching import Lack, Match, Volunteer, for_all, match, may_be_asked
from domain.message import Reply
from domain.people import Role
from domain.plan import Plan, propose
from domain.proposed import Place, Proposed
from domain.refusals import NotAllowed
from domain.visit import Visit
from storage import plans, volunteers
from storage.transaction import Transaction
from views import plans as views


@dataclass(frozen=True)
class Problem:
    """All that a plan is made of. `last`: the number of the last person who was looked at."""

    lacks: tuple[Lack, ...]
    volunteers: tuple[Volunteer, ...]
    today: date
    last: int = 0


@steering
def show(scene: Scene) -> Reply:
    """The plan that lies there; or what all groups lack, and the way to have one made."""
    return _shown(scene, plans.unsent(scene.tx, scene.visit.cluster_id))


def problem(tx: Transaction, visit: Visit, so_far: Problem | None = None) -> tuple[Problem, bool]:
    """What a plan is made of: all needs, and those who agreed to be found and are due to be asked.

    A part of the people at a time; True: there are more.
    """
    scene = Scene.of(tx, visit)
    if Role.STEERING not in scene.person.roles:
        raise NotAllowed(Role.STEERING)
    if so_far is None:
        so_far = Problem(tuple(lacks(tx, visit.cluster_id, today(scene))), (), today(scene))
    read, last = volunteers.due(tx, visit.cluster_id, visit.now, so_far.last)
    due = tuple(one for one in read if may_be_asked(one, visit.now))
    return replace(so_far, volunteers=so_far.volunteers + due, last=last or 0), last is not None


def solve(given: Problem) -> Plan:
    """Takes up to seconds, so it happens in no transaction."""
    return propose(for_all(given.lacks, given.volunteers, given.today))


@steering
def keep(scene: Scene, plan: Plan) -> Reply:
    """The plan lies there for the steering group to look through."""
    there = lacks(scene.tx, scene.visit.cluster_id, today(scene))
    wanted = sum(lack.need.open_places for lack in there)
    plans.add(scene.tx, scene.person, wanted, plan.places, scene.visit.now)
    return _shown(scene, plans.unsent(scene.tx, scene.visit.cluster_id))


@steering
def look(scene: Scene, plan_id: int, need_id: int, page: int) -> Reply:
    """Whom it would ask for one need, and why; each can be taken off."""
    proposed = plans.unsent(scene.tx, scene.visit.cluster_id, plan_id)
    lack = _lack(scene, need_id)
    if proposed is None or lack is None:
        return _gone(scene)
    return Reply(screen=views.need(scene.words, scene.cluster, proposed, lack, page))


@steering
def browse(scene: Scene, plan_id: int, page: int) -> Reply:
    """Need by need."""
    proposed = plans.unsent(scene.tx, scene.visit.cluster_id, plan_id)
    return _shown(scene, proposed, page) if proposed else _gone(scene)


@steering
def take_off(scene: Scene, plan_id: int, need_id: int, person_id: int) -> Reply:
    """Not them, not for this."""
    cluster_id = scene.visit.cluster_id
    proposed = plans.unsent(scene.tx, cluster_id, plan_id)
    if proposed is None or not plans.take_off(scene.tx, cluster_id, plan_id, need_id, person_id):
        return _gone(scene)
    left = plans.unsent(scene.tx, cluster_id, plan_id)
    lack = _lack(scene, need_id)
    if left is None or lack is None:
        return _gone(scene)
    screen = views.need(scene.words, scene.cluster, left, lack, 0)
    return Reply(screen=screen, alert=views.taken_off(scene.words))


@steering
def send(scene: Scene, plan_id: int) -> Reply:
    """Everybody in it is asked by name, if they may still be."""
    proposed = plans.unsent(scene.tx, scene.visit.cluster_id, plan_id)
    if proposed is None or not plans.send(scene.tx, scene.visit.cluster_id, plan_id, scene.visit.now):
        return _gone(scene)
    still, post = _still(scene, proposed), Post.of(scene)
    asked = [one.volunteer.id for one in still if ask(post, one, Way.PLAN, scene.person.id)]
    return Reply(screen=views.sent(scene.words, len(asked), len(set(asked))))


def _still(scene: Scene, proposed: Proposed) -> list[Match]:
    """What of a plan still holds: it may have lain there for days."""
    now, cluster_id = scene.visit.now, scene.visit.cluster_id
    those = _those(scene, proposed)
    there = {one.id: one for one in those if may_be_asked(one, now)}
    needed = {lack.need.id: lack for lack in lacks(scene.tx, cluster_id, today(scene))}
    found = []
    for place in proposed.places:
        volunteer, lack = there.get(place.person_id), needed.get(place.need_id)
        if volunteer and lack and may_be_asked(volunteer, now):
            found.append(_pair(scene, lack, volunteer, place))
            there[volunteer.id] = replace(volunteer, asks=volunteer.asks + 1)
    return found


def _pair(scene: Scene, lack: Lack, volunteer: Volunteer, place: Place) -> Match:
    return replace(match(lack, volunteer, 1, today(scene)), reasons=place.reasons)


def _shown(scene: Scene, proposed: Proposed | None, page: int = 0) -> Reply:
    there = lacks(scene.tx, scene.visit.cluster_id, today(scene))
    if proposed is None:
        return Reply(screen=views.none_yet(scene.words, there))
    carried = {one.id: len(one.groups) for one in _those(scene, proposed)}
    return Reply(screen=views.plan(scene.words, proposed, there, carried, page))


def _those(scene: Scene, proposed: Proposed) -> list[Volunteer]:
    ids = {place.person_id for place in proposed.places}
    return volunteers.these(scene.tx, scene.visit.cluster_id, scene.visit.now, ids)


def _lack(scene: Scene, need_id: int) -> Lack | None:
    there = lacks(scene.tx, scene.visit.cluster_id, today(scene))
    return next((one for one in there if one.need.id == need_id), None)


def _gone(scene: Scene) -> Reply:
    """Sent, made anew, or covered meanwhile."""
    shown = _shown(scene, plans.unsent(scene.tx, scene.visit.cluster_id))
    return replace(shown, alert=views.gone(scene.words))
