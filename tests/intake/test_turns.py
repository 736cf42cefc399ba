"""What becomes of an update: answered, ticked off, or a dead letter and a kind word."""

import asyncio
import json
import time
from collections import Counter

import pytest
import structlog
from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.app import Klyngebot
from domain.message import Button, Html, Message, Reply
from domain.visit import Visit
from handlers.context import Context
from simulator import Bot, Chat, Fault, FaultKind, Simulator
from storage.database import Database
from storage.inbox import Waiting
from storage.transaction import Transaction
from tests.fixtures.patience import eventually
from tests.intake.conftest import Start

TRIED: Counter[str] = Counter()
APOLOGY = "gik galt"


def answer(tx: Transaction, visit: Visit, words: str) -> Reply:
    TRIED[words] += 1
    if words == "fail" or (words == "fail once" and TRIED[words] == 1):
        raise KeyError(f"private words of {visit.first_name}")
    return Reply(screen=Message(Html(f"You said {words}"), ((Button("Again", "v1:again"),),)))


def tapped(tx: Transaction, visit: Visit) -> Reply:
    return Reply(screen=Message(Html("You tapped")), alert="Done")


async def on_text(update: Update, context: Context) -> None:
    if update.message.text == "ignore":
        return
    if update.message.text == "break the door":
        raise ValueError
    await context.turn.transact(answer, update.message.text)
    if update.message.text == "slip afterwards":
        raise ValueError


async def on_tap(update: Update, context: Context) -> None:
    await context.turn.transact(tapped)


HANDLERS = (MessageHandler(filters.TEXT, on_text), CallbackQueryHandler(on_tap))


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    TRIED.clear()
    monkeypatch.setattr("bot.desk.PAUSES", (0.0, 0.0))


@pytest.fixture
def anna(simulator: Simulator, telegram_bot: Bot) -> Chat:
    return simulator.add_person("Anna").chat(telegram_bot)


async def test_who_writes_is_answered(start: Start, anna: Chat):
    async with start(HANDLERS) as klyngebot:
        anna.write("hej")
        await klyngebot.settled()
        assert anna.inbox == ["You said hej"]


async def test_a_tap_changes_the_message_and_shows_the_alert(start: Start, anna: Chat):
    async with start(HANDLERS) as klyngebot:
        anna.write("hej")
        await klyngebot.settled()
        anna.tap("Again")
        await klyngebot.settled()
        assert anna.inbox == ["You tapped"]
        assert anna.alerts == ["Done"]


async def test_one_person_s_updates_are_answered_in_their_order(start: Start, anna: Chat):
    async with start(HANDLERS) as klyngebot:
        for number in range(4):
            anna.write(str(number))
        await klyngebot.settled()
        assert anna.inbox == [f"You said {number}" for number in range(4)]


async def test_the_same_update_again_changes_nothing(start: Start, anna: Chat):
    async with start(HANDLERS) as klyngebot:
        anna.write("hej")
        update = anna.bot.updates.fresh()[0]
        await klyngebot.settled()
        key = (1, anna.bot.telegram_id, update.update_id, anna.person.telegram_id)
        again = Waiting(*key, json.dumps(update.wire))
        klyngebot.only.service.workers.take([again, again])
        await klyngebot.settled()
        assert anna.inbox == ["You said hej"]


async def test_a_tap_whose_commit_was_not_heard_of_is_answered_once_and_with_its_alert(
    start: Start, anna: Chat
):
    async with start(HANDLERS) as klyngebot:
        anna.write("hej")
        await klyngebot.settled()
        klyngebot.only.service.desk._database = Deaf(klyngebot.database)
        anna.tap("Again")
        await klyngebot.settled()
        assert anna.inbox == ["You tapped"]
        assert anna.alerts == ["Done"]


