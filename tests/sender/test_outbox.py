"""What is written down, taken back and forgotten, on both databases."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from domain.message import Html, Message, Reply
from domain.outcome import Moved, PutBack, Refused, Sent
from storage import outbox
from storage.outbox import BULK, Room, Settlement
from storage.people import by_telegram
from tests.fixtures.patience import in_time
from tests.sender.conftest import _copy_to


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Where the two databases can differ, both are asked in the fast part too."""
    return request.getfixturevalue(f"{request.param}_url")


HELLO = Reply(messages=(Message(Html("Hej")),))


async def test_what_lost_its_reason_is_not_sent(office):
    anna, bo = await office.neighbours(2)
    await office.put(anna, "Husk mødet", unique_key="event:1:v1:24h")
    await office.put(bo, "Andet")
    assert await office.database.transact(outbox.cancel, 1, "event:1:v1:24h", office.clock.now()) == 1
    assert await office.states() == ["cancelled", "pending"]


async def test_all_that_waits_about_something_is_taken_back_together(office):
    everybody = await office.neighbours(3)
    await office.put_to_all(everybody, "Nyt", subject="event:1")
    await office.put(everybody[0], "Andet", subject="event:2")
    assert await office.database.transact(outbox.cancel_about, 1, "event:1", office.clock.now()) == 3
    assert await office.states() == ["cancelled"] * 3 + ["pending"]


async def test_what_waits_about_something_is_taken_back_from_one(office):
    anna, bo = await office.neighbours(2)
    await office.put_to_all((anna, bo), "Nyt", subject="event:1")
    now = office.clock.now()
    assert await office.database.transact(outbox.cancel_about, 1, "event:1", now, anna.person.id) == 1
    assert await office.states() == ["cancelled", "pending"]


async def test_words_for_many_are_kept_once(office):
    everybody = await office.neighbours(3)
    await office.put_to_all(everybody, "Nyt")
    assert await office.contents() == 1


async def test_words_for_nobody_are_not_kept(office):
    anna = await office.neighbour("Anna")
    assert await office.put(anna, "k", content_key="a:da")
    assert not await office.put(anna, "k", content_key="b:da")
    assert not await office.put(anna, "k", content_key="a:da")
    assert not await office.put(anna, "k", content_key=None)
    assert await office.contents() == 1


async def test_two_who_write_the_same_words_at_once_share_them(office):
    anna, bo = await office.neighbours(2)
    letters = [office.owed(who, "Nyt", content_key="digest:da") for who in (anna, bo)]
    puts = [office.database.transact(_put_slowly, letter, office.clock.now()) for letter in letters]
    assert await asyncio.gather(*puts) == [True, True]
    assert await office.contents() == 1


async def test_old_letters_are_forgotten_with_the_words_nobody_holds(office):
    anna, bo = await office.neighbours(2)
    office.begin()
    await office.answer(anna, "Tak")
    await office.put_to_all([anna, bo], "Nyt")
    later = office.clock.now() + timedelta(days=90)
    await office.put(bo, "Senere", not_before=later, content_key="Senere")
    await office.drained()
    now = office.clock.now()
    assert await office.database.transact(outbox.forget, now - timedelta(days=1)) == 0
    assert await office.database.transact(outbox.forget, now + timedelta(days=1)) == 3
    assert [row.unique_key for row in await office.rows()] == ["Senere"]
    assert await office.contents() == 1


async def test_an_answer_to_one_who_has_just_been_erased_carries_no_name(office):
    anna = await office.neighbour("Anna")
    gone = replace(anna.person, id=987654)
    visit = replace(office.visit(anna), person=gone)
    (letter,) = await office.database.transact(outbox.answer, visit, HELLO, office.owner())
    assert letter.person_id is None


async def test_a_new_screen_comes_after_the_receipts_and_an_edited_one_before(office):
    anna = await office.neighbour("Anna")
    reply = Reply(screen=Message(Html("Skærm")), messages=(Message(Html("Kvittering")),))
    assert [letter.text for letter in await office.written(anna, reply)] == ["Kvittering", "Skærm"]
    edited = await office.written(anna, reply, message_id=5)
    assert [(letter.text, letter.edits) for letter in edited] == [("Skærm", 5), ("Kvittering", None)]


async def test_the_next_due_moment_is_found_among_all_that_wait(office):
    anna = await office.neighbour("Anna")
    now = office.clock.now()
    for hours in (3, 1, 2):
        await office.put(anna, str(hours), not_before=now + timedelta(hours=hours))
    assert await office.database.transact(outbox.next_due, now) == now + timedelta(hours=1)
    assert await office.database.transact(outbox.next_due, now + timedelta(hours=1)) == now + timedelta(
        hours=2
    )
    assert await office.database.transact(outbox.next_due, now + timedelta(hours=3)) is None


async def test_a_chat_at_rest_is_passed_over(office):
    anna, bo = await office.neighbours(2)
    await office.put_to_all([anna, bo], "Nyt")
    room = Room(BULK, 6, frozenset({anna.id}))
    letters = await office.database.transact(outbox.claim, 4242, office.owner(), room, office.clock.now())
    assert [letter.chat_id for letter in letters] == [bo.id]


async def test_what_was_put_back_counts_no_try(office):
    anna = await office.neighbour("Anna")
    (letter,) = await office.written(anna, HELLO)
    await settle(office, Settlement(letter, PutBack()))
    (row,) = await office.rows()
    assert (row.state, row.attempts, row.copies, row.owner) == ("pending", 0, 0, None)


