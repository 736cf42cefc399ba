"""The clock does what the tables say is due, however late it ticks."""

import asyncio
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from scheduler.clockwork import Clockwork, next_due, run_due
from scheduler.duties import DUTIES, Duty
from storage import bots, inbox
from storage.database import Database
from storage.inbox import AT_ONCE, RawUpdate
from storage.transaction import Transaction
from tests.fixtures.patience import eventually
from tests.intake.conftest import found_cluster

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SOON = timedelta(seconds=1)


class Noted:
    """A duty that notes when it was done."""

    def __init__(self, fails: int = 0, due: datetime | None = None) -> None:
        self.times: list[datetime] = []
        self._fails = fails
        self._due = due

    def duty(self, name: str = "noted") -> Duty:
        return Duty(name, SOON, self._do, lambda _tx, _after: self._due)

    def _do(self, tx: Transaction, now: datetime) -> None:
        self.times.append(now)
        if len(self.times) <= self._fails:
            raise RuntimeError


def unexpected(duty: Duty, error: Exception, _: object) -> None:
    pytest.fail(f"{duty.name} failed: {error!r}")


async def test_what_fell_due_while_the_bot_was_down_is_done_at_once(sqlite_database: Database):
    noted = Noted()
    clockwork = Clockwork(sqlite_database, lambda: NOW, unexpected, [noted.duty()])
    clockwork.start()
    await eventually(lambda: noted.times[:1] == [NOW])
    clockwork.stop()


async def test_it_ticks_again_after_a_duty_failed(sqlite_database: Database):
    noted, told = Noted(fails=1), []
    clockwork = Clockwork(
        sqlite_database, lambda: NOW, lambda duty, *_: told.append(duty.name), [noted.duty()]
    )
    clockwork.start()
    await eventually(lambda: len(noted.times) >= 2)
    clockwork.stop()
    assert told == ["noted"]


async def test_nothing_ticks_after_it_was_stopped(sqlite_database: Database):
    noted = Noted()
    clockwork = Clockwork(sqlite_database, lambda: NOW, unexpected, [noted.duty()])
    clockwork.start()
    await eventually(lambda: bool(noted.times))
    clockwork.stop()
    clockwork.stop()
    await sqlite_database.transact(lambda _: None)  # behind a tick that had begun
    before = len(noted.times)
    await asyncio.sleep(1.1)
    assert len(noted.times) == before


async def test_to_stop_in_the_middle_of_a_tick_is_no_failure(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture
):
    begun = threading.Event()

    def slow(tx: Transaction, now: datetime) -> None:
        begun.set()
        time.sleep(0.2)

    clockwork = Clockwork(
        sqlite_database, lambda: NOW, unexpected, [Duty("slow", SOON, slow, lambda _tx, _after: None)]
    )
    clockwork.start()
    await eventually(begun.is_set)
    clockwork.stop()
    await asyncio.sleep(0.3)
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_whoever_taps_while_the_bot_starts_waits_for_one_duty_and_not_for_all(
    sqlite_database: Database,
):
    begun, done = threading.Event(), list[str]()

    def slow(_tx: Transaction, _now: datetime) -> None:
        begun.set()
        time.sleep(0.2)
        done.append("first duty")

    actions = [slow, lambda _tx, _now: done.append("second duty")]
    duties = [Duty(str(nth), SOON * 60, one, lambda _tx, _after: None) for nth, one in enumerate(actions)]
    clockwork = Clockwork(sqlite_database, lambda: NOW, unexpected, duties)
    clockwork.start()
    await eventually(begun.is_set)
    await sqlite_database.transact(lambda _tx: done.append("tap"))
    await eventually(lambda: len(done) == 3)
    clockwork.stop()
    assert done == ["first duty", "tap", "second duty"]


async def test_a_duty_of_many_parts_keeps_no_other_waiting_when_the_bot_starts(database: Database):
    done: list[str] = []

    def long(_tx: Transaction, _now: datetime) -> bool:
        done.append("part")
        return done.count("part") < 3

    actions = [long, lambda _tx, _now: done.append("short")]
    duties = [Duty(str(nth), SOON * 60, one, lambda _tx, _after: None) for nth, one in enumerate(actions)]
    clockwork = Clockwork(database, lambda: NOW, unexpected, duties)
    clockwork.start()
    await eventually(lambda: len(done) == 4)
    clockwork.stop()
    assert done == ["part", "short", "part", "part"]


async def test_for_a_demo_every_duty_is_done_once_at_the_moment_shown(database: Database):
    first, second = Noted(), Noted()
    await run_due(database, NOW, [first.duty("first"), second.duty("second")])
    assert first.times == second.times == [NOW]


async def test_the_next_moment_is_the_earliest_that_is_still_to_come(database: Database):
    moments = [None, NOW - SOON, NOW, NOW + 3 * SOON, NOW + 2 * SOON]
    duties = [Noted(due=moment).duty(str(number)) for number, moment in enumerate(moments)]
    assert await next_due(database, NOW, duties) == NOW + 2 * SOON
    assert await next_due(database, NOW, duties[:3]) is None


async def test_all_duties_can_be_done_twice(database: Database):
    for _ in range(2):
        await run_due(database, NOW)
    assert await next_due(database, NOW) is None
    assert len({duty.name for duty in DUTIES}) == len(DUTIES)


async def test_settled_updates_are_forgotten_after_a_week(database: Database):
    def arrive(tx: Transaction) -> None:
        cluster_id = found_cluster(tx, "ringsted-nord")
        bots.bind(tx, 4242, "klynge_bot")
        inbox.put(tx, cluster_id, 4242, [RawUpdate(n, 7, "{}") for n in (1, 2)], 3, NOW)
        inbox.tick(tx, 4242, 1, NOW)

    def there(tx: Transaction) -> list[int]:
        return list(tx.connection.exec_driver_sql("select update_id from inbox order by update_id").scalars())

    await database.transact(arrive)
    await run_due(database, NOW + timedelta(days=6))
    assert await database.transact(there) == [1, 2]
    await run_due(database, NOW + timedelta(days=8))
    assert await database.transact(there) == [2]


async def test_what_comes_in_parts_is_done_until_there_are_none(database: Database):
    def arrive(tx: Transaction) -> None:
        cluster_id = found_cluster(tx, "ringsted-nord")
        bots.bind(tx, 4242, "klynge_bot")
        inbox.put(tx, cluster_id, 4242, [RawUpdate(n, 7, "{}") for n in range(AT_ONCE + 2)], AT_ONCE + 2, NOW)
        tx.connection.exec_driver_sql("update inbox set state = 'done', settled_at = received_at")

    def left(tx: Transaction) -> int:
        return tx.connection.exec_driver_sql("select count(*) from inbox").scalar_one()

    await database.transact(arrive)
    await run_due(database, NOW + timedelta(days=8))
    assert await database.transact(left) == 0
