"""How well free words find their skill, and what it costs: `python -m benchmarks.skills [--misses]`.

--misses also lists what went wrong in the tuning half. The held-out half is never listed: it stays unseen.
Times are of the processor, so that a busy machine does not blur them.
"""

import statistics
import sys
import time
import tracemalloc
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from domain import skills
from domain.skill_matching import stem_of
from domain.skills import Fit, Matcher

CORPUS = Path(__file__).parents[1] / "tests" / "domain" / "skill_phrases.tsv"
HALVES = ("tuning", "held-out", "unforeseen")
LANGUAGES = ("da", "en", "de", "pl", "uk")


@dataclass(frozen=True)
class Case:
    half: str
    language: str
    expected: str  # "-" nothing; "a|b" either is right; "a+b" both belong among the three
    phrase: str

    @property
    def names_a_skill(self) -> bool:
        return self.expected != "-"

    def first_is_right(self, fits: tuple[Fit, ...]) -> bool:
        return bool(fits) and fits[0].skill in self.expected.replace("+", "|").split("|")

    def three_are_right(self, fits: tuple[Fit, ...]) -> bool:
        found = {fit.skill for fit in fits}
        if "+" in self.expected:
            return found.issuperset(self.expected.split("+"))
        return not found.isdisjoint(self.expected.split("|"))


@dataclass(frozen=True)
class Figures:
    """Shares from 0 to 1."""

    phrases: int
    first: float
    three: float
    nothing_phrases: int
    false_claims: float


def corpus() -> tuple[Case, ...]:
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    return tuple(Case(*line.split("\t")) for line in lines if not line.startswith("#"))


def measured(cases: Iterable[Case], matcher: Matcher) -> Figures:
    tried = [(case, matcher.best(case.phrase)) for case in cases]
    named = [(case, fits) for case, fits in tried if case.names_a_skill]
    nothing = [fits for case, fits in tried if not case.names_a_skill]
    return Figures(
        len(named),
        _share(case.first_is_right(fits) for case, fits in named),
        _share(case.three_are_right(fits) for case, fits in named),
        len(nothing),
        _share(bool(fits) for fits in nothing),
    )


def _share(answers: Iterable[bool]) -> float:
    counted = list(answers)
    return sum(counted) / len(counted) if counted else 0.0


def main() -> None:
    matcher = Matcher()
    cases = corpus()
    print(f"{'':24}{'phrases':>8}{'top 1':>8}{'top 3':>8}{'nothing':>9}{'claimed':>9}")
    for half in HALVES:
        of_half = [case for case in cases if case.half == half]
        _print_figures(half, measured(of_half, matcher))
        for language in LANGUAGES:
            spoken = [case for case in of_half if case.language == language]
            if spoken:
                _print_figures(f"  {language}", measured(spoken, matcher))
    _print_cost(cases, matcher)
    if "--misses" in sys.argv:
        _print_misses(cases, matcher)


def _print_figures(name: str, figures: Figures) -> None:
    nothing = f"{figures.nothing_phrases:9}{figures.false_claims:9.1%}" if figures.nothing_phrases else ""
    print(f"{name:24}{figures.phrases:8}{figures.first:8.1%}{figures.three:8.1%}{nothing}")


def _print_cost(cases: tuple[Case, ...], matcher: Matcher) -> None:
    warm = [_micros(matcher, case.phrase) for case in cases]
    cold = [_cold_micros(matcher, case.phrase) for case in cases]
    for name, timed in (("cold", cold), ("warm", warm)):
        micros = sorted(timed)
        nearly_all = micros[-len(micros) // 100]
        print(f"a query, {name}: median {statistics.median(micros):.0f} µs, 99 % below {nearly_all:.0f} µs")
    for name, words in (("one word", "havetraktorkørebane " * 50), ("all sorts", _many_words(cases))):
        print(f"1,000 letters, {name}: {_micros(matcher, words[:1_000]):.0f} µs")
    print(f"build: median {statistics.median(_build_ms() for _ in range(5)):.0f} ms of 5")
    print(f"a matcher with 20 filed phrases: {_filed_ms():.1f} ms")
    tracemalloc.start()
    _build_ms()
    print(f"memory of the index: {tracemalloc.get_traced_memory()[0] / 1e6:.1f} MB")


def _many_words(cases: tuple[Case, ...]) -> str:
    return " ".join(case.phrase for case in cases)


def _micros(matcher: Matcher, words: str) -> float:
    began = time.process_time()
    matcher.best(words)
    return (time.process_time() - began) * 1e6


def _cold_micros(matcher: Matcher, words: str) -> float:
    stem_of.cache_clear()
    return _micros(matcher, words)


def _build_ms() -> float:
    skills.listed.cache_clear()
    began = time.process_time()
    Matcher().best("")
    return (time.process_time() - began) * 1e3


def _filed_ms() -> float:
    filed = [(f"noget nyt nummer {'abcdefghijklmnopqrst'[number] * 5}", "sport") for number in range(20)]
    began = time.process_time()
    Matcher(filed)
    return (time.process_time() - began) * 1e3


def _print_misses(cases: tuple[Case, ...], matcher: Matcher) -> None:
    for case in cases:
        fits = matcher.best(case.phrase)
        wrong = bool(fits) if not case.names_a_skill else not case.first_is_right(fits)
        if case.half == "tuning" and wrong:
            offered = ", ".join(f"{fit.skill} {fit.score:.2f}" for fit in fits) or "nothing"
            print(f"{case.language} {case.phrase!r}: expected {case.expected}, offered {offered}")


if __name__ == "__main__":
    main()