class Deaf:
    """A database that does not hear of its own commits, and so does everything twice."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def transact(self, *asked):
        await self._database.transact(*asked)
        return await self._database.transact(*asked)


async def test_an_action_that_fails_once_is_done_the_second_time(start: Start, anna: Chat):
    async with start(HANDLERS) as klyngebot:
        anna.write("fail once")
        await klyngebot.settled()
        assert anna.inbox == ["You said fail once"]
        assert klyngebot.only.service.desk.counts == {"failed": 1}


async def test_after_three_failures_there_is_an_apology_and_the_chat_goes_on(start: Start, anna: Chat):
    async with start(HANDLERS) as klyngebot:
        anna.write("fail")
        anna.write("hej")
        await klyngebot.settled()
        assert TRIED["fail"] == 3
        assert APOLOGY in anna.inbox[0]
        assert anna.inbox[1:] == ["You said hej"]
        assert await dead_letters(klyngebot) == [("dead", 3)]


async def test_between_its_attempts_there_is_a_pause(
    start: Start, anna: Chat, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.desk.PAUSES", (0.2, 0.4))
    with structlog.testing.capture_logs(processors=[timed]) as lines:
        async with start(HANDLERS) as klyngebot:
            anna.write("fail")
            await klyngebot.settled()
    first, second, third = (line["at"] for line in lines if line["event"] == "An action failed")
    assert second - first > 0.19
    assert third - second > 0.39


def timed(_logger: object, _method: str, event: dict) -> dict:
    return {**event, "at": time.monotonic()}


async def test_only_so_many_handlers_run_side_by_side(
    start: Start, simulator: Simulator, telegram_bot: Bot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.desk.AT_ONCE", 2)
    inside, most, gate = set(), 0, asyncio.Event()

    async def slow(update: Update, context: Context) -> None:
        nonlocal most
        inside.add(update.update_id)
        most = max(most, len(inside))
        await gate.wait()
        inside.discard(update.update_id)

    people = [simulator.add_person(f"Anna {n}").chat(telegram_bot) for n in range(5)]
    async with start((MessageHandler(filters.TEXT, slow),)) as klyngebot:
        for one in people:
            one.write("hej")
        await eventually(lambda: len(inside) == 2)
        await asyncio.sleep(0.1)
        gate.set()
        await klyngebot.settled()
        assert most == 2
        assert klyngebot.only.service.desk.counts == {"unmatched": 5}


async def test_a_failing_handler_is_no_different(start: Start, anna: Chat):
    async with start(HANDLERS) as klyngebot:
        anna.write("break the door")
        await klyngebot.settled()
        assert APOLOGY in anna.inbox[0]


async def test_a_handler_that_fails_after_its_action_is_not_repeated(start: Start, anna: Chat):
    async with start(HANDLERS) as klyngebot:
        anna.write("slip afterwards")
        await klyngebot.settled()
        assert anna.inbox == ["You said slip afterwards"]
        assert TRIED["slip afterwards"] == 1


async def test_what_failed_is_told_without_anybody_s_words(start: Start, anna: Chat):
    with structlog.testing.capture_logs() as lines:
        async with start(HANDLERS) as klyngebot:
            anna.write("fail")
            await klyngebot.settled()
            errors = await klyngebot.database.transact(why)
    failed = [line for line in lines if line["event"] == "An action failed"]
    assert len(failed) == 3
    assert "KeyError at tests/intake/test_turns.py" in failed[0]["why"]
    assert "private words" not in str(lines) + str(errors)


async def test_what_no_door_takes_is_ticked_off(start: Start, anna: Chat):
    async with start(HANDLERS) as klyngebot:
        anna.write("ignore")
        anna.send_sticker()
        await klyngebot.settled()
        assert anna.inbox == []
        assert klyngebot.only.service.desk.counts == {"unmatched": 2}


async def test_edits_and_channels_are_passed_over(start: Start, simulator: Simulator, anna: Chat):
    async with start(HANDLERS) as klyngebot:
        edited = {"message_id": 1, "date": 1, "chat": {"id": anna.person.telegram_id, "type": "private"}}
        anna.raw({"edited_message": {**edited, "edit_date": 2, "text": "hej"}})
        await klyngebot.settled()
        assert anna.inbox == []
        assert klyngebot.only.service.desk.counts == {"passed over": 1}


async def test_what_cannot_be_read_is_a_dead_letter_and_the_chat_goes_on(start: Start, anna: Chat):
    async with start(HANDLERS) as klyngebot:
        here = {"message_id": 1, "date": 1, "chat": {"id": -7, "type": "group"}, "text": "hej"}
        for message in ({"date": "yesterday"}, {"message_id": []}, 7, {"date": 2**70, "message_id": 1}):
            anna.raw({"message": message})
        anna.raw({"poll": {"id": "1"}})
        anna.raw({"message": {**here, "from": {"id": [7], "is_bot": True, "first_name": "x"}}})
        anna.write("hej")
        await klyngebot.settled()
        assert anna.inbox == ["You said hej"]
        assert await dead_letters(klyngebot) == [("dead", 0)] * 6


@pytest.mark.parametrize(
    "strange",
    [
        {"text": 7},
        {"text": ["hej"]},
        {"caption": {}, "text": None},
        {"from": {"first_name": 7}},
        {"from": {"language_code": []}},
        {"chat": {"type": 7}},
        {"message_id": 2**70},
        {"from": {"id": 2**63}, "chat": {"id": 2**63}},
        {"entities": [{"type": "bot_command", "offset": "x", "length": 3}]},
        {"reply_to_message": {"message_id": "x", "date": 1, "chat": {"id": 1, "type": "private"}}},
        {"document": {"file_id": "1", "file_unique_id": "1", "mime_type": [7]}, "text": None},
    ],
    ids=str,
)
async def test_a_field_of_another_kind_than_telegram_promises_is_read_by_nobody(start, anna, strange):
    """It is a dead letter at once: no handler is tried three times over it, and nothing of it is kept."""
    who = {"id": anna.person.telegram_id, "is_bot": False, "first_name": "Anna"}
    message = {"message_id": 1, "date": 1, "chat": {**who, "type": "private"}, "from": who, "text": "hej"}
    for name, value in strange.items():
        message[name] = message[name] | value if isinstance(message.get(name), dict) else value
    async with start(HANDLERS) as klyngebot:
        anna.raw({"message": message})
        await klyngebot.settled()
        assert anna.inbox == []
        assert await dead_letters(klyngebot) == [("dead", 0)]


async def test_a_change_of_membership_that_does_not_say_which_is_a_dead_letter(start: Start, anna: Chat):
    who = {"id": anna.person.telegram_id, "is_bot": False, "first_name": "Anna"}
    change = {"chat": {**who, "type": "private"}, "from": who, "date": 1}
    async with start(HANDLERS) as klyngebot:
        anna.raw({"my_chat_member": {**change, "old_chat_member": None, "new_chat_member": None}})
        await klyngebot.settled()
        assert await dead_letters(klyngebot) == [("dead", 0)]


async def test_a_button_whose_data_is_no_text_is_a_dead_letter(start: Start, anna: Chat):
    who = {"id": anna.person.telegram_id, "is_bot": False, "first_name": "Anna"}
    async with start(HANDLERS) as klyngebot:
        anna.raw({"callback_query": {"id": "1", "from": who, "chat_instance": "1", "data": 7}})
        await klyngebot.settled()
        assert await dead_letters(klyngebot) == [("dead", 0)]


async def test_a_tap_that_can_no_longer_be_answered_is_counted(
    start: Start, simulator: Simulator, anna: Chat
):
    late = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    simulator.inject(Fault(FaultKind.ERROR, "answerCallbackQuery", status=400, description=late))
    async with start(HANDLERS) as klyngebot:
        anna.write("hej")
        await klyngebot.settled()
        anna.tap("Again")
        await klyngebot.settled()
        assert anna.inbox == ["You tapped"]
        assert klyngebot.only.service.desk.counts == {"taps unanswered": 1}


async def test_while_the_bot_is_to_be_silent_no_tap_is_answered(
    start: Start, simulator: Simulator, anna: Chat
):
    async with start(HANDLERS) as klyngebot:
        anna.write("hej")
        await klyngebot.settled()
        klyngebot.only.service.sender.lanes.pause(time.monotonic() + 3600)
        anna.tap("Again")
        await eventually(lambda: klyngebot.only.service.desk.counts == {"taps unanswered": 1})
        assert not simulator.log.of("answerCallbackQuery")


async def test_a_tap_that_comes_too_fast_makes_the_bot_silent(start: Start, simulator: Simulator, anna: Chat):
    simulator.inject(Fault(FaultKind.RETRY_AFTER, "answerCallbackQuery", seconds=3600))
    async with start(HANDLERS) as klyngebot:
        anna.write("hej")
        await klyngebot.settled()
        anna.tap("Again")
        await eventually(lambda: klyngebot.only.service.sender.lanes.paused(time.monotonic() + 3000))


async def test_a_tap_whose_answer_hangs_holds_up_nobody(
    start: Start, simulator: Simulator, anna: Chat, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.taps.LONGEST", 3600)
    simulator.inject(Fault(FaultKind.DELAY, "answerCallbackQuery", seconds=3600))
    async with start(HANDLERS) as klyngebot:
        anna.write("hej")
        await klyngebot.settled()
        anna.tap("Again")
        anna.write("next")
        await eventually(lambda: anna.inbox == ["You tapped", "You said next"])
        (hanging,) = klyngebot.only.service.desk.taps._calls
        hanging.cancel()


async def test_a_tap_whose_answer_hangs_is_given_up_and_counted(
    start: Start, simulator: Simulator, anna: Chat, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.taps.LONGEST", 0.05)
    simulator.inject(Fault(FaultKind.DELAY, "answerCallbackQuery", seconds=3600))
    async with start(HANDLERS) as klyngebot:
        anna.write("hej")
        await klyngebot.settled()
        anna.tap("Again")
        await klyngebot.settled()
        assert klyngebot.only.service.desk.counts == {"taps unanswered": 1}


async def test_a_flood_is_ticked_off_and_told_once(start: Start, simulator: Simulator, telegram_bot: Bot):
    anna, bo = (simulator.add_person(name).chat(telegram_bot) for name in ("Anna", "Bo"))
    for _ in range(60):
        anna.write("ignore")
    bo.write("hej")
    with structlog.testing.capture_logs() as lines:
        async with start(HANDLERS) as klyngebot:
            await klyngebot.settled()
            for _ in range(60):
                anna.write("ignore")
            await klyngebot.settled()
    assert bo.inbox == ["You said hej"]
    assert len(anna.inbox) == 1
    assert [line["event"] for line in lines].count("Somebody writes faster than they can be answered") == 1
    counts = klyngebot.only.service.desk.counts
    assert (counts["unmatched"], counts["turned away"]) == (40, 80)


async def dead_letters(klyngebot: Klyngebot) -> list[tuple]:
    query = "select state, attempts from inbox where state <> 'done' order by update_id"
    return await klyngebot.database.transact(lambda tx: [*map(tuple, tx.connection.exec_driver_sql(query))])


def why(tx: Transaction) -> list[tuple]:
    return [tuple(row) for row in tx.connection.exec_driver_sql("select error from inbox")]
