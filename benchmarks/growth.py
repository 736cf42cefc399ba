"""How cost grows with people: `python -m benchmarks.growth [most people] [database url]`, 120,000 without.

One cluster of 300 villages and 30 groups with 1,000, 10,000, 120,000 and, if asked for, 1,200,000 people:
what the clock and a tap do there, each undone once timed. The power: 0 costs the same, 1 is linear.
"""

import asyncio
import contextlib
import math
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from actions import asks, digests, event_clock, find
from benchmarks import figures, stores, village
from benchmarks.figures import Spread
from benchmarks.village import BOT, NOW
from domain.polls import Poll
from domain.skills import GROUPS
from domain.visit import Visit
from storage import database as databases
from storage import digests as plans
from storage import people, polls
from storage.database import Database
from storage.transaction import Transaction
from storage.types import Instant

SIZES = (1_000, 10_000, 120_000, 1_200_000)
ROUNDS = 3
VILLAGES = 300
SUNDAY = NOW + timedelta(days=8)
"""By then every village's time to write has come."""
EVE = NOW + timedelta(hours=20)
"""When people are reminded of what is tomorrow."""
RARE, COMMON = (one.id for one in GROUPS[0].skills[:2])
"""What every group lacks and a sixtieth of all can do, and what a third can."""
PARTS = 5
"""Thousands of readers whose letters are written for one figure."""

MADE = """
INSERT INTO villages (id, cluster_id, slug, name, also_called, inhabitants)
 SELECT n, 1, 'v' || n, 'By ' || n, '[]', 400 FROM numbers WHERE n > 1 AND n <= :villages;
INSERT INTO people (id, cluster_id, telegram_id, first_name, language, village_id, sixteen_on,
  joined_at, free_times, fewer, seen_at, alias)
 SELECT n, 1, n, 'Anna', CASE WHEN n % 10 = 0 THEN 'en' ELSE 'da' END, n % :villages + 1, '2020-01-01',
  :now, '[]', FALSE, :now, 'a' FROM numbers;
INSERT INTO ballots (cluster_id, poll_id, person_id, picks) SELECT 1, :poll, n, 1 + n % 2 FROM numbers;
INSERT INTO person_skills (cluster_id, person_id, skill, told_at)
 SELECT 1, n, CASE WHEN n % 60 = 0 THEN '{rare}' ELSE '{common}' END, :now FROM numbers WHERE n % 3 = 0;
INSERT INTO consents (cluster_id, person_id, purpose, text_version, given, at)
 SELECT 1, n, 'found', '1', TRUE, :now FROM numbers WHERE n % 3 = 0;
INSERT INTO groups (id, cluster_id, name, text, state, created_at)
 SELECT n, 1, 'Gruppe ' || n, '', 'open', :now FROM numbers WHERE n <= 30;
INSERT INTO members (cluster_id, group_id, person_id, leads, since)
 SELECT 1, n % 30 + 1, n, n <= 30, :now FROM numbers WHERE n <= 30 OR n % 10 = 1;
INSERT INTO needs (id, cluster_id, group_id, skill, about, wanted, found, until, created_at)
 SELECT n, 1, n, '{rare}', '', 2, 0, '2027-01-01', :now FROM numbers WHERE n <= 30;
INSERT INTO events (id, cluster_id, title, day, start, second, zone, starts_at, over_at, place, audience,
  taken, lined_up, supper, state, version, sequence, set_at, reminded_day, reminded_hours, made_at)
 SELECT n, 1, 'Spisning', '2026-11-24', '18:00', FALSE, 'Europe/Copenhagen', :starts, :over, 'Salen',
  'village:' || n, 0, 0, FALSE, 'open', 1, 0, :now, 0, 0, :now FROM numbers WHERE n <= :villages;
INSERT INTO event_answers (cluster_id, event_id, person_id, answer, heads, eaters, answered_at)
 SELECT 1, n % :villages + 1, n, 'yes', 1, 0, :now FROM numbers WHERE n % 5 = 0
"""
NUMBERS = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :people) "


class Undo(Exception):
    """Raised so that nothing of what was timed stays."""


@dataclass(frozen=True)
class Town:
    """What is asked about."""

    poll: Poll
    lead: Visit
    volunteer: Visit


