"""Somebody on the list tells the organiser that they cannot come: their seat is given away for them."""

from actions.event_access import organiser
from actions.event_letters import take_back_absence, tell_of_absence, tell_of_seats, tell_put_back
from actions.event_running import run_page
from actions.post import Post
from actions.scene import Scene
from domain.events import Coming, Event, Guest
from domain.message import Reply
from domain.people import Person
from domain.refusals import OldButton
from storage import events, outbox, people
from views import event_absences as views

ONCE_MORE = frozenset({Coming.YES, Coming.MAYBE})
"""What can be said again: a place in the line is given to the next at once."""


@organiser
def ask_who(scene: Scene, event: Event, page: int) -> Reply:
    """Who cannot come?"""
    _still_open(scene, event)
    there = events.guests(scene.tx, event)
    if not there:
        return Reply(screen=run_page(scene, event))
    return Reply(screen=views.who(scene.words, scene.cluster, event, there, page))


@organiser
def ask(scene: Scene, event: Event, person_id: int) -> Reply:
    """That one: what becomes of the seat, and do they hear of it?"""
    _still_open(scene, event)
    guest, _ = _guest(scene, event, person_id)
    there = views.Absent(guest, _next(scene, event, guest), scene.person.id)
    return Reply(screen=views.sure(scene.words, scene.cluster, event, there))


@organiser
def note(scene: Scene, event: Event, person_id: int) -> Reply:
    """They do not come: who is next has the seat, and both are told."""
    _still_open(scene, event)
    events.hold(scene.tx, event)
    guest, person = _guest(scene, event, person_id)
    now = scene.visit.now
    events.answer(scene.tx, event, person, Coming.NO, now, heads=guest.heads, eaters=guest.eaters)
    outbox.cancel_about(scene.tx, event.cluster_id, event.subject, now, person_id)
    moved = events.move_up(scene.tx, event, now)
    post = Post.of(scene)
    tell_of_seats(post, event, moved)
    tell_of_absence(post, event, person, scene.person)
    ids = {one.person_id for one in moved}
    names = [one.first_name for one in events.guests(scene.tx, event) if one.person_id in ids]
    since = event.second_of(now) if guest.answer in ONCE_MORE and not moved else None
    return Reply(screen=views.noted(scene.words, event, guest, names, since))


@organiser
def undo(scene: Scene, event: Event, person_id: int, said: str, since: int) -> Reply:
    """They come after all; too late where another has the seat, or where they have answered themselves."""
    _still_open(scene, event)
    if said not in ONCE_MORE:
        raise OldButton
    events.hold(scene.tx, event)
    person = people.by_id(scene.tx, event.cluster_id, person_id)
    before = events.of(scene.tx, event, person_id)
    if person is None or before is None or before.answer is not Coming.NO:
        raise OldButton
    if before.at is None or event.second_of(before.at) != since:
        return Reply(screen=run_page(scene, event), alert=views.answered_since(scene.words, person))
    post = Post.of(scene)
    if not events.put_back(scene.tx, event, before, Coming(said), scene.visit.now):
        return Reply(screen=run_page(scene, event), alert=views.seat_is_gone(scene.words))
    outbox.want_again(scene.tx, event.cluster_id, event.subject, person_id, before.at)
    if not take_back_absence(post, event, person):
        tell_put_back(post, event, person, scene.person, Coming(said))
    guest, _ = _guest(scene, event, person_id)
    return Reply(screen=run_page(scene, event), alert=views.is_back(scene.words, guest))


def _next(scene: Scene, event: Event, guest: Guest) -> str | None:
    """Who gets what that one leaves, if it is enough for them; None where nobody does."""
    first = events.next_up(scene.tx, event) if guest.answer is Coming.YES else None
    if first is None or event.room_for(guest.heads) < first.heads:
        return None
    person = people.by_id(scene.tx, event.cluster_id, first.person_id)
    return person.first_name if person else None


def _still_open(scene: Scene, event: Event) -> None:
    """Once it has begun, who was there is no longer to be told beforehand."""
    if not event.takes_answers(scene.visit.now):
        raise OldButton


def _guest(scene: Scene, event: Event, person_id: int) -> tuple[Guest, Person]:
    """Somebody on the list, and the person they are."""
    there = events.guests(scene.tx, event)
    guest = next((one for one in there if one.person_id == person_id), None)
    person = people.by_id(scene.tx, event.cluster_id, person_id)
    if guest is None or person is None:
        raise OldButton
    return guest, person
