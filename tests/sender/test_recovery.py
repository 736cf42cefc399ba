"""After a crash: what was in a dead process's hands."""

import asyncio
from datetime import timedelta

import pytest

from bot.lanes import LONGEST_IN_HAND
from domain.message import Html, Message, Reply
from domain.outcome import Refused, Sent
from domain.pace import Pace
from simulator import Fault, FaultKind, SimulatorSettings
from storage import outbox
from storage.outbox import BULK, Owner, Room, Settlement
from storage.outbox.suspects import database_time
from tests.fixtures.patience import eventually, in_time

DEAD = {"owner": "a process that died"}


def long_ago(office):
    """By the real clock, as leases are, whatever the test's shows."""
    return office.owner().lease_until - timedelta(hours=1)


async def left_behind(office, who, *texts):
    """Letters written down as being sent, which nobody has in hand, as a crash leaves them."""
    for text in texts:
        await office.written(who, Reply(messages=(Message(Html(text)),)))
    await office.change(**DEAD, lease_until=long_ago(office))


async def test_what_a_dead_process_was_sending_goes_first_and_one_at_a_time(new_office):
    office = new_office(settings=SimulatorSettings(latency=(0.02, 0.02)))
    everybody = await office.neighbours(6)
    for who in everybody[:5]:
        await left_behind(office, who, "Fra før")
    await office.put_to_all(everybody, "Nyt")
    office.begin()
    await office.answer(everybody[5], "Tak")
    await office.drained()
    calls = office.calls()
    assert [entry.parameters["text"] for entry in calls[:5]] == ["Fra før"] * 5
    began = [entry.monotonic for entry in calls[:6]]
    ended = [entry.monotonic + entry.took for entry in calls[:5]]
    assert all(end <= begin for end, begin in zip(ended, began[1:], strict=True))
    assert set(await office.states()) == {"sent"}


async def test_a_crash_makes_suspects_only_of_what_was_about_to_go(new_office):
    office = new_office(settings=SimulatorSettings(latency=(10, 10)))
    everybody = await office.neighbours(60)
    office.begin()
    await office.drained()
    for who in everybody:
        await office.answer(who, "Tak")
    assert (await office.states()).count("sending") <= 16
    await office.sender.stop(0.1)


@pytest.mark.parametrize(("copies", "state", "sent"), [(1, "sent", 1), (2, "sent", 1), (3, "unknown", 0)])
async def test_nobody_gets_more_than_three_copies(office, copies, state, sent):
    anna = await office.neighbour("Anna")
    await left_behind(office, anna, "Tak")
    await office.change(copies=copies, attempts=copies)
    office.begin()
    await office.drained()
    assert await office.states() == [state]
    assert len(anna.chat.inbox) == sent


async def test_a_message_that_kills_us_each_time_is_sent_three_times_in_all(office):
    anna = await office.neighbour("Anna")
    await left_behind(office, anna, "Tak")
    for _ in range(5):
        arguments = (4242, Owner("another", office.clock.now()), (), office.clock.now())
        wall = office.owner().lease_until
        suspect = await office.database.transact(outbox.next_suspect, *arguments, wall)
        await office.change(**DEAD, lease_until=long_ago(office))
    assert suspect is None
    (row,) = await office.rows()
    assert (row.state, row.copies) == ("unknown", 3)


async def test_a_suspect_whose_answer_is_unclear_too_is_left_to_a_human(office):
    anna = await office.neighbour("Anna")
    await left_behind(office, anna, "Tak")
    office.telegram.inject(Fault(FaultKind.LOST))
    office.begin()
    await office.drained()
    assert await office.states() == ["unknown"]


async def test_a_suspect_nobody_can_read_is_dead_and_the_next_one_goes(office):
    anna, bo = await office.neighbours(2)
    await left_behind(office, anna, "Tak")
    await office.change(act="telegram")
    await left_behind(office, bo, "Selv tak")
    office.begin()
    await office.drained()
    assert bo.chat.inbox == ["Selv tak"]
    assert await office.states() == ["dead", "sent"]


@pytest.mark.slow
async def test_a_suspect_that_meets_a_pause_waits_for_its_end(office):
    anna = await office.neighbour("Anna")
    await left_behind(office, anna, "Tak")
    office.telegram.inject(Fault(FaultKind.RETRY_AFTER, seconds=1))
    office.begin()
    await office.drained()
    assert anna.chat.inbox == ["Tak"]
    (row,) = await office.rows()
    assert (row.state, row.copies) == ("sent", 2)


async def test_a_suspect_to_somebody_who_has_stopped_meanwhile_is_not_sent(office):
    anna = await office.neighbour("Anna")
    await office.put(anna, "Nyt")
    await office.change(state="sending", attempts=1, copies=1, **DEAD, lease_until=long_ago(office))
    await office.stop_wanting(anna)
    office.begin()
    await office.drained()
    assert anna.chat.inbox == []
    assert await office.states() == ["unknown"]


async def test_a_strangers_suspect_that_is_given_up_leaves_no_row(office):
    anna = await office.neighbour("Anna", stranger=True)
    await left_behind(office, anna, "Velkommen")
    await office.change(copies=3)
    office.begin()
    await office.drained()
    assert await office.rows() == []
    assert await office.contents() == 0


