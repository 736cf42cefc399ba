"""Being asked, and looking for something that fits: what it is, why you, and one tap to answer."""

from collections.abc import Sequence

from domain.asks import Answer, Ask
from domain.buttons import press
from domain.groups import Group, Need
from domain.matching import Lack, Match, Reason
from domain.message import Button, Html, Message, Row
from domain.people import Person
from views import frame
from views.buttons import row
from views.needs import can, helping, what, when
from views.words import Words, paragraphs, readable

MOST_REASONS = 3
"""More than these nobody reads; they come in the order of `Reason`."""
MOST_LETTERS = 500
"""On one screen."""


def ask(words: Words, name: str, lack: Lack, reasons: Sequence[Reason], ask_id: int, by: str = "") -> Message:
    """By name, for the concrete thing, and why. `by`: the lead who asks."""
    need = lack.need
    said = {"name": name, "group": lack.group, "help": helping(words, need)}
    text = paragraphs(
        words("asks.lead_asks", lead=by, **said) if by else words("asks.group_asks", **said),
        when(words, need),
        words("asks.why", reasons=why(words, need, reasons, MOST_REASONS)),
    )
    return Message(text, _answers(words, "ask", ask_id))


def as_asked(words: Words, lead: str, group: Group, need: Need) -> Html:
    """To the lead: the sentence in which people will be asked."""
    return words("asks.as_asked", lead=lead, group=group.name, help=helping(words, need))


def ask_again(words: Words, name: str, group: str, need: Need, asked: Ask) -> Message:
    """A week after a maybe."""
    text = words("asks.again", name=name, group=group, help=helping(words, need))
    return Message(paragraphs(text, when(words, need)), _answers(words, "ask", asked.id))


def proposals(words: Words, fitting: Sequence[Match], after: str = "") -> Message:
    """What fits, each with its reasons and its own answers. `after`: a word about the answer just given.

    With long words there is room for fewer reasons, and then for fewer proposals.
    """
    sizes = [
        (count, reasons) for count in range(len(fitting), 0, -1) for reasons in range(MOST_REASONS, 0, -1)
    ]
    told = (_proposals(words, fitting[:count], reasons, after) for count, reasons in sizes)
    text, shown = next((one for one in told if readable(one[0]) <= MOST_LETTERS), None) or _proposals(
        words, fitting[:1], 1, after
    )
    if len(shown) == 1:
        rows = _answers(words, "fit", shown[0].lack.need.id)
    else:
        rows = tuple(_answers_in_a_row(words, nr, match.lack.need.id) for nr, match in enumerate(shown, 1))
    return Message(text, (*rows, frame.to_menu(words)))


def _proposals(
    words: Words, shown: Sequence[Match], reasons: int, after: str
) -> tuple[Html, Sequence[Match]]:
    parts = [_proposal(words, nr if len(shown) > 1 else 0, one, reasons) for nr, one in enumerate(shown, 1)]
    headline = paragraphs(
        words(after) if after else None,
        words.plural("asks.fits", len(shown), number=words.number(len(shown))),
    )
    return paragraphs(headline, *parts), shown


def _proposal(words: Words, number: int, one: Match, reasons: int) -> Html:
    """`number`: among others, told in short; 0 for the only one."""
    need, group = one.lack.need, one.lack.group
    because = why(words, need, one.reasons, reasons)
    if number:
        first = words("asks.proposal_nr", number=number, group=group, what=what(words, need))
        return Html(f"{first} {when(words, need)}\n{words('asks.why_short', reasons=because)}")
    first = words("asks.proposal", group=group, help=helping(words, need))
    return Html(f"{first} {when(words, need)}\n{words('asks.why_proposed', reasons=because)}")


def _answers_in_a_row(words: Words, number: int, need_id: int) -> Row:
    """Three short words side by side: docs/decisions/0041."""
    return tuple(
        Button(words.label(f"asks.{said}_nr", number=number), press("fit", need_id, said))
        for said in (Answer.YES, Answer.MAYBE, Answer.NO)
    )


