"""A question about a day and a time, for any dialogue: `*asking_when.questions(AskWhen("event_when", ...))`.

By quick picks, in words, or in a month's grid; then the time, if only the day was said; which of two, if it
may mean two; and at last it is said back in full. `chosen(answers, key)` is what they said yes to.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from actions.asking_when_parts import ENDS, AskWhen, answered, kept_reading, latest, today, zone
from actions.asking_when_said import clock, sure, which
from actions.scene import Scene
from domain.dates import When, read, read_day
from domain.dates.calendar import coming
from domain.days import months_on
from domain.dialogue import Answers, Option, Question
from views import asking_when as views

__all__ = ["AskWhen", "chosen", "coming_days", "questions", "without"]

SATURDAY, SUNDAY = 5, 6


def questions(asked: AskWhen) -> tuple[Question[Scene], ...]:
    """All that may have to be asked, in a dialogue's tuple: one step, however many questions it takes."""
    return (_day(asked), which(asked), clock(asked), which(asked, of_clock=True), sure(asked))


def chosen(answers: Answers, key: str) -> When:
    """What they said yes to: the day, and the time if one was asked for.

    Raises KeyError where they chose none: skipped it, or took one of `others`.
    """
    when = answered(answers, key)
    if when is None:
        raise KeyError(key)
    return when


def without(answers: Answers, key: str) -> dict[str, str]:
    """The answers as if it had not been asked yet."""
    gone = {key + end for end in ENDS}
    return {name: value for name, value in answers.items() if name not in gone}


def coming_days(scene: Scene, _answers: Answers) -> Sequence[When]:
    """Picks for what the village does: tomorrow, and the coming weekends."""
    now = today(scene)
    saturday, sunday = coming(now, SATURDAY), coming(now, SUNDAY)
    days = {now + timedelta(days=1), saturday, sunday, saturday + timedelta(days=7)}
    return [When(day) for day in sorted(days)]


def _day(asked: AskWhen) -> Question[Scene]:
    """The day, and the time where they say it too."""

    def options(scene: Scene, answers: Answers, where: str) -> Sequence[Option]:
        month = _month(asked, scene, where)
        if month is not None:
            return views.grid(scene.words, month, today(scene), latest(asked, scene))
        picks = asked.picks(scene, answers)
        offered = views.picks(scene.words, picks, zone(scene), full=not asked.hours)
        others = asked.others(scene, answers, where)
        return [*others, *offered, views.see_month(scene.words, today(scene).replace(day=1))]

    def read_(scene: Scene, _answers: Answers, words: str) -> str:
        reader = read if asked.hours else read_day
        return kept_reading(asked, scene, reader(words, scene.visit.now, zone(scene), scene.language))

    def details(scene: Scene, answers: Answers) -> Mapping[str, str]:
        return {**asked.details(scene, answers), "latest": scene.words.weekday(latest(asked, scene))}

    return Question(
        asked.key,
        options,
        read_,
        details=details,
        when=asked.when,
        needs=asked.needs,
        skippable=asked.skippable,
        asks=asked.asks,
        names_others=asked.names_others,
    )


def _month(asked: AskWhen, scene: Scene, where: str) -> date | None:
    """The first of the month whose grid they look at; None where no grid has that name."""
    first = today(scene).replace(day=1)
    while first <= latest(asked, scene):
        if views.view(first) == where:
            return first
        first = months_on(first, 1)
    return None
