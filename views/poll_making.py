"""A poll as those see it who ask: the questions about it, the preview, and how it goes."""

from collections.abc import Sequence
from datetime import datetime

from domain.buttons import press
from domain.clusters import Cluster
from domain.dialogue import Option
from domain.groups import Group
from domain.message import Button, Html, Message, Row
from domain.polls import PRESETS, Poll, PollKind
from views import frame
from views.buttons import row, short
from views.groups import to_group
from views.paging import MOST_ROWS, paged
from views.polls import Asked, answer
from views.when import moment
from views.words import Words, paragraphs


def presets(words: Words) -> Sequence[Option]:
    """Answers that need not be written."""
    return [Option(name, words.label(f"polls.preset_{name}")) for name in PRESETS]


def kinds(words: Words) -> Sequence[Option]:
    """One answer, or several."""
    one, many = PollKind.SINGLE, PollKind.SEVERAL
    return [
        Option(one, words.label("polls.kind_single")),
        Option(many, words.label("polls.kind_several")),
    ]


def everybody(words: Words) -> Option:
    """The whole cluster."""
    return Option("all", words.label("polls.everybody"))


def village_or_group(value: str, name: str) -> Option:
    """A village or a group to ask."""
    return Option(value, short(name))


def days(words: Words, choices: Sequence[int], usual: int) -> Sequence[Option]:
    """How long it lasts."""
    return [
        Option(str(n), words.plural("polls.usual_days" if n == usual else "polls.days", n)) for n in choices
    ]


def ways_to_send(words: Words) -> Sequence[Option]:
    """The two ways on from the preview."""
    return [
        Option("send", words.label("polls.send")),
        Option("sensitive", words.label("polls.send_sensitive")),
    ]


def preview(words: Words, poll: Poll) -> Html:
    """As they will see it."""
    lines = "\n".join(words("polls.preview_answer", answer=answer(words, said)) for said in poll.answers)
    return Html(f"{words('polls.question', question=poll.question)}\n{lines}")


def sent(words: Words, asked: Asked, count: int, goes_at: datetime) -> Message:
    """The receipt. `goes_at`: when it is sent, which is not at night."""
    when = moment(words, asked.poll.closes_at, asked.zone)
    later = moment(words, goes_at, asked.zone) if goes_at > asked.poll.opened_at else None
    text = paragraphs(
        words.plural("polls.sent", count, whom=asked.whom, when=when),
        words("polls.not_at_night", when=later) if later else None,
    )
    return Message(text, (row(words, "polls.follow", "pone", asked.poll.id), frame.to_menu(words)))


def all_of(words: Words, there: Sequence[Poll], page: int) -> Message:
    """Every poll of the cluster, the newest first."""
    ways = [row(words, "polls.new", "pnew"), row(words, "polls.to_steering", "steering")]
    return _list(words, there, page, ways, "pall")


def of_group(words: Words, group: Group, there: Sequence[Poll], page: int) -> Message:
    """A group's polls."""
    ways = [
        row(words, "polls.ask_group", "pask", group.id),
        to_group(words, group),
    ]
    return _list(words, there, page, ways, "pgroup", group.id)


def _list(words: Words, there: Sequence[Poll], page: int, ways: list[Row], turn: str, *about: int) -> Message:
    buttons = [
        Button(
            short(_title(words, poll)),
            press("pone", poll.id),
        )
        for poll in there
    ]
    rows = paged(words, buttons, page, MOST_ROWS - len(ways), lambda n: press(turn, *about, n))
    return Message(words("polls.yours" if there else "polls.none_yet"), (*rows, *ways))


def _title(words: Words, poll: Poll) -> str:
    return poll.question if poll.closed_at is None else words.label("polls.ended", name=poll.question)


def one(words: Words, asked: Asked, voters: int, *, may_last: bool) -> Message:
    """How an open poll goes: how many have answered, and never what. `may_last`: it may last a day more."""
    poll = asked.poll
    text = paragraphs(
        words("polls.asked_whom", whom=asked.whom),
        preview(words, poll),
        words("polls.is_sensitive") if poll.sensitive else None,
        Html(f"{words.plural('polls.so_far', voters)} {_until(words, asked)}"),
    )
    longer = [row(words, "polls.longer", "plonger", poll.id, poll.closes_at.toordinal())]
    rows = [
        *(longer if may_last else ()),
        row(words, "polls.close_now", "pend", poll.id),
        _back(words, asked),
    ]
    return Message(text, tuple(rows))


def _until(words: Words, asked: Asked) -> Html:
    return words("polls.until", when=moment(words, asked.poll.closes_at, asked.zone))


def sure_to_close(words: Words, asked: Asked) -> Message:
    """It cannot be undone: everybody gets the result."""
    rows = (
        row(words, "polls.close_yes", "pended", asked.poll.id),
        row(words, "dialogue.back", "pone", asked.poll.id),
    )
    return Message(words("polls.sure_to_close", question=asked.poll.question), rows)


def lasts_until(words: Words, asked: Asked, at: datetime) -> str:
    """The pop-up after it got a day more."""
    return words.label("polls.lasts_until", when=moment(words, at, asked.zone))


def _back(words: Words, asked: Asked) -> Row:
    group = asked.poll.group_id
    return row(words, "dialogue.back", "pall", 0) if group is None else _of_group(words, group)


def _of_group(words: Words, group_id: int) -> Row:
    return row(words, "dialogue.back", "pgroup", group_id, 0)


def group_names(cluster: Cluster, groups: Sequence[Group]) -> list[Option]:
    """Villages and groups by name, as those to ask."""
    villages = [village_or_group(f"v{village.id}", village.name) for village in cluster.villages]
    return [*villages, *(village_or_group(f"g{group.id}", group.name) for group in groups)]
