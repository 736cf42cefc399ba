"""Whether they come, how many they are, and how many have supper: one tap each."""

from actions.event_access import seen
from actions.event_letters import tell_of_seats
from actions.events import event_page
from actions.post import Post
from actions.scene import Scene
from domain.events import MOST_HEADS, Coming, Event, Rsvp
from domain.message import Reply
from domain.refusals import OldButton
from domain.visit import Visit
from storage import events, outbox
from storage.transaction import Transaction
from views import event_answers as views

SAID = frozenset({Coming.YES, Coming.MAYBE, Coming.NO})
COMES = frozenset({Coming.YES, Coming.WAITING})


def say(tx: Transaction, visit: Visit, event_id: int, said: str) -> Reply:
    """Kommer, måske, nej: from the event's page or from a notice, which turns into it."""
    scene = Scene.of(tx, visit)
    event = seen(scene, event_id)
    if said not in SAID:
        raise OldButton
    if not event.takes_answers(visit.now):
        return Reply(screen=event_page(scene, event), alert=views.too_late(scene.words, event))
    before = events.of(tx, event, scene.person.id)
    found = _answer(
        scene, event, Coming(said), heads=before.heads if before else 1, eaters=before.eaters if before else 0
    )
    if found.answer in COMES and event.supper and not found.eaters:
        now = _again(scene, event)
        first = now.most_heads(found) > found.heads and (before is None or before.answer not in COMES)
        screen = (views.heads if first else views.supper)(scene.words, now, found)
        return Reply(screen=screen, alert=views.noted(scene.words, found))
    return _page(scene, event, found)


def ask_heads(tx: Transaction, visit: Visit, event_id: int) -> Reply:
    """How many are they?"""
    scene = Scene.of(tx, visit)
    event = seen(scene, event_id)
    return Reply(screen=views.heads(scene.words, event, _coming(scene, event)))


def set_heads(tx: Transaction, visit: Visit, event_id: int, heads: int) -> Reply:
    """So many; where there are not so many seats, they keep what they have."""
    scene = Scene.of(tx, visit)
    event = seen(scene, event_id)
    before = _coming(scene, event)
    if not 1 <= heads <= MOST_HEADS:
        raise OldButton
    found = _answer(scene, event, Coming.YES, heads=heads, eaters=min(before.eaters, heads))
    if found.heads != heads and found.answer is Coming.YES:
        return Reply(screen=event_page(scene, _again(scene, event)), alert=views.no_room(scene.words, found))
    if event.supper:
        return Reply(screen=views.supper(scene.words, event, found))
    return _page(scene, event, found)


def set_eaters(tx: Transaction, visit: Visit, event_id: int, eaters: int) -> Reply:
    """So many of them have supper: never more than they are."""
    scene = Scene.of(tx, visit)
    event = seen(scene, event_id)
    before = _coming(scene, event)
    if not event.supper or not 0 <= eaters <= before.heads:
        raise OldButton
    found = _answer(scene, event, Coming.YES, heads=before.heads, eaters=eaters)
    return _page(scene, event, found)


def _coming(scene: Scene, event: Event) -> Rsvp:
    """Their answer, while they come and it is not too late."""
    before = events.of(scene.tx, event, scene.person.id)
    here = before is not None and before.answer in COMES
    if before is None or not here or not event.takes_answers(scene.visit.now):
        raise OldButton
    return before


def _answer(scene: Scene, event: Event, said: Coming, *, heads: int, eaters: int) -> Rsvp:
    """What came of it; whoever does not come is not reminded, and a seat that is free goes to the next."""
    now = scene.visit.now
    found = events.answer(scene.tx, event, scene.person, said, now, heads=heads, eaters=eaters)
    if found.answer is Coming.NO:
        outbox.cancel_about(scene.tx, event.cluster_id, event.subject, now, scene.person.id)
    tell_of_seats(Post.of(scene), event, events.move_up(scene.tx, event, now))
    return events.of(scene.tx, event, scene.person.id) or found


def _page(scene: Scene, event: Event, found: Rsvp) -> Reply:
    return Reply(screen=event_page(scene, _again(scene, event)), alert=views.noted(scene.words, found))


def _again(scene: Scene, event: Event) -> Event:
    """As it is after the answer."""
    return events.by_id(scene.tx, event.cluster_id, event.id) or event