def main(most: int, url: str | None) -> None:
    kinds = ("given",) if url else stores.kinds()
    kept = {}
    for kind in kinds:
        found = {}
        for size in (one for one in SIZES if one <= most):
            with contextlib.nullcontext(url) if url else stores.new(kind) as where:
                found[size] = asyncio.run(measured(where, size))
            line = "; ".join(f"{name} {spent.median:.3f} s" for name, spent in found[size].items())
            print(f"{kind:10} {size:9,} people: {line}", flush=True)
        power = powers(found) if len(found) > 1 else {}
        kept[kind] = {"seconds": found, "power": {name: Spread.of([each]) for name, each in power.items()}}
        print(
            f"{kind:10} grows with the power:",
            "; ".join(f"{name} {each:.2f}" for name, each in power.items()),
        )
    figures.keep("growth", kept)


def powers(found: Mapping[int, Mapping[str, Spread]]) -> dict[str, float]:
    """From ten thousand on where there is more than that: small sizes cost mostly what does not grow."""
    sizes = list(found)[-2:]
    ratio = math.log(sizes[-1] / sizes[0])
    return {
        name: math.log(found[sizes[-1]][name].median / found[sizes[0]][name].median) / ratio
        for name in found[sizes[0]]
    }


async def measured(url: str, size: int) -> dict[str, Spread]:
    """Seconds of each, in some rounds."""
    poll = await village.with_poll(url, 0)
    database = await databases.open(url)
    await database.transact(settle, size, poll)
    town = await database.transact(look, poll)
    await planned(database)
    written = await database.transact(timed_once, write)
    ways: dict[str, Callable[[Transaction], object]] = {
        f"{PARTS},000 digests": gather,
        "reminders of 300 events": lambda tx: event_clock.remind(tx, EVE),
        "who fits a need": lambda tx: find.show(tx, town.lead, 2, "", 0),
        "what fits me": lambda tx: asks.show(tx, town.volunteer),
        "tally": lambda tx: polls.counts(tx, town.poll),
    }
    found = {name: [await timed(database, way) for _ in range(ROUNDS)] for name, way in ways.items()}
    await database.close()
    return {name: Spread.of(each) for name, each in {"300 villages write": [written], **found}.items()}


async def timed(database: Database, way: Callable[[Transaction], object]) -> float:
    times: list[float] = []

    def undone(tx: Transaction) -> None:
        times.append(timed_once(tx, way))
        raise Undo

    with contextlib.suppress(Undo):
        await database.transact(undone)
    return times[-1]


def timed_once(tx: Transaction, way: Callable[[Transaction], object]) -> float:
    begun = time.perf_counter()
    way(tx)
    return time.perf_counter() - begun


def settle(tx: Transaction, size: int, poll: int) -> None:
    """So many people, in 300 villages, with all that goes with them."""
    starts = datetime(2026, 11, 24, 17, tzinfo=NOW.tzinfo)
    values = {"people": size, "villages": VILLAGES, "poll": poll}
    moments = {"now": NOW, "starts": starts, "over": starts + timedelta(hours=2)}
    binds = [sa.bindparam(name, value) for name, value in values.items()]
    binds += [sa.bindparam(name, value, type_=Instant) for name, value in moments.items()]
    for statement in MADE.split(";"):
        into, _, select = statement.partition(" SELECT ")
        text = f"{into} {NUMBERS} SELECT {select}".replace("{rare}", RARE).replace("{common}", COMMON)
        tx.connection.execute(sa.text(text).bindparams(*(one for one in binds if f":{one.key}" in text)))
    tx.connection.execute(sa.text("ANALYZE"))


async def planned(database: Database) -> None:
    """Each village and group knows when it writes; a hundred a time."""
    while await database.transact(plans.plan_new, NOW):
        pass


def look(tx: Transaction, poll: int) -> Town:
    asked = polls.by_id(tx, 1, poll)
    if asked is None:
        raise LookupError(poll)
    return Town(asked, visit(tx, 1), visit(tx, 60))


def visit(tx: Transaction, number: int) -> Visit:
    person = people.by_id(tx, 1, number)
    return Visit(1, BOT, 1, number, number, "Anna", "da", 1, NOW, person)


def write(tx: Transaction) -> None:
    while digests.write(tx, SUNDAY):
        pass


def gather(tx: Transaction) -> None:
    for _ in range(PARTS):
        digests.gather(tx, SUNDAY)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 120_000, sys.argv[2] if len(sys.argv) > 2 else None)
