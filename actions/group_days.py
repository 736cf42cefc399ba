"""The answers to "how many?" and "how many hours?"."""

from collections.abc import Callable
from datetime import timedelta

from actions.scene import Scene
from domain.dates import read_length
from domain.dialogue import Answers, NotAnAnswer
from domain.numbers import read_number

HOUR = timedelta(hours=1)


def read_count(most: int) -> Callable[[Scene, Answers, str], str]:
    """A whole number from 1 to `most`, in digits or in words."""

    def read(_scene: Scene, _answers: Answers, words: str) -> str:
        found = read_number(words)
        if found is None or not 1 <= found <= most:
            raise NotAnAnswer
        return str(found)

    return read


def read_hours_each(most: int) -> Callable[[Scene, Answers, str], str]:
    """About how many hours: a number, or "en times tid", begun hours counted in full."""
    count = read_count(most)

    def read(scene: Scene, answers: Answers, words: str) -> str:
        length = read_length(words)
        return str(-(-length // HOUR)) if length else count(scene, answers, words)

    return read
