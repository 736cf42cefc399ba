"""Which of the letters in hand may go now. No waiting and no sending: the sender asks, with the time in hand.

Times are seconds of the monotonic clock, which no demo can turn and no time server moves.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from domain.message import Lane
from domain.pace import Pace, share
from storage.outbox import BULK, Letter, Room

LONGEST_IN_HAND = 30.0
"""Seconds a letter may wait in memory; then it goes back, well before its lease ends."""
LONGEST_OUT_OF_TOUCH = 30.0
"""Seconds to wait, at most, before the next letter tries whether Telegram can be reached again."""

Queue: TypeAlias = tuple[int, bool]
"""A chat's answers, or the rest of what goes there: one at a time of each."""


@dataclass(frozen=True)
class _Held:
    letter: Letter
    since: float


class Lanes:
    """The letters one sender holds: those that wait and those on their way, and the pace of both."""

    def __init__(self, pace: Pace, now: float) -> None:
        self._pace = pace
        self._spare = min((rate.burst - 1) * rate.every for rate in (pace.private, pace.group))
        self._waiting: dict[bool, dict[int, dict[int, _Held]]] = {True: {}, False: {}}
        self._flying: dict[int, Letter] = {}
        self._busy: set[Queue] = set()
        self._fallen_back: set[Queue] = set()
        self._total = self._bulk = now
        self._chats: dict[int, float] = {}
        """Until when what was said there is paid for: until then whatever is no answer has to wait."""
        self._paused_until = float("-inf")
        self._missed = 0
        self._gate: frozenset[int] | None = frozenset()

    @property
    def empty(self) -> bool:
        """Whether nothing is in hand."""
        return not self._flying and not any(self._waiting.values())

    @property
    def held(self) -> frozenset[int]:
        """The numbers of all letters in hand."""
        return frozenset(self._flying).union(one.letter.id for one in self._all_waiting())

    def takes(self, chat_id: int, now: float) -> bool:
        """Whether an answer to this chat would go at once.

        Any other waits better in the database: there order holds, and a crash finds it untouched.
        """
        if self._gate is not None or self.paused(now) or len(self.held) >= 2 * self._pace.window:
            return False
        queue = (chat_id, True)
        busy = chat_id in self._waiting[True] or queue in self._busy or queue in self._fallen_back
        return not busy and self._chat_ready_at(queue) <= now

    def add(self, letters: Sequence[Letter], now: float) -> None:
        """Take letters in hand; one that we have already changes nothing."""
        for letter in letters:
            if letter.id not in self._flying:
                chat, answers = _queue(letter)
                self._waiting[answers].setdefault(chat, {}).setdefault(letter.id, _Held(letter, now))

    def claimed(self, letters: Sequence[Letter], now: float) -> None:
        """Take what the database gave: the oldest of each chat, so that its order holds again."""
        self._fallen_back.difference_update(_queue(letter) for letter in letters)
        self.add(letters, now)

    def fall_back(self, letter: Letter) -> None:
        """It goes back to the database, and until it comes from there, so does all that is behind it."""
        self._fallen_back.add(_queue(letter))

    def open_for(self, letters: frozenset[int] | None) -> None:
        """Only these may go from now on; None: all. At first none may."""
        self._gate = letters

    def pop(self, now: float) -> Letter | None:
        """The next letter that may go: answers first, each chat in order. It is on its way from now on."""
        if self.paused(now) or len(self._flying) >= self._pace.window:
            return None
        letter = next(self._ready(now), None)
        if letter is not None:
            self._let_go(letter)
            self._flying[letter.id] = letter
            self._busy.add(_queue(letter))
            self._pay(letter, now)
        return letter

    def next_at(self, now: float) -> float | None:
        """When to ask again, if nothing else happens before; None: only when something does."""
        if len(self._flying) >= self._pace.window:
            return None
        times = [at for answers in self._waiting if (at := self._soonest(now, answers=answers)) is not None]
        return max(min(times), self._paused_until) if times else None

    def landed(self, letter_id: int) -> None:
        """Its result is written down, so its place is free."""
        letter = self._flying.pop(letter_id, None)
        if letter is not None:
            self._busy.discard(_queue(letter))

    def take_back(self, now: float, *, all_of_them: bool) -> list[Letter]:
        """What waited too long and what is behind it, or everything that waits, is no longer in hand."""
        waiting = list(self._all_waiting())
        stale = {_queue(one.letter) for one in waiting if all_of_them or self._stale(one, now)}
        self._fallen_back |= stale
        back = [
            one.letter for one in waiting if self._fallen_back and _queue(one.letter) in self._fallen_back
        ]
        for letter in back:
            self._let_go(letter)
        return back

    def rooms(self, now: float, landing: Collection[int] = ()) -> tuple[Room, ...]:
        """What may be claimed when those have landed: what fits, for chats that may be written to now.

        What only waits for its own chat's rest takes nobody's place.
        """
        if self.paused(now):
            return ()
        self._chats = {chat: paid for chat, paid in self._chats.items() if paid > now}
        waiting = (one.letter for one in self._all_waiting())
        held = [letter for letter in waiting if self._chat_ready_at(_queue(letter)) <= now]
        held += [letter for letter in self._flying.values() if letter.id not in landing]
        free = self._pace.window - len(held)
        bulk = self._pace.bulk_window - sum(letter.lane is not Lane.ANSWER for letter in held)
        rooms = (
            Room((Lane.ANSWER,), free, self._resting(now, answers=True)),
            Room(BULK, min(free, bulk), self._resting(now, answers=False)),
        )
        return tuple(room for room in rooms if room.places > 0)

    def pause(self, until: float) -> None:
        """Nothing goes before then, and afterwards only slowly more."""
        self._paused_until = max(self._paused_until, until)

    def tried(self, now: float, *, reached: bool) -> None:
        """While Telegram cannot be reached, ask again in a second, then two, four ..."""
        self._missed = 0 if reached else self._missed + 1
        if self._missed:
            self.pause(now + min(LONGEST_OUT_OF_TOUCH, 2.0 ** min(self._missed - 1, 5)))

    @property
    def out_of_touch(self) -> bool:
        """Whether nothing has got through, more than once in a row."""
        return self._missed > 1

    def paused(self, now: float) -> bool:
        """Whether the whole bot is silent now."""
        return now < self._paused_until

    def rested_at(self, now: float) -> float | None:
        """When the next chat that is at rest, or the bot that pauses, may be written to again."""
        if self.paused(now):
            return self._paused_until
        return min((paid for paid in self._chats.values() if paid > now), default=None)

    def _all_waiting(self) -> Iterator[_Held]:
        for chats in self._waiting.values():
            for letters in chats.values():
                yield from letters.values()

    def _ready(self, now: float) -> Iterator[Letter]:
        for answers in self._waiting:
            if self._pace_ready_at(answers=answers) <= now:
                heads = self._heads(now, answers=answers)
                yield from (one for one in heads if self._chat_ready_at(_queue(one)) <= now)

    def _soonest(self, now: float, *, answers: bool) -> float | None:
        """When the first of them may go. Of many nearly all wait for the pace alone, so one is looked at."""
        ready, soonest = self._pace_ready_at(answers=answers), None
        for head in self._heads(now, answers=answers):
            at = self._chat_ready_at(_queue(head))
            if at <= ready:
                return ready
            soonest = at if soonest is None else min(soonest, at)
        return soonest

    def _heads(self, now: float, *, answers: bool) -> Iterator[Letter]:
        """Of each chat the oldest that no letter on its way holds up."""
        for chat, letters in self._waiting[answers].items():
            queue = (chat, answers)
            held_up = queue in self._busy or (not answers and (chat, True) in self._busy)
            if held_up or queue in self._fallen_back:
                continue
            head = next((one for one in letters.values() if self._is_let(one.letter)), None)
            if head is not None and not self._stale(head, now):
                yield head.letter

    def _is_let(self, letter: Letter) -> bool:
        return self._gate is None or letter.id in self._gate

    def _let_go(self, letter: Letter) -> None:
        chat, answers = _queue(letter)
        letters = self._waiting[answers][chat]
        del letters[letter.id]
        if not letters:
            del self._waiting[answers][chat]

    def _pace_ready_at(self, *, answers: bool) -> float:
        ready = self._pace.total.ready_at(self._total)
        return ready if answers else max(ready, self._pace.bulk.ready_at(self._bulk))

    def _chat_ready_at(self, queue: Queue) -> float:
        chat, answers = queue
        paid = self._chats.get(chat)
        return float("-inf") if paid is None else self._pace.chat(chat).ready_at(paid, None if answers else 1)

    def _pay(self, letter: Letter, now: float) -> None:
        part = share(now - self._paused_until)
        self._total = self._pace.total.take(self._total, now, part)
        if letter.lane is not Lane.ANSWER:
            self._bulk = self._pace.bulk.take(self._bulk, now, part)
        rate = self._pace.chat(letter.chat_id)
        self._chats[letter.chat_id] = rate.take(self._chats.get(letter.chat_id, now), now)

    def _resting(self, now: float, *, answers: bool) -> frozenset[int]:
        """At a paid pace these are a thousand, at every look; nearly all are there for one letter."""
        if not answers:
            return frozenset(self._chats)
        owing = (chat for chat, paid in self._chats.items() if paid - now > self._spare)
        return frozenset(chat for chat in owing if self._chat_ready_at((chat, True)) > now)

    @staticmethod
    def _stale(one: _Held, now: float) -> bool:
        return now - one.since > LONGEST_IN_HAND


def _queue(letter: Letter) -> Queue:
    return letter.chat_id, letter.lane is Lane.ANSWER
