"""Making an event: what can be chosen, what it will look like, and what else there is then."""

from collections.abc import Sequence

from domain.clashes import Clash
from domain.dialogue import Option
from domain.events import Event
from domain.message import Html
from views.buttons import short
from views.events import ForWhom, facts
from views.when import in_short
from views.words import Words, paragraphs

MOST_CLASHES = 2
MOST_TO_ASK = 2


def everybody(words: Words) -> str:
    """The whole cluster."""
    return words.label("events.for_everybody")


def group(words: Words, name: str) -> str:
    """One working group."""
    return short(words.label("events.for_group", group=name))


def village(words: Words, name: str) -> str:
    """One village."""
    return short(words.label("events.for_village", village=name))


def some_villages(words: Words) -> str:
    """More than one, and not all."""
    return words.label("events.for_some_villages")


def seats(words: Words, choices: Sequence[int]) -> Sequence[Option]:
    """No limit, or so many."""
    return [
        Option("0", words.label("events.no_limit")),
        *(Option(str(count), words.label("events.seats", count=count)) for count in choices),
    ]


def supper_or_not(words: Words) -> Sequence[Option]:
    """With supper or without."""
    return [Option("yes", words.label("events.supper_yes")), Option("no", words.label("events.supper_no"))]


def preview(words: Words, event: Event, whom: ForWhom) -> Html:
    """As it will stand there."""
    lines = facts(words, event, whom)
    if event.seats is not None:
        lines.append(words.plural("events.has_seats", event.seats))
    if event.supper:
        lines.append(words("events.has_supper"))
    return Html("\n".join([words("events.title", title=event.title), *lines]))


def clash_lines(words: Words, there: Sequence[Clash], asked: str) -> Html:
    """What else there is; nothing to say where there is nothing."""
    asked_them = next((clash.event for clash in there if str(clash.event.id) == asked), None)
    done = words("events.asked_together", title=asked_them.title) if asked_them else None
    if not there:
        return Html("")
    lines = [_clash(words, clash) for clash in there[:MOST_CLASHES]]
    if len(there) > MOST_CLASHES:
        lines.append(words.plural("events.more_clashes", len(there) - MOST_CLASHES))
    heading = words("events.clash_close" if there[0].close else "events.clash_day")
    return Html("\n\n" + paragraphs(Html("\n".join([heading, *lines])), done))


def _clash(words: Words, clash: Clash) -> Html:
    event = clash.event
    when = in_short(words, event.when.at, event.when.zone)
    return words("events.clash_line", when=when, title=event.title)


def ways_on(words: Words, *, clash: bool, others: Sequence[Event]) -> Sequence[Option]:
    """Make it; and where something clashes: move it, or ask to hold the two together."""
    if not clash:
        return [Option("go", words.label("events.go"))]
    return [
        Option("move", words.label("events.move")),
        *(
            Option(f"with{other.id}", short(words.label("events.together", title=other.title)))
            for other in others[:MOST_TO_ASK]
        ),
        Option("go", words.label("events.go_anyway")),
    ]


def gone_by(words: Words) -> str:
    """The pop-up for a time that passed while they answered."""
    return words.label("events.gone_by")


def made(words: Words) -> str:
    """The pop-up when it is made."""
    return words.label("events.made")
