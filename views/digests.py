"""Digests in words: a source's section, one reader's letter, and the rest behind a button."""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.buttons import press
from domain.days import local_day
from domain.digests import MOST_LETTERS, Letter, Section
from domain.message import Button, Html, Message, Row
from domain.news import Coming, News, OpenPoll, Wanted
from domain.text import shortened
from views import frame, needs
from views.buttons import row
from views.when import short_moment
from views.words import Words, paragraphs, shown

AT_FIRST = 4
"""Things of one sort that a digest names before it comes to the next sort."""
MOST_OF_A_POLL = 20
"""Characters of its question on the button that leads to it."""


def section(words: Words, heading: str, news: News, zone: str, *, lined: bool = False) -> Section | None:
    """What a source has to say in that language; None when there is nothing.

    `lined`: somebody adds a line of their own, so that it need not have anything else to say.
    """
    if not news.any:
        return Section(words("digests.heading", name=heading), ()) if lined else None
    polls = tuple((poll.id, poll.question) for poll in news.polls)
    return Section(words("digests.heading", name=heading), tuple(_parts(words, news, zone)), polls)


def line(words: Words, said: str) -> Html:
    """What the lead added: quoted, so that it is seen whose words they are."""
    return words("frame.quoted", said=said)


def letter(words: Words, glance: Letter, slot: date, number: int) -> Message:
    """What somebody gets. `number`: the slot's, for the button with the rest."""
    rows: list[Row] = [(_poll(words, poll, label),) for poll, label in glance.polls]
    if glance.more:
        rows.append(row(words, "digests.more", "digest", number, 0))
    rows.append(row(words, "digests.less_often", "digests", 0))
    text = paragraphs(
        words("digests.title", week=slot.isocalendar().week),
        *(told(heading, parts) for heading, parts in glance.sections),
    )
    return Message(text, (*rows, frame.to_menu(words)))


def whole(words: Words, sections: Sequence[Section], number: int, page: int) -> Message:
    """All of it, a page at a time."""
    pages = list(_pages(sections))
    page = page if page < len(pages) else 0
    rows: list[Row] = []
    if page + 1 < len(pages):
        rows.append(row(words, "digests.on", "digest", number, page + 1))
    rows.append(row(words, "digests.less_often", "digests", 0))
    text = pages[page] if pages else words("digests.gone")
    return Message(text, (*rows, frame.to_menu(words)))


def _parts(words: Words, news: News, zone: str) -> Iterator[Html]:
    """First some of each sort, then the numbers, then what there is more of."""
    sorts = (
        ("digests.outcomes", [_outcome(words, one.title, one.said) for one in news.outcomes]),
        ("digests.coming", [_coming(words, one, zone) for one in news.coming]),
        ("digests.polls", [_open(words, one, zone) for one in news.polls]),
        ("digests.wanted", [_wanted(words, one) for one in news.wanted]),
        ("digests.tasks", [_task(words, one) for one in news.tasks]),
    )
    for key, items in sorts:
        if items:
            yield _listed(words, key, items[:AT_FIRST])
    for key, count in (("faces", news.faces), ("thanked", news.thanked), ("members", news.members)):
        if count:
            yield words.plural(f"digests.{key}", count)
    for key, items in sorts:
        for start in range(AT_FIRST, len(items), AT_FIRST):
            yield _listed(words, key, items[start : start + AT_FIRST])


def _listed(words: Words, key: str, items: Sequence[Html]) -> Html:
    return Html("\n".join([words(key), *(words("digests.item", item=item) for item in items)]))


def _outcome(words: Words, title: str, said: str) -> Html:
    return words("digests.outcome", title=title, said=said) if said else shown(title)


def _coming(words: Words, one: Coming, zone: str) -> Html:
    when = short_moment(words, one.starts_at, zone)
    key = "digests.coming_elsewhere" if one.village else "digests.coming_here"
    return words(key, title=one.title, when=when, place=one.place, village=one.village or "")


def _open(words: Words, poll: OpenPoll, zone: str) -> Html:
    day = words.day(local_day(poll.closes_at, zone))
    return words("digests.poll", question=poll.question, day=day)


def _wanted(words: Words, one: Wanted) -> Html:
    need = one.need
    named = {"group": one.group, "what": needs.what(words, need), "day": words.day(need.until)}
    return words.plural("digests.want", need.open_places, **named)


def _task(words: Words, one: Wanted) -> Html:
    named = {"what": needs.what(words, one.need), "day": words.day(one.need.until)}
    return words.plural("digests.task", one.need.found, **named)


def _poll(words: Words, poll: int, label: str) -> Button:
    return Button(
        words.label("digests.answer", question=shortened(label, MOST_OF_A_POLL)), press("poll", poll)
    )


def told(heading: Html, parts: Sequence[Html]) -> Html:
    """One source's paragraphs under its heading."""
    return Html("\n".join([heading, "\n\n".join(parts)]))


def _pages(sections: Sequence[Section]) -> Iterator[Html]:
    """Whole paragraphs, as many as a page holds."""
    held: list[Html] = []
    for one in sections:
        for index, part in enumerate(one.parts):
            text = told(one.heading, (part,)) if index == 0 else part
            if held and sum(map(len, held)) + len(text) > MOST_LETTERS:
                yield paragraphs(*held)
                held = []
            held.append(text)
    if held:
        yield paragraphs(*held)
