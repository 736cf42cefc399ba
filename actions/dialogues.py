"""Taking a turn in a dialogue: the same few verbs for every conversation.

A conversation declares its questions and what happens at the end (`Script`). How one is asked stands in
`actions/asking.py`, how an answer is taken in `actions/answering.py`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from actions import answering, asking
from actions.asking import Open, Script
from actions.scene import Scene
from domain.dialogue import BEGAN, Answers, Press, Progress, Thing
from domain.message import Reply
from domain.refusals import NotAllowed
from storage import dialogues
from storage.transaction import Transaction
from views import dialogue as views

__all__ = [
    "Script",
    "Scripts",
    "begin",
    "forget_stale",
    "is_open",
    "just_answered",
    "leave",
    "next_stale",
    "press",
    "resume",
    "send",
    "taking",
    "write",
]

KEPT_FOR = timedelta(hours=24)
RUNS = 1_000_000
DOUBLE_TAP = timedelta(seconds=5)

Scripts = Mapping[str, Script]


def begin(scene: Scene, script: Script, answers: Answers | None = None) -> Reply:
    """Ask the first question that `answers` leaves open.

    A dialogue that was underway is over, and whoever had said something in it is told that it is not kept.
    """
    if not _may(scene, script):
        raise NotAllowed(*script.roles)
    underway = dialogues.load(scene.tx, scene.visit)
    known = dict(answers or {})
    if not script.dialogue.keeps:
        known[BEGAN] = " ".join(key for key in known if key != BEGAN)
    run = scene.visit.update_id % RUNS
    reply = asking.go_on(scene, script, Progress(script.dialogue.name, run, known))
    return _with_loss(scene, reply) if underway and underway.progress.is_lost else reply


def resume(scene: Scene, scripts: Scripts, hint: str = "") -> Reply | None:
    """The open question again, with a word about why; None when no dialogue is underway."""
    now = _open(scene, scripts)
    return asking.ask(now, hint=hint) if now else None


def leave(scene: Scene, scripts: Scripts) -> Reply | None:
    """End the dialogue that is underway; None when there is none."""
    now = _open(scene, scripts)
    return answering.leave(now) if now else None


def press(scene: Scene, scripts: Scripts, pressed: Press) -> Reply | None:
    """Take a button; None when it belongs to an earlier run or to a question that is no longer open."""
    now = _open(scene, scripts)
    if now is None or now.progress.run != pressed.run or now.question.key != pressed.key:
        return None
    return answering.press(now, pressed)


def write(scene: Scene, scripts: Scripts, words: str) -> Reply | None:
    """Take what somebody wrote as the answer to the open question; None when no question is open."""
    now = _open(scene, scripts)
    return answering.write(now, words) if now else None


def send(scene: Scene, scripts: Scripts, thing: Thing, value: str) -> Reply | None:
    """Take a picture or a place; None when no question is open that takes one."""
    now = _open(scene, scripts)
    return answering.take(now, thing, value) if now else None


def taking(scene: Scene, scripts: Scripts) -> tuple[frozenset[Thing], str]:
    """What the open question takes besides words, and the hint that says so."""
    now = _open(scene, scripts)
    return (now.question.takes, f"hint.{now.question.words}") if now else (frozenset(), "")


def is_open(scene: Scene, scripts: Scripts) -> bool:
    """Whether a question is open."""
    return _open(scene, scripts) is not None


def just_answered(scene: Scene, pressed: Press) -> bool:
    """Whether it is a second tap on the button that was taken only now."""
    underway = dialogues.load(scene.tx, scene.visit)
    if underway is None or underway.progress.run != pressed.run:
        return False
    fresh = scene.visit.now - underway.touched_at <= DOUBLE_TAP
    return fresh and pressed.key in underway.progress.answers


def forget_stale(tx: Transaction, now: datetime) -> int:
    """Forget what nobody has touched for a day; how many there were."""
    return dialogues.forget_stale(tx, now - KEPT_FOR)


def next_stale(tx: Transaction) -> datetime | None:
    """When the next dialogue will have lain untouched for a day."""
    oldest = dialogues.oldest(tx)
    return oldest and oldest + KEPT_FOR


def _open(scene: Scene, scripts: Scripts) -> Open | None:
    """The question they are at; none where the dialogue is no more, or was for a role they have lost."""
    underway = dialogues.load(scene.tx, scene.visit)
    script = scripts.get(underway.progress.dialogue) if underway else None
    if underway is None or script is None or not _may(scene, script):
        return None
    question = script.dialogue.open_question(underway.progress.answers)
    return Open(scene, script, underway.progress, question) if question else None


def _with_loss(scene: Scene, reply: Reply) -> Reply:
    """In a pop-up over a tapped button; in words before the question for somebody who wrote."""
    if scene.visit.message_id is None:
        return replace(reply, messages=(views.note(scene.words, "dialogue.not_kept"), *reply.messages))
    return replace(reply, alert=reply.alert or scene.words.label("dialogue.not_kept"))


def _may(scene: Scene, script: Script) -> bool:
    return not script.roles or bool(script.roles & scene.person.roles)
