"""What neighbours are good at: the list, and the skill somebody means in their own words."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from domain.skill_matching import Index, Phrase
from domain.skill_words import Grammar, Phrases, plain, words_of

MOST_FITS: Final = 3
# Below this nothing fits, and a fit far behind the best is not worth a button (docs/skills.md has figures).
LEAST_SCORE: Final = 0.6
LEAST_SHARE_OF_BEST: Final = 0.55


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
        filed = [(_grammar().offered(words), skill) for words, skill in extra if is_skill(skill)]
        self._filed: Final = {words: skill for words, skill in filed if words}
        stripped = ((_grammar().small.removed_from(words), skill) for words, skill in filed)
        self._extra: Final = Index(Phrase(skill, words) for words, skill in stripped if words)

    def best(self, words: str) -> tuple[Fit, ...]:
        """At most three, best first; empty when nothing fits."""
        offered = _grammar().offered(words)
        scores = dict(_listed().scores(_grammar().small.removed_from(offered)))
        for skill, score in self._heard_otherwise(offered):
            scores[skill] = max(scores.get(skill, 0.0), score)
        return _fits(scores)

    def _heard_otherwise(self, offered: tuple[str, ...]) -> Iterable[tuple[str, float]]:
        if offered in self._filed:
            yield self._filed[offered], 1.0
        yield from self._extra.scores(_grammar().small.removed_from(offered)).items()
        yield from ((_sayings()[saying], 0.9) for saying in _said().within(offered))


def _fits(scores: Mapping[str, float]) -> tuple[Fit, ...]:
    ranked = sorted(scores, key=lambda skill: (-scores[skill], skill))[:MOST_FITS]
    least = max(LEAST_SCORE, LEAST_SHARE_OF_BEST * min(1.0, scores[ranked[0]])) if ranked else 0.0
    return tuple(Fit(skill, min(1.0, scores[skill])) for skill in ranked if scores[skill] >= least)


def skill(skill_id: str) -> Skill:
    """Raises KeyError for an id that is not in the list."""
    return _BY_ID[skill_id]


def is_skill(skill_id: str) -> bool:
    return skill_id in _BY_ID


def _phrases(listed: str) -> tuple[tuple[str, ...], ...]:
    split = (words_of(phrase) for phrase in plain(listed).split(","))
    return tuple(words for words in split if words)


@cache
def _grammar() -> Grammar:
    small = ",".join(_FILE["small_words"].values())
    refusing, asking = _FILE["refusing"], _FILE["asking"]
    return Grammar(
        small=Phrases.of(_phrases(small)),
        refusing=_single(refusing["words"]),
        affirming=Phrases.of(_phrases(refusing["sayings"])),
        turns=Phrases.of(_phrases(refusing["turns"])),
        restarts=_single(refusing["restarts"]),
        asking=_single(asking["words"]),
        openly=Phrases.of(_phrases(asking["openly"])),
    )


def _single(listed: str) -> frozenset[str]:
    return frozenset(word for (word,) in _phrases(listed))


@cache
def _spoken() -> tuple[Phrase, ...]:
    """Every phrase of the list as it stands there."""
    entries = _FILE["skills"].items()
    said = ((name, ",".join((*entry["label"].values(), *entry["say"].values()))) for name, entry in entries)
    return tuple(Phrase(name, words) for name, listed in said for words in _phrases(listed))


@cache
def _listed() -> Index:
    stripped = (Phrase(phrase.skill, _grammar().small.removed_from(phrase.words)) for phrase in _spoken())
    return Index(dict.fromkeys(phrase for phrase in stripped if phrase.words))


@cache
def _sayings() -> Mapping[tuple[str, ...], str]:
    """Phrases made of small words alone ("lidt af hvert"): they must be said as they stand."""
    several = (phrase for phrase in _spoken() if len(phrase.words) > 1)
    return {said.words: said.skill for said in several if not _grammar().small.removed_from(said.words)}


@cache
def _said() -> Phrases:
    return Phrases.of(_sayings())


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