async def test_a_group_that_moved_takes_its_waiting_letters_along(office):
    anna = await office.neighbour("Anna")
    (letter,) = await office.written(anna, HELLO, chat_id=-5)
    await settle(office, Settlement(letter, PutBack()))
    assert await office.written(anna, HELLO, chat_id=-5) == []
    (letter,) = await office.database.transact(
        outbox.claim, 4242, office.owner(), Room(("answer",), 8), office.clock.now()
    )
    await settle(office, Settlement(letter, Moved(-1005)))
    assert {row.chat_id for row in await office.rows()} == {-1005}


@pytest.mark.parametrize(
    ("answered", "kept"),
    [
        ('Can\'t parse entities: unsupported start tag "mit knæ"', "Can't parse entities"),
        ("Forbidden: bot was blocked by the user", "Forbidden: bot was blocked by the user"),
        ('Button "mit knæ" is invalid', "Button"),
        ("KeyError at bot/sender.py:12 stop < bot/ledger.py:9 run",) * 2,
        ("", ""),
    ],
)
async def test_of_what_telegram_answered_nobody_s_words_are_kept(office, answered: str, kept: str):
    anna = await office.neighbour("Anna")
    (letter,) = await office.written(anna, HELLO)
    await settle(office, Settlement(letter, Refused(answered, everyone=True)))
    (row,) = await office.rows()
    assert (row.state, row.error) == ("refused", kept)


async def test_a_long_reason_is_cut_to_what_the_column_holds(office):
    anna = await office.neighbour("Anna")
    (letter,) = await office.written(anna, HELLO)
    await settle(office, Settlement(letter, Refused("x" * 500, everyone=True)))
    (row,) = await office.rows()
    assert (row.state, len(row.error)) == ("refused", 200)


async def test_an_answer_nobody_could_get_for_a_day_is_too_late_and_a_strangers_leaves_no_row(office):
    anna, bo = await office.neighbour("Anna", stranger=True), await office.neighbour("Bo")
    for who in (anna, bo):
        (letter,) = await office.written(who, HELLO)
        await settle(office, Settlement(letter, PutBack()))
    office.clock.forward(hours=25)
    await office.database.transact(outbox.expire, 4242, office.clock.now())
    assert await office.states() == ["expired"]
    assert await office.contents() == 1


async def test_a_strangers_answer_found_too_late_at_the_last_moment_leaves_no_row(office):
    anna = await office.neighbour("Anna", stranger=True)
    (letter,) = await office.written(anna, HELLO)
    await settle(office, Settlement(letter, PutBack()))
    office.clock.forward(hours=25)
    room = Room(("answer",), 8)
    assert await office.database.transact(outbox.claim, 4242, office.owner(), room, office.clock.now()) == []
    assert await office.rows() == []
    assert await office.contents() == 0


async def test_no_more_than_a_thousand_are_too_late_in_one_go(office):
    anna = await office.neighbour("Anna")
    await office.put(anna, "Nyt", not_after=office.clock.now())
    await office.change(chat_id=1_000_000)
    await office.database.transact(_copy_to, range(1_000_001, 1_001_500))
    late = office.clock.now() + timedelta(hours=1)
    assert await office.database.transact(outbox.expire, 4242, late) == 1000
    assert await office.database.transact(outbox.expire, 4242, late) == 500


async def test_a_settled_letter_stays_as_it_is(office):
    anna = await office.neighbour("Anna")
    (letter,) = await office.written(anna, HELLO)
    await settle(office, Settlement(letter, Sent(7)))
    await settle(office, Settlement(letter, Refused("late", everyone=True)))
    assert await office.states() == ["sent"]


async def test_many_who_stopped_do_not_hide_the_one_who_has_not(office):
    everybody = await office.neighbours(4)
    await office.put_to_all(everybody, "Nyt")
    for who in everybody[:3]:
        await office.stop_wanting(who)
    room = Room(BULK, 1)
    letters = await office.database.transact(outbox.claim, 4242, office.owner(), room, office.clock.now())
    assert [letter.chat_id for letter in letters] == [everybody[3].id]
    assert await office.database.transact(by_telegram, 1, everybody[3].id) == everybody[3].person


def _put_slowly(tx, letter, now):
    """So that with PostgreSQL the other one is under way, too."""
    put = outbox.put(tx, letter, now)
    if tx.connection.dialect.name == "postgresql":
        tx.connection.execute(sa.text("SELECT pg_sleep(0.1)"))
    return put


async def settle(office, *results):
    await office.database.transact(outbox.settle, office.owner().name, results, office.clock.now())


def take_until_somebody_waits(tx, taken: asyncio.Event, *asked) -> None:
    """Take letters into hand, and commit only when another transaction wants one of them."""
    assert outbox.exchange(tx, *asked).letters
    taken.set()
    waiting = sa.text("SELECT count(*) FROM pg_locks WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))")
    while not tx.connection.scalar(waiting):
        tx.connection.execute(sa.select(sa.func.pg_sleep(0.01)))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_an_answer_waits_for_an_older_screen_that_is_taken_in_the_same_moment(office):
    """Else both are on their way together, and the older one may come over the answer."""
    anna, taken = await office.neighbour("Anna"), asyncio.Event()
    await office.put(anna, "Bliver sendt", edits=9)
    asked = (office.account.telegram_id, office.owner(), (), [Room(BULK, 8)], office.clock.now())
    sender = asyncio.ensure_future(office.database.transact(take_until_somebody_waits, taken, *asked))
    await in_time(taken.wait())
    assert await office.written(anna, Reply(screen=Message(Html("Stoppet"))), message_id=9) == []
    await sender
    assert await office.states() == ["sending", "pending"]
