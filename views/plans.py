"""The plan for the whole cluster, as the steering group sees it: numbers, and then need by need."""

from collections.abc import Mapping, Sequence

from domain.buttons import press
from domain.clusters import Cluster
from domain.matching import Lack
from domain.message import Button, Html, Message, Row
from domain.proposed import Place, Proposed
from domain.skills import skill
from views import frame
from views.asks import can
from views.find import ON_A_PAGE, line
from views.paging import MOST_ROWS, paged
from views.words import Words, paragraphs

MOST_LETTERS = 28


def none_yet(words: Words, lacks: Sequence[Lack]) -> Message:
    """What all groups lack together, and the way to have a plan made."""
    places = sum(lack.need.open_places for lack in lacks)
    if not places:
        return Message(words("plans.nothing_lacks"), (frame.to_menu(words),))
    groups = len({lack.need.group_id for lack in lacks})
    lacking = Html(f"{words.plural('plans.lacking', places)} {words.plural('plans.in_groups', groups)}")
    text = paragraphs(lacking, words("plans.offer"))
    return Message(text, (_button(words, "plans.make", "planmake"), frame.to_menu(words)))


def plan(
    words: Words, proposed: Proposed, lacks: Sequence[Lack], carried: Mapping[int, int], page: int
) -> Message:
    """How much it covers and what it asks of people, in numbers; each need opens."""
    text = paragraphs(
        words("plans.covers", covered=len(proposed.places), wanted=proposed.wanted),
        _asked_of_people(words, proposed, carried),
        words("plans.look_through"),
    )
    ways = [_button(words, "plans.make_anew", "planmake"), frame.to_menu(words)]
    if proposed.places:
        ways.insert(0, _button(words, "plans.send", "plansend", proposed.id, count=proposed.people))
    rows = paged(
        words,
        [_need_button(words, proposed, lack) for lack in lacks],
        page,
        MOST_ROWS - len(ways),
        lambda turn: press("planpage", proposed.id, turn),
    )
    return Message(text, (*rows, *ways))


def need(words: Words, cluster: Cluster, proposed: Proposed, lack: Lack, page: int) -> Message:
    """Whom it would ask for one need, and why, three at a time; a tap takes somebody off."""
    places = proposed.of_need(lack.need.id)
    pages = max(1, -(-len(places) // ON_A_PAGE))
    page %= pages
    shown = places[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    lines = [line(words, cluster, one.first_name, one.village_id, one.reasons) for one in shown]
    text = paragraphs(
        words("plans.whom", group=lack.group, can=can(words, lack.need.skill)),
        Html("\n".join(lines)) if lines else words("plans.nobody"),
        words("plans.tap_to_take_off") if lines else None,
    )
    rows = [_off(words, proposed, place) for place in shown]
    if pages > 1:
        more = words.label("dialogue.more", page=page + 1, pages=pages)
        rows.append((Button(more, press("planneed", proposed.id, lack.need.id, (page + 1) % pages)),))
    back = _button(words, "dialogue.back", "planpage", proposed.id, 0)
    return Message(text, (*rows, back), fleeting=True)


def sent(words: Words, count: int) -> Message:
    """It is on its way."""
    return Message(words.plural("plans.sent", count), (frame.to_menu(words),))


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
    return Html(f"{words.plural('plans.people', proposed.people)} {most}")


def _need_button(words: Words, proposed: Proposed, lack: Lack) -> Button:
    covered = len(proposed.of_need(lack.need.id))
    name = skill(lack.need.skill).labels[words.language]
    label = f"{covered}/{lack.need.open_places} · {lack.group}: {name}"
    return Button(_short(label), press("planneed", proposed.id, lack.need.id, 0))


def _off(words: Words, proposed: Proposed, place: Place) -> Row:
    label = words.label("plans.take_off", name=place.first_name)
    return (Button(_short(label), press("planoff", proposed.id, place.need_id, place.person_id)),)


def _button(words: Words, key: str, *where: str | int, **values: int) -> Row:
    return (Button(words.label(key, **values), press(*where)),)


def _short(label: str) -> str:
    return label if len(label) <= MOST_LETTERS else f"{label[: MOST_LETTERS - 1]}…"
