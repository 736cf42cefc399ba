"""How it went: a line and a picture, from whoever ran it, for everybody who came."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from actions import idea_answers
from actions.dialogues import Script, Scripts, begin, resume
from actions.event_access import may_run, organiser
from actions.event_letters import asked_how, hear_result, tell_result
from actions.event_running import left, no_longer, run_by, run_page, titled
from actions.scene import Scene
from actions.written import at_most, send_it
from domain.dialogue import SKIP, Answers, Dialogue, Option, Question, Thing
from domain.events import MOST_RESULT, Event, EventState
from domain.message import Reply
from domain.refusals import NotAllowed, OldButton
from storage import audiences, events, outbox
from views import event_running as views
from views import written


@organiser
def tell(scene: Scene, event: Event) -> Reply:
    """How did it go?"""
    if event.state is EventState.CANCELLED or event.starts_at > scene.visit.now:
        raise OldButton
    return begin(scene, RESULT, {"event": str(event.id)})


def to_letter(scene: Scene, words: str = "", picture: str = "") -> Reply | None:
    """They used Telegram's own "reply" under the letter that asks how it went; None under another one."""
    if scene.visit.replies_to is None or scene.visit.person is None:
        return None
    reason = outbox.reason_of(scene.tx, scene.visit, scene.visit.replies_to)
    return _said(scene, [reason] if reason else [], words, picture)


def unasked(scene: Scene, words: str = "", picture: str = "") -> Reply | None:
    """What somebody says while nothing else is asked: how it went, if that is what we wrote to them last."""
    if scene.visit.person is None:
        return None
    asked = takewhile(asked_how, outbox.last_reasons(scene.tx, scene.visit))
    return _said(scene, list(asked), words, picture)


def _said(scene: Scene, reasons: Sequence[str], words: str, picture: str) -> Reply | None:
    """On from there: it is said back to them before anybody else reads it. Of several events: which?"""
    meant = [event for event in (_theirs(scene, asked_how(reason)) for reason in reasons) if event]
    said = {
        **({"event_picture": picture} if picture else {}),
        **({"event_result": words} if 0 < len(words) <= MOST_RESULT else {}),
    }
    if len(meant) > 1:
        return begin(scene, WHICH, {**said, "of": " ".join(str(event.id) for event in meant)})
    if not meant:
        return None
    begun = begin(scene, RESULT, {**said, "event": str(meant[0].id)})
    if "event_result" in said or not words:
        return begun
    again = resume(scene, SCRIPTS, "hint.event_result")
    return again and replace(again, messages=begun.messages)


def _theirs(scene: Scene, number: int | None) -> Event | None:
    """The event, while it is theirs to tell of."""
    event = number and events.by_id(scene.tx, scene.visit.cluster_id, number)
    if not event or event.state is EventState.CANCELLED:
        return None
    return event if may_run(scene, event) else None


def _which(scene: Scene, answers: Answers, _where: str) -> Sequence[Option]:
    there = [event for event in (_theirs(scene, int(number)) for number in answers["of"].split()) if event]
    if not there:
        raise NotAllowed
    return views.which(there)


def _chosen(scene: Scene, answers: Answers) -> Reply:
    said = {key: value for key, value in answers.items() if key in {"event_result", "event_picture"}}
    return begin(scene, RESULT, {**said, "event": answers["event_which"]})


def _preview(scene: Scene, answers: Answers) -> Mapping[str, str]:
    """As they will see it, and how many they are."""
    event = events.by_id(scene.tx, scene.visit.cluster_id, int(answers["event"]))
    told = audiences.count(scene.tx, hear_result(scene, event)) if event and event.result is None else 0
    return {
        **titled(scene, answers),
        "result": written.quoted(scene.words, answers["event_result"]),
        "whom": views.whom_it_tells(scene.words, told, picture=answers["event_picture"] != SKIP),
    }


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
            Question("event_result", read=at_most(MOST_RESULT), details=titled),
            Question("event_picture", takes=frozenset({Thing.PICTURE}), details=titled, skippable=True),
            Question("event_tell", options=send_it, details=_preview),
        ),
    ),
    finish=_finish,
    leave=left,
)
WHICH = Script(
    Dialogue("event_which", (Question("event_which", options=_which),)), finish=_chosen, leave=left
)
SCRIPTS: Scripts = {script.dialogue.name: script for script in (RESULT, WHICH)}
