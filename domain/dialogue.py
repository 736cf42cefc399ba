"""A dialogue is a row of questions; where it stands follows from the answers given so far.

Nothing here knows of Telegram or of a database: `World` is whatever a question looks around in to find its
options (the actions use a transaction and the visit; a test uses a dictionary). The open question is the
first one that applies and has no answer, so there is no step number that could be wrong.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Generic, TypeAlias, TypeVar

World = TypeVar("World")
Answers: TypeAlias = Mapping[str, str]

SKIP, DONE, BACK, LEAVE, LOOK, NONE = ".skip", ".done", ".back", ".leave", ".look", ".none"
"""What a button under a question may say instead of an option: no option's value begins with a dot."""
AGAIN = ".again"
"""An answer that takes an earlier one back: that question is asked anew."""
WROTE = ".wrote"
"""Not an answer: the words that our guesses are about."""
BEGAN = ".began"
"""Not an answer: what was known before anything was said, where leaving loses what is said."""
SOME = ".some"
"""Behind a question's key: not an answer, but what is ticked of several so far."""
ON, OFF = "+", "-"
"""What a tick's button asks for, before the option's value: so that a second tap asks for the same again."""


class Thing(StrEnum):
    """What may be sent in answer instead of words."""

    PICTURE = "picture"
    """Answered by Telegram's file id of its largest size."""
    PLACE = "place"
    """Answered by `place_answer`."""


def place_answer(latitude: float, longitude: float) -> str:
    """Degrees with five decimals, about a metre: `55.52345,11.85000`. `place_of` reads it again."""
    return f"{latitude:.5f},{longitude:.5f}"


def place_of(answer: str) -> tuple[float, float]:
    """Latitude and longitude in degrees; ValueError for an answer that is no place."""
    latitude, longitude = (float(part) for part in answer.split(","))
    return latitude, longitude


class NotAnAnswer(Exception):
    """What was written or pressed does not answer the question; `hint` names the sentence that helps."""

    def __init__(self, hint: str = "") -> None:
        super().__init__(hint)
        self.hint = hint


@dataclass(frozen=True)
class Option:
    """A choice under a question. One that `opens` a view shows more choices instead of answering.

    One that stands `beside` another is in the same row. They are never paged.
    """

    value: str
    label: str
    ticked: bool = False
    opens: str = ""
    beside: bool = False


@dataclass(frozen=True)
class Press:
    """A button under a question: the run and the question it belongs to, and where in the choices one was."""

    run: int
    key: str
    value: str
    where: str = ""
    page: int = 0


@dataclass(frozen=True)
class Suggestion:
    """Words that may mean one of these: the person confirms. `hint` names the sentence above them."""

    options: Sequence[Option]
    hint: str


def no_options(_world: object, _answers: Answers, _view: str) -> Sequence[Option]:
    """For a question that is answered in words only."""
    return ()


def nothing_typed(_world: object, _answers: Answers, _words: str) -> str | Suggestion:
    """For a question that is answered by buttons only."""
    raise NotAnAnswer


def no_details(_world: object, _answers: Answers) -> Mapping[str, str]:
    """For a question whose words are always the same."""
    return {}


def never(_world: object, _answers: Answers) -> bool:
    """For a question that is always worth asking."""
    return False


