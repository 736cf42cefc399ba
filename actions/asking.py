"""The question that is open, as it is put on the screen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from actions.scene import Scene
from domain.dialogue import SKIP, Answers, Dialogue, Option, Press, Progress, Question
from domain.message import Reply
from domain.people import Role
from storage import dialogues
from views import dialogue as views


@dataclass(frozen=True)
class Script:
    """A dialogue, what happens when all is answered, and what is shown to someone who leaves it.

    With `roles` it is only for who has one of them, which is looked at again at every answer.
    """

    dialogue: Dialogue[Scene]
    finish: Callable[[Scene, Answers], Reply]
    leave: Callable[[Scene], Reply]
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Open:
    """The question that is open, and how the person came to it."""

    scene: Scene
    script: Script
    progress: Progress
    question: Question[Scene]

    def options(self, where: str = "") -> Sequence[Option]:
        """What can be chosen, there."""
        return self.question.options(self.scene, self.progress.answers, where)


def go_on(scene: Scene, script: Script, progress: Progress) -> Reply:
    """Ask what comes next; when nothing does, the dialogue is over."""
    question = script.dialogue.open_question(progress.answers)
    while question is not None and question.needless(scene, progress.answers):
        progress = progress.answered(question.key, SKIP)
        question = script.dialogue.open_question(progress.answers)
    if question is None:
        dialogues.end(scene.tx, scene.visit)
        return script.finish(scene, progress.answers)
    dialogues.save(scene.tx, scene.visit, progress, scene.language)
    return ask(Open(scene, script, progress, question))


def ask(
    now: Open, pressed: Press | None = None, *, hint: str = "", label: str = "", only: Sequence[Option] = ()
) -> Reply:
    """The question's screen: after a word about what was said, at the part of the options one is at."""
    question, answers, dialogue = now.question, now.progress.answers, now.script.dialogue
    where = pressed.where if pressed else ""
    asked = views.Asked(
        question=question.key,
        words=question.words,
        run=now.progress.run,
        step=dialogue.step(answers),
        options=only or now.options(where),
        details={**question.details(now.scene, answers), "label": label},
        where=where,
        page=pressed.page if pressed else 0,
        hint=hint,
        back=dialogue.may_go_back(answers),
        skip=question.skippable,
        ticks=question.several or question.tick is not None,
        keeps=dialogue.keeps,
        greets=now.scene.visit.person is None and not dialogue.may_go_back(answers),
        suggests=bool(only),
        names_others=question.names_others,
    )
    return Reply(screen=views.ask(now.scene.words, asked))
