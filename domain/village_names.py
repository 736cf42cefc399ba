"""Which village did they mean? Names as people type them on a phone."""

import unicodedata
from collections.abc import Sequence

from rapidfuzz import fuzz

from domain.clusters import Village

CERTAIN = 88
POSSIBLE = 72
AHEAD = 8
"""Scores of 100. Tuned on misspellings of the example cluster's villages and on Danish towns outside it
(tests/domain/test_village_names.py): nobody is put into a village they did not mean."""

_SPELLED_OUT = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "-": " ", ".": " ", "/": " ", ",": " "})
_DANISH = "jeg bor i på ved nær mit hus er by byen landsby landsbyen sogn fra og"
_ENGLISH = "live in near at the village from and"
_AROUND_IT = frozenset(f"{_DANISH} {_ENGLISH}".split())


def meant(words: str, villages: Sequence[Village]) -> tuple[Village, ...]:
    """One village when the words name it beyond doubt, up to three that come near, or none."""
    said = _plain(words)
    if not said:
        return ()
    ranked = sorted(((_likeness(said, v), v) for v in villages), key=lambda pair: -pair[0])
    near = [(score, village) for score, village in ranked if score >= POSSIBLE][:3]
    if near and near[0][0] >= CERTAIN and (len(near) == 1 or near[0][0] - near[1][0] >= AHEAD):
        return (near[0][1],)
    return tuple(village for _, village in near)


def _likeness(said: str, village: Village) -> float:
    """How well the words fit the best of the village's names; a name of two villages fits by either."""
    names = {village.name, *village.also_called, *village.name.split("-")}
    return max(fuzz.token_sort_ratio(said, _plain(name)) for name in names)


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFC", text).casefold().translate(_SPELLED_OUT)
    return " ".join(word for word in text.split() if word not in _AROUND_IT)[:80]
