"""Every screen that people meet on their way in fits a phone with large letters, in every language.

The villages have long names, the person has told us everything, and a great many answers wait.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest

from domain.availability import HOURS, TIMES
from domain.buttons import MOST_BYTES
from domain.clusters import Cluster, Contact, Village
from domain.dialogue import Option
from domain.languages import LANGUAGES
from domain.message import Button, Message
from domain.people import Person, Profile
from domain.phrases import Phrase
from domain.skills import GROUPS, SKILLS
from views import dialogue, frame, phrases, profile, sign_up
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
SAID = Phrase(1, "jeg kan " + "kalibrere oscilloskoper " * 7, 1)


def screens(words: Words) -> Iterator[tuple[str, Message]]:
    yield "menu", frame.menu(words, CLUSTER, ANNA, 99)
    yield "stranger", frame.welcome_stranger(words, CLUSTER)
    yield "help", frame.help_(words, CLUSTER, signed_up=True)
    yield "about", frame.about(words, CLUSTER)
    yield "too young", sign_up.too_young(words, CLUSTER)
    yield "stopped", frame.stopped(words)
    yield "settings", frame.settings(words, ANNA)
    yield "joined", sign_up.joined(words, ANNA, LONG)
    yield "other village", sign_up.other_village(words, LONG)
    yield "my page", profile.page(words, CLUSTER, ANNA, EVERYTHING, 9)
    yield "answers", phrases.one(words, SAID, ["digger", "cooking"], 99, 0)
    for group in GROUPS:
        yield f"answers, {group.id}", phrases.choose(words, SAID, group.id)
        skills = profile.skills(words, group.id, EVERYTHING.skills)
        yield f"skills, {group.id}", asked(words, "skills", skills)
    yield "skills", asked(words, "skills", profile.skill_groups(words, EVERYTHING.skills), where="")
    yield "hours", asked(words, "hours", profile.hours(words, HOURS, HOURS[0]), where="")
    yield "times", asked(words, "times", profile.times(words, TIMES, EVERYTHING.times), where="")
    yield "villages", asked(words, "village", [Option(v.slug, v.name) for v in VILLAGES], where="")


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
