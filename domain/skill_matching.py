"""Which listed phrases sound like what somebody wrote: by stem, by part of a compound, by letters."""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

# Words looked at in one message: bounds the time a message can take.
MOST_WORDS: Final = 30
# About how many skills a list has: a word said of one of them tells most.
SKILLS_IN_ALL: Final = 40
RAREST: Final = math.log(1 + SKILLS_IN_ALL)
SECOND: Final = 0.9
# How sure a word of the list is meant, by the way it was found.
SAME_STEM: Final = 0.97
MISSPELT: Final = 0.95
SHORTEST_PART: Final = 4
SHORTEST_MISSPELT: Final = 5
# Looked up for one word; the common ones tell little ("ing") and take long.
RAREST_GRAMS: Final = 5
CANDIDATES: Final = 20
LONG: Final = 8

STEMMED: Final = {"da": "danish", "en": "english", "de": "german"}
SHORTEST_STEM: Final = 2
LONGEST_ENDING: Final = 5


class Phrase(NamedTuple):
    skill: str
    words: tuple[str, ...]
    language: str | None = None  # unknown: endings of any language are tried


class Index:
    """The listed phrases, found again from words written otherwise. Built once, shared, never changed."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._phrases: Final = tuple(phrases)
        self._vocabulary: Final = Vocabulary(self._phrases)
        self._weights: Final = _weights(self._phrases)
        self._saying: Final = _phrases_by_word(self._phrases)

    def scores(self, words: Iterable[str]) -> dict[str, float]:
        """How well each skill explains the words, 0 to about 1.3."""
        alike = [self._vocabulary.like(word) for word in list(dict.fromkeys(words))[:MOST_WORDS]]
        return self._by_skill(self._by_phrase(alike))

    def _by_phrase(self, alike: list[dict[str, float]]) -> dict[int, dict[str, tuple[float, int]]]:
        """For each phrase heard: its words, how surely, and by which written word."""
        heard: dict[int, dict[str, tuple[float, int]]] = defaultdict(dict)
        for written, meant in enumerate(alike):
            for word, sure in meant.items():
                for phrase in self._saying[word]:
                    heard[phrase][word] = max(heard[phrase].get(word, (0.0, 0)), (sure, written))
        return heard

    def _by_skill(self, heard: dict[int, dict[str, tuple[float, int]]]) -> dict[str, float]:
        """The best phrase of a skill counts in full; what other written words add counts a little."""
        by_skill: dict[str, dict[int, float]] = defaultdict(dict)
        best: dict[int, float] = defaultdict(float)
        for number, words in heard.items():
            phrase = self._phrases[number]
            score = self._score(phrase, words)
            _, written = max(words.values())
            of_skill = by_skill[phrase.skill]
            of_skill[written] = max(of_skill.get(written, 0.0), score)
            best[written] = max(best[written], score)
        return {skill: _summed(of_skill, best) for skill, of_skill in by_skill.items()}

    def _score(self, phrase: Phrase, heard: Mapping[str, tuple[float, int]]) -> float:
        """The share of the phrase that was heard, less a little where the phrase is made of common words."""
        whole = sum(self._weights[word] for word in phrase.words)
        said = sum(self._weights[word] * heard[word][0] for word in phrase.words if word in heard)
        return said / whole * (said + said / RAREST) / (said + 1)


def _summed(of_skill: Mapping[int, float], best: Mapping[int, float]) -> float:
    """A word better explained by another skill counts less: so each of several skills named has its place."""
    scores = (score * (1 if score == best[written] else SECOND) for written, score in of_skill.items())
    first, *others = sorted(scores, reverse=True)
    return first + 0.15 * sum(others[:3])


def _weights(phrases: Iterable[Phrase]) -> dict[str, float]:
    """A word said of few skills weighs more. Endings are cut roughly: all forms of a word weigh alike."""
    skills: dict[str, set[str]] = defaultdict(set)
    for phrase in phrases:
        for word in phrase.words:
            skills[word].add(phrase.skill)
    of_stem: dict[str, set[str]] = defaultdict(set)
    for word, said_of in skills.items():
        of_stem[_rough_stem(word)] |= said_of
    return {word: math.log(1 + SKILLS_IN_ALL / len(of_stem[_rough_stem(word)])) for word in skills}


def _rough_stem(word: str) -> str:
    return word[:4] + word[4:].rstrip("enrst")


def _phrases_by_word(phrases: tuple[Phrase, ...]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, phrase in enumerate(phrases):
        for word in phrase.words:
            found[word].append(number)
    return found


class Vocabulary:
    """All words of the list, found again from a word written otherwise."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._known: Final = _languages_by_word(phrases)
        self._sorted: Final = sorted(self._known)
        self._backwards: Final = sorted(word[::-1] for word in self._known)
        self._grams: Final = _words_by_gram(self._sorted)

    def like(self, written: str) -> dict[str, float]:
        """The words of the list that may be meant, each with how sure that is, 0 to 1."""
        meant: dict[str, float] = {}
        if written not in self._known:
            _raise(meant, self._misspelt(written) if len(written) >= SHORTEST_MISSPELT else {})
            _raise(meant, self._compounds(written) if len(written) >= SHORTEST_PART else {})
        _raise(meant, dict.fromkeys(self._inflected(written), SAME_STEM))
        _raise(meant, {written: 1.0} if written in self._known else {})
        return meant

    def _inflected(self, written: str) -> Iterable[str]:
        """Other forms of the word in Danish, English or German; Polish and Ukrainian forms are listed."""
        if not written.isascii() or not any(_beginning_with(self._sorted, written[:SHORTEST_STEM])):
            return
        for language in STEMMED:
            stem = stem_of(language, written)
            near = _beginning_with(self._sorted, stem) if len(stem) >= SHORTEST_STEM else ()
            longest = len(stem) + LONGEST_ENDING
            forms = (word for word in near if len(word) <= longest and self._is_of(word, language))
            yield from (word for word in forms if stem_of(language, word) == stem)

    def _is_of(self, word: str, language: str) -> bool:
        """Else the Danish "sal" would be the English "sales"."""
        return not self._known[word].isdisjoint((language, None))

    def _compounds(self, written: str) -> dict[str, float]:
        """Glued words: "traktorkørsel" has two of ours in it, and "have" is in our "havearbejde"."""
        found: dict[str, float] = {}
        for cut in range(SHORTEST_PART, len(written) - 1):
            for part, head in ((written[:cut], 0.0), (written[-cut:], 0.05)):
                if part in self._known:
                    found[part] = max(found.get(part, 0.0), 0.55 + head + 0.35 * cut / len(written))
        for longer in _beginning_with(self._sorted, written):
            found[longer] = 0.3 + 0.5 * len(written) / len(longer)
        for backwards in _beginning_with(self._backwards, written[::-1]):
            found[backwards[::-1]] = 0.3 + 0.5 * len(written) / len(backwards)
        return found

    def _misspelt(self, written: str) -> dict[str, float]:
        """Words that share rare grams are graded by the letters to change, and by the grams themselves."""
        shared: dict[int, float] = defaultdict(float)
        known = [words for gram in set(_grams(written)) if (words := self._grams.get(gram))]
        for words in sorted(known, key=len)[:RAREST_GRAMS]:
            tells = math.log(len(self._sorted) / len(words))
            for number in words:
                shared[number] += tells
        nearest = sorted(shared, key=shared.__getitem__, reverse=True)[:CANDIDATES]
        graded = {self._sorted[number]: _alike(written, self._sorted[number]) for number in nearest}
        return {word: MISSPELT * alike for word, alike in graded.items() if alike}


