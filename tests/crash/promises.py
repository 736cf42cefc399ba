"""What people are promised whatever is pulled out of the wall, each with its figure."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from tests.crash.evidence import Evidence
from tests.crash.neighbours import GOODBYE

IN_FLIGHT = 8
"""Messages of one bot on their way at once: what a crash may double, and what may follow a stop."""
MOST_COPIES = 3
LIVED = 5.0
"""Seconds without a crash after which a bot is in its stride."""
FINAL = {"sent", "unreachable", "refused", "unknown", "cancelled", "expired"}


@dataclass(frozen=True)
class Promise:
    what: str
    figure: str
    goal: str
    kept: bool


@dataclass(frozen=True)
class Within:
    """Seconds: from a start to the first message, from a strike to the next message of whoever is there, from
    the tap that pauses or stops an announcement to its last letter, and from somebody's goodbye to the one
    letter that was on its way to them, and that nobody could call back."""

    start: float
    strike: float = 15.0
    hold: float = 2.0
    goodbye: float = 5.0


def promises(found: Evidence, within: Within) -> list[Promise]:
    doubled = found.doubled_by_crash()
    crashes = max(1, len(found.crashes))
    total = sum(doubled.values())
    worst, average = max(doubled.values(), default=0), (total - found.ambiguous) / crashes
    most = max((len(times) for times in found.copies().values()), default=0)
    counts = (
        ("messages lost", lost),
        ("messages that ended without a reason", unsettled),
        ("swaps of order in a chat, within a lane", inversions),
        ("taps whose effect is not there exactly once", wrong_effects),
        ("people who joined or left, and are not there exactly once", wrong_people),
        ("reminders and digests written twice", double_letters),
        (
            "letters to somebody who was erased, but for one on its way",
            lambda found: letters_after_goodbye(found, within.goodbye),
        ),
        ("figures that differ from Telegram's log", wrong_figures),
        ("rows left half done", lambda found: found.tables["half done"]),
        ("damage to the database", lambda found: found.tables["damage"]),
        ("taps that grew too old for Telegram itself", lambda found: range(found.said.outlived)),
    )
    first, further = found.first_sends(), max(letters_after_a_hold(found), default=0)
    return [
        *(_none(what, count(found)) for what, count in counts),
        Promise("duplicates, the worst crash", f"{worst}", f"<= {IN_FLIGHT}", worst <= IN_FLIGHT),
        Promise("duplicates, a crash", f"{average:.1f}, {found.ambiguous} unclear", "<= 4", average <= 4),
        Promise("copies of one message", f"{most}", f"<= {MOST_COPIES}", most <= MOST_COPIES),
        Promise(
            "letters after a pause or a stop was seen", f"{further}", f"<= {IN_FLIGHT}", further <= IN_FLIGHT
        ),
        _seconds("pause or stop to the last letter, no crash", seconds_to_a_hold(found), within.hold),
        _seconds("start to first send", first, within.start),
        *(_seconds(f"{how} to next send", found.silences(how), within.strike) for how in found.kinds()),
    ]


def _none(what: str, where: Sequence[object]) -> Promise:
    shown = f"{len(where)}" + (f": {', '.join(map(str, where[:3]))}" if where else "")
    return Promise(what, shown, "0", not where)


def _seconds(what: str, times: Sequence[float], most: float) -> Promise:
    figure = f"{median(times):.1f} s, {max(times):.1f} s at most" if times else "-"
    return Promise(what, figure, f"<= {most:.0f} s", max(times, default=0) <= most)


def lost(found: Evidence) -> list[object]:
    """Said to be sent, and Telegram never had it; or an announcement that went to nobody's letter."""
    copies = found.copies()
    missing: list[object] = [
        letter
        for letter in found.letters
        if letter.state == "sent" and (letter.chat, letter.text) not in copies
    ]
    done = {number for number, state in found.tables["announcements"] if state == "done"}
    addressed = {(letter.chat, letter.subject) for letter in found.letters}
    reached = set(found.villagers) - found.turned_away - found.said.leaving
    missing += [
        (chat, number)
        for number in sorted(done)
        for chat in sorted(reached)
        if (chat, f"announcement:{number}") not in addressed
    ]
    return missing


def unsettled(found: Evidence) -> list[object]:
    return [letter for letter in found.letters if letter.state not in FINAL]


def inversions(found: Evidence) -> list[object]:
    """By the first copy of each, letters come in the order in which they were written."""
    copies = found.copies()
    latest: dict[tuple[int, str], float] = defaultdict(float)
    wrong: list[object] = []
    for letter in found.letters:
        first = min(copies.get((letter.chat, letter.text), ()), default=None)
        if first is None:
            continue
        if first < latest[letter.chat, letter.lane]:
            wrong.append(letter)
        latest[letter.chat, letter.lane] = max(first, latest[letter.chat, letter.lane])
    return wrong


def wrong_effects(found: Evidence) -> list[object]:
    picks, coming = dict(found.tables["ballots"]), found.tables["coming"]
    answers = {(person, event): answer for person, event, answer in coming}
    votes = found.said.votes.items()
    wrong: list[object] = [key for key, on in votes if bool(picks.get(key[0], 0) >> key[1] & 1) != on]
    return wrong + [key for key, answer in found.said.coming.items() if answers.get(key) != answer]


def wrong_people(found: Evidence) -> list[object]:
    there = Counter(person for (person,) in found.tables["people"])
    joined = [one for one in found.said.joined if there[one] != 1]
    return [*joined, *(one for one in found.said.left if there[one])]


def double_letters(found: Evidence) -> list[object]:
    written = Counter(
        (letter.chat, letter.text) for letter in found.letters if letter.kind in {"events", "digest"}
    )
    return [one for one, times in written.items() if times > 1]


def letters_after_goodbye(found: Evidence, on_its_way: float) -> list[object]:
    goodbye: dict[int, float] = {}
    for call in found.calls:
        if call.chat in found.said.left and any(words in call.text for words in GOODBYE):
            goodbye.setdefault(call.chat, call.at)
    known = {letter.text for letter in found.letters}
    after = [call for call in found.calls if call.text in known and call.at > goodbye.get(call.chat, call.at)]
    many = Counter(call.chat for call in after)
    return [call for call in after if many[call.chat] > 1 or call.at > goodbye[call.chat] + on_its_way]


def letters_after_a_hold(found: Evidence) -> list[int]:
    return [sum(held.seen < at < held.until for at in found.sent_of(held.number)) for held in found.said.held]


def seconds_to_a_hold(found: Evidence) -> list[float]:
    """Where the bot lived from the tap until its answer was seen: else it is a restart that is measured."""
    alive = [
        held
        for held in found.said.held
        if not any(held.tapped - LIVED < crash < held.seen + 1.0 for crash in found.crashes)
    ]
    last = [
        (held, max((at for at in found.sent_of(held.number) if at < held.until), default=0.0))
        for held in alive
    ]
    return [max(0.0, at - held.tapped) for held, at in last]


def wrong_figures(found: Evidence) -> list[object]:
    """Whoever got an announcement is counted so, but for what nobody can know."""
    copies, unsure = found.copies(), {"unknown", "unreachable", "cancelled", "expired"}
    return [
        letter
        for letter in found.letters
        if letter.kind == "important"
        and (letter.chat, letter.text) in copies
        and letter.state not in {"sent", *unsure}
    ]
