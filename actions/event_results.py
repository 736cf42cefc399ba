"""How it went: a line and a picture, from whoever ran it, for everybody who came."""

from actions import idea_answers
from actions.dialogues import Script, begin
from actions.event_access import organiser
from actions.event_letters import tell_result
from actions.event_running import left, no_longer, run_by, run_page, titled
from actions.scene import Scene
from domain.dialogue import SKIP, Answers, Dialogue, NotAnAnswer, Question, Thing
from domain.events import MOST_RESULT, Event, EventState
from domain.message import Reply
from domain.refusals import OldButton
from storage import events
from views import event_running as views


@organiser
def tell(scene: Scene, event: Event) -> Reply:
    """How did it go?"""
    if event.state is EventState.CANCELLED or event.starts_at > scene.visit.now:
        raise OldButton
    return begin(scene, RESULT, {"event": str(event.id)})


def _read(_scene: Scene, _answers: Answers, words: str) -> str:
    if len(words) > MOST_RESULT:
        raise NotAnAnswer
    return words


def _finish(scene: Scene, answers: Answers) -> Reply:
    """Told once; whatever is said later only puts it right."""
    event = run_by(scene, answers)
    if event is None:
        return no_longer(scene)
    sent = answers["event_picture"]
    picture = None if sent == SKIP else sent
    first = events.keep_result(scene.tx, event, answers["event_result"], picture, scene.visit.now)
    told = events.by_id(scene.tx, event.cluster_id, event.id)
    if first and told is not None:
        tell_result(scene, told)
        if told.idea_id is not None:
            idea_answers.came_of(scene, told.idea_id, answers["event_result"], picture)
    return Reply(screen=run_page(scene, event), messages=(views.thanks(scene.words),))


RESULT = Script(
    Dialogue(
        "event_result",
        (
            Question("event_result", read=_read, details=titled),
            Question("event_picture", takes=frozenset({Thing.PICTURE}), skippable=True),
        ),
    ),
    finish=_finish,
    leave=left,
)
SCRIPTS = {RESULT.dialogue.name: RESULT}
