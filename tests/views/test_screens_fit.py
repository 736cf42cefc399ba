"""Every screen that people meet on their way in fits a phone with large letters, in every language.

The villages have long names, the person has told us everything, and a great many answers wait.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

import pytest

from domain.announcements import Announcement, Progress, State
from domain.asks import Answer, Told
from domain.audience import CLUSTER as CLUSTER_WIDE
from domain.audience import Audience
from domain.availability import HOURS, TIMES
from domain.buttons import MOST_BYTES
from domain.clusters import Cluster, Contact, Village
from domain.dialogue import Option
from domain.disclosure import Count, Published
from domain.groups import MOST_ABOUT, Group, GroupState, Load, Member
from domain.languages import LANGUAGES
from domain.message import Button, Message
from domain.people import Person, Profile, Role
from domain.phrases import Phrase
from domain.polls import STEPS, Poll, PollKind, Result
from domain.roles import GIVEN
from domain.skills import GROUPS, SKILLS
from views import (
    announcement_letters,
    announcements,
    dialogue,
    frame,
    my_page,
    phrases,
    poll_making,
    poll_results,
    polls,
    profile,
    sign_up,
)
from views.polls import Asked
from views.words import Words

MOST_LETTERS, MOST_ROWS, MOST_LABEL = 500, 6, 30
NOW = datetime(2026, 11, 22, tzinfo=UTC)
LONG = Village(1, "haraldsted-allindemagle", "Haraldsted-Allindemagle", 1294)
VILLAGES = tuple(replace(LONG, id=n, slug=f"v{n}", name=f"Haraldsted-Allindemagle {n}") for n in range(1, 13))
CLUSTER = Cluster(
    id=1,
    slug="x",
    name="Landsbyklyngen Ringsted Nord",
    municipality="Ringsted",
    zone="Europe/Copenhagen",
    controller="Landsbyklyngen Ringsted Nord",
    contact=Contact("Karen Eksempel fra styregruppen", "12 34 56 78", "kontakt@ringstednord.example"),
    website="https://ringstednord.example",
    about=dict.fromkeys(LANGUAGES, "Vi arbejder for adgang til naturen og for at kende hinanden."),
    villages=VILLAGES,
)
ANNA = Person(1, 1, 7, "Anna-Margrethe Elisabeth", "da", 1, date(2026, 11, 22), NOW)
EVERYTHING = Profile(
    frozenset(s.id for s in SKILLS), HOURS[2], frozenset(TIMES), frozenset(v.id for v in VILLAGES[1:])
)
GROUP = Group(10**9, 1, "Ø" * 40, "", GroupState.OPEN)
MEMBER = Member(1, ANNA.first_name, 1, NOW, date(2026, 9, 30), leads=True)
LONGEST = max(SKILLS, key=lambda one: max(map(len, one.labels.values()))).id
ASKED = Told(10**9, GROUP.name, None, "m" * MOST_ABOUT, NOW, shared=True, shared_name=ANNA.first_name)
EVERY_ROLE = replace(ANNA, roles=frozenset(Role))
SAID = Phrase(1, "jeg kan " + "kalibrere oscilloskoper " * 7, 1)


def screens(words: Words) -> Iterator[tuple[str, Message]]:
    yield "menu", frame.menu(words, CLUSTER, ANNA, 99)
    yield "stopped menu", frame.menu(words, CLUSTER, replace(EVERY_ROLE, stopped_at=NOW), 99)
    yield "steering", frame.steering(words, frame.Waiting(99, 99, 99))
    yield "stranger", frame.welcome_stranger(words, CLUSTER)
    yield "help", frame.help_(words, CLUSTER, signed_up=True)
    yield "about", frame.about(words, CLUSTER)
    yield "too young", sign_up.too_young(words, CLUSTER)
    yield "stopped", frame.stopped(words)
    yield from poll_screens(words)
    yield "settings", frame.settings(words, ANNA)
    yield "joined", sign_up.joined(words, ANNA, LONG)
    yield "other village", sign_up.other_village(words, LONG)
    yield "my page", profile.page(words, CLUSTER, ANNA, EVERYTHING, 9, Load(23, 200))
    yield "told", my_page.told(words, ANNA)
    yield "my groups", my_page.groups(words, EVERY_ROLE, [(GROUP, MEMBER)] * 7, Load(23, 200), 0)
    yield "my roles", my_page.roles(words, GIVEN)
    for answer in (None, *Answer):
        yield (
            f"my asks, {answer}",
            my_page.asks(words, CLUSTER, [replace(ASKED, answer=answer)] * 3, 0, 9, may_be_found=True),
        )
    yield "contact back", my_page.contact_back(words, ANNA.first_name, GROUP.name)
    yield from announced(words)
    yield "answers", phrases.one(words, SAID, ["digger", "cooking"], 99, 0)
    for group in GROUPS:
        yield f"answers, {group.id}", phrases.choose(words, SAID, group.id)
        skills = profile.skills(words, group.id, EVERYTHING.skills)
        yield f"skills, {group.id}", asked(words, "skills", skills)
    yield "skills", asked(words, "skills", profile.skill_groups(words, EVERYTHING.skills), where="")
    yield "hours", asked(words, "hours", profile.hours(words, HOURS, HOURS[0]), where="")
    yield "times", asked(words, "times", profile.times(words, TIMES, EVERYTHING.times), where="")
    yield "villages", asked(words, "village", [Option(v.slug, v.name) for v in VILLAGES], where="")


LONG_ANSWERS = tuple(f"{n} {'jævnlig'.ljust(15, 'g')}" for n in range(10))
POLL = Poll(
    id=2**31 - 1,
    cluster_id=1,
    question="Hvad skal vi bruge kræfterne på? ".ljust(50, "x"),
    kind=PollKind.SEVERAL,
    answers=LONG_ANSWERS,
    audience=CLUSTER_WIDE,
    sensitive=True,
    opened_at=NOW,
    closes_at=NOW,
)


def poll_screens(words: Words) -> Iterator[tuple[str, Message]]:
    asked = Asked(POLL, "Landsbyklyngen Ringsted Nord", "Europe/Copenhagen")
    steps = replace(asked, poll=replace(POLL, kind=PollKind.STEPS, answers=STEPS, sensitive=False))
    count = Count(1234, (999,) * 10)
    found = Result(count, 1234, 4490, Published(dict.fromkeys(range(1, 12), count), frozenset({12}), count))
    many = replace(asked, poll=replace(POLL, sensitive=False))
    for each, picks in ((asked, frozenset(range(10))), (steps, frozenset({2})), (many, frozenset(range(10)))):
        yield f"ballot, {each.poll.kind}", polls.ballot(words, each, picks)
        yield f"reminder, {each.poll.kind}", polls.ballot(words, each, again=True)
        yield f"sure, {each.poll.kind}", polls.sure(words, each, frozenset({0, 1}))
        yield f"voted, {each.poll.kind}", polls.voted(words, each)
    yield "poll, for others", polls.not_theirs(words, asked)
    yield "open polls", polls.open_polls(words, [(POLL, True)] * 12, 1)
    yield "result", poll_results.result(words, asked, found)
    yield "too few", poll_results.result(words, asked, replace(found, whole=None))
    yield "villages", poll_results.by_village(words, CLUSTER, asked, found.villages, 0)
    yield "a village", poll_results.in_village(words, CLUSTER, asked, found.villages, 1)
    yield "polls", poll_making.all_of(words, [POLL] * 12, 0)
    yield "how it goes", poll_making.one(words, asked, 1234, may_last=True)
    yield "close it", poll_making.sure_to_close(words, asked)
    yield "poll sent", poll_making.sent(words, asked, 1234, NOW + timedelta(hours=9))


def announced(words: Words) -> Iterator[tuple[str, Message]]:
    around = announcements.Around(words, CLUSTER, {1: GROUP.name}, NOW)
    whom = Audience(villages=frozenset({1}), skills=frozenset({LONGEST}))
    readers = announcements.Readers({"da": 119_000, "en": 1_000}, 9_000)
    one = Announcement(10**9, 1, {"da": "Hej " * 100}, 1, 1, NOW, whom, important=True)
    yield "announcement", announcement_letters.letter(words, CLUSTER, one)
    yield "announcement, draft", announcements.draft(around, one, readers)
    yield "announcement, preview", announcements.preview(around, one, "da")
    yield "announcement, change", announcements.edit(words, one)
    yield "announcements", announcements.everything(words, [one] * 9, 0)
    yield "announcement, trial", announcements.trial(words)
    yield (
        "announcement, consent",
        announcement_letters.consent(words, CLUSTER, one, ANNA.first_name, 120_000),
    )
    yield "announcement, reply", announcement_letters.reply(words, one, ANNA.first_name, "Hej " * 90, 1)
    for state in State:
        if state is not State.DRAFT:
            gone = replace(one, state=state, starts_at=NOW, began_at=NOW)
            progress = Progress(120_000, 9_999, 999, 99, 9_999)
            yield f"announcement, {state}", announcements.underway(around, gone, progress)


def asked(words: Words, question: str, options: list[Option], where: str = "x") -> Message:
    return dialogue.ask(
        words,
        dialogue.Asked(
            question=question,
            words=question,
            run=999_999,
            step=(2, 5),
            options=options,
            details={},
            where=where,
            page=0,
            hint="",
            back=True,
            skip=question == "hours",
            ticks=question in {"skills", "times"},
            keeps=True,
            greets=False,
            suggests=False,
            names_others=False,
        ),
    )


ALL = [
    pytest.param(message, id=f"{language} {name}")
    for language in LANGUAGES
    for name, message in screens(Words(language))
]


@pytest.mark.parametrize("message", ALL)
def test_it_fits(message: Message):
    assert len(plain(message.text)) <= MOST_LETTERS
    assert len(message.rows) <= MOST_ROWS
    labels = [key.label for row in message.rows for key in row]
    assert [label for label in labels if len(label) > MOST_LABEL] == []
    data = [key.data for row in message.rows for key in row if isinstance(key, Button)]
    assert all(len(each.encode()) <= MOST_BYTES for each in data)


class Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def handle_data(self, data: str) -> None:
        self.heard.append(data)


def plain(html: str) -> str:
    parser = Text()
    parser.feed(html)
    return "".join(parser.heard)
