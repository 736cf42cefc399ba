"""How long: "en times tid", "2 timer", "halvanden time", "an hour and a half". Nothing vague."""

import re
from datetime import timedelta

from domain.dates.words import COUNTS, Wording, any_of, plain

LONGEST = timedelta(hours=24)

_COUNT = rf"(?:\d{{1,3}}|{any_of(COUNTS)})"
_HOUR, _MINUTE = r"(?:timers?|times?|t|hours?|hrs?|h)", r"(?:minutter|minut|minutes?|mins?|min\.)"
_WHOLE = Wording(rf"(?P<count>{_COUNT}) ?{_HOUR}(?: tid)?")
_MINUTES = Wording(rf"(?P<count>{_COUNT}) ?{_MINUTE}")
_AND_A_HALF = Wording(
    rf"(?P<count>{_COUNT})(?: ?½| en halv| og en halv| and a half|[.,]5) ?{_HOUR}"
    rf"|(?P<ahead>an?|one) hour and a half"
)
_QUARTERS = Wording(r"(?P<count>et|en|to|tre|a|one|two|three) (?:kvarter|quarters?(?: of an hour)?)")
_JOINED = Wording(rf"(?P<hours>{_COUNT} ?{_HOUR}) (?:og |and )?(?P<rest>.+)")
_FIXED = {
    "halvanden time": 90,
    "halvandet time": 90,
    "en halv time": 30,
    "halv time": 30,
    "half an hour": 30,
    "½ time": 30,
}


def read_length(words: str) -> timedelta | None:
    """How long they mean, from a minute to a day; None for anything else."""
    said = plain(words)
    minutes = _minutes(said) or _joined(said)
    if not minutes or timedelta(minutes=minutes) > LONGEST:
        return None
    return timedelta(minutes=minutes)


def _minutes(said: str) -> int | None:
    if said in _FIXED:
        return _FIXED[said]
    for pattern, each, more in ((_WHOLE, 60, 0), (_MINUTES, 1, 0), (_AND_A_HALF, 60, 30), (_QUARTERS, 15, 0)):
        found = pattern.fullmatch(said)
        if found:
            return _count(found) * each + more
    return None


def _joined(said: str) -> int | None:
    found = _JOINED.fullmatch(said)
    if found is None:
        return None
    hours, rest = _WHOLE.fullmatch(found["hours"]), found["rest"]
    minutes = _MINUTES.fullmatch(rest) or _QUARTERS.fullmatch(rest)
    if hours is None or minutes is None:
        return None
    each = 1 if _MINUTES.fullmatch(rest) else 15
    return _count(hours) * 60 + _count(minutes) * each


def _count(found: re.Match[str]) -> int:
    word = found["count"] or "1"
    return int(word) if word.isdecimal() else COUNTS[word]
