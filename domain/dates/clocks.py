"""Times of the day: "kl. 14", "14.30", "kvart over syv", "2-4pm", "fra kl. 14 til 16".

An hour said in words, or a digit from 1 to 9, leaves open which half of the day is meant, unless something
else says so. `Bounds` are minutes after midnight; an end of 1440 or more is on the day after.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from domain.dates.lengths import read_length
from domain.dates.readings import Refusal, Why
from domain.dates.words import HOURS, Wording, any_of

HALF, DAY = 12 * 60, 24 * 60
_DIAL, _HOUR_LONG = 12, 60
LATEST_OPEN_DIGIT = 9
Bounds: TypeAlias = tuple[int, int | None]

PARTS = {
    "morgen": (60, HALF - 1),
    "formiddag": (6 * 60, HALF),
    "eftermiddag": (HALF, 19 * 60 - 1),
    "aften": (17 * 60, DAY - 1),
}
"""From the first to the last minute of each part of the day."""
_PART_WORDS = {
    "morgen": "morgen",
    "tidlig": "morgen",
    "morning": "morgen",
    "formiddag": "formiddag",
    "eftermiddag": "eftermiddag",
    "afternoon": "eftermiddag",
    "aften": "aften",
    "evening": "aften",
}
PART_AT_END = Wording(rf"(?P<before>.+?) (?:om |in the )?(?P<part>{any_of(_PART_WORDS)})(?:en)?")

_AP = r"(?: ?(?P<half>[ap])\.?m\.?)?"
_LEAD = r"(?P<lead>kl\.? ?|klokken |at )?"
_NAMED = any_of(HOURS)
_ROUND = ("fem", "ti", "tyve", "femogtyve", "five", "ten", "twenty", "twenty-five")
_HOUR = rf"(?P<hour>\d{{1,2}}|{_NAMED})"
_DIGITS = Wording(
    rf"{_LEAD}(?P<hour>\d{{1,2}})(?:[.:](?P<minute>\d\d))?(?: ?(?P<half>[ap])\.?m\.?)?(?P<clock> o'clock)?"
)
_FOUR = Wording(rf"{_LEAD}(?P<hour>\d\d)(?P<minute>\d\d)")
_SPOKEN = Wording(rf"{_LEAD}(?P<hour>{_NAMED})(?P<clock> o'clock)?{_AP}")
_HALVES = Wording(rf"{_LEAD}(?:(?P<minutes>5|10|fem|ti)(?: minutter| min\.?)? (?P<way>over|i) )?halv {_HOUR}")
_QUARTERS = Wording(
    rf"{_LEAD}(?P<quarter>kvart(?:er)?|a quarter|quarter) (?P<way>over|i|past|to) {_HOUR}{_AP}"
)
_MINUTES = Wording(
    rf"{_LEAD}(?P<minutes>5|10|20|25|{any_of(_ROUND)})(?: minutter| min\.?| minutes)? "
    rf"(?P<way>over|i|past|to) {_HOUR}{_AP}"
)
_HALF_PAST = Wording(rf"{_LEAD}half past {_HOUR}{_AP}")
_NOON = Wording(r"(?:at )?(?:noon|midday)|(?:at )?12 noon")
_RANGES = tuple(
    Wording(pattern)
    for pattern in (
        r"(?:fra |from )?(?P<a>.+?) ?- ?(?P<b>.+)",
        r"(?:fra |from )?(?P<a>.+?) (?:til|to) (?P<b>.+)",
        r"mellem (?P<a>.+?) og (?P<b>.+)",
        r"between (?P<a>.+?) and (?P<b>.+)",
    )
)
_FOR_A_WHILE = Wording(r"(?P<a>.+?) (?:i|for) (?P<length>.+)")


@dataclass(frozen=True)
class Clock:
    """Minutes after midnight. `settled`: that half of the day and no other. `opens`: either half.

    `bare`: only a number, which alone could be a day as well. `marked`: it says am or pm.
    `wrong`: there is no such time.
    """

    minutes: int
    settled: bool = False
    opens: bool = False
    bare: bool = False
    marked: bool = False
    wrong: bool = False

    def either(self) -> tuple[int, ...]:
        """Both halves of the day, unless it is settled."""
        return (self.minutes,) if self.settled else (self.minutes, self.minutes + HALF)

    def meant(self, part: str) -> tuple[int, ...]:
        """What it may mean, in that part of the day if one was said. Raises Refusal."""
        if self.wrong or self.minutes >= DAY:
            raise Refusal(Why.NO_TIME)
        if part:
            first, last = PARTS[part]
            return tuple(minute for minute in self.either() if first <= minute <= last)
        return self.as_end()

    def as_end(self) -> tuple[int, ...]:
        """The same, for one that something ends at: midnight is 1440. Raises Refusal."""
        if self.wrong:
            raise Refusal(Why.NO_TIME)
        return self.either() if self.opens else (self.minutes,)


def split_part(said: str) -> tuple[str, str]:
    """The words before the part of the day they end with, and that part; ("...", "") without one."""
    found = PART_AT_END.fullmatch(said)
    return (found["before"], _PART_WORDS[found["part"]]) if found else (said, "")


def read_clock(said: str, part: str, *, bare: bool) -> set[Bounds]:
    """All that it may mean. With `bare`, a number alone is a time. Raises Refusal."""
    before, its_part = split_part(said)
    if its_part and part:
        return set()
    part = part or its_part
    found = _for_a_while(before, part) | _ranges(before, part)
    for clock in _single(before):
        if bare or its_part or not clock.bare:
            found |= {(minute, None) for minute in clock.meant(part)}
    return found


def _ranges(said: str, part: str) -> set[Bounds]:
    halves = (pattern.fullmatch(said) for pattern in _RANGES)
    return {
        bounds
        for found in halves
        if found
        for start in _single(found["a"])
        for end in _single(found["b"])
        for bounds in _from_to(start, end, part)
    }


def _from_to(start: Clock, end: Clock, part: str) -> Iterator[Bounds]:
    """To the first such time after the start; overnight at most half a day."""
    if end.marked and not start.settled and not part:
        starts = start.either()
        begins = max((minute for minute in starts if minute < end.minutes), default=None)
        if begins is not None:
            yield begins, end.minutes
        return
    for begins in start.meant(part):
        nearest = min(minute if minute > begins else minute + DAY for minute in end.as_end())
        if nearest <= DAY or nearest - begins <= HALF:
            yield begins, nearest


def _for_a_while(said: str, part: str) -> set[Bounds]:
    found = _FOR_A_WHILE.fullmatch(said)
    length = read_length(found["length"]) if found else None
    if found is None or length is None:
        return set()
    minutes = int(length.total_seconds()) // 60
    starts = {minute for clock in _single(found["a"]) if not clock.bare for minute in clock.meant(part)}
    return {(start, start + minutes) for start in starts}


def _single(said: str) -> list[Clock]:
    """Every way to read it as one time."""
    if _NOON.fullmatch(said):
        return [Clock(HALF, settled=True)]
    digits = _DIGITS.fullmatch(said)
    if digits:
        return [_written(digits, bare=not (digits["lead"] or digits["minute"] or digits["clock"]))]
    four = _FOUR.fullmatch(said)
    if four:
        return [_written(four, bare=not four["lead"])]
    return list(_spoken(said))


def _written(found: re.Match[str], *, bare: bool) -> Clock:
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = found.groupdict().get("half")
    if half:
        wrong = not 1 <= hour <= _DIAL or minute >= _HOUR_LONG
        after_noon = HALF if half == "p" else 0
        return Clock(hour % _DIAL * 60 + minute + after_noon, settled=True, marked=True, wrong=wrong)
    padded = hour == 0 or found["hour"].startswith("0")
    return Clock(
        hour * 60 + minute,
        settled=padded or hour >= _DIAL,
        opens=not padded and hour <= LATEST_OPEN_DIGIT,
        bare=bare,
        wrong=minute >= _HOUR_LONG or hour * 60 + minute > DAY,
    )


def _spoken(said: str) -> Iterator[Clock]:
    for pattern, offset in _SAID:
        found = pattern.fullmatch(said)
        if found:
            known = found.groupdict()
            minutes = _number(known.get("minutes")) or (15 if "quarter" in known else 0)
            back = known.get("way") in {"i", "to"}
            half = known.get("half")
            bare = pattern is _SPOKEN and not (known["lead"] or known["clock"] or half)
            clock = _on_the_dial(_number(found["hour"]), offset + (-minutes if back else minutes))
            yield _in_half(clock, half) if half else replace(clock, bare=bare)


def _in_half(clock: Clock, half: str) -> Clock:
    """With am or pm said, too."""
    minutes = clock.minutes % HALF + (HALF if half == "p" else 0)
    wrong = clock.wrong or (clock.settled and clock.minutes >= HALF + _HOUR_LONG)
    return Clock(minutes, settled=True, marked=True, wrong=wrong)


def _number(word: str | None) -> int:
    if word is None:
        return 0
    return int(word) if word.isdecimal() else HOURS[word]


def _on_the_dial(hour: int, offset: int) -> Clock:
    """An hour as it is said: twice a day, but for the one after noon, which nobody means by night."""
    if not 1 <= hour <= DAY // 60:
        return Clock(0, wrong=True)
    if hour > _DIAL:
        return Clock(hour * 60 + offset, settled=True)
    minutes = (hour * 60 + offset) % HALF
    if minutes < _HOUR_LONG:
        return Clock(HALF + minutes, settled=True)
    return Clock(minutes, opens=True)


_SAID = ((_SPOKEN, 0), (_HALVES, -30), (_HALF_PAST, 30), (_QUARTERS, 0), (_MINUTES, 0))
