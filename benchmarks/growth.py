"""How cost grows: `python -m benchmarks.growth [most people] [database url]`, 120,000 without.

First with the people: one cluster of 300 villages and 30 groups with 1,000, 10,000, 120,000 and, if asked
for, 1,200,000 people. Then with the villages: 10,000 people in 30, 100, 300 villages. What the clock and a
tap do there, each undone once timed. The power: 0 costs the same, 1 is linear.

The url's database is changed, once for each size: give it one of its own that is empty, and one size.
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
from domain.skills import GROUPS
from domain.visit import Visit
from storage import database as databases
from storage import digests as plans
from storage import people, polls, statistics, tables
from storage.database import Database
from storage.transaction import Transaction
from storage.types import Instant

PEOPLE = (1_000, 10_000, 120_000, 1_200_000)
VILLAGES = (30, 100, 300)
USUAL_PEOPLE, USUAL_VILLAGES = 10_000, 300
ROUNDS = 3
LINEAR = 1.1
"""A power above this is worse than linear; what is below may be the machine's noise."""
SUNDAY = NOW + timedelta(hours=5)
"""By then every village's time to write has come."""
EVE = NOW + timedelta(hours=30)
"""The day before all events: who comes is reminded."""
RARE, COMMON = (one.id for one in GROUPS[0].skills[:2])
"""What every group lacks and a sixtieth of all can do, and what a third can."""
PARTS = 10
"""Parts of 500 readers whose letters are written for one figure."""

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
class Way:
    """What is timed: again and again while it says True, `most` times.

    `makes`: where there are more rows then. `first`: what must be there before.
    """

    do: Callable[[Transaction], object]
    makes: sa.Table | None = None
    most: int = 1_000_000
    first: Callable[[Transaction], object] = lambda _: None


Found = dict[str, Spread]
Ways = Callable[[Transaction, int], dict[str, Way]]


def main(most: int, url: str | None) -> None:
    kept = {}
    for kind in ("given",) if url else stores.kinds():
        places = {size: (size, USUAL_VILLAGES) for size in PEOPLE if size <= most}
        with_people = {size: measured(kind, url, *place, ways) for size, place in places.items()}
        kept[kind] = {"people": told(f"{kind}: people", with_people)}
        if not url:
            with_villages = {size: measured(kind, url, USUAL_PEOPLE, size, of_villages) for size in VILLAGES}
            kept[kind]["villages"] = told(f"{kind}: villages", with_villages)
    figures.keep("growth", kept)


def told(words: str, found: Mapping[int, Found]) -> dict[str, object]:
    """A table: a line for each way, a column for each size, and its powers; what is kept of it."""
    sizes, names = list(found), list(next(iter(found.values())))
    powers = {name: both_powers(found, name) for name in names} if len(sizes) > 1 else {}
    print(f"\n{words:36}" + "".join(f"{size:>11,}" for size in sizes) + f"{'last two':>10}{'over all':>10}")
    for name in names:
        line = "".join(f"{found[size][name].median:11.4f}" for size in sizes)
        print(f"{name:36}{line}" + "".join(f"{power:10.2f}" for power in powers.get(name, ())))
    worse = [name for name, both in powers.items() if max(both) > LINEAR]
    print(f"worse than linear (a power above {LINEAR}):", ", ".join(worse) or "none", flush=True)
    kept = {name: dict(zip(("last two", "over all"), both, strict=True)) for name, both in powers.items()}
    power = {name: {which: Spread.of([one]) for which, one in both.items()} for name, both in kept.items()}
    return {"seconds": found, "power": power}


def both_powers(found: Mapping[int, Found], name: str) -> tuple[float, float]:
    """Between the last two sizes, and over all: small ones cost mostly what does not grow."""
    first, *_, before, last = (next(iter(found)), *found)
    return power(found, name, before, last), power(found, name, first, last)


def power(found: Mapping[int, Found], name: str, small: int, large: int) -> float:
    """Of the quickest rounds: other work on the machine only ever adds."""
    return math.log(found[large][name].least / found[small][name].least) / math.log(large / small)


def measured(kind: str, url: str | None, people: int, villages: int, ways: Ways) -> Found:
    """Seconds of each in some rounds, in a new town; of what takes several parts, also of the longest."""
    with contextlib.nullcontext(url) if url else stores.new(kind) as where:
        found = asyncio.run(_measured(where, people, villages, ways))
    line = "; ".join(f"{name} {spent.median:.4f} s" for name, spent in found.items())
    print(f"{kind:10} {people:9,} people, {villages} villages: {line}", flush=True)
    return found


