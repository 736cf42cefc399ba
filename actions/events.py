"""What happens in the villages: what comes, one event, and mine."""

from actions.event_access import may_make, may_run, near, seen
from actions.polls import open_polls
from actions.scene import Scene
from domain.events import Event
from domain.message import Message, Reply
from domain.visit import Visit
from storage import events, groups, people
from storage.transaction import Transaction
from views import events as views
from views import polls


def whats_on(tx: Transaction, visit: Visit, page: int = 0) -> Reply:
    """What comes: what is near them first, each part by its time."""
    scene = Scene.of(tx, visit)
    around = near(scene)
    there = events.upcoming(tx, scene.person.cluster_id, visit.now)
    visible = [event for event in there if around.may_see(event.audience)]
    close = [event for event in visible if around.touches(event.audience)]
    beyond = [event for event in visible if not around.touches(event.audience)]
    more = polls.ways(scene.words, open_polls(scene))
    makes = not visible and may_make(scene)
    return Reply(screen=views.whats_on(scene.words, close, beyond, page, more, makes=makes))


def mine(tx: Transaction, visit: Visit, page: int = 0) -> Reply:
    """What they said they would come to, and what they run."""
    scene = Scene.of(tx, visit)
    theirs = events.mine(tx, scene.person, visit.now)
    return Reply(screen=views.mine(scene.words, theirs, scene.person.id, page, makes=may_make(scene)))


def show(tx: Transaction, visit: Visit, event_id: int) -> Reply:
    """One event: when, where, for whom, how many come, and what this person has answered."""
    scene = Scene.of(tx, visit)
    return Reply(screen=event_page(scene, seen(scene, event_id)))


def event_page(scene: Scene, event: Event) -> Message:
    """The event as they see it now."""
    tx = scene.tx
    rsvp = events.of(tx, event, scene.person.id)
    organiser = event.organiser_id and people.by_id(tx, event.cluster_id, event.organiser_id)
    sight = views.Sight(
        event=event,
        whom=for_whom(scene, event),
        tally=events.tally(tx, event),
        rsvp=rsvp,
        in_line=events.place_in_line(tx, event, rsvp) if rsvp and rsvp.line is not None else 0,
        organiser=organiser.first_name if organiser else None,
        runs=may_run(scene, event),
        open=event.takes_answers(scene.visit.now),
    )
    return views.page(scene.words, sight)


def for_whom(scene: Scene, event: Event) -> views.ForWhom:
    """For whom it is, by name."""
    group_id = next(iter(event.audience.groups), None)
    group = group_id and groups.by_id(scene.tx, event.cluster_id, group_id)
    return views.ForWhom(scene.cluster, event.audience, group.name if group else "")
