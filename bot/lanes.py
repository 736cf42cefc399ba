"""Which of the letters in hand may go now. No waiting and no sending: the sender asks, with the time in hand.

Times are seconds of the monotonic clock, which no demo can turn and no time server moves.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from domain.message import Lane
from domain.pace import Pace, share
from storage.outbox import BULK, Letter, Room

LONGEST_IN_HAND = 30.0
"""Seconds a letter may wait in memory; then it goes back, well before its lease ends."""
LONGEST_OUT_OF_TOUCH = 30.0
"""Seconds to wait, at most, before the next letter tries whether Telegram can be reached again."""
_MANY_CHATS = 1000

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
        self._waiting: dict[int, _Held] = {}
        self._flying: dict[int, Letter] = {}
        self._fallen_back: set[Queue] = set()
        self._total = self._bulk = now
        self._chats: dict[int, float] = {}
        self._paused_until = float("-inf")
        self._missed = 0
        self._gate: frozenset[int] | None = frozenset()

    @property
    def empty(self) -> bool:
        """Whether nothing is in hand."""
        return not self._waiting and not self._flying

    @property
    def held(self) -> frozenset[int]:
        """The numbers of all letters in hand."""
        return frozenset(self._waiting) | frozenset(self._flying)

    def takes(self, chat_id: int, now: float) -> bool:
        """Whether an answer to this chat would go at once.

        Any other waits better in the database: there order holds, and a crash finds it untouched.
        """
        if self._gate is not None or self.paused(now) or len(self.held) >= 2 * self._pace.window:
            return False
        held = [*(one.letter for one in self._waiting.values()), *self._flying.values()]
        busy = {_queue(letter) for letter in held} | self._fallen_back
        return (chat_id, True) not in busy and chat_id not in self._resting(now, answers=True)

    def add(self, letters: Sequence[Letter], now: float) -> None:
        """Take letters in hand; one that we have already changes nothing."""
        known = self.held
        self._waiting |= {letter.id: _Held(letter, now) for letter in letters if letter.id not in known}

    def claimed(self, letters: Sequence[Letter], now: float) -> None:
        """Take what the database gave: the oldest of each chat, so that its order holds again."""
        self._fallen_back -= {_queue(letter) for letter in letters}
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
        ready = (one for one in self._first_of_each_chat(now) if self._ready_at(one.letter) <= now)
        letter = next((one.letter for one in ready), None)
        if letter is not None:
            del self._waiting[letter.id]
            self._flying[letter.id] = letter
            self._pay(letter, now)
        return letter

    def next_at(self, now: float) -> float | None:
        """When to ask again, if nothing else happens before; None: only when something does."""
        if len(self._flying) >= self._pace.window:
            return None
        times = [self._ready_at(one.letter) for one in self._first_of_each_chat(now)]
        return max(min(times), self._paused_until) if times else None

    def landed(self, letter_id: int) -> None:
        """Its result is written down, so its place is free."""
        self._flying.pop(letter_id, None)

    def take_back(self, now: float, *, all_of_them: bool) -> list[Letter]:
        """What waited too long and what is behind it, or everything that waits, is no longer in hand."""
        stale = {_queue(one.letter) for one in self._waiting.values() if all_of_them or self._stale(one, now)}
        self._fallen_back |= stale
        back = [one.letter for one in self._waiting.values() if _queue(one.letter) in self._fallen_back]
        for letter in back:
            del self._waiting[letter.id]
        return back

    def rooms(self, now: float, landing: Collection[int] = ()) -> tuple[Room, ...]:
        """What may be claimed when those have landed: what fits, for chats that may be written to now.

        What only waits for its own chat's rest takes nobody's place.
        """
        if self.paused(now):
            return ()
        held = [one.letter for one in self._waiting.values() if self._chat_ready_at(one.letter) <= now]
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
        quiet = [self._pace.chat(chat).ready_at(paid, 1) for chat, paid in self._chats.items()]
        later = [at for at in quiet if at > now]
        return min(later, default=None)

    def _first_of_each_chat(self, now: float) -> list[_Held]:
        """Of each chat the oldest answer and the oldest other letter that no letter on its way holds up."""
        flying = list(self._flying.values())
        busy = self._fallen_back | {_queue(letter) for letter in flying}
        busy |= {(letter.chat_id, False) for letter in flying}
        firsts: dict[Queue, _Held] = {}
        allowed = [one for one in self._waiting.values() if self._gate is None or one.letter.id in self._gate]
        for one in allowed:
            firsts.setdefault(_queue(one.letter), one)
        free = [one for key, one in firsts.items() if key not in busy and not self._stale(one, now)]
        return sorted(free, key=lambda one: one.letter.lane is not Lane.ANSWER)

    def _ready_at(self, letter: Letter) -> float:
        ready = max(self._chat_ready_at(letter), self._pace.total.ready_at(self._total))
        return ready if letter.lane is Lane.ANSWER else max(ready, self._pace.bulk.ready_at(self._bulk))

    def _chat_ready_at(self, letter: Letter) -> float:
        paid = self._chats.get(letter.chat_id, float("-inf"))
        return self._pace.chat(letter.chat_id).ready_at(paid, None if letter.lane is Lane.ANSWER else 1)

    def _pay(self, letter: Letter, now: float) -> None:
        part = share(now - self._paused_until)
        self._total = self._pace.total.take(self._total, now, part)
        if letter.lane is not Lane.ANSWER:
            self._bulk = self._pace.bulk.take(self._bulk, now, part)
        if len(self._chats) > _MANY_CHATS:
            self._chats = {chat: paid for chat, paid in self._chats.items() if paid > now}
        rate = self._pace.chat(letter.chat_id)
        self._chats[letter.chat_id] = rate.take(self._chats.get(letter.chat_id, now), now)

    def _resting(self, now: float, *, answers: bool) -> frozenset[int]:
        burst = None if answers else 1
        paid = self._chats.items()
        return frozenset(chat for chat, at in paid if self._pace.chat(chat).ready_at(at, burst) > now)

    @staticmethod
    def _stale(one: _Held, now: float) -> bool:
        return now - one.since > LONGEST_IN_HAND


def _queue(letter: Letter) -> Queue:
    return letter.chat_id, letter.lane is Lane.ANSWER