async def _measured(url: str, people: int, villages: int, ways: Ways) -> Found:
    poll = await village.with_poll(url, 0)
    database = await databases.open(url)
    await database.transact(settle, people, villages, poll)
    await planned(database)
    found: Found = {}
    for name, way in (await database.transact(ways, poll)).items():
        rounds = [await timed(database, way) for _ in range(ROUNDS)]
        found[name] = Spread.of([sum(parts) for parts in rounds])
        if any(len(parts) > 1 for parts in rounds):
            found[f"{name}: longest part"] = Spread.of([max(parts) for parts in rounds])
    await database.close()
    return found


def of_villages(_tx: Transaction, _poll: int) -> dict[str, Way]:
    return {"all villages write": Way(write, tables.digest_sections)}


def ways(tx: Transaction, poll: int) -> dict[str, Way]:
    """What grows with the people."""
    asked, lead, volunteer = polls.by_id(tx, 1, poll), visit(tx, 1), visit(tx, 60)
    if asked is None:
        raise LookupError(poll)
    return of_villages(tx, poll) | {
        "5,000 digests": Way(lambda tx: digests.gather(tx, SUNDAY), tables.outbox, PARTS, write_all),
        "reminders of 300 events": Way(lambda tx: event_clock.remind(tx, EVE), tables.outbox),
        "who fits a need": Way(lambda tx: find.show(tx, lead, 2, "", 0)),
        "what fits me": Way(lambda tx: asks.show(tx, volunteer)),
        "tally": Way(lambda tx: polls.counts(tx, asked)),
    }


def write(tx: Transaction) -> bool:
    """Some of the villages."""
    return digests.write(tx, SUNDAY)


def write_all(tx: Transaction) -> None:
    while write(tx):
        pass


async def timed(database: Database, way: Way) -> list[float]:
    """Seconds of each part. Raises LookupError when nothing came of it: then it was not what we thought."""
    times: list[float] = []

    def undone(tx: Transaction) -> None:
        times.clear()
        way.first(tx)
        before = rows(tx, way.makes)
        while len(times) < way.most and timed_once(tx, way.do, times):
            pass
        if way.makes is not None and rows(tx, way.makes) == before:
            raise LookupError(f"nothing new in {way.makes.name}")
        raise Undo

    with contextlib.suppress(Undo):
        await database.transact(undone)
    return times


def timed_once(tx: Transaction, do: Callable[[Transaction], object], times: list[float]) -> bool:
    begun = time.perf_counter()
    more = do(tx)
    times.append(time.perf_counter() - begun)
    return more is True


def rows(tx: Transaction, table: sa.Table | None) -> int:
    return 0 if table is None else tx.connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def settle(tx: Transaction, size: int, villages: int, poll: int) -> None:
    """So many people in so many villages, with all that goes with them."""
    starts = datetime(2026, 11, 24, 17, tzinfo=NOW.tzinfo)
    values = {"people": size, "villages": villages, "poll": poll}
    moments = {"now": NOW, "starts": starts, "over": starts + timedelta(hours=2)}
    binds = [sa.bindparam(name, value) for name, value in values.items()]
    binds += [sa.bindparam(name, value, type_=Instant) for name, value in moments.items()]
    for statement in MADE.split(";"):
        into, _, select = statement.partition(" SELECT ")
        text = f"{into} {NUMBERS} SELECT {select}".replace("{rare}", RARE).replace("{common}", COMMON)
        tx.connection.execute(sa.text(text).bindparams(*(one for one in binds if f":{one.key}" in text)))
    statistics.renew(tx)
    if tx.driver is None:
        tx.connection.execute(sa.text("ANALYZE"))  # as its own server soon does


async def planned(database: Database) -> None:
    """Each village and group knows when it writes; a hundred a time."""
    while await database.transact(plans.plan_new, NOW):
        pass


def visit(tx: Transaction, number: int) -> Visit:
    person = people.by_id(tx, 1, number)
    return Visit(1, BOT, 1, number, number, "Anna", "da", 1, NOW, person)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 120_000, sys.argv[2] if len(sys.argv) > 2 else None)