async def test_a_sender_does_not_suspect_what_it_has_in_hand(office):
    anna = await office.neighbour("Anna")
    letters = await office.written(anna, Reply(messages=(Message(Html("Tak")),)))
    await office.change(lease_until=long_ago(office))
    office.sender.hand_over(letters)
    office.begin()
    await office.drained()
    assert anna.chat.inbox == ["Tak"]
    (row,) = await office.rows()
    assert (row.state, row.copies) == ("sent", 1)


async def test_what_we_lost_between_the_commit_and_our_hands_comes_when_its_lease_has_run_out(office):
    anna = await office.neighbour("Anna")
    await office.written(anna, Reply(messages=(Message(Html("Tak")),)))
    office.begin()
    await office.drained()
    assert anna.chat.inbox == []
    await office.change(lease_until=long_ago(office))
    office.sweep_soon()
    await office.drained()
    assert anna.chat.inbox == ["Tak"]


async def test_a_letter_is_ours_for_longer_than_it_can_be_in_hand_and_on_its_way(office):
    anna = await office.neighbour("Anna")
    office.begin()
    await office.drained()
    (letter,) = await office.written(anna, Reply(messages=(Message(Html("Tak")),)))
    (row,) = await office.rows()
    longest = timedelta(seconds=LONGEST_IN_HAND + 60)
    now = await office.database.transact(database_time)
    assert longest < row.lease_until - now < 2 * longest
    office.sender.hand_over([letter])
    await office.drained()


async def test_what_is_too_late_is_let_go_also_while_nothing_can_be_sent(office):
    anna = await office.neighbour("Anna")
    office.sender._lanes.pause(float("inf"))
    await office.put(anna, "Om lidt", not_after=office.clock.now() + timedelta(minutes=10))
    office.clock.forward(minutes=11)
    office.begin()
    await until_states(office, ["expired"])


async def until_states(office, states):
    async def there() -> bool:
        return await office.states() == states

    await eventually(there)


async def test_a_demo_that_jumps_a_week_abandons_nobodys_letters(office):
    anna = await office.neighbour("Anna")
    office.telegram.inject(Fault(FaultKind.DELAY, seconds=0.3))
    office.begin()
    await office.drained()  # before, an answer would only wait its turn, and grow old
    await office.answer(anna, "Tak")
    office.clock.forward(days=7)
    office.sweep_soon()
    await office.drained()
    assert anna.chat.inbox == ["Tak"]
    (row,) = await office.rows()
    assert row.copies == 1


class TestOnPostgreSQL:
    """Several processes may have the same database open."""

    @pytest.fixture
    def database_url(self, postgresql_url):
        return postgresql_url

    async def test_a_living_process_keeps_its_letters_and_a_dead_one_only_until_its_lease_ends(self, office):
        anna = await office.neighbour("Anna")
        await left_behind(office, anna, "Tak")
        await office.change(lease_until=office.owner().lease_until)
        office.begin()
        await office.drained()
        assert anna.chat.inbox == []
        await office.change(lease_until=long_ago(office))
        office.sweep_soon()
        await office.drained()
        assert anna.chat.inbox == ["Tak"]

    async def test_two_senders_never_send_the_same_letter(self, new_office):
        office = new_office(settings=SimulatorSettings(latency=(0.001, 0.01)))
        everybody = await office.neighbours(20)
        for n in range(4):
            await office.put_to_all(everybody, str(n))
        other = office.new_sender()
        office.begin()
        office.begin(other)
        await office.drained()
        await in_time(other.drained())
        for who in everybody:
            assert who.chat.inbox == ["0", "1", "2", "3"]
        assert min(office.sender.counts["Sent"], other.counts["Sent"]) > 0

    async def test_two_claims_at_once_share_what_there_is(self, office):
        everybody = await office.neighbours(12)
        await office.put_to_all(everybody, "Nyt")
        owners = [Owner(name, office.clock.now()) for name in ("a", "b", "c")]
        claims = [
            office.database.transact(outbox.claim, 4242, owner, Room(BULK, 6), office.clock.now())
            for owner in owners
        ]
        taken = [letter.id for letters in await asyncio.gather(*claims) for letter in letters]
        assert len(taken) == len(set(taken)) == 12


async def test_who_lost_a_letter_to_another_cannot_settle_it(office):
    anna = await office.neighbour("Anna")
    (letter,) = await office.written(anna, Reply(messages=(Message(Html("Tak")),)))
    result = [Settlement(letter, Sent(7))]
    now = office.clock.now()
    refused = [Settlement(letter, Refused("x", everyone=True))]
    for said in (result, refused):
        await office.database.transact(outbox.settle, "another", said, now)
        assert await office.states() == ["sending"]
    await office.database.transact(outbox.settle, office.owner().name, result, now)
    assert await office.states() == ["sent"]


async def test_with_the_real_pace_bulk_begins_without_a_burst(new_office):
    office = new_office(pace=Pace())
    everybody = await office.neighbours(12)
    await office.put_to_all(everybody, "Nyt")
    office.begin()
    await office.drained()
    began = [entry.monotonic for entry in office.calls()]
    assert began[-1] - began[0] >= 0.35
    assert sum(at < began[0] + 0.1 for at in began) <= 4
