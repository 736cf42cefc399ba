"""The plan for the whole cluster, as the steering group sees it: numbers, and then need by need."""

from collections.abc import Mapping, Sequence

from domain.buttons import press
from domain.clusters import Cluster
from domain.matching import Lack
from domain.message import Button, Html, Message, Row
from domain.proposed import Place, Proposed
from views import frame
from views.buttons import row, short
from views.find import ON_A_PAGE, line
from views.needs import what
from views.paging import MOST_ROWS, leaf, on_page, paged, pages, turning
from views.words import Words, paragraphs


def none_yet(words: Words, lacks: Sequence[Lack]) -> Message:
    """What all groups lack together, and the way to have a plan made."""
    places = sum(lack.need.open_places for lack in lacks)
    if not places:
        return Message(words("plans.nothing_lacks"), (frame.to_menu(words),))
    groups = len({lack.need.group_id for lack in lacks})
    where = words.plural("plans.in_groups", groups)
    text = paragraphs(words.plural("plans.lacking", places, where=where), words("plans.offer"))
    return Message(text, (row(words, "plans.make", "planmake"), frame.to_menu(words)))


def plan(
    words: Words, proposed: Proposed, lacks: Sequence[Lack], carried: Mapping[int, int], page: int
) -> Message:
    """How much it covers and what it asks of people, in numbers; each need opens by its number."""
    ways = [row(words, "plans.make_anew", "planmake"), frame.to_menu(words)]
    if proposed.places:
        send = str(words.plural("plans.send", len(proposed.places)))
        ways.insert(0, (Button(send, press("plansend", proposed.id)),))
    room = MOST_ROWS - len(ways)
    numbered = list(enumerate(lacks, 1))
    text = paragraphs(
        words("plans.covers", covered=len(proposed.places), wanted=proposed.wanted),
        _asked_of_people(words, proposed, carried),
        Html("\n".join(_need_line(words, proposed, *one) for one in on_page(numbered, page, room))),
        words("plans.look_through"),
    )
    rows = paged(
        words,
        [_need_button(words, proposed, *one) for one in numbered],
        page,
        room,
        lambda turn: press("planpage", proposed.id, turn),
    )
    return Message(text, (*rows, *ways))


def need(words: Words, cluster: Cluster, proposed: Proposed, lack: Lack, page: int) -> Message:
    """Whom it would ask for one need, and why, three at a time; a tap takes somebody off."""
    places = proposed.of_need(lack.need.id)
    shown = leaf(places, page, ON_A_PAGE)
    lines = [line(words, one.first_name, cluster.village(one.village_id).name, one.reasons) for one in shown]
    text = paragraphs(
        words("plans.whom", group=lack.group, what=what(words, lack.need)),
        Html("\n".join(lines)) if lines else words("plans.nobody"),
    )
    rows = [_off(words, proposed, place) for place in shown]
    count = pages(len(places), ON_A_PAGE)
    rows += turning(words, page, count, lambda turn: press("planneed", proposed.id, lack.need.id, turn))
    back = row(words, "dialogue.back", "planpage", proposed.id, 0)
    return Message(text, (*rows, back), fleeting=True)


def sent(words: Words, asks: int, people: int) -> Message:
    """They are on their way: so many questions to so many people."""
    if not asks:
        return Message(words("plans.sent_none"), (frame.to_menu(words),))
    to = words.plural("plans.to_people", people)
    return Message(words.plural("plans.sent", asks, to=to), (frame.to_menu(words),))


def taken_off(words: Words) -> str:
    """The pop-up after somebody was taken off."""
    return words.label("plans.taken_off")


def gone(words: Words) -> str:
    """The pop-up over a plan that is no longer there."""
    return words.label("plans.gone")


def _asked_of_people(words: Words, proposed: Proposed, carried: Mapping[int, int]) -> Html | None:
    if not proposed.places:
        return None
    most = words.plural("plans.most", proposed.largest_load(carried))
    to = words.plural("plans.to_people", proposed.people)
    return Html(f"{words.plural('plans.asks', len(proposed.places), to=to)} {most}")


def _need_line(words: Words, proposed: Proposed, number: int, lack: Lack) -> Html:
    covered = len(proposed.of_need(lack.need.id))
    places = f"{covered}/{lack.need.open_places}"
    return words("plans.need", number=number, group=lack.group, what=what(words, lack.need), places=places)


def _need_button(words: Words, proposed: Proposed, number: int, lack: Lack) -> Button:
    return Button(words.label("plans.look", number=number), press("planneed", proposed.id, lack.need.id, 0))


def _off(words: Words, proposed: Proposed, place: Place) -> Row:
    label = words.label("plans.take_off", name=place.first_name)
    return (Button(short(label), press("planoff", proposed.id, place.need_id, place.person_id)),)
