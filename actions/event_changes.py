"""Another name, time, place or number of seats for an event."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from actions import asking_when
from actions.asking_when import AskWhen
from actions.dialogues import Script, begin
from actions.event_access import organiser
from actions.event_letters import take_back
from actions.event_making import WHERE, offer_seats, place_named, read_seats, read_title, spot_of
from actions.event_running import left, no_longer, put_to, run_page, still_on, tell_now, titled
from actions.post import Post
from actions.scene import Scene
from domain.dialogue import Answers, Dialogue, Option, Question
from domain.events import Event, EventState, LocalTime, Spot
from domain.message import Reply
from domain.refusals import OldButton
from domain.reminders import tell_at
from storage import events
from views import event_running as views

TITLE, TIME, PLACE, SEATS = "title", "time", "place", "seats"


@organiser
def change(scene: Scene, event: Event) -> Reply:
    """What is to be another?"""
    if event.state is EventState.CANCELLED or event.over_at <= scene.visit.now:
        raise OldButton
    return begin(scene, CHANGE, {"event": str(event.id)})


def _parts(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return views.parts(scene.words, (TIME, PLACE, TITLE, SEATS))


def _finish(scene: Scene, answers: Answers) -> Reply:
    event = still_on(scene, answers)
    if event is None:
        return no_longer(scene)
    what = answers["change_what"]
    if what == SEATS:
        if not _seat(scene, event, int(answers["event_seats"]) or None):
            return Reply(screen=run_page(scene, event), alert=views.too_few_seats(scene.words, event))
    elif what == TIME:
        _move(scene, event, LocalTime(asking_when.chosen(answers, "event_when"), scene.cluster.zone))
    elif what == PLACE:
        _put(scene, event, place_named(scene, answers), spot_of(answers))
    else:
        put_to(scene, event, title=answers["event_what"])
    return Reply(screen=run_page(scene, event), alert=views.kept(scene.words))


def _seat(scene: Scene, event: Event, seats: int | None) -> bool:
    """Whoever waits moves up at the next tick, if there are more now."""
    return events.set_seats(scene.tx, event, seats)


def _move(scene: Scene, event: Event, when: LocalTime) -> None:
    if when == event.when:
        return
    before = event.known.when.starts_at if event.known else event.starts_at
    told = tell_at(scene.visit.now, (before, event.starts_at, when.starts_at), when.zone)
    take_back(Post.of(scene), event)
    events.move(scene.tx, event, when, scene.visit.now, told)
    tell_now(scene, event)


def _put(scene: Scene, event: Event, place: str, spot: Spot | None) -> None:
    degrees = {"latitude": spot and spot.latitude, "longitude": spot and spot.longitude}
    put_to(scene, event, place=place, **degrees)


def _is(part: str) -> Callable[[Answers], bool]:
    return lambda answers: answers.get("change_what") == part


WHEN = AskWhen("event_when", asking_when.coming_days, asks="event_when", when=_is(TIME))
CHANGE = Script(
    Dialogue(
        "event_change",
        (
            Question("change_what", options=_parts, details=titled),
            *asking_when.questions(WHEN),
            replace(WHERE[0], when=_is(PLACE)),
            WHERE[1],
            Question("event_what", read=read_title, when=_is(TITLE)),
            Question("event_seats", options=offer_seats, read=read_seats, when=_is(SEATS)),
        ),
    ),
    finish=_finish,
    leave=left,
)
SCRIPTS = {CHANGE.dialogue.name: CHANGE}
