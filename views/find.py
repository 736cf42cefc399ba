"""A lead looks for somebody: who fits and why, one tick each."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.asks import Tally
from domain.buttons import press
from domain.clusters import Cluster
from domain.groups import Group, Need
from domain.matching import Match, Reason, Volunteer
from domain.message import Button, Html, Message, Row
from domain.picks import toggled, write
from views.buttons import WIDE, row, short
from views.needs import can, helping
from views.paging import leaf, pages, turning
from views.words import Words, paragraphs

ON_A_PAGE = 3
LEFT_OUT = {Reason.SKILL, Reason.CHOSEN, Reason.NOBODY_ELSE, Reason.SAME_VILLAGE}
"""They are the same for everybody here, so they stand in the headline."""


@dataclass(frozen=True)
class Sight:
    """A need as its lead sees it. `picked`: who is ticked, of those who fit."""

    cluster: Cluster
    group: Group
    need: Need
    fitting: Sequence[Match]
    picked: tuple[int, ...]
    so_far: Tally


def candidates(words: Words, sight: Sight, page: int) -> Message:
    """Three to a page, each with a line of why; then the way to ask those who are ticked."""
    count = pages(len(sight.fitting), ON_A_PAGE)
    page %= count
    shown = leaf(sight.fitting, page, ON_A_PAGE)
    text = paragraphs(
        _headline(words, sight),
        Html("\n".join(_line(words, sight, match.volunteer, match.reasons) for match in shown)),
        so_far(words, sight.so_far),
    )
    picked = write(sight.picked)
    turn = turning(words, page, count, lambda turn: press("find", sight.need.id, picked, turn))
    ticks = (_tick(sight, match, page) for match in shown)
    return Message(text, (*ticks, *turn, *_ways(words, sight)), fleeting=True)


def find_somebody(words: Words, need: Need) -> Row:
    """On the need's own page: the way here."""
    return row(words, "asks.find_somebody", "find", need.id, "", 0)


def so_far(words: Words, told: Tally) -> Html | None:
    """How many were asked and what they said, in numbers."""
    if not told.asked:
        return None
    yes = _counted(words, "asks.yeses", told.yes) if told.yes else words("asks.no_yes_yet")
    noes = [_counted(words, "asks.noes", told.noes)] if told.noes else []
    return Html(" ".join([_counted(words, "asks.asked", told.asked), yes, *noes]))


def _counted(words: Words, key: str, count: int) -> Html:
    return words.plural(key, count, number=words.first(count))


def asking(words: Words, count: int) -> str:
    """The pop-up after some were asked."""
    return str(words.plural("asks.asking", count)) if count else words.label("asks.asking_nobody")


def enough(words: Words) -> str:
    """The pop-up when too many are ticked."""
    return words.label("asks.enough")


def _headline(words: Words, sight: Sight) -> Html:
    need = sight.need
    if not need.open_places:
        return words("asks.all_found")
    if need.skill is None:
        key = "asks.choose_by_hand" if sight.fitting else "asks.nobody_by_hand"
        return words(key, help=helping(words, need))
    what = can(words, need.skill)
    if not sight.fitting:
        return words("asks.nobody_fits", can=what)
    count = len(sight.fitting)
    return words.plural("asks.who_fits", count, number=words.first(count), can=what)


def line(
    words: Words, who: str, village: str, reasons: Sequence[Reason], groups: int = 0, *, ours: bool = False
) -> Html:
    """First name, village, and what speaks for them. `ours`: the reader leads the group."""
    near = "asks.they_live_near" if Reason.SAME_VILLAGE in reasons else "asks.they_live"
    lives = words("asks.they_live_with_us" if ours and near != "asks.they_live" else near, village=village)
    told = [words(f"asks.they_{reason}") for reason in reasons if reason not in LEFT_OUT]
    carries = [words.plural("asks.they_carry", groups)] if groups and Reason.MEMBER not in reasons else []
    return words("asks.candidate", name=who, facts=words.listed([*told, *carries, lives]))


def _line(words: Words, sight: Sight, one: Volunteer, reasons: Sequence[Reason]) -> Html:
    village = sight.cluster.village(one.village_id).name
    return line(words, one.first_name, village, reasons, len(one.groups), ours=True)


def _tick(sight: Sight, match: Match, page: int) -> Row:
    person = match.volunteer
    mark = "✓ " if person.id in sight.picked else ""
    picks = write(toggled(sight.picked, person.id))
    label = f"{mark}{sight.cluster.who(person)}"
    return (Button(short(label), press("find", sight.need.id, picks, page)),)


def _ways(words: Words, sight: Sight) -> list[Row]:
    back = row(words, "dialogue.back", "gneed", sight.need.id)
    if not sight.picked:
        return [back]
    ask = Button(_ask(words, sight), press("invite", sight.need.id, write(sight.picked)))
    return [(ask,), back]


def _ask(words: Words, sight: Sight) -> str:
    """By name, as long as the names fit on the button."""
    names = [match.volunteer.first_name for match in sight.fitting if match.volunteer.id in sight.picked]
    by_name = words.label("asks.ask_names", names=words.plainly_listed(names))
    return by_name if len(by_name) <= WIDE else str(words.plural("asks.ask_them", len(names)))
