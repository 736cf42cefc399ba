"""What neighbours are good at: the list, and the skill somebody means in their own words."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Final

from domain.skill_matching import Index, Phrase
from domain.skill_words import Grammar, Phrases, phrases_of, plain

MOST_FITS: Final = 3
# Below this nothing fits, and a fit far behind the best is not worth a button (docs/skills.md has figures).
LEAST_SCORE: Final = 0.6
LEAST_SHARE_OF_BEST: Final = 0.55
# What was found word for word.
FILED: Final = 1.5
SAID: Final = 0.9


@dataclass(frozen=True)
class Skill:
    id: str
    group: str
    labels: Mapping[str, str]  # by language, at most 28 characters each


@dataclass(frozen=True)
class SkillGroup:
    id: str
    labels: Mapping[str, str]
    skills: tuple[Skill, ...]


@dataclass(frozen=True)
class Fit:
    skill: str
    score: float  # 0 to 1


class Matcher:
    """Finds the skills meant by free words. Cheap to make: the list is indexed once and shared.

    extra: words a steering group has filed, each with its skill; a skill that is no longer in the list is
    passed over.
    """

    def __init__(self, extra: Iterable[tuple[str, str]] = ()) -> None:
        self._listed: Final = listed()
        self._grammar: Final = self._listed.grammar
        filed = [
            Phrase(skill_id, self._grammar.offered(words)) for words, skill_id in extra if is_skill(skill_id)
        ]
        self._filed: Final = {phrase.words: phrase.skill for phrase in filed if phrase.words}
        self._extra: Final = Index(_telling(filed, self._grammar))

    def best(self, words: str) -> tuple[Fit, ...]:
        """At most three, best first; empty when nothing fits."""
        offered = self._grammar.offered(words)
        telling = self._grammar.small.removed_from(offered)
        scores = dict(self._listed.index.scores(telling))
        for skill_id, score in chain(self._extra.scores(telling).items(), self._said(offered)):
            scores[skill_id] = max(scores.get(skill_id, 0.0), score)
        return _fits(scores)

    def _said(self, offered: tuple[str, ...]) -> Iterable[tuple[str, float]]:
        """What is found word for word: the whole of a filed phrase, or a saying."""
        if offered in self._filed:
            yield self._filed[offered], FILED
        yield from ((self._listed.sayings[saying], SAID) for saying in self._listed.said.within(offered))


def _fits(scores: Mapping[str, float]) -> tuple[Fit, ...]:
    ranked = sorted(scores, key=lambda skill: (-scores[skill], skill))[:MOST_FITS]
    least = max(LEAST_SCORE, LEAST_SHARE_OF_BEST * min(1.0, scores[ranked[0]])) if ranked else 0.0
    return tuple(Fit(skill, min(1.0, scores[skill])) for skill in ranked if scores[skill] >= least)


def skill(skill_id: str) -> Skill:
    """Raises KeyError for an id that is not in the list."""
    return _BY_ID[skill_id]


SHORTEST = 3
"""Letters of a word that may tell something."""


def tells(words: str) -> bool:
    """Whether there is something in the words that might be a skill: no greeting, no question, no "ikke"."""
    grammar = listed().grammar
    telling = grammar.small.removed_from(grammar.offered(words))
    return any(len(word) >= SHORTEST for word in telling)


def is_skill(skill_id: str) -> bool:
    return skill_id in _BY_ID


@dataclass(frozen=True)
class Listed:
    """The list, ready to be searched."""

    grammar: Grammar
    index: Index
    sayings: Mapping[tuple[str, ...], str]  # made of small words alone ("lidt af hvert"): said as they stand
    said: Phrases


@cache
def listed() -> Listed:
    """Takes some 80 ms the first time."""
    grammar = _read_grammar()
    spoken = tuple(_spoken())
    several = (phrase for phrase in spoken if len(phrase.words) > 1)
    sayings = {said.words: said.skill for said in several if not grammar.small.removed_from(said.words)}
    return Listed(grammar, Index(dict.fromkeys(_telling(spoken, grammar))), sayings, Phrases.of(sayings))


def _telling(spoken: Iterable[Phrase], grammar: Grammar) -> Iterable[Phrase]:
    for phrase in spoken:
        words = grammar.small.removed_from(phrase.words)
        if words:
            yield Phrase(phrase.skill, words, phrase.language)


def _spoken() -> Iterable[Phrase]:
    for skill_id, entry in _FILE["skills"].items():
        for language, phrases in chain(entry["label"].items(), entry["say"].items()):
            yield from (Phrase(skill_id, words, language) for words in _split(phrases))


def _read_grammar() -> Grammar:
    refusing, asking = _FILE["refusing"], _FILE["asking"]
    return Grammar(
        small=Phrases.of(_split(",".join(_FILE["small_words"].values()))),
        refusing=_single(refusing["words"]),
        affirming=Phrases.of(_split(refusing["sayings"])),
        turns=Phrases.of(_split(refusing["turns"])),
        restarts=_single(refusing["restarts"]),
        asking=_single(asking["words"]),
        openly=Phrases.of(_split(asking["openly"])),
    )


def _single(phrases: str) -> frozenset[str]:
    return frozenset(word for (word,) in _split(phrases))


def _split(phrases: str) -> Iterable[tuple[str, ...]]:
    return phrases_of(plain(phrases.replace("\n", " ")))


def _groups() -> tuple[SkillGroup, ...]:
    return tuple(
        SkillGroup(name, MappingProxyType(labels), tuple(skill for skill in SKILLS if skill.group == name))
        for name, labels in _FILE["groups"].items()
    )


_FILE: Final = tomllib.loads(Path(__file__).with_name("skills.toml").read_text(encoding="utf-8"))
SKILLS: Final = tuple(
    Skill(name, entry["group"], MappingProxyType(entry["label"])) for name, entry in _FILE["skills"].items()
)
GROUPS: Final = _groups()
_BY_ID: Final = {skill.id: skill for skill in SKILLS}
