"""Taking a turn in a dialogue: the same few verbs for every conversation.

A conversation declares its questions and what happens at the end (`Script`); everything here is shared.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.scene import Scene
from domain.dialogue import (
    BACK,
    DONE,
    LEAVE,
    LOOK,
    SKIP,
    Answers,
    Dialogue,
    NotAnAnswer,
    Option,
    Press,
    Progress,
    Question,
    Suggestion,
)
from domain.message import Reply
from domain.people import Role
from domain.refusals import NotAllowed
from storage import dialogues
from storage.transaction import Transaction
from views import dialogue as views

KEPT_FOR = timedelta(hours=24)
RUNS = 1_000_000


@dataclass(frozen=True)
class Script:
    """A dialogue, what happens when all is answered, and what is shown to someone who leaves it.

    With `roles` it is only for who has one of them, which is looked at again at every answer.
    """

    dialogue: Dialogue[Scene]
    finish: Callable[[Scene, Answers], Reply]
    leave: Callable[[Scene], Reply]
    roles: frozenset[Role] = frozenset()


Scripts = Mapping[str, Script]


def begin(scene: Scene, script: Script, answers: Answers | None = None) -> Reply:
    """Ask the first question that `answers` leaves open; a dialogue that was underway is over."""
    if not _may(scene, script):
        raise NotAllowed
    run = scene.visit.update_id % RUNS
    return _go_on(scene, script, Progress(script.dialogue.name, run, answers or {}))


def resume(scene: Scene, scripts: Scripts, hint: str = "") -> Reply | None:
    """The open question again, with a word about why; None when no dialogue is underway."""
    underway = _underway(scene, scripts)
    if underway is None:
        return None
    script, progress = scripts[underway.progress.dialogue], underway.progress
    question = script.dialogue.open_question(progress.answers)
    return _ask(scene, script, progress, question, hint=hint) if question else None


def leave(scene: Scene, scripts: Scripts) -> Reply | None:
    """End the dialogue that is underway; None when there is none."""
    underway = _underway(scene, scripts)
    if underway is None:
        return None
    return _left(scene, scripts[underway.progress.dialogue])


def press(scene: Scene, scripts: Scripts, pressed: Press) -> Reply | None:
    """Take a button; None when it belongs to an earlier run or to a question that is no longer open."""
    underway = _underway(scene, scripts)
    if underway is None or underway.progress.run != pressed.run:
        return None
    script, progress = scripts[underway.progress.dialogue], underway.progress
    question = script.dialogue.open_question(progress.answers)
    if question is None or question.key != pressed.key:
        return None
    return _pressed(scene, script, progress, question, pressed)


def write(scene: Scene, scripts: Scripts, words: str) -> Reply | None:
    """Take what somebody wrote as the answer to the open question; None when no question is open."""
    underway = _underway(scene, scripts)
    if underway is None:
        return None
    script, progress = scripts[underway.progress.dialogue], underway.progress
    question = script.dialogue.open_question(progress.answers)
    return _written(scene, script, progress, question, words) if question else None


def forget_stale(tx: Transaction, now: datetime) -> int:
    """Forget what nobody has touched for a day; how many there were."""
    return dialogues.forget_stale(tx, now - KEPT_FOR)


def next_stale(tx: Transaction) -> datetime | None:
    """When the next dialogue will have lain untouched for a day."""
    oldest = dialogues.oldest(tx)
    return oldest and oldest + KEPT_FOR


def _underway(scene: Scene, scripts: Scripts) -> dialogues.Underway | None:
    """The dialogue they are in; one that was for a role they have lost is none."""
    found = dialogues.load(scene.tx, scene.visit)
    return found if found and _may(scene, scripts[found.progress.dialogue]) else None


def _may(scene: Scene, script: Script) -> bool:
    return not script.roles or bool(script.roles & scene.person.roles)


def _pressed(
    scene: Scene, script: Script, progress: Progress, question: Question[Scene], pressed: Press
) -> Reply | None:
    if pressed.value == LEAVE:
        return _left(scene, script)
    if pressed.value == BACK:
        earlier = script.dialogue.back(progress.answers)
        return _go_on(scene, script, Progress(progress.dialogue, progress.run, earlier))
    if pressed.value == LOOK:
        return _ask(scene, script, progress, question, pressed)
    if pressed.value == SKIP:
        return _go_on(scene, script, progress.answered(question.key, SKIP)) if question.skippable else None
    return _chosen(scene, script, progress, question, pressed)


def _left(scene: Scene, script: Script) -> Reply:
    """What was answered so far can still be looked at, and then it goes."""
    shown = script.leave(scene)
    dialogues.end(scene.tx, scene.visit)
    return shown


def _chosen(
    scene: Scene, script: Script, progress: Progress, question: Question[Scene], pressed: Press
) -> Reply | None:
    if question.tick is None:
        options = question.options(scene, progress.answers, pressed.where)
        if pressed.value not in {option.value for option in options}:
            return None
        return _answered(scene, script, progress, question, pressed.value)
    if pressed.value == DONE:
        return _answered(scene, script, progress, question, DONE)
    try:
        question.tick(scene, pressed.value)
    except NotAnAnswer:
        return None
    dialogues.save(scene.tx, scene.visit, progress, scene.language)
    return _ask(scene, script, progress, question, pressed)


def _written(
    scene: Scene, script: Script, progress: Progress, question: Question[Scene], words: str
) -> Reply:
    options = question.options(scene, progress.answers, "")
    same = [o.value for o in options if o.label.casefold() == words.casefold() and not o.opens]
    try:
        meant = same[0] if same and question.tick is None else question.read(scene, progress.answers, words)
    except NotAnAnswer as reason:
        return _ask(scene, script, progress, question, hint=reason.hint or f"hint.{question.words}")
    if isinstance(meant, Suggestion):
        dialogues.save(scene.tx, scene.visit, progress, scene.language)
        return _ask(scene, script, progress, question, hint=meant.hint, only=meant.options)
    return _answered(scene, script, progress, question, meant)


def _answered(
    scene: Scene, script: Script, progress: Progress, question: Question[Scene], value: str
) -> Reply:
    if question.keep is not None:
        question.keep(scene, value)
    return _go_on(scene, script, progress.answered(question.key, value))


def _go_on(scene: Scene, script: Script, progress: Progress) -> Reply:
    question = script.dialogue.open_question(progress.answers)
    if question is None:
        dialogues.end(scene.tx, scene.visit)
        return script.finish(scene, progress.answers)
    dialogues.save(scene.tx, scene.visit, progress, scene.language)
    return _ask(scene, script, progress, question)


def _ask(
    scene: Scene,
    script: Script,
    progress: Progress,
    question: Question[Scene],
    pressed: Press | None = None,
    *,
    hint: str = "",
    only: Sequence[Option] = (),
) -> Reply:
    answers = progress.answers
    asked = views.Asked(
        question=question.key,
        words=question.words,
        run=progress.run,
        step=script.dialogue.step(answers),
        options=only or question.options(scene, answers, pressed.where if pressed else ""),
        details=question.details(scene, answers),
        where=pressed.where if pressed else "",
        page=pressed.page if pressed else 0,
        hint=hint,
        back=script.dialogue.may_go_back(answers),
        skip=question.skippable,
        ticks=question.tick is not None,
        keeps=script.dialogue.keeps,
        suggests=bool(only),
        greets=scene.visit.person is None and not script.dialogue.may_go_back(answers),
    )
    return Reply(screen=views.ask(scene.words, asked))
