"""Being asked, and looking for something that fits: what it is, why you, and one tap to answer."""

from collections.abc import Sequence

from domain.asks import Answer, Ask
from domain.buttons import press
from domain.groups import Group, Need
from domain.matching import Match, Reason
from domain.message import Button, Html, Message, Row
from domain.people import Person
from views import frame
from views.words import Words, paragraphs

MOST_REASONS = 3
"""More than these nobody reads; they come in the order of `Reason`."""


def ask(words: Words, name: str, group: str, need: Need, reasons: Sequence[Reason], ask_id: int) -> Message:
    """By name, for the concrete thing, and why."""
    text = paragraphs(
        words("asks.name_and", name=name, wanted=wanted(words, group, need)),
        words("asks.why", reasons=why(words, need, reasons)),
        words("asks.will_you"),
    )
    return Message(text, _answers(words, "ask", ask_id))


def ask_again(words: Words, name: str, group: str, need: Need, asked: Ask) -> Message:
    """A week after a maybe."""
    text = words("asks.again", name=name, wanted=wanted(words, group, need))
    return Message(paragraphs(text, words("asks.will_you")), _answers(words, "ask", asked.id))


def proposal(words: Words, fitting: Sequence[Match], after: str = "") -> Message:
    """The best of what fits. `after`: a word about the answer just given."""
    best = fitting[0]
    need = best.lack.need
    text = paragraphs(
        words(after) if after else None,
        words.plural("asks.fits", len(fitting)),
        wanted(words, best.lack.group, need),
        words("asks.why_proposed", reasons=why(words, need, best.reasons)),
        words("asks.will_you"),
    )
    return Message(text, (*_answers(words, "fit", need.id), frame.to_menu(words)))


def wanted(words: Words, group: str, need: Need) -> Html:
    """Which group lacks what, for how long."""
    what = {"group": group, "can": can(words, need.skill), "day": words.day(need.until)}
    if need.hours is None:
        return words("asks.wanted", **what)
    return words("asks.wanted_hours", **what, hours=need.hours)


def can(words: Words, skill: str) -> Html:
    """What somebody can who has that skill, so that it fits after "you can"."""
    return words(f"can.{skill}")


def why(words: Words, need: Need, reasons: Sequence[Reason]) -> Html:
    """Because you can this, and nobody in the group can."""
    said = [words(f"asks.because_{reason}", can=can(words, need.skill)) for reason in reasons[:MOST_REASONS]]
    last = f"{words('asks.and')}{said.pop()}" if len(said) > 1 else ""
    return Html(", ".join(said) + last)


def nothing_fits(words: Words, *, may_be_found: bool) -> Message:
    """Nothing now; and whether leads may find them, changed with one tap."""
    key, said = ("asks.hide_me", Answer.NO) if may_be_found else ("asks.find_me", Answer.YES)
    state = words("asks.can_be_found" if may_be_found else "asks.cannot_be_found")
    rows = (_button(words, key, "found", said), _button(words, "frame.my_skills", "part", "skills"))
    return Message(paragraphs(words("asks.nothing_fits"), state), (*rows, frame.to_menu(words)))


def may_be_found(words: Words) -> Message:
    """The consent that leads may find them."""
    rows = (
        _button(words, "asks.find_me_yes", "found", Answer.YES),
        _button(words, "asks.find_me_no", "found", Answer.NO),
    )
    return Message(words("asks.may_be_found"), rows)


def may_lead_see(words: Words, group: Group, lead: str, ask_id: int) -> Message:
    """They said yes: thanks, and whether the lead may see how to reach them."""
    rows = (
        _button(words, "asks.contact_yes", "contact", ask_id, Answer.YES),
        _button(words, "asks.contact_no", "contact", ask_id, Answer.NO),
    )
    return Message(words("asks.may_lead_see", group=group.name, lead=lead), rows, fleeting=True)


def welcome(words: Words, group: Group, *, shared: bool) -> Message:
    """They are in."""
    key = "asks.welcome_shared" if shared else "asks.welcome"
    rows = (_button(words, "asks.see_group", "g", group.id), _button(words, "asks.more", "fits"))
    return Message(words(key, group=group.name), (*rows, frame.to_menu(words)))


def thanked(words: Words, key: str) -> Message:
    """A kind word after maybe or no."""
    return Message(words(key), (frame.to_menu(words),))


def too_late(words: Words) -> Message:
    """Somebody else took the last place, or it is no longer wanted."""
    return Message(words("asks.too_late"), (_button(words, "asks.more", "fits"), frame.to_menu(words)))


def said_yes(words: Words, name: str, group: Group, need: Need, left: int) -> Message:
    """To the lead: who comes, and whether anybody is still lacking."""
    text = words("asks.said_yes", name=name, group=group.name, can=can(words, need.skill))
    rest = words.plural("asks.still_lacking", left) if left else words("asks.all_found")
    return Message(paragraphs(text, rest), (_button(words, "asks.see_group", "g", group.id),))


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
        _button(words, f"asks.{said}", what, number, said) for said in (Answer.YES, Answer.MAYBE, Answer.NO)
    )


def _button(words: Words, key: str, *where: str | int) -> Row:
    return (Button(words.label(key), press(*where)),)
