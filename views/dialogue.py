"""A question on the screen: its words, its options one to a row, and the way on and back below them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.buttons import press
from domain.dialogue import BACK, DONE, LEAVE, LOOK, NONE, OFF, ON, SKIP, Option
from domain.message import Button, Html, Message, Row
from views.frame import languages
from views.paging import MOST_ROWS, paged
from views.words import Words, paragraphs


@dataclass(frozen=True)
class Asked:
    """All that a question's screen shows. `words` names its words in the catalogue; `where` and `page` say
    which part of the options is in view.

    `greets`: it is the first thing somebody sees, so it can be had in another language. `suggests`: the
    options are a guess at what was written, and the hint asks about it.
    """

    question: str
    words: str
    run: int
    step: tuple[int, int]
    options: Sequence[Option]
    details: Mapping[str, str]
    where: str
    page: int
    hint: str
    back: bool
    skip: bool
    ticks: bool
    keeps: bool
    greets: bool
    suggests: bool
    names_others: bool

    def press(self, value: str, where: str = "", page: int = 0) -> str:
        """The data of a button under this question."""
        return press("a", self.run, self.question, value, where, page)


def ask(words: Words, asked: Asked) -> Message:
    """The question, after a word about what was just said, if there is one."""
    ways = _ways(words, asked)
    rows = (*_choices(words, asked, MOST_ROWS - len(ways)), *ways)
    return Message(_text(words, asked), rows, fleeting=asked.names_others)


def note(words: Words, key: str) -> Message:
    """A word about how an answer was taken, before the next question."""
    return Message(words(key))


def _text(words: Words, asked: Asked) -> Html:
    hint = words(asked.hint, **asked.details) if asked.hint else None
    if asked.suggests and hint:
        return hint
    at, of = asked.step
    step = words("dialogue.step", at=at, of=of) if of > 1 else None
    return paragraphs(hint, step, words(f"ask.{asked.words}", **asked.details))


def _choices(words: Words, asked: Asked, room: int) -> list[Row]:
    if any(option.beside for option in asked.options):
        return _side_by_side(asked)
    buttons = [_choice(asked, option) for option in asked.options]
    return paged(words, buttons, asked.page, room, lambda page: asked.press(LOOK, asked.where, page))


def _side_by_side(asked: Asked) -> list[Row]:
    rows: list[Row] = []
    for option in asked.options:
        button = _choice(asked, option)
        if option.beside and rows:
            rows[-1] = (*rows[-1], button)
        else:
            rows.append((button,))
    return rows


def _choice(asked: Asked, option: Option) -> Button:
    if option.opens:
        return Button(option.label, asked.press(LOOK, option.opens))
    label = f"✓ {option.label}" if option.ticked else option.label
    value = f"{OFF if option.ticked else ON}{option.value}" if asked.ticks else option.value
    return Button(label, asked.press(value, asked.where, asked.page))


def _ways(words: Words, asked: Asked) -> list[Row]:
    """On, back and out: always below the options, in this order."""
    rows: list[Row] = languages(words, "question") if asked.greets else []
    if asked.suggests:
        some = any(option.ticked for option in asked.options)
        none = words.label("dialogue.no_more" if some else "dialogue.none_of_these")
        rows.append((Button(none, asked.press(NONE)),))
    elif asked.ticks and not asked.where:
        rows.append((Button(words.label("dialogue.done"), asked.press(DONE)),))
    elif asked.skip:
        rows.append((Button(words.label("dialogue.skip"), asked.press(SKIP)),))
    leave = Button(words.label("dialogue.close" if asked.keeps else "dialogue.cancel"), asked.press(LEAVE))
    if asked.where:
        rows.append((Button(words.label("dialogue.back"), asked.press(LOOK)), leave))
    elif asked.back:
        rows.append((Button(words.label("dialogue.back"), asked.press(BACK)), leave))
    else:
        rows.append((leave,))
    return rows
