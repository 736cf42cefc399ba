"""What the steering group sees of its announcements: whom, when, how far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.announcements import REGRET, Announcement, Progress, State, needs_consent, needs_test
from domain.audience import HEARD_WITHIN, Audience
from domain.buttons import press
from domain.clusters import Cluster
from domain.languages import LANGUAGES, OWN_NAMES
from domain.message import Button, Html, Message, Row
from domain.skills import skill
from views import frame
from views.announcement_letters import body, shorter
from views.buttons import row
from views.paging import MOST_ROWS, paged
from views.when import moment
from views.words import Words, paragraphs

ON_A_CARD = 100
"""Letters of the text that are shown beside everything else."""


@dataclass(frozen=True)
class Readers:
    """How many it reaches, by language; `had_one`: of these, who get it later because of the limit."""

    languages: Mapping[str, int]
    had_one: int

    @property
    def count(self) -> int:
        """All of them."""
        return sum(self.languages.values())


@dataclass(frozen=True)
class Around:
    """What a screen has to know beside the announcement itself. `groups`: their names by number."""

    words: Words
    cluster: Cluster
    groups: Mapping[int, str]
    now: datetime


def everything(words: Words, there: Sequence[Announcement], page: int) -> Message:
    """All there are, the newest first."""
    ways = [frame.to_menu(words)]
    new = row(words, "announcements.new", "annnew")
    labels = [Button(_label(words, one), press("annshow", one.id)) for one in there]
    rows = paged(words, labels, page, MOST_ROWS - 1 - len(ways), lambda turn: press("annlist", turn))
    return Message(words("announcements.list" if there else "announcements.none"), (new, *rows, *ways))


def _label(words: Words, one: Announcement) -> str:
    return words.label(f"announcements.label_{one.state}", text=shorter(one.text, 17))


def draft(around: Around, one: Announcement, readers: Readers) -> Message:
    """Before it is sent: for whom, how many, when, and what is still to be done."""
    words = around.words
    lines = [
        words("announcements.to", whom=whom(around, one.audience)),
        _counted(words, readers),
        words("announcements.goes_important") if one.important else None,
        words("announcements.goes", when=_time(around, one.starts_at)),
    ]
    text = paragraphs(
        words("announcements.draft"), Html("\n".join(line for line in lines if line)), _shortened(words, one)
    )
    rows = (
        row(words, "announcements.send", "annsend", one.id),
        row(words, "announcements.test", "anntest", one.id),
        row(words, "announcements.preview", "annpreview", one.id, words.language),
        row(words, "announcements.edit", "annedit", one.id),
        row(words, "announcements.discard", "annaway", one.id),
        frame.to_menu(words),
    )
    return Message(paragraphs(text, _to_do(words, one, readers)), rows)


def _counted(words: Words, readers: Readers) -> Html:
    by = [words(f"announcements.in_{code}", count=number) for code, number in readers.languages.items()]
    count = words.plural("announcements.count", readers.count)
    split = words("announcements.by_language", languages=words.listed(by)) if len(by) > 1 else None
    later = words.plural("announcements.had_one", readers.had_one) if readers.had_one else None
    return Html(" ".join(part for part in (count, split, later) if part))


def _to_do(words: Words, one: Announcement, readers: Readers) -> Html | None:
    if needs_test(readers.count) and one.tested_at is None:
        return words("announcements.test_first")
    if needs_consent(readers.count) and not one.confirmed:
        return words("announcements.consent_first")
    return None


def trial(words: Words) -> Message:
    """Above the trial."""
    return Message(words("announcements.trial"))


def preview(around: Around, one: Announcement, language: str) -> Message:
    """Exactly what its readers see, but for the buttons."""
    words = around.words
    others = [code for code in LANGUAGES if code != language]
    rows = [
        (
            Button(
                words.label("announcements.preview_in", language=OWN_NAMES[code]),
                press("annpreview", one.id, code),
            ),
        )
        for code in others
    ]
    back = row(words, "dialogue.back", "annshow", one.id)
    return Message(body(Words(language), around.cluster, one), (*rows, back))


def edit(words: Words, one: Announcement) -> Message:
    """What shall be changed?"""
    parts = ("text", "english", "whom", "when", "holder")
    rows = [row(words, f"announcements.edit_{part}", "annpart", one.id, part) for part in parts]
    back = row(words, "dialogue.back", "annshow", one.id)
    return Message(words("announcements.edit_what"), (*rows, back))


def underway(around: Around, one: Announcement, progress: Progress) -> Message:
    """How far it is. One message that changes."""
    words = around.words
    soon = one.state is State.PLANNED and one.starts_at is not None and one.starts_at - around.now <= REGRET
    state = "soon" if soon else one.state.value
    text = paragraphs(
        words(f"announcements.is_{state}", when=_time(around, one.starts_at)),
        _figures(words, one, progress) if one.began_at is not None else None,
        _shortened(words, one),
    )
    return Message(text, (*_ways(words, one), frame.to_menu(words)))


def _figures(words: Words, one: Announcement, progress: Progress) -> Html:
    ended = one.ended_at is not None
    lines = [
        words("announcements.sent_of", sent=progress.sent, total=progress.total),
        words("announcements.waiting", count=progress.left) if progress.left and not ended else None,
        words("announcements.not_sent", count=progress.left) if progress.left and ended else None,
        words("announcements.unreachable", count=progress.unreachable) if progress.unreachable else None,
        words("announcements.failed", count=progress.failed) if progress.failed else None,
        _rest(words, one, progress),
    ]
    return Html("\n".join(line for line in lines if line))


def _rest(words: Words, one: Announcement, progress: Progress) -> Html | None:
    if one.state is not State.SENDING or not progress.left:
        return None
    if one.next_at is not None:
        return words("announcements.rests")
    return words.plural("announcements.minutes", progress.minutes)


def _ways(words: Words, one: Announcement) -> list[Row]:
    stop = row(words, "announcements.stop", "annstop", one.id)
    match one.state:
        case State.ASKED | State.PLANNED:
            return [row(words, "announcements.undo", "annundo", one.id)]
        case State.SENDING:
            return [row(words, "announcements.pause", "annpause", one.id), stop]
        case State.PAUSED:
            return [row(words, "announcements.resume", "annresume", one.id), stop]
        case _:
            return [row(words, "announcements.see_all", "ann")]


def whom(around: Around, audience: Audience) -> Html:
    """The audience in words."""
    words = around.words
    names = [one.name for one in around.cluster.villages if one.id in audience.villages]
    where = words.listed(names)
    who = _who(around, audience)
    if not audience.villages:
        return who or words("announcements.everybody")
    return words("announcements.who_where", who=who, where=where) if who else where


def _who(around: Around, audience: Audience) -> Html | None:
    words = around.words
    parts = []
    if audience.groups:
        names = [around.groups.get(number, "?") for number in sorted(audience.groups)]
        parts.append(words("announcements.of_group", group=words.listed(names)))
    if audience.skills:
        labels = [skill(one).labels[words.language] for one in sorted(audience.skills)]
        parts.append(words("announcements.of_skill", skill=words.listed(labels)))
    if audience.volunteers:
        parts.append(words("announcements.volunteers"))
    if audience.unheard:
        parts.append(words("announcements.unheard", days=HEARD_WITHIN.days))
    return words.listed(parts) if parts else None


def _time(around: Around, at: datetime | None) -> Html:
    if at is None or at <= around.now:
        return around.words("announcements.at_once")
    return moment(around.words, at, around.cluster.zone)


def _shortened(words: Words, one: Announcement) -> Html:
    return words("frame.quoted", said=shorter(one.text, ON_A_CARD))


def receipt(words: Words, key: str) -> Message:
    """It is done."""
    return Message(words(key), (frame.to_menu(words),))
