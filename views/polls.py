"""A poll as those see it who are asked: the question with its answers under it, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.buttons import press
from domain.message import Button, Html, Message, Row
from domain.polls import OURS, Picks, Poll, PollKind, as_mask
from domain.text import shortened
from views import frame
from views.buttons import WIDE, row, short
from views.paging import MOST_ROWS, paged
from views.when import moment
from views.words import Words, paragraphs

ONE_TO_A_ROW, SIDE_BY_SIDE = 5, 2
NARROW = 13
"""Characters on a button that shares its row, beside a tick."""


@dataclass(frozen=True)
class Asked:
    """A poll, whom it is for by name, and where it is eight o'clock."""

    poll: Poll
    whom: str
    zone: str


def answer(words: Words, said: str) -> str:
    """An answer's words: somebody's own, or ours in the reader's language."""
    return words.label(f"polls.answer_{said.removeprefix(OURS)}") if said.startswith(OURS) else said


def ballot(words: Words, asked: Asked, picks: Picks = frozenset(), *, again: bool = False) -> Message:
    """The question with a button for each answer. `picks`: what they chose so far; `again`: a reminder."""
    poll, missing = asked.poll, [words("polls.reminder")] if again else []
    text = paragraphs(
        _heading(words, asked),
        _listed(words, poll),
        words("polls.sensitive") if poll.sensitive else None,
        Html(" ".join([*missing, _chosen(words, poll, picks), _until(words, asked)])),
    )
    rows = _answers(words, poll, picks)
    if poll.sensitive and picks:
        rows.append(row(words, "polls.cast", "pcast", poll.id, as_mask(picks)))
    ways = [frame.to_menu(words)] if len(rows) < MOST_ROWS else []
    return Message(text, (*rows, *ways), fleeting=True)


def _heading(words: Words, asked: Asked) -> Html:
    who = words("polls.from_group" if asked.poll.group_id else "polls.from_steering", whom=asked.whom)
    return Html(f"{who}\n{words('polls.question', question=asked.poll.question)}")


def _chosen(words: Words, poll: Poll, picks: Picks) -> Html:
    """What they answered, by number where there is one; nothing before, and never what goes into a box."""
    if not picks or poll.sensitive:
        return words("polls.choose_several" if poll.kind is PollKind.SEVERAL else "polls.choose")
    numbered = _listed(words, poll) is not None
    names = [str(n + 1) if numbered else answer(words, poll.answers[n]) for n in sorted(picks)]
    return words("polls.your_answer", answers=words.listed(names))


def _until(words: Words, asked: Asked) -> Html:
    return words("polls.until", when=moment(words, asked.poll.closes_at, asked.zone))


def _listed(words: Words, poll: Poll) -> Html | None:
    """The answers by number, where the buttons have no room for them."""
    names = [answer(words, said) for said in poll.answers]
    if len(names) <= ONE_TO_A_ROW and max(map(len, names)) <= WIDE:
        return None
    return Html("\n".join(words("polls.numbered", number=n, answer=name) for n, name in enumerate(names, 1)))


def _answers(words: Words, poll: Poll, picks: Picks) -> list[Row]:
    numbered = _listed(words, poll) is not None
    wide = len(poll.answers) <= ONE_TO_A_ROW
    buttons = []
    for n, said in enumerate(poll.answers):
        name = f"{n + 1}. {answer(words, said)}" if numbered else answer(words, said)
        label = shortened(name, WIDE if wide else NARROW)
        buttons.append(Button(f"✓ {label}" if n in picks else label, _data(poll, picks, n)))
    beside = 1 if wide else SIDE_BY_SIDE
    return [tuple(buttons[n : n + beside]) for n in range(0, len(buttons), beside)]


def _data(poll: Poll, picks: Picks, n: int) -> str:
    """What a tap asks for, so that a second tap asks for the same."""
    several = poll.kind is PollKind.SEVERAL
    if not poll.sensitive:
        return press("pvote", poll.id, n, 0 if several and n in picks else 1)
    then = picks ^ {n} if several else frozenset({n})
    return press("pick", poll.id, as_mask(then))


def sure(words: Words, asked: Asked, picks: Picks) -> Message:
    """A vote in a sensitive poll is final: is that it? Not kept: it says what they are about to vote."""
    names = words.listed([answer(words, said) for n, said in enumerate(asked.poll.answers) if n in picks])
    rows = (
        row(words, "polls.cast", "pcast", asked.poll.id, as_mask(picks)),
        row(words, "polls.choose_other", "poll", asked.poll.id),
    )
    return Message(
        paragraphs(_heading(words, asked), words("polls.sure", answers=names)), rows, fleeting=True
    )


def voted(words: Words, asked: Asked) -> Message:
    """They have voted in a sensitive poll: that is all we know."""
    text = paragraphs(_heading(words, asked), words("polls.in_the_box"), _until(words, asked))
    return Message(text, (_to_polls(words), frame.to_menu(words)))


def not_theirs(words: Words, asked: Asked) -> Message:
    """It is for others, or began before they came."""
    key = "polls.came_later" if asked.poll.sensitive else "polls.for_others"
    text = words(key, whom=asked.whom)
    return Message(text, (_to_polls(words), frame.to_menu(words)))


def being_counted(words: Words, asked: Asked) -> Message:
    """It is over; the result comes in a moment."""
    return Message(paragraphs(_heading(words, asked), words("polls.over")), (frame.to_menu(words),))


def too_late(words: Words) -> str:
    """The pop-up over a vote that came after the end."""
    return words.label("polls.too_late")


def only_once(words: Words) -> str:
    """The pop-up over a second vote in a sensitive poll."""
    return words.label("polls.only_once")


def open_polls(words: Words, there: Sequence[tuple[Poll, bool]], page: int) -> Message:
    """Those they may vote in, and whether they have."""
    buttons = [
        Button(short(f"✓ {poll.question}" if done else poll.question), press("poll", poll.id))
        for poll, done in there
    ]
    rows = paged(words, buttons, page, MOST_ROWS - 1, lambda turn: press("polls", turn))
    text = words.plural("polls.open", len(there)) if there else words("polls.none_open")
    return Message(text, (*rows, frame.to_menu(words)))


def ways(words: Words, there: Sequence[tuple[Poll, bool]]) -> list[Row]:
    """The way to the open polls, for other screens; none where there are none."""
    waiting = sum(not done for _, done in there)
    if not there or not waiting:
        return [_to_polls(words)] if there else []
    label = (
        words.label("polls.waiting_one") if waiting == 1 else words.label("polls.waiting_many", count=waiting)
    )
    return [(Button(label, press("polls", 0)),)]


def _to_polls(words: Words) -> Row:
    return row(words, "polls.to_open", "polls", 0)
