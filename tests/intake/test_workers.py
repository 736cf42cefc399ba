import asyncio
from collections import deque
from collections.abc import Sequence

import pytest

from bot.workers import ALTOGETHER, EACH, Workers
from storage.inbox import Waiting
from tests.fixtures.patience import PATIENCE, eventually, in_time


class Office:
    """Notes what is attended; `gate` keeps everybody waiting while it is closed."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.done: list[int] = []
        self.away: deque[int] = deque()
        self.gate = asyncio.Event()
        self.workers = Workers(self.attend, self.turn_away)

    async def attend(self, one: Waiting) -> None:
        self.begun.append(one.update_id)
        await self.gate.wait()
        self.done.append(one.update_id)
        if one.body == "broken":
            raise RuntimeError("never mind")

    async def turn_away(self, flood: Sequence[Waiting]) -> None:
        self.away.extend(one.update_id for one in flood)

    async def rests(self) -> None:
        self.gate.set()
        await eventually(lambda: self.workers.idle)


@pytest.fixture
def office() -> Office:
    return Office()


def of(sender: int | None, *numbers: int, body: str = "{}") -> list[Waiting]:
    return [Waiting(1, 4242, number, sender, body) for number in numbers]


async def test_one_person_is_served_in_order_and_people_side_by_side(office: Office):
    office.workers.take([*of(7, 1, 2), *of(8, 3), *of(7, 4)])
    await eventually(lambda: len(office.begun) == 2)
    assert office.begun == [1, 3]
    await office.rests()
    assert [number for number in office.done if number != 3] == [1, 2, 4]


async def test_what_is_too_much_from_one_person_is_turned_away(office: Office):
    office.workers.take([*of(7, *range(50)), *of(8, 100)])
    await office.rests()
    assert sorted(office.done) == [*range(EACH), 100]
    assert [*office.away] == [*range(EACH, 50)]


async def test_what_is_in_hand_already_is_passed_over_and_taken_when_it_comes_later(office: Office):
    office.workers.take([*of(7, 1, 2), *of(7, 2), *of(8, 3)])
    office.workers.take([*of(7, 1, 2), *of(8, 3)])
    await office.rests()
    assert sorted(office.done) == [1, 2, 3]
    office.workers.take(of(7, 1))
    await office.rests()
    assert sorted(office.done) == [1, 1, 2, 3]


async def test_a_flood_that_is_being_turned_away_is_not_turned_away_twice(office: Office):
    office.workers.take(of(7, *range(25)))
    office.workers.take(of(7, *range(25)))
    await office.rests()
    assert [*office.away] == [*range(EACH, 25)]


async def test_who_has_been_served_may_come_again(office: Office):
    for start in (0, 100, 200):
        office.workers.take(of(7, *range(start, start + EACH)))
        await office.rests()
    assert not office.away
    assert len(office.done) == 3 * EACH


async def test_updates_of_nobody_are_not_a_flood(office: Office):
    office.workers.take(of(None, *range(50)))
    await office.rests()
    assert office.done == [*range(50)]


async def test_one_update_s_trouble_does_not_stop_the_next(office: Office):
    office.workers.take([*of(7, 1, body="broken"), *of(7, 2)])
    await office.rests()
    assert office.done == [1, 2]


async def test_there_is_no_room_until_enough_is_done(office: Office):
    office.workers.take([Waiting(1, 4242, number, number, "{}") for number in range(ALTOGETHER)])
    waiting = asyncio.ensure_future(office.workers.room())
    await asyncio.sleep(0.01)
    assert not waiting.done()
    await office.rests()
    await in_time(waiting)


async def test_stopping_ends_what_was_begun_and_leaves_the_rest_to_the_inbox(office: Office):
    office.workers.take([*of(7, 1, 2), *of(8, 3)])
    await eventually(lambda: len(office.begun) == 2)
    asyncio.get_running_loop().call_later(0.05, office.gate.set)
    await office.workers.stop(grace=PATIENCE)
    assert sorted(office.done) == [1, 3]
    assert office.workers.idle


async def test_what_does_not_end_in_time_is_cut_off(office: Office):
    office.workers.take(of(7, 1))
    await eventually(lambda: office.begun == [1])
    await office.workers.stop(grace=0.01)
    assert office.done == []
