"""Making an event: what, when, where, for whom, seats, supper; what else there is then; and it is made."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from actions import asking_when, frame, idea_answers
from actions.asking_when import AskWhen
from actions.dialogues import Script, begin
from actions.event_access import maker, may_make
from actions.event_audience import WHOM, audience_of, offered
from actions.event_letters import want_together
from actions.events import event_page, for_whom, mine
from actions.scene import Scene
from actions.written import in_one_line
from domain.clashes import Clash, clashes, window
from domain.dialogue import Answers, Dialogue, NotAnAnswer, Option, Question, Thing, place_of
from domain.events import MOST_PLACE, MOST_SEATS, MOST_TITLE, Event, LocalTime, Spot
from domain.message import Reply
from domain.refusals import OldButton
from domain.reminders import tell_at
from domain.text import one_line
from storage import events
from storage.events import places
from storage.events.circles import circles
from views import event_making as views

SEATS = (10, 20, 40, 80)
LEAST_TITLE = 3
WHEN = AskWhen("event_when", asking_when.coming_days, asks="event_when")
MOVE, TOGETHER = "move", "with"


@maker
def make(scene: Scene) -> Reply:
    """A new event."""
    return begin(scene, MAKE)


read_title = in_one_line(LEAST_TITLE, MOST_TITLE)


def offer_places(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    """The cluster's places."""
    return [Option(f"p{place.id}", place.name) for place in places.all_of(scene.tx, scene.visit.cluster_id)]


def read_place(_scene: Scene, _answers: Answers, words: str) -> str:
    """Any place, in their own words."""
    place = one_line(words)
    if len(place) > MOST_PLACE:
        raise NotAnAnswer
    return f"={place}"


def is_spot(answers: Answers) -> bool:
    """Whether they shared a place on the map, which has no name yet."""
    return answers.get("event_where", "=").replace(".", "").replace(",", "").replace("-", "").isdigit()


def place_named(scene: Scene, answers: Answers) -> str:
    """The name of the place they chose, wrote, or shared."""
    answer = answers["event_where"]
    if is_spot(answers):
        return answers["event_spot"].removeprefix("=")
    if answer.startswith("="):
        return answer[1:]
    there = places.all_of(scene.tx, scene.visit.cluster_id)
    named = next((place.name for place in there if f"p{place.id}" == answer), None)
    if named is None:
        raise OldButton
    return named


def spot_of(answers: Answers) -> Spot | None:
    """Where it is on the map, if they shared it."""
    return Spot(*place_of(answers["event_where"])) if is_spot(answers) else None


def offer_seats(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    """As many as want to come, or so many."""
    return views.seats(scene.words, SEATS)


def read_seats(_scene: Scene, _answers: Answers, words: str) -> str:
    """A number."""
    if not (words.isascii() and words.isdecimal() and len(words) <= len(str(MOST_SEATS))):
        raise NotAnAnswer
    return str(int(words))


def _suppers(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return views.supper_or_not(scene.words)


def _drafted(scene: Scene, answers: Answers) -> Event:
    """The event as they have described it."""
    return Event(
        id=0,
        cluster_id=scene.visit.cluster_id,
        title=answers["event_what"],
        when=LocalTime(asking_when.chosen(answers, "event_when"), scene.cluster.zone),
        place=place_named(scene, answers),
        spot=spot_of(answers),
        made_at=scene.visit.now,
        organiser_id=scene.person.id,
        audience=audience_of(answers),
        seats=int(answers["event_seats"]) or None,
        supper=answers["event_supper"] == "yes",
        idea_id=int(answers["idea"]) if "idea" in answers else None,
    )


def found_clashes(scene: Scene, event: Event) -> list[Clash]:
    """What else there is for the same people at about that time."""
    there = events.upcoming(scene.tx, event.cluster_id, *window(event.when))
    others = [other for other in there if other.id != event.id]
    return clashes(event.when, event.audience, others, circles(scene.tx, event.cluster_id))


def _preview(scene: Scene, answers: Answers) -> Mapping[str, str]:
    event = _drafted(scene, answers)
    asked = answers.get("asked_together", "")
    return {
        "event": views.preview(scene.words, event, for_whom(scene, event)),
        "clashes": views.clash_lines(scene.words, found_clashes(scene, event), asked),
    }


def _ways_on(scene: Scene, answers: Answers, _where: str) -> Sequence[Option]:
    there = found_clashes(scene, _drafted(scene, answers))
    asked = answers.get("asked_together")
    others = [clash.event for clash in there if clash.event.organiser_id != scene.person.id]
    to_ask = [other for other in others if str(other.id) != asked]
    return views.ways_on(scene.words, clash=bool(there), others=to_ask)


def _finish(scene: Scene, answers: Answers) -> Reply:
    """It is made; or it is moved, or somebody else is asked to hold theirs with it, and we ask again."""
    if not may_make(scene):
        return frame.not_yours(scene)
    chosen = answers["event_go"]
    so_far = {key: value for key, value in answers.items() if key != "event_go"}
    again = asking_when.without(so_far, "event_when")
    if chosen == MOVE:
        return begin(scene, MAKE, again)
    if answers["event_for"] not in {one.value for one in offered(scene, answers)}:
        del so_far["event_for"]  # they lead that group no longer, or it was closed
        return begin(scene, MAKE, so_far)
    event = _drafted(scene, answers)
    if event.starts_at <= scene.visit.now:
        return replace(begin(scene, MAKE, again), alert=views.gone_by(scene.words))
    if chosen.startswith(TOGETHER):
        other = events.by_id(scene.tx, scene.visit.cluster_id, int(chosen.removeprefix(TOGETHER)))
        if other is not None:
            want_together(scene, event, other)
        return begin(scene, MAKE, {**so_far, "asked_together": chosen.removeprefix(TOGETHER)})
    if event.audience.groups:
        told = tell_at(scene.visit.now, (event.starts_at,), event.when.zone)
        event = replace(event, tell_at=told)
    number = events.add(scene.tx, event)
    places.remember(scene.tx, event.cluster_id, event.place)
    if event.idea_id is not None:
        idea_answers.became_event(scene, event.idea_id)
    made = events.by_id(scene.tx, event.cluster_id, number) or event
    return Reply(screen=event_page(scene, made), alert=views.made(scene.words))


def _left(scene: Scene) -> Reply:
    return mine(scene.tx, scene.visit)


WHERE = (
    Question("event_where", options=offer_places, read=read_place, takes=frozenset({Thing.PLACE})),
    Question("event_spot", read=read_place, when=is_spot, needs=("event_where",)),
)
MAKE = Script(
    Dialogue(
        "event",
        (
            Question("event_what", read=read_title),
            *asking_when.questions(WHEN),
            *WHERE,
            *WHOM,
            Question("event_seats", options=offer_seats, read=read_seats),
            Question("event_supper", options=_suppers),
            Question("event_go", options=_ways_on, details=_preview),
        ),
    ),
    finish=_finish,
    leave=_left,
)
SCRIPTS = {MAKE.dialogue.name: MAKE}
