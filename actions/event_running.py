"""What whoever runs an event can do: see who comes, write to them, cancel, and take that back."""

from collections.abc import Mapping, Sequence

from actions import frame, idea_answers
from actions.dialogues import Script, begin
from actions.event_access import may_run, organiser
from actions.event_letters import listeners, say_to_all, take_back, tell_of_change
from actions.post import Post
from actions.scene import Scene
from actions.written import at_most, to_many
from domain.dialogue import SKIP, Answers, Dialogue, Option, Question
from domain.events import MOST_MESSAGE, MOST_REASON, Event, EventState
from domain.message import Message, Reply
from domain.refusals import OldButton
from domain.reminders import tell_at
from storage import audiences, events
from views import event_running as views


@organiser
def run(scene: Scene, event: Event) -> Reply:
    """The organiser's own page."""
    return Reply(screen=run_page(scene, event))


@organiser
def guests(scene: Scene, event: Event, page: int) -> Reply:
    """Who comes, by first name, and how many have supper."""
    there = events.guests(scene.tx, event)
    tally = events.tally(scene.tx, event)
    return Reply(screen=views.guests(scene.words, scene.cluster, event, there, tally, page, scene.visit.now))


@organiser
def write(scene: Scene, event: Event) -> Reply:
    """A message to everybody who answered, if anybody has."""
    if not audiences.count(scene.tx, listeners(scene, event)):
        return Reply(screen=run_page(scene, event), alert=views.nobody_to_write_to(scene.words))
    return begin(scene, MESSAGE, {"event": str(event.id)})


@organiser
def cancel(scene: Scene, event: Event) -> Reply:
    """It is cancelled: why?"""
    if event.state is EventState.CANCELLED or event.over_at <= scene.visit.now:
        raise OldButton
    return begin(scene, CANCEL, {"event": str(event.id)})


@organiser
def reopen(scene: Scene, event: Event) -> Reply:
    """It takes place after all."""
    if event.state is EventState.OPEN or event.starts_at <= scene.visit.now:
        raise OldButton
    put_to(scene, event, state=EventState.OPEN, reason=None)
    if event.idea_id is not None:
        idea_answers.became_event(scene, event.idea_id)
    return Reply(screen=run_page(scene, event), alert=views.reopened(scene.words))


def run_page(scene: Scene, event: Event) -> Message:
    """The organiser's page as it is now."""
    now_ = events.by_id(scene.tx, event.cluster_id, event.id) or event
    return views.page(scene.words, now_, events.tally(scene.tx, now_), scene.visit.now)


def put_to(scene: Scene, event: Event, **values: object) -> None:
    """Change it: what waits about it is taken back, and people are told in a while, or at once."""
    before = event.known.when.starts_at if event.known else event.starts_at
    when = tell_at(scene.visit.now, (before, event.starts_at), event.when.zone)
    take_back(Post.of(scene), event)
    events.change(scene.tx, event, when, **values)
    tell_now(scene, event)


def tell_now(scene: Scene, event: Event) -> None:
    """Where it begins too soon to wait."""
    changed = events.by_id(scene.tx, event.cluster_id, event.id)
    soon = changed is not None and changed.tell_at is not None and changed.tell_at <= scene.visit.now
    if changed is not None and soon and events.told(scene.tx, changed, changed.as_known):
        tell_of_change(Post.of(scene), changed)


def run_by(scene: Scene, answers: Answers) -> Event | None:
    """The event a dialogue is about, while they still run it."""
    event = events.by_id(scene.tx, scene.visit.cluster_id, int(answers["event"]))
    return event if event is not None and may_run(scene, event) else None


def still_on(scene: Scene, answers: Answers) -> Event | None:
    """The same, while it takes place and is not over."""
    event = run_by(scene, answers)
    on = event is not None and event.state is EventState.OPEN and event.over_at > scene.visit.now
    return event if on else None


def titled(scene: Scene, answers: Answers) -> Mapping[str, str]:
    """What the questions about an event say of it."""
    event = events.by_id(scene.tx, scene.visit.cluster_id, int(answers["event"]))
    return {"title": event.title if event else ""}


def no_longer(scene: Scene) -> Reply:
    """While they answered, it became somebody else's."""
    return frame.not_understood(scene, "events.no_longer")


def _readers(scene: Scene, answers: Answers) -> int:
    event = events.by_id(scene.tx, scene.visit.cluster_id, int(answers["event"]))
    return audiences.count(scene.tx, listeners(scene, event)) if event else 0


def _cancel_it(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return views.cancel_it(scene.words)


def _send(scene: Scene, answers: Answers) -> Reply:
    event = run_by(scene, answers)
    if event is None:
        return no_longer(scene)
    count = say_to_all(scene, event, answers["event_message"])
    return Reply(screen=run_page(scene, event), alert=views.sent(scene.words, count))


def _cancel(scene: Scene, answers: Answers) -> Reply:
    event = still_on(scene, answers)
    if event is None:
        return no_longer(scene)
    said = answers["event_reason"]
    put_to(scene, event, state=EventState.CANCELLED, reason=None if said == SKIP else said)
    if event.idea_id is not None:
        idea_answers.event_is_off(scene, event.idea_id)
    return Reply(screen=run_page(scene, event), alert=views.is_cancelled(scene.words))


def left(scene: Scene) -> Reply:
    """Out of the questions."""
    return frame.home(scene)


MESSAGE = Script(
    Dialogue("event_message", to_many("event", MOST_MESSAGE, titled, _readers)),
    finish=_send,
    leave=left,
)
CANCEL = Script(
    Dialogue(
        "event_cancel",
        (
            Question("event_reason", read=at_most(MOST_REASON), details=titled, skippable=True),
            Question("event_sure", options=_cancel_it, details=titled),
        ),
    ),
    finish=_cancel,
    leave=left,
)
SCRIPTS = {script.dialogue.name: script for script in (MESSAGE, CANCEL)}
