"""How well typed days and times are read, and what it costs: `python -m benchmarks.dates [--misses]`.

--misses also lists what went wrong in the tuning part. The held-out third is never listed: it stays unseen.
"""

import statistics
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeAlias
from zoneinfo import ZoneInfo

from domain.dates import (
    Ambiguous,
    Hours,
    Mismatch,
    NotUnderstood,
    Reading,
    Skipped,
    When,
    read,
    read_day,
    read_hours,
    read_length,
)
from domain.numbers import read_number

CORPUS = Path(__file__).parents[1] / "tests" / "domain" / "date_phrases.tsv"
PARTS = ("tuning", "held-out", "later")
ZONE = "Europe/Copenhagen"
SUNDAY = "2026-11-22T15:00"
Answer: TypeAlias = Reading | timedelta | int | None


@dataclass(frozen=True)
class Case:
    part: str
    language: str
    asked: str  # when, day, time, length or number
    now: str
    expected: str
    phrase: str

    @property
    def is_refused(self) -> bool:
        return self.expected.startswith(("-", "!"))

    def answer(self) -> Answer:
        now = datetime.fromisoformat(SUNDAY if self.now == "-" else self.now).replace(tzinfo=ZoneInfo(ZONE))
        if self.asked == "length":
            return read_length(self.phrase)
        if self.asked == "number":
            return read_number(self.phrase)
        if self.asked == "time":
            return read_hours(self.phrase)
        return (read_day if self.asked == "day" else read)(self.phrase, now, ZONE, self.language)

    def is_right(self, answer: Answer) -> bool:
        """Two that may be meant are the same two in any order."""
        return sorted(said(answer).split(" # ")) == sorted(self.expected.split(" # "))


@dataclass(frozen=True)
class Figures:
    """Counts. `wrong`: something else was read than is meant; `missed`: nothing was, and it has a meaning."""

    meant: int
    right: int
    missed: int
    wrong: int
    refused: int
    rightly: int


def corpus() -> tuple[Case, ...]:
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    return tuple(Case(*line.split("\t")) for line in lines if not line.startswith("#"))


def said(answer: Answer) -> str:
    """An answer as the corpus writes it."""
    if answer is None or answer == NotUnderstood():
        return "-"
    if isinstance(answer, NotUnderstood):
        return f"!{answer.why}"
    if isinstance(answer, timedelta):
        return str(int(answer.total_seconds()) // 60)
    if isinstance(answer, int):
        return str(answer)
    return _reading(answer)


def _reading(answer: Reading) -> str:
    match answer:
        case Ambiguous((first, second)):
            return f"{_one(first)} # {_one(second)}"
        case Mismatch(by_date, by_weekday):
            return f"{_one(by_date)} >< {_one(by_weekday)}"
        case Skipped(it, instead):
            return f"{_one(it)} => {_one(instead)}"
        case When() | Hours():
            return _one(answer)
        case _:
            raise TypeError(answer)


def _one(one: When | Hours) -> str:
    day: date | None = one.day if isinstance(one, When) else None
    parts = [day.isoformat()] if day else []
    if one.start is not None:
        end = "" if one.end is None else f"/{one.end:%H:%M}"
        parts.append(f"{one.start:%H:%M}{end}")
    return "T".join(parts) + ("*" if isinstance(one, When) and one.second else "")


def measured(cases: Iterable[Case]) -> Figures:
    tried = [(case, case.answer()) for case in cases]
    meant = [(case, answer) for case, answer in tried if not case.is_refused]
    refused = [(case, answer) for case, answer in tried if case.is_refused]
    right = sum(case.is_right(answer) for case, answer in meant)
    missed = sum(answer is None or isinstance(answer, NotUnderstood) for _case, answer in meant)
    rightly = sum(case.is_right(answer) for case, answer in refused)
    return Figures(len(meant), right, missed, len(meant) - right - missed, len(refused), rightly)


def main() -> None:
    cases = corpus()
    print(f"{'':16}{'phrases':>8}{'right':>8}{'missed':>8}{'wrong':>8}{'refused':>9}{'rightly':>9}")
    for part in PARTS:
        for language in ("da", "en"):
            of_part = [case for case in cases if case.part == part and case.language == language]
            it = measured(of_part)
            counts = f"{it.meant:8}{it.right:8}{it.missed:8}{it.wrong:8}{it.refused:9}{it.rightly:9}"
            print(f"{part + ' ' + language:16}{counts}")
    micros = sorted(_micros(case) for case in cases)
    print(f"a phrase: median {statistics.median(micros):.0f} µs, longest {micros[-1]:.0f} µs")
    if "--misses" in sys.argv:
        for case in cases:
            answer = case.answer()
            if case.part != "held-out" and not case.is_right(answer):
                print(f"{case.language} {case.asked} {case.phrase!r}: {case.expected}, read {said(answer)}")


def _micros(case: Case) -> float:
    began = time.process_time()
    case.answer()
    return (time.process_time() - began) * 1e6


if __name__ == "__main__":
    main()
