"""Choosing how often one gets a digest, when it goes, and the lead's look at it before."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.buttons import press
from domain.clusters import Cluster
from domain.dialogue import Option
from domain.digests import MOST_LETTERS as LETTERS_IN_A_DIGEST
from domain.digests import Every, Section, Source, at_a_glance
from domain.groups import Group
from domain.message import Button, Message, Row
from domain.text import shortened
from views import frame
from views.buttons import WIDE, row
from views.digests import told
from views.paging import paged
from views.when import moment
from views.words import Words, paragraphs

MOST_LETTERS_SHOWN = LETTERS_IN_A_DIGEST - 200
"""Beforehand: when it goes, and what becomes of it, stand around it."""
MONDAY = date(2026, 11, 23)
"""Any Monday: the names of its week's days are what we want."""


@dataclass(frozen=True)
class One:
    """A source as its reader sees it. `next_at`: when it writes next; None where that is not settled yet."""

    name: str
    source: Source
    every: Every
    next_at: datetime | None


@dataclass(frozen=True)
class Look:
    """What a lead sees beforehand. `section`: None where there is nothing to tell. `at`: UTC."""

    group: Group
    section: Section | None
    at: datetime
    lined: bool = False
    too_late: bool = False


def mine(words: Words, theirs: Sequence[tuple[Source, str, Every]], page: int) -> Message:
    """All that writes to them, and how often they want it."""
    buttons = [
        Button(_named(words, name, every), press("dsource", source.kind, source.id))
        for source, name, every in theirs
    ]
    rows = paged(words, buttons, page, 4, lambda there: press("digests", there))
    return Message(
        words("digests.mine"), (*rows, row(words, "dialogue.back", "settings"), frame.to_menu(words))
    )


def one(words: Words, cluster: Cluster, shown: One, *, sets: bool) -> Message:
    """How often? The way it is now stands in the text."""
    text = paragraphs(
        words(f"digests.now_{shown.every}", name=shown.name),
        words("digests.next", when=moment(words, shown.next_at, cluster.zone)) if shown.next_at else None,
    )
    where = (shown.source.kind, shown.source.id)
    others = [every for every in Every if every is not shown.every]
    rows: list[Row] = [row(words, f"digests.every_{every}", "devery", *where, every) for every in others]
    if sets:
        rows.append(row(words, "digests.set_when", "dwhen", *where))
    return Message(text, (*rows, row(words, "digests.all", "digests", 0), frame.to_menu(words)))


def chosen(words: Words, every: Every) -> str:
    """The pop-up after choosing."""
    return words.label(f"digests.chosen_{every}")


def days(words: Words) -> Sequence[Option]:
    """The days of the week."""
    week = (MONDAY + timedelta(days=ahead) for ahead in range(7))
    return [Option(str(day.weekday()), words.weekday_name(day)) for day in week]


def hours(words: Words, all_: Iterable[int]) -> Sequence[Option]:
    """Full hours."""
    return [Option(str(hour), words.label("digests.hour", hour=hour)) for hour in all_]


def goes_soon(words: Words, cluster: Cluster, group: Group, at: datetime) -> Message:
    """To the lead, the day before."""
    text = words("digests.goes_soon", group=group.name, when=moment(words, at, cluster.zone))
    return Message(text, (*_choices(words, group), frame.to_menu(words)))


def preview(words: Words, cluster: Cluster, look: Look) -> Message:
    """As it would go now, its heading too."""
    when = moment(words, look.at, cluster.zone)
    rows = (*_line_ways(words, look), frame.to_menu(words))
    if look.section is None:
        return Message(words("digests.nothing_yet", group=look.group.name, when=when), rows)
    glance = at_a_glance([look.section], MOST_LETTERS_SHOWN)
    text = paragraphs(
        words("digests.went_without", when=when) if look.too_late else words("digests.preview", when=when),
        *(told(heading, parts) for heading, parts in glance.sections),
        words("digests.said_once"),
    )
    return Message(text, rows)


def line_dropped(words: Words) -> str:
    """The pop-up after the lead took the line back."""
    return words.label("digests.line_dropped")


def _line_ways(words: Words, look: Look) -> Iterator[Row]:
    yield row(words, "digests.change_line" if look.lined else "digests.add_line", "dline", look.group.id)
    if look.lined:
        yield row(words, "digests.drop_line", "dunline", look.group.id)
    if look.section is not None:
        yield row(words, "digests.let_go", "dgo", look.group.id)


def goes(words: Words, cluster: Cluster, group: Group, at: datetime) -> Message:
    """It goes by itself."""
    text = words("digests.goes", group=group.name, when=moment(words, at, cluster.zone))
    return Message(text, (row(words, "digests.see", "dpreview", group.id), frame.to_menu(words)))


def _choices(words: Words, group: Group) -> tuple[Row, ...]:
    return (
        row(words, "digests.see", "dpreview", group.id),
        row(words, "digests.add_line", "dline", group.id),
        row(words, "digests.let_go", "dgo", group.id),
    )


def _named(words: Words, name: str, every: Every) -> str:
    """The name gives way, so that the choice can be read."""
    room = WIDE - len(words.label(f"digests.source_{every}", name=""))
    return words.label(f"digests.source_{every}", name=shortened(name, room))