@lru_cache(maxsize=8_192)
def stem_of(language: str, word: str) -> str:
    import snowballstemmer  # noqa: PLC0415 - all its languages, 3.5 MiB: only where somebody writes of skills

    # A stemmer keeps the word in itself while it works: each call has its own, so that two threads may ask.
    return str(snowballstemmer.stemmer(STEMMED[language]).stemWord(word))


def _alike(written: str, word: str) -> float:
    """People seldom mistype a first letter, and a short word is soon another one."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - takes 2.4 MiB: as above

    least = 0.8 if len(written) < LONG else 0.7
    same_start = 1.0 if written[0] == word[0] else 0.85
    return same_start * OSA.normalized_similarity(written, word, score_cutoff=least)


def _beginning_with(ordered: list[str], start: str) -> Iterable[str]:
    at = bisect_left(ordered, start)
    while at < len(ordered) and ordered[at].startswith(start):
        yield ordered[at]
        at += 1


def _languages_by_word(phrases: Iterable[Phrase]) -> dict[str, set[str | None]]:
    found: dict[str, set[str | None]] = defaultdict(set)
    for phrase in phrases:
        for word in phrase.words:
            found[word].add(phrase.language)
    return dict(found)


def _words_by_gram(words: list[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, word in enumerate(words):
        for gram in _grams(word):
            found[gram].append(number)
    return found


def _grams(word: str) -> list[str]:
    padded = f"^{word}$"
    return [padded[at : at + 3] for at in range(len(word))]


def _raise(found: dict[str, float], others: Mapping[str, float]) -> None:
    for word, sure in others.items():
        found[word] = max(found.get(word, 0.0), sure)
