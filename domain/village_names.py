"""Which village did they mean? Names as people type them on a phone."""

import unicodedata
from collections.abc import Sequence

from domain.clusters import Village

CERTAIN = 88
POSSIBLE = 72
AHEAD = 8
"""Scores of 100. Tuned on misspellings of the example cluster's villages and on Danish towns outside it
(tests/domain/test_village_names.py): nobody is put into a village they did not mean."""

_SPELLED_OUT = str.maketrans(
    {"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa", "-": " ", ".": " ", "/": " ", ",": " "}
)
_DANISH = "jeg bor i på ved nær mit hus er by byen landsby landsbyen sogn fra og"
_ENGLISH = "live in near at the village from and"
_AROUND_IT = frozenset(f"{_DANISH} {_ENGLISH}".split())


def named(words: str, villages: Sequence[Village]) -> Village | None:
    """The village that the words name beyond doubt."""
    ranked = _ranked(words, villages)[:2]
    if not ranked or ranked[0][0] < CERTAIN:
        return None
    alone = len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= AHEAD
    return ranked[0][1] if alone else None


def near(words: str, villages: Sequence[Village]) -> tuple[Village, ...]:
    """Up to three that the words may mean, the likeliest first."""
    return tuple(village for score, village in _ranked(words, villages)[:3] if score >= POSSIBLE)


def _ranked(words: str, villages: Sequence[Village]) -> list[tuple[float, Village]]:
    said = _plain(words)
    scored = [(_likeness(said, village), village) for village in villages] if said else []
    return sorted(scored, key=lambda pair: -pair[0])


def _likeness(said: str, village: Village) -> float:
    """How well the words fit the best of the village's names; a name of two villages fits by either."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - takes 2.4 MiB: only where somebody names a village

    names = {village.name, *village.also_called, *village.name.split("-")}
    return max(fuzz.token_sort_ratio(said, _plain(name)) for name in names)


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFC", text).casefold().translate(_SPELLED_OUT)
    return " ".join(word for word in text.split() if word not in _AROUND_IT)[:80]