@dataclass(frozen=True)
class Question(Generic[World]):
    """One question. `key` names it in the buttons, in the answers and in the catalogue (`ask.<key>`).

    `asks` is the catalogue's name for it where several questions share their words. With `names_others`
    its screen says who somebody else is, and is kept no longer than it takes to send.
    With `tick(world, value, on)`, each press is kept at once, what it gives back names it in a receipt, and
    the answer is only that they are done. `needs` names the earlier questions whose answer this one stands
    on: going back to one of them drops this answer too. It `takes` a picture or a place
    as well, where those are named. Where it is `needless`, because there is nothing to choose, it counts as
    skipped. `unmeant(world, words)` takes the words for which none of our guesses was right, and gives back
    the hint that says so. The answer AGAIN asks `again`, an earlier question, anew. With `same_step` it is no
    step of its own, but belongs to the one before it. Words that a question with `passes_on` cannot read are
    the answer to the next one, and its own is `passes_on`. Of `several` the options are ticked, and the
    answer is their values with spaces between.
    """

    key: str
    options: Callable[[World, Answers, str], Sequence[Option]] = no_options
    read: Callable[[World, Answers, str], str | Suggestion] = nothing_typed
    tick: Callable[[World, str, bool], str] | None = None
    unmeant: Callable[[World, str], str] | None = None
    keep: Callable[[World, str], None] | None = None
    details: Callable[[World, Answers], Mapping[str, str]] = no_details
    when: Callable[[Answers], bool] = lambda _answers: True
    needs: tuple[str, ...] = ()
    takes: frozenset[Thing] = frozenset()
    needless: Callable[[World, Answers], bool] = never
    skippable: bool = False
    asks: str = ""
    names_others: bool = False
    again: str = ""
    same_step: bool = False
    passes_on: str = ""
    several: bool = False

    @property
    def words(self) -> str:
        """The catalogue's name for it."""
        return self.asks or self.key


@dataclass(frozen=True)
class Dialogue(Generic[World]):
    """A tuple of questions. With `keeps`, each answer is kept as it is given, so leaving loses nothing."""

    name: str
    questions: tuple[Question[World], ...]
    keeps: bool = False

    def open_question(self, answers: Answers) -> Question[World] | None:
        """The first question that applies and has no answer; None when all is said."""
        return next((q for q in self._applying(answers) if q.key not in answers), None)

    def step(self, answers: Answers) -> tuple[int, int]:
        """Which question of how many, counted from one, as far as can be told now."""
        applying = self._applying(answers)
        steps = [q for q in applying if not q.same_step]
        reached = [q for q in steps if q.key in answers]
        open_ = self.open_question(answers)
        begun = len(reached) + (not (open_ and open_.same_step))
        return min(max(begun, 1), len(steps)), len(steps)

    def may_go_back(self, answers: Answers) -> bool:
        """Whether there is an answer to take back."""
        return any(q.key in answers for q in self.questions)

    def back(self, answers: Answers) -> dict[str, str]:
        """The answers without the last one given, and without what stood on it."""
        given = [q for q in self.questions if q.key in answers]
        if not given:
            return dict(answers)
        return self.without(answers, given[-1].key)

    def without(self, answers: Answers, key: str) -> dict[str, str]:
        """The answers without that one, and without what stood on it."""
        dropped = {key}
        for question in self.questions:
            if dropped & set(question.needs):
                dropped.add(question.key)
        return {key: value for key, value in answers.items() if key not in dropped}

    def _applying(self, answers: Answers) -> list[Question[World]]:
        return [q for q in self.questions if q.when(answers)]


def picked(answers: Answers, key: str) -> Sequence[str]:
    """What is ticked so far under a question that takes several, in the order of the ticks."""
    return answers.get(f"{key}{SOME}", "").split()


@dataclass(frozen=True)
class Progress:
    """How far one person is. `run` tells this run's buttons from those of an earlier one."""

    dialogue: str
    run: int
    answers: Answers

    @property
    def is_lost(self) -> bool:
        """Whether something that was said goes with it when another dialogue begins."""
        if BEGAN not in self.answers:
            return False
        before = {BEGAN, *self.answers[BEGAN].split()}
        return any(key not in before and said != SKIP for key, said in self.answers.items())

    def wrote(self, words: str) -> "Progress":
        """The same run, remembering words until they have been understood."""
        return Progress(self.dialogue, self.run, {**self.answers, WROTE: words})

    def answered(self, key: str, value: str) -> "Progress":
        """The same run with one more answer; what words were guessed to mean is settled."""
        return Progress(self.dialogue, self.run, {**self.settled().answers, key: value})

    def picked(self, key: str, value: str, *, on: bool) -> "Progress":
        """The same run with that ticked under a question that takes several, or no longer."""
        others = [one for one in picked(self.answers, key) if one != value]
        return replace(
            self, answers={**self.answers, f"{key}{SOME}": " ".join([*others, *([value] if on else [])])}
        )

    def settled(self) -> "Progress":
        """The same run without the words that were being guessed at."""
        return replace(self, answers={key: said for key, said in self.answers.items() if key != WROTE})
