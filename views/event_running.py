"""What whoever runs an event sees: who comes, what can be done, and what people are told."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from domain.buttons import press
from domain.clusters import Cluster
from domain.days import in_zone
from domain.dialogue import Option
from domain.events import Coming, Event, EventState, Guest, Tally
from domain.message import Html, Message, Row
from views.buttons import row, short
from views.event_letters import essence
from views.paging import leaf, pages, turning
from views.words import Words, paragraphs

ON_A_PAGE = 5


def page(words: Words, event: Event, tally: Tally, now: datetime) -> Message:
    """How many come, what people have not been told yet, and what can be done."""
    text = paragraphs(
        essence(words, event),
        words("events.cancelled") if event.state is EventState.CANCELLED else None,
        Html("\n".join(_numbers(words, event, tally))),
        _pending(words, event),
        words("groups.quotation", said=event.result) if event.result else None,
    )
    return Message(text, tuple(_ways(words, event, now)))


def _numbers(words: Words, event: Event, tally: Tally) -> Iterator[Html]:
    """Who comes, always; of the rest, what there is any of."""
    yield words.plural("events.coming", tally.coming)
    if tally.maybe:
        yield words.plural("events.maybe", tally.maybe)
    if event.supper and tally.coming:
        yield words.plural("events.eating", tally.eating)
    if event.seats is not None:
        yield words.plural("events.has_seats", event.seats)
    if tally.waiting:
        yield words.plural("events.waiting", tally.waiting)


def _pending(words: Words, event: Event) -> Html | None:
    if event.tell_at is None:
        return None
    clock = words.clock(in_zone(event.tell_at, event.when.zone).time())
    return words("events.told_at", clock=clock)


def _ways(words: Words, event: Event, now: datetime) -> list[Row]:
    rows = [
        row(words, "events.guests", "evguests", event.id, 0),
        row(words, "events.write", "evwrite", event.id),
    ]
    if event.state is EventState.CANCELLED and now < event.starts_at:
        rows.append(row(words, "events.reopen", "evopen", event.id))
    elif event.state is EventState.OPEN and now < event.over_at:
        rows.append(row(words, "events.change", "evchange", event.id))
        rows.append(row(words, "events.cancel", "evcancel", event.id))
    if event.state is EventState.OPEN and event.starts_at <= now:
        rows.append(row(words, "events.tell_result", "evresult", event.id))
    return [*rows, row(words, "events.to_event", "ev", event.id)]


def guests(
    words: Words,
    cluster: Cluster,
    event: Event,
    there: Sequence[Guest],
    tally: Tally,
    page: int,
    now: datetime,
) -> Message:
    """Who comes, by first name and village, a page at a time; nobody else sees it."""
    lines = [_guest(words, cluster, event, one) for one in leaf(there, page, ON_A_PAGE)]
    eating = words.plural("events.eating", tally.eating) if event.supper else None
    text = paragraphs(
        words("events.title", title=event.title),
        words.plural("events.coming", tally.coming),
        eating,
        Html("\n".join(lines)) if lines else words("events.no_answers"),
    )
    count = pages(len(there), ON_A_PAGE)
    turn = turning(words, page, count, lambda turn: press("evguests", event.id, turn))
    off = [row(words, "events.absent", "evabsent", event.id, 0)] if there and event.takes_answers(now) else []
    return Message(text, (*turn, *off, row(words, "events.run", "evrun", event.id)), fleeting=True)


def _guest(words: Words, cluster: Cluster, event: Event, one: Guest) -> Html:
    """What they answered; and where the bot cannot tell them anything, that."""
    line = answered(words, cluster, event, one)
    return line if one.reached else words("events.not_reached", line=line)


def answered(words: Words, cluster: Cluster, event: Event, one: Guest) -> Html:
    """Who they are, and what they said."""
    named = {"name": one.first_name, "village": cluster.village(one.village_id).name}
    if one.answer is not Coming.YES:
        return words(f"events.guest_{one.answer}", heads=one.heads, **named)
    if event.supper:
        return words("events.guest_eats", heads=one.heads, eaters=one.eaters, **named)
    return words("events.guest_yes", heads=one.heads, **named)


def parts(words: Words, which: Sequence[str]) -> Sequence[Option]:
    """What can be changed."""
    return [Option(part, words.label(f"events.part_{part}")) for part in which]


def nobody_to_write_to(words: Words) -> str:
    """The pop-up where nobody would read it."""
    return words.label("events.nobody_to_write_to")


def which(there: Iterable[Event]) -> Sequence[Option]:
    """Of which event they tell."""
    return [Option(str(event.id), short(event.title)) for event in there]


def whom_it_tells(words: Words, count: int, *, picture: bool) -> Html:
    """Who reads how it went, and whether a picture goes with it."""
    told = words.plural("events.result_to", count) if count else words("events.result_on_page")
    return Html(f"{words('events.with_picture')} {told}") if picture else told


def cancel_it(words: Words) -> Sequence[Option]:
    """The one way on to a cancellation."""
    return [Option("yes", words.label("events.cancel_yes"))]


def sent(words: Words, count: int) -> str:
    """The pop-up after a message."""
    return words.label("events.sent", count=count)


def is_cancelled(words: Words) -> str:
    """The pop-up after it was cancelled."""
    return words.label("events.cancelled_now")


def reopened(words: Words) -> str:
    """The pop-up after that was taken back."""
    return words.label("events.reopened")


def kept(words: Words) -> str:
    """The pop-up after a change."""
    return words.label("events.kept")


def too_few_seats(words: Words, event: Event) -> str:
    """The pop-up where more seats are promised."""
    return words.label("events.too_few_seats", taken=event.taken)


def thanks(words: Words) -> Message:
    """The receipt for how it went."""
    return Message(words("events.thanks_for_result"))
