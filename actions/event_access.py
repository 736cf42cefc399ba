"""Who may see, make and run an event: looked at again at every press and at every answer."""

from actions.rights import allowed, by_number
from actions.scene import Scene
from domain.events import Event, Near
from domain.people import Role
from domain.refusals import NotAllowed, OldButton
from storage import events, groups, people


def near(scene: Scene) -> Near:
    """What is near whoever stands here."""
    follows = people.profile(scene.tx, scene.person).follows
    theirs = groups.of_person(scene.tx, scene.person)
    return Near(follows | {scene.person.village_id}, frozenset(group.id for group in theirs))


def seen(scene: Scene, event_id: int) -> Event:
    """The event, if they may see it; `OldButton` otherwise."""
    event = events.by_id(scene.tx, scene.person.cluster_id, event_id)
    if event is None or not (may_run(scene, event) or near(scene).may_see(event.audience)):
        raise OldButton
    return event


def may_make(scene: Scene) -> bool:
    """Whether they are in the steering group, or lead a group."""
    if Role.STEERING in scene.person.roles:
        return True
    return any(group.lead_id == scene.person.id for group in groups.of_person(scene.tx, scene.person))


def may_run(scene: Scene, event: Event) -> bool:
    """Its organiser; the steering group where there is none, or while nobody can reach them."""
    if event.organiser_id == scene.person.id:
        return True
    return Role.STEERING in scene.person.roles and _alone(scene, event)


def _alone(scene: Scene, event: Event) -> bool:
    one = event.organiser_id and people.by_id(scene.tx, event.cluster_id, event.organiser_id)
    return not one or one.unreachable_at is not None


def _maker(scene: Scene) -> None:
    if not may_make(scene):
        raise NotAllowed


def _run(scene: Scene, event_id: int) -> Event:
    event = events.by_id(scene.tx, scene.person.cluster_id, event_id)
    if event is None:
        raise OldButton
    if not may_run(scene, event):
        raise NotAllowed
    return event


maker = allowed(_maker)
"""An action for whoever may make an event. Raises Stranger and NotAllowed."""
organiser = by_number(_run)
"""An action for whoever runs that event. Raises Stranger, OldButton and NotAllowed."""
