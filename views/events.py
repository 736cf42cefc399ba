"""What happens in the villages, as everybody sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.audience import Audience
from domain.buttons import press
from domain.clusters import Cluster
from domain.events import Coming, Event, EventState, Rsvp, Tally
from domain.message import Button, Html, Message, Row
from views import frame
from views.buttons import row, short
from views.event_answers import answer_rows
from views.paging import MOST_ROWS, paged
from views.when import in_full, in_short
from views.words import Words, paragraphs

LIST_ROWS = 3
"""Events on one page: each is a line above, too."""
MAP = "https://www.openstreetmap.org/"


@dataclass(frozen=True)
class ForWhom:
    """An audience, and what is needed to name it."""

    cluster: Cluster
    audience: Audience
    group: str


@dataclass(frozen=True)
class Sight:
    """An event as one person sees it: `in_line` is their place among those who wait, 0 for all others."""

    event: Event
    whom: ForWhom
    tally: Tally
    rsvp: Rsvp | None
    in_line: int
    organiser: str | None
    runs: bool
    open: bool


def whats_on(
    words: Words,
    close: Sequence[Event],
    beyond: Sequence[Event],
    page: int,
    more: Sequence[Row] = (),
    *,
    makes: bool = False,
) -> Message:
    """What comes, near first. `more`: other things that go on. `makes`: the reader may make something."""
    ways = [*more, row(words, "events.mine_button", "evmine", 0), frame.to_menu(words)]
    if not close and not beyond:
        make = [row(words, "events.make", "evmake")] if makes else []
        return Message(words("events.nothing"), (*make, *ways))
    both = [*close, *beyond]
    room = min(LIST_ROWS + 1, MOST_ROWS - len(ways))
    rows = paged(words, [_line_button(each) for each in both], page, room, lambda turn: press("evs", turn))
    shown = {row[0].data for row in rows if isinstance(row[0], Button)}
    parts = [words("events.whats_on")]
    for heading, part in (("events.close", close), ("events.beyond", beyond)):
        lines = [_line(words, each) for each in part if _line_button(each).data in shown]
        if lines:
            parts.append(Html("\n".join([words(heading), *lines])))
    return Message(paragraphs(*parts), (*rows, *ways))


def mine(words: Words, there: Sequence[Event], me: int, page: int, *, makes: bool) -> Message:
    """What they come to and what they run; and, for those who may, the way to make one."""
    ways = [row(words, "events.make", "evmake")] if makes else []
    ways += [row(words, "events.to_list", "evs", 0)]
    rows = paged(
        words,
        [_line_button(each) for each in there],
        page,
        min(LIST_ROWS + 1, MOST_ROWS - len(ways)),
        lambda turn: press("evmine", turn),
    )
    shown = {row[0].data for row in rows if isinstance(row[0], Button)}
    lines = [_my_line(words, each, me) for each in there if _line_button(each).data in shown]
    text = Html("\n".join(lines)) if lines else words("events.none_of_mine")
    return Message(paragraphs(words("events.mine"), text), (*rows, *ways))


def _line_button(event: Event) -> Button:
    return Button(short(event.title), press("ev", event.id))


def _line(words: Words, event: Event) -> Html:
    when = in_short(words, event.when.at, event.when.zone)
    return words("events.line", when=when, title=event.title, place=event.place)


def _my_line(words: Words, event: Event, me: int) -> Html:
    line = _line(words, event)
    if event.state is EventState.CANCELLED:
        return words("events.line_cancelled", line=line)
    return words("events.line_mine", line=line) if event.organiser_id == me else line


def page(words: Words, sight: Sight) -> Message:
    """One event, and what this person can do about it."""
    event = sight.event
    text = paragraphs(
        words("events.title", title=event.title),
        words("events.cancelled") if event.state is EventState.CANCELLED else None,
        Html("\n".join(_facts(words, sight))),
        _told(words, event),
        Html("\n".join(_numbers(words, sight))) if event.state is EventState.OPEN else None,
        _mine(words, sight),
    )
    return Message(text, tuple(_ways(words, sight)), fleeting=sight.organiser is not None)


def facts(words: Words, event: Event, whom: ForWhom) -> list[Html]:
    """When, where, for whom."""
    return [
        in_full(words, event.when.at, event.when.zone),
        where(words, event),
        words("events.for", whom=named(words, whom)),
    ]


def where(words: Words, event: Event) -> Html:
    """The place, and a map where we know where it is."""
    if event.spot is None:
        return words("events.where", place=event.place)
    at = event.spot
    address = f"{MAP}?mlat={at.latitude}&amp;mlon={at.longitude}#map=16/{at.latitude}/{at.longitude}"
    link = Html(f'<a href="{address}">{words("events.map")}</a>')
    return words("events.where_map", place=event.place, map=link)


def named(words: Words, whom: ForWhom) -> Html:
    """For whom it is."""
    audience = whom.audience
    if audience.groups:
        return words("events.for_group", group=whom.group)
    names = [village.name for village in whom.cluster.villages if village.id in audience.villages]
    return words.listed(names) or words("groups.everywhere")


def _facts(words: Words, sight: Sight) -> list[Html]:
    who = sight.organiser
    run = words("events.run_by", name=who) if who else words("events.run_by_steering")
    return [*facts(words, sight.event, sight.whom), run]


def _told(words: Words, event: Event) -> Html | None:
    if event.state is EventState.CANCELLED:
        return words("groups.quotation", said=event.reason) if event.reason else None
    return words("groups.quotation", said=event.result) if event.result else None


def _numbers(words: Words, sight: Sight) -> list[Html]:
    tally, event = sight.tally, sight.event
    if not sight.open:
        return [words.plural("events.coming", tally.coming)]
    lines = [words.plural("events.coming", tally.coming) if tally.coming else words("events.nobody_yet")]
    if tally.maybe:
        lines.append(words.plural("events.maybe", tally.maybe))
    if event.supper:
        eating = words.plural("events.eating", tally.eating)
        lines.append(eating if tally.coming else words("events.has_supper"))
    lines += _seats(words, sight)
    if tally.waiting:
        lines.append(words.plural("events.waiting", tally.waiting))
    return lines


def _seats(words: Words, sight: Sight) -> list[Html]:
    """The waiting list is offered to those who are not on a list already."""
    left = sight.event.left
    if left is None:
        return []
    if left:
        return [words.plural("events.left", left)]
    listed = sight.rsvp is not None and sight.rsvp.answer in {Coming.YES, Coming.WAITING}
    return [words("events.full") if listed else words("events.full_waits")]


def _mine(words: Words, sight: Sight) -> Html | None:
    rsvp = sight.rsvp
    if rsvp is None or not sight.open:
        return None
    if rsvp.answer is Coming.YES and sight.event.supper:
        return words("events.you_eat", heads=rsvp.heads, eaters=rsvp.eaters)
    if rsvp.answer is Coming.YES:
        return words.plural("events.you_come", rsvp.heads)
    if rsvp.answer is Coming.WAITING:
        return words("events.you_wait", number=sight.in_line)
    return words(f"events.you_{rsvp.answer}")


def _ways(words: Words, sight: Sight) -> list[Row]:
    """Kommer has a row of its own; måske and nej are two short words beside each other."""
    event, rsvp = sight.event, sight.rsvp
    said = rsvp.answer if rsvp else None
    back = row(words, "events.to_list", "evs", 0)
    run = [row(words, "events.run", "evrun", event.id)] if sight.runs else []
    if not sight.open:
        picture = [row(words, "events.see_picture", "evpic", event.id)] if event.picture else []
        return [*picture, *run, back]
    rows = answer_rows(words, event, said)
    if said in {Coming.YES, Coming.WAITING}:
        rows.append(row(words, "events.heads", "evheads", event.id))
    rows.append(row(words, "events.to_calendar", "evcal", event.id))
    return [*rows, *run, back]
