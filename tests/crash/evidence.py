"""What Telegram's own log and the database say of one run."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tests.crash.neighbours import Said

LETTERS = (
    "select outbox.id, outbox.chat_id, outbox.kind, outbox.lane, outbox.state, outbox.subject, contents.text "
    "from outbox join contents on contents.id = outbox.content_id "
    "where outbox.act = 'send' and outbox.kind in ('important', 'digest', 'events') order by outbox.id"
)
"""What no answer looks like: each of these texts is in a chat once, so its copies can be counted."""


@dataclass(frozen=True)
class Letter:
    id: int
    chat: int
    kind: str
    lane: str
    state: str
    subject: str
    text: str


@dataclass(frozen=True)
class Call:
    """One that Telegram carried out. `at`: seconds of a monotonic clock."""

    method: str
    chat: int
    text: str
    at: float


class How(StrEnum):
    """What struck: one process killed or frozen, or the database's server restarted."""

    KILL = "kill"
    RESTART = "restart"
    FREEZE = "freeze"


@dataclass(frozen=True)
class Strike:
    """`at` in seconds, as in `Call`."""

    at: float
    how: How


@dataclass(frozen=True)
class Evidence:
    """`strikes` in their order; `starts` in seconds; `villagers` lived there from the beginning."""

    calls: Sequence[Call]
    letters: Sequence[Letter]
    said: Said
    strikes: Sequence[Strike]
    starts: Sequence[float]
    villagers: Sequence[int]
    ambiguous: int
    turned_away: frozenset[int]
    tables: Mapping[str, Sequence[tuple]]

    @property
    def crashes(self) -> list[float]:
        """When something struck, in seconds."""
        return [strike.at for strike in self.strikes]

    def kinds(self) -> list[How]:
        """What struck at all."""
        return [how for how in How if any(strike.how is how for strike in self.strikes)]

    def copies(self) -> dict[tuple[int, str], list[float]]:
        """When each letter arrived, by chat and text."""
        known = {letter.text for letter in self.letters}
        found: dict[tuple[int, str], list[float]] = defaultdict(list)
        for call in self.calls:
            if call.method == "sendMessage" and call.text in known:
                found[call.chat, call.text].append(call.at)
        return found

    def doubled_by_crash(self) -> Counter[int]:
        """Copies too many, by the crash that came after the copy before."""
        found: Counter[int] = Counter()
        for times in self.copies().values():
            for before in times[:-1]:
                found[sum(crash < before for crash in self.crashes)] += 1
        return found

    def sent_of(self, announcement: int) -> list[float]:
        """When its letters arrived, copies too."""
        copies, subject = self.copies(), f"announcement:{announcement}"
        letters = {(one.chat, one.text) for one in self.letters if one.subject == subject}
        return sorted(at for letter in letters for at in copies.get(letter, ()))

    def first_sends(self) -> list[float]:
        """Seconds from each start until something was sent, if it was before the next crash."""
        times = sorted(call.at for call in self.calls)
        found = []
        for start in self.starts:
            end = min((crash for crash in self.crashes if crash > start), default=float("inf"))
            first = next((at for at in times if start < at < end), None)
            found += [] if first is None else [first - start]
        return found

    def silences(self, how: How) -> list[float]:
        """Seconds from each strike of that kind until something was sent, if nothing else struck before."""
        times = sorted(call.at for call in self.calls)
        ends = [*self.crashes[1:], float("inf")]
        found = []
        for strike, end in zip(self.strikes, ends, strict=True):
            after = next((at for at in times if at > strike.at), None)
            found += [after - strike.at] if strike.how is how and after and after < end else []
        return found


def read_log(log: Path) -> tuple[list[Call], int, frozenset[int]]:
    """What Telegram carried out, how often it did not say so, and whom it said to have blocked the bot."""
    entries = [json.loads(line) for line in log.read_text().splitlines()]
    blocked = frozenset(int(one["parameters"]["chat_id"]) for one in entries if one["fault"] == "blocked")
    ambiguous = sum(one["fault"] == "lost" for one in entries)
    return list(_carried_out(entries)), ambiguous, blocked


def _carried_out(entries: Iterable[dict]) -> Iterable[Call]:
    for one in entries:
        shown = one["method"] in {"sendMessage", "editMessageText"}
        if shown and (one["status"] == 200 or one["fault"] == "lost"):
            parameters = one["parameters"]
            yield Call(one["method"], int(parameters["chat_id"]), parameters["text"], one["monotonic"])
