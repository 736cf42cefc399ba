"""Days and times as people write them, in Danish and English: read strictly, or not at all.

No word may be left over and nothing is guessed: what may mean two things is given back as two.
docs/decisions/0050-dates.md has the rules, `python -m benchmarks.dates` the figures.
"""

from domain.dates.kept import Open, Unsure, is_sure, keep, keep_open, kept, kept_open
from domain.dates.lengths import read_length
from domain.dates.reading import read, read_day, read_hours, settle
from domain.dates.readings import (
    Ambiguous,
    Hours,
    Mismatch,
    NotUnderstood,
    Reading,
    Skipped,
    When,
    Why,
)

__all__ = [
    "Ambiguous",
    "Hours",
    "Mismatch",
    "NotUnderstood",
    "Open",
    "Reading",
    "Skipped",
    "Unsure",
    "When",
    "Why",
    "is_sure",
    "keep",
    "keep_open",
    "kept",
    "kept_open",
    "read",
    "read_day",
    "read_hours",
    "read_length",
    "settle",
]
