"""From what somebody wrote to the few words in it that may name a skill they offer."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

from domain.text import holds_cpr

# A longer message is a letter or a paste, not an answer to "what are you good at?".
LONGEST_MESSAGE: Final = 1_000
# Longer words are noise; a Danish compound of three long words still fits.
LONGEST_WORD: Final = 40

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_WORD_OR_COMMA = re.compile(f"{_WORD.pattern}|,")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*")
_CLAUSE = re.compile(r"[,;:()/–-]+\s+|[,;:()/]+")
# As typed on a keyboard without our letters.
_PLAIN = str.maketrans(
    dict(zip("éèôąćęłńóśźżґё", "eeoacelnoszzге", strict=True))
    | dict.fromkeys("’ʼ`´‘", "'")
    | {"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa", "ü": "ue", "ß": "ss"}
)


@dataclass(frozen=True)
class Phrases:
    """Phrases to be found in a row of words, longest first, in time linear in the row."""

    by_first: Mapping[str, tuple[tuple[str, ...], ...]]

    @classmethod
    def of(cls, phrases: Iterable[tuple[str, ...]]) -> "Phrases":
        by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted(set(phrases), key=len, reverse=True):
            by_first.setdefault(phrase[0], []).append(phrase)
        return cls({first: tuple(group) for first, group in by_first.items()})

    def removed_from(self, words: tuple[str, ...]) -> tuple[str, ...]:
        if self.by_first.keys().isdisjoint(words):
            return words
        left: list[str] = []
        at = 0
        while at < len(words):
            length = len(self.at(words, at))
            if not length:
                left.append(words[at])
            at += length or 1
        return tuple(left)

    def within(self, words: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
        return filter(None, (self.at(words, at) for at in range(len(words))))

    def at(self, words: tuple[str, ...], start: int) -> tuple[str, ...]:
        """The longest phrase that begins there, or nothing."""
        group = self.by_first.get(words[start], ())
        return next((phrase for phrase in group if words[start : start + len(phrase)] == phrase), ())


@dataclass(frozen=True)
class Grammar:
    """The words around a skill, for all our languages together."""

    small: Phrases  # says nothing about a skill: "jeg kan godt"
    refusing: frozenset[str]  # "ikke"
    affirming: Phrases  # "ikke bange for": looks like a refusal and is none
    turns: Phrases  # "men": a refusal ends here
    restarts: frozenset[str]  # "jeg", "kan": so does it here, after a comma
    asking: frozenset[str]  # "hvad": with a question mark, the sentence asks
    openly: Phrases  # "hvornår": asks without one, too

    def offered(self, message: str) -> tuple[str, ...]:
        """The words in which something is offered, small words and all; no question, no "jeg kan ikke"."""
        if len(message) > LONGEST_MESSAGE or holds_cpr(message):
            return ()
        sentences = _SENTENCE.findall(plain(message))
        return tuple(word for sentence in sentences for word in self._offered_in(sentence))

    def _offered_in(self, sentence: str) -> Iterable[str]:
        if self._asks(sentence):
            return
        refused = False
        for clause in self._clauses(sentence):
            if self.refusing.intersection(clause):
                refused = True
            elif refused and self.restarts.intersection(clause):
                refused = False
            if not clause:
                refused = False
            if not refused:
                yield from clause

    def _asks(self, sentence: str) -> bool:
        words = words_of(sentence)
        if not words:
            return True
        return bool(self.openly.at(words, 0)) or (words[0] in self.asking and "?" in sentence)

    def _clauses(self, sentence: str) -> Iterable[tuple[str, ...]]:
        """Between commas and turns; a turn is told apart by an empty clause before what follows."""
        for part in _CLAUSE.split(sentence):
            words = self.affirming.removed_from(words_of(part))
            start = at = 0
            while at < len(words):
                turn = self.turns.at(words, at)
                if turn:
                    yield words[start:at]
                    yield ()
                    start = at + len(turn)
                at += len(turn) or 1
            yield words[start:]


def plain(text: str) -> str:
    """Small letters as any keyboard has them, without marks nobody sees."""
    composed = unicodedata.normalize("NFKC", text)
    if not composed.isprintable():
        composed = "".join(letter for letter in composed if unicodedata.category(letter) != "Cf")
    return composed.casefold().translate(_PLAIN)


def words_of(plain_text: str) -> tuple[str, ...]:
    return tuple(word[:LONGEST_WORD] for word in _WORD.findall(plain_text))


def phrases_of(plain_list: str) -> Iterable[tuple[str, ...]]:
    """Phrases with commas between them, in one go: a long list is read when the bot starts."""
    words: list[str] = []
    for word in chain(_WORD_OR_COMMA.findall(plain_list), ","):
        if word != ",":
            words.append(word)
        elif words:
            yield tuple(words)
            words = []
