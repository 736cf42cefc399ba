"""What somebody writes for others to read: how long it may be, and a look at it before it goes to many."""

from collections.abc import Callable, Mapping, Sequence

from actions.scene import Scene
from domain.dialogue import Answers, NotAnAnswer, Option, Question
from domain.text import one_line, utf16_length
from views import written as views


def at_most(letters: int, hint: str = "") -> Callable[[Scene, Answers, str], str]:
    """Reads words of so many letters at most, as Telegram counts them; NotAnAnswer with the hint for more."""

    def read(_scene: Scene, _answers: Answers, words: str) -> str:
        if utf16_length(words) > letters:
            raise NotAnAnswer(hint)
        return words

    return read


def in_one_line(least: int, most: int) -> Callable[[Scene, Answers, str], str]:
    """Reads a line of so many characters, whatever it was spread over; NotAnAnswer for fewer and for more."""

    def read(_scene: Scene, _answers: Answers, words: str) -> str:
        line = one_line(words)
        if not least <= len(line) <= most:
            raise NotAnAnswer
        return line

    return read


def send_it(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    """The option under what is to go."""
    return views.send_it(scene.words)


def to_many(
    about: str,
    most: int,
    details: Callable[[Scene, Answers], Mapping[str, str]],
    readers: Callable[[Scene, Answers], int],
) -> tuple[Question[Scene], Question[Scene]]:
    """`<about>_message` and `<about>_send`: the words; and as others will see them, and how many."""
    message = f"{about}_message"

    def preview(scene: Scene, answers: Answers) -> Mapping[str, str]:
        shown = views.quoted(scene.words, answers[message])
        return {**details(scene, answers), "message": shown, "count": str(readers(scene, answers))}

    return (
        Question(message, read=at_most(most), details=details),
        Question(f"{about}_send", options=send_it, details=preview, needs=(message,)),
    )