def why(words: Words, need: Need, reasons: Sequence[Reason], most: int) -> Html:
    """Because you can this, and nobody in the group can."""
    skilled = can(words, need.skill) if need.skill else ""
    said = [words(f"asks.because_{reason}", can=skilled) for reason in reasons[:most]]
    last = f"{words('asks.and')}{said.pop()}" if len(said) > 1 else ""
    return Html(", ".join(said) + last)


def nothing_fits(words: Words, *, may_be_found: bool) -> Message:
    """Nothing now; and whether leads may find them, changed with one tap."""
    key, said = ("asks.hide_me", Answer.NO) if may_be_found else ("asks.find_me", Answer.YES)
    state = words("asks.can_be_found" if may_be_found else "asks.cannot_be_found")
    rows = (row(words, key, "found", said), row(words, "frame.my_skills", "part", "skills"))
    return Message(paragraphs(words("asks.nothing_fits"), state), (*rows, frame.to_menu(words)))


def may_be_found(words: Words) -> Message:
    """The consent that leads may find them."""
    rows = (
        row(words, "asks.find_me_yes", "found", Answer.YES),
        row(words, "asks.find_me_no", "found", Answer.NO),
    )
    return Message(words("asks.may_be_found"), rows)


def may_lead_see(words: Words, group: Group, lead: str, ask_id: int) -> Message:
    """They said yes: thanks, and whether the lead may see how to reach them."""
    rows = (
        row(words, "asks.contact_yes", "contact", ask_id, Answer.YES),
        row(words, "asks.contact_no", "contact", ask_id, Answer.NO),
    )
    return Message(words("asks.may_lead_see", group=group.name, lead=lead), rows, fleeting=True)


def welcome(words: Words, group: Group, *, shared: bool) -> Message:
    """They are in."""
    key = "asks.welcome_shared" if shared else "asks.welcome"
    rows = (row(words, "asks.see_group", "g", group.id), row(words, "asks.more", "fits"))
    return Message(words(key, group=group.name), (*rows, frame.to_menu(words)))


def thanked(words: Words, key: str) -> Message:
    """A kind word after maybe or no."""
    return Message(words(key), (frame.to_menu(words),))


def too_late(words: Words, *, wanted: bool) -> Message:
    """Somebody else took the last place, or it is no longer wanted."""
    key = "asks.too_late" if wanted else "asks.not_wanted"
    return Message(words(key), (row(words, "asks.more", "fits"), frame.to_menu(words)))


def said_yes(words: Words, name: str, group: Group, need: Need, left: int) -> Message:
    """To the lead: who comes, and whether anybody is still lacking."""
    text = words("asks.said_yes", name=name, group=group.name, help=helping(words, need))
    rest = words.plural("asks.still_lacking", left) if left else words("asks.all_found")
    return Message(paragraphs(text, rest), (row(words, "asks.see_group", "g", group.id),))


def somebody_said_yes(words: Words) -> Message:
    """To the steering group, the morning after: the numbers are a tap away."""
    return Message(words("asks.somebody_said_yes"), (row(words, "asks.see_numbers", "gs"),))


def contact(words: Words, person: Person, group: Group) -> Message:
    """To the lead: the name opens the chat with them."""
    link = Html(
        f'<a href="tg://user?id={person.telegram_id}">{words("asks.name", name=person.first_name)}</a>'
    )
    return Message(words("asks.contact", link=link, group=group.name))


def found_key(*, given: bool) -> str:
    """The word after they said whether they may be found."""
    return "asks.found_yes" if given else "asks.found_no"


def gone_words(words: Words) -> str:
    """The pop-up when a proposal is no longer open."""
    return words.label("asks.gone")


def answered_already(words: Words) -> str:
    """The pop-up over a question they have answered."""
    return words.label("asks.answered_already")


def _answers(words: Words, what: str, number: int) -> tuple[Row, ...]:
    return tuple(
        row(words, f"asks.{said}", what, number, said) for said in (Answer.YES, Answer.MAYBE, Answer.NO)
    )
