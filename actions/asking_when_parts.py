"""What a question about a day and a time is told, and how its answers are kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from actions.scene import Scene
from domain.dates import (
    Ambiguous,
    Mismatch,
    NotUnderstood,
    Open,
    Reading,
    Skipped,
    Unsure,
    When,
    Why,
    keep,
    keep_open,
    kept,
)
from domain.days import local_day
from domain.dialogue import Answers, NotAnAnswer, Option, no_details, no_options

Whens = Callable[[Scene, Answers], Sequence[When]]
USUAL_HOURS = (time(10), time(14), time(18, 30), time(19))
TWO_YEARS = 731
WHICH, CLOCK, HOUR, SURE = "_which", "_clock", "_hour", "_sure"
"""What the keys of the further questions end with."""
ENDS = ("", WHICH, CLOCK, HOUR, SURE)
"""Of all the questions, in the order they are asked."""
_HINTS = {
    Why.GONE: "hint.when_gone",
    Why.FAR: "hint.when_far",
    Why.NO_DAY: "hint.when_no_day",
    Why.NO_TIME: "hint.when_no_time",
}


@dataclass(frozen=True)
class AskWhen:
    """What is asked. `key` names the first question; its words are `ask.<asks>`.

    `picks` are offered at once. With `hours` a time belongs to it, and these are offered; without, only
    days are taken. `days` is how far off it may be; `others` are options of the dialogue's own beside the
    picks, such as "now": they are answers as they stand, and nothing is asked about them.
    """

    key: str
    picks: Whens
    hours: Sequence[time] = USUAL_HOURS
    days: int = TWO_YEARS
    others: Callable[[Scene, Answers, str], Sequence[Option]] = no_options
    details: Callable[[Scene, Answers], Mapping[str, str]] = no_details
    when: Callable[[Answers], bool] = lambda _answers: True
    needs: tuple[str, ...] = ()
    skippable: bool = False
    asks: str = "when"
    names_others: bool = False


def answered(answers: Answers, key: str) -> When | None:
    """The day, and the time if it was said; None where it is open, skipped, or another option was taken."""
    given = (answers.get(key + end, "") for end in (HOUR, CLOCK, WHICH, ""))
    return next((when for when in map(kept, given) if when), None)


def today(scene: Scene) -> date:
    """Which day it is in the cluster."""
    return local_day(scene.visit.now, zone(scene))


def zone(scene: Scene) -> str:
    """The cluster's."""
    return scene.cluster.zone


def latest(asked: AskWhen, scene: Scene) -> date:
    """The last day that can be chosen."""
    return today(scene) + timedelta(days=asked.days)


def kept_reading(asked: AskWhen, scene: Scene, reading: Reading) -> str:
    """As the answer is kept. Raises NotAnAnswer with the hint that says why there is none."""
    whens = _all_of(reading)
    if not whens:
        raise NotAnAnswer(_hint(asked, reading))
    if any(when.day > latest(asked, scene) for when in whens):
        raise NotAnAnswer("hint.when_late")
    if len(whens) == 1:
        return keep(whens[0])
    why = Unsure.EITHER
    if isinstance(reading, Mismatch):
        why = Unsure.TORN
    elif isinstance(reading, Skipped):
        why = Unsure.SKIPPED
    return keep_open(Open(why, whens[0], whens[1]))


def _all_of(reading: Reading) -> list[When]:
    match reading:
        case When():
            return [reading]
        case Ambiguous():
            return [option for option in reading.options if isinstance(option, When)]
        case Mismatch(by_date, by_weekday):
            return [by_date, by_weekday]
        case Skipped(said, instead):
            return [said, instead]
        case _:
            return []


def _hint(asked: AskWhen, reading: Reading) -> str:
    if not isinstance(reading, NotUnderstood):
        return "hint.when_which_day"
    unknown = "hint.when" if asked.hours else "hint.when_day"
    return _HINTS.get(reading.why, unknown)
