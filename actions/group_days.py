"""The answer to "until when?"."""

from actions.group_access import today
from actions.scene import Scene
from domain.days import GoneBy, TooFar, read_day
from domain.dialogue import Answers, NotAnAnswer


def read_day_ahead(scene: Scene, _answers: Answers, words: str) -> str:
    """A day to come that they wrote as 12/6 or 12/6/2027; kept as 2027-06-12."""
    try:
        day = read_day(words, today(scene))
    except GoneBy as gone:
        raise NotAnAnswer("hint.day_gone") from gone
    except TooFar as far:
        raise NotAnAnswer("hint.day_far") from far
    if day is None:
        raise NotAnAnswer
    return day.isoformat()
