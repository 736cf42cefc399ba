"""What is asked after the day: which of two, at what time, and whether that is right."""

from collections.abc import Mapping, Sequence

from actions.asking_when_parts import (
    CLOCK,
    ENDS,
    HOUR,
    SURE,
    WHICH,
    AskWhen,
    answered,
    kept_reading,
    today,
    zone,
)
from actions.scene import Scene
from domain.dates import (
    Hours,
    NotUnderstood,
    Open,
    Reading,
    Unsure,
    When,
    is_sure,
    keep,
    kept,
    kept_open,
    read,
    read_hours,
    settle,
)
from domain.days import in_zone
from domain.dialogue import AGAIN, Answers, NotAnAnswer, Option, Question
from domain.replies import yes_or_no
from views import asking_when as views
from views.when import in_full

# Which of two


def which(asked: AskWhen, *, of_clock: bool = False) -> Question[Scene]:
    """After an answer that may mean two: the first, or the one about the time."""
    key = asked.key + (CLOCK if of_clock else "")
    end = HOUR if of_clock else WHICH

    def unsettled(answers: Answers) -> Open | None:
        return kept_open(answers.get(key, ""))

    def options(scene: Scene, answers: Answers, _where: str) -> Sequence[Option]:
        open_ = unsettled(answers)
        return views.two(scene.words, open_, zone(scene)) if open_ else ()

    def read_(scene: Scene, answers: Answers, words: str) -> str:
        open_ = unsettled(answers)
        both = (open_.first, open_.second) if open_ and open_.why is not Unsure.SKIPPED else ()
        said = (read(words, scene.visit.now, zone(scene), scene.language), read_hours(words))
        fitting = [when for when in both if _says(said, when)]
        if len(fitting) == 1:
            return keep(fitting[0])
        if fitting:
            raise NotAnAnswer
        return _instead(asked, scene, said[0], both)

    def details(scene: Scene, answers: Answers) -> Mapping[str, str]:
        open_ = unsettled(answers)
        return {"which": views.which(scene.words, open_, zone(scene)) if open_ else ""}

    return Question(
        asked.key + end,
        options,
        read_,
        details=details,
        when=lambda answers: unsettled(answers) is not None,
        needs=_before(asked, end),
        asks="when_which",
        same_step=True,
    )


def _instead(asked: AskWhen, scene: Scene, said: Reading, both: Sequence[When]) -> str:
    """They say a third one, as fully as the two were said: then that is meant. Raises NotAnAnswer."""
    only_days = any(when.start is None for when in both)
    if not isinstance(said, When) or (said.start is None) != only_days:
        raise NotAnAnswer
    return kept_reading(asked, scene, said)


def _says(said: Sequence[Reading], when: When) -> bool:
    alike = {when, when.only_day, Hours(when.start, when.end)} if when.start else {when}
    return any(reading in alike for reading in said)


# The time, where only the day was said


def clock(asked: AskWhen) -> Question[Scene]:
    def options(scene: Scene, answers: Answers, _where: str) -> Sequence[Option]:
        day = answered(answers, asked.key)
        if day is None:
            return ()
        there = (settle(day.day, Hours(at), scene.visit.now, zone(scene)) for at in asked.hours)
        return views.clocks(scene.words, [when for when in there if isinstance(when, When)])

    def read_(scene: Scene, answers: Answers, words: str) -> str:
        day, hours = answered(answers, asked.key), read_hours(words)
        if day is None or hours == NotUnderstood():
            return _with_clock(asked, scene, words)
        if isinstance(hours, NotUnderstood):
            return kept_reading(asked, scene, hours)
        return kept_reading(asked, scene, settle(day.day, hours, scene.visit.now, zone(scene)))

    def details(scene: Scene, answers: Answers) -> Mapping[str, str]:
        day = answered(answers, asked.key)
        return {"day": in_full(scene.words, day.only_day, zone(scene)) if day else ""}

    return Question(
        asked.key + CLOCK,
        options,
        read_,
        details=details,
        when=lambda answers: _lacks_clock(asked, answers),
        needs=_before(asked, CLOCK),
        asks="when_clock",
        same_step=True,
    )


def _lacks_clock(asked: AskWhen, answers: Answers) -> bool:
    day = kept(answers.get(asked.key + WHICH) or answers.get(asked.key, ""))
    return bool(asked.hours) and day is not None and day.start is None


def _with_clock(asked: AskWhen, scene: Scene, words: str) -> str:
    """They say another day with it: then that is meant. Raises NotAnAnswer."""
    again = read(words, scene.visit.now, zone(scene), scene.language)
    value = "" if isinstance(again, NotUnderstood | Hours) else kept_reading(asked, scene, again)
    open_, when = kept_open(value), kept(value)
    if (open_.first if open_ else when or When(today(scene))).start is None:
        raise NotAnAnswer("hint.when_clock")
    return value


# Whether that is right


def sure(asked: AskWhen) -> Question[Scene]:
    """It is said back with weekday, date, year and time; a button that said all that was the echo itself."""

    def options(scene: Scene, answers: Answers, _where: str) -> Sequence[Option]:
        when = answered(answers, asked.key)
        if when is None or _is_gone(scene, when):
            return [views.wrong(scene.words)]
        return views.sure(scene.words)

    def read_(scene: Scene, answers: Answers, words: str) -> str:
        said = yes_or_no(words)
        if said is None or (said and len(options(scene, answers, "")) == 1):
            raise NotAnAnswer
        return views.YES if said else AGAIN

    def details(scene: Scene, answers: Answers) -> Mapping[str, str]:
        when = answered(answers, asked.key)
        if when is None:
            return {"when": "", "notes": ""}
        gone = _is_gone(scene, when)
        return {
            "when": in_full(scene.words, when, zone(scene)),
            "notes": views.notes(scene.words, when, today(scene), gone=gone),
        }

    return Question(
        asked.key + SURE,
        options,
        read_,
        details=details,
        when=lambda answers: _is_unsaid(asked, answers),
        needs=_before(asked, SURE),
        asks="when_sure",
        again=asked.key,
        same_step=True,
    )


def _is_unsaid(asked: AskWhen, answers: Answers) -> bool:
    when = answered(answers, asked.key)
    if when is None or (asked.hours and when.start is None):
        return False
    return not is_sure(answers.get(asked.key, ""))


def _is_gone(scene: Scene, when: When) -> bool:
    """While they thought about it."""
    now = in_zone(scene.visit.now, zone(scene))
    return when.day < now.date() if when.start is None else when.begins(zone(scene)) <= now


def _before(asked: AskWhen, end: str) -> tuple[str, ...]:
    """The questions before it, whose answers it stands on."""
    return tuple(asked.key + one for one in ENDS[: ENDS.index(end)])
