"""The sender over the simulated Telegram, on both databases."""

import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
import structlog

from bot.ptb import TokenRefused
from bot.transport import NotSent
from domain.message import Html, Lane, Link, Message, Reply
from domain.outcome import Act
from domain.pace import Pace
from simulator import Fault, FaultKind, SimulatorSettings
from simulator.ptb import InProcessRequest
from storage import outbox
from tests.fixtures.patience import PATIENCE, eventually


async def test_an_answer_is_sent_at_once_and_settled(office):
    anna = await office.neighbour("Anna")
    office.begin()
    await office.answer(anna, "<b>Hej</b> Anna")
    await office.drained()
    assert anna.chat.inbox == ["Hej Anna"]
    (row,) = await office.rows()
    message = anna.chat.messages[-1]
    assert (row.state, row.attempts, row.copies, row.message_id) == ("sent", 1, 1, message.message_id)
    assert row.owner is None
    assert row.lease_until is None


async def test_buttons_and_links_come_along_and_links_show_no_preview(office):
    anna = await office.neighbour("Anna")
    office.begin()
    screen = Message(Html("Kalender"), ((Link("Åbn", "https://example.org/"),),))
    office.sender.hand_over(await office.written(anna, Reply(screen=screen)))
    await office.drained()
    await office.screen(anna, "Og nu?")
    await office.drained()
    assert [message.labels for message in anna.chat.messages if message.from_bot] == [["Åbn"], ["Videre"]]
    assert '"is_disabled": true' in office.calls()[0].parameters["link_preview_options"]


async def test_what_is_owed_comes_when_its_time_has_come_and_only_once(office):
    anna = await office.neighbour("Anna")
    office.begin()
    later = office.clock.now() + timedelta(hours=1)
    assert await office.put(anna, "Husk mødet", not_before=later)
    assert not await office.put(anna, "Husk mødet", not_before=later)
    await office.drained()
    assert anna.chat.inbox == []
    assert await office.database.transact(outbox.next_due, office.clock.now()) == later
    office.clock.forward(hours=1)
    await office.drained()
    assert anna.chat.inbox == ["Husk mødet"]
    assert await office.contents() == 1


async def test_answers_to_one_chat_come_in_the_order_they_were_written(office):
    anna, bo = await office.neighbour("Anna"), await office.neighbour("Bo")
    office.telegram.inject(Fault(FaultKind.DELAY, chat_id=anna.id, times=3, seconds=0.02))
    office.begin()
    for n in range(12):
        await office.answer(anna, f"{n}a", f"{n}b")
        await office.answer(bo, str(n))
    await office.drained()
    assert anna.chat.inbox == [f"{n}{part}" for n in range(12) for part in "ab"]
    assert bo.chat.inbox == [str(n) for n in range(12)]


async def test_notices_to_one_chat_keep_their_order_also_when_one_has_to_be_tried_again(office):
    anna = await office.neighbour("Anna")
    office.telegram.inject(Fault(FaultKind.RESET, chat_id=anna.id, times=1))
    for n in range(4):
        await office.put(anna, str(n))
    office.begin()
    await office.drained()
    assert anna.chat.inbox == []
    office.clock.forward(seconds=40)
    await office.drained()
    assert anna.chat.inbox == ["0", "1", "2", "3"]


async def test_a_notice_whose_time_has_not_come_holds_up_no_other(office):
    anna = await office.neighbour("Anna")
    await office.put(anna, "I morgen", not_before=office.clock.now() + timedelta(days=1))
    await office.put(anna, "Nu")
    office.begin()
    await office.drained()
    assert anna.chat.inbox == ["Nu"]


async def test_an_edit_changes_the_message_whose_button_was_tapped(office):
    anna = await office.neighbour("Anna")
    office.begin()
    await office.screen(anna, "Menu")
    await office.drained()
    shown = anna.chat.messages[-1]
    await office.screen(anna, "Trin 1", shown.message_id)
    await office.drained()
    assert anna.chat.inbox == ["Trin 1"]
    assert [row.act for row in await office.rows()] == ["send", "edit"]
    assert {row.message_id for row in await office.rows()} == {shown.message_id}


async def test_an_edit_that_changes_nothing_counts_as_sent(office):
    anna = await office.neighbour("Anna")
    office.begin()
    await office.screen(anna, "Menu")
    await office.drained()
    await office.screen(anna, "Menu", anna.chat.messages[-1].message_id)
    await office.drained()
    assert await office.states() == ["sent", "sent"]
    assert anna.chat.inbox == ["Menu"]


async def test_an_edit_of_a_message_that_is_gone_becomes_a_new_message(office):
    anna = await office.neighbour("Anna")
    office.begin()
    await office.screen(anna, "Menu", message_id=987654)
    await office.drained()
    assert anna.chat.inbox == ["Menu"]
    (row,) = await office.rows()
    assert (row.state, row.act, row.edits, row.copies) == ("sent", "send", None, 1)


async def test_a_newer_edit_replaces_one_that_waits(office):
    anna = await office.neighbour("Anna")
    office.begin()
    await office.screen(anna, "Menu")
    await office.drained()
    number = anna.chat.messages[-1].message_id
    office.telegram.inject(Fault(FaultKind.DELAY, seconds=0.2))
    for n in range(5):
        await office.screen(anna, f"Trin {n}", number)
    await office.drained()
    assert anna.chat.inbox == ["Trin 4"]
    assert len(office.calls("editMessageText")) < 5
    assert (await office.states())[-1] == "sent"


async def test_a_newer_edit_replaces_one_that_waits_for_its_next_try(office):
    anna = await office.neighbour("Anna")
    office.begin()
    await office.screen(anna, "Menu")
    await office.drained()
    number = anna.chat.messages[-1].message_id
    office.telegram.inject(Fault(FaultKind.RESET, method="editMessageText"))
    await office.screen(anna, "Gammel", number)
    await office.drained()
    await office.screen(anna, "Ny", number)
    await office.drained()
    assert anna.chat.inbox == ["Ny"]
    assert await office.states() == ["sent", "cancelled", "sent"]


async def test_an_answer_comes_after_an_older_screen_that_is_on_its_way_to_the_same_message(office):
    """Else a page that tells how far something is would stand over the answer to a tap on it."""
    anna = await office.neighbour("Anna")
    office.begin()
    await office.screen(anna, "Menu")
    await office.drained()
    number = anna.chat.messages[-1].message_id
    office.telegram.inject(Fault(FaultKind.DELAY, method="editMessageText", seconds=0.2))
    await office.put(anna, "Bliver sendt", edits=number)

    async def begun() -> bool:
        return "pending" not in await office.states()

    office.sender.wake()
    await eventually(begun)
    await office.screen(anna, "Stoppet", number)
    await office.drained()
    assert anna.chat.inbox == ["Stoppet"]
    assert await office.states() == ["sent", "sent", "sent"]


@pytest.mark.parametrize("in_hand", [True, False])
async def test_an_edit_that_got_lost_never_comes_over_a_newer_one(office, in_hand):
    anna = await office.neighbour("Anna")
    office.begin()
    await office.screen(anna, "Menu")
    await office.drained()
    number = anna.chat.messages[-1].message_id
    office.telegram.inject(Fault(FaultKind.LOST, method="editMessageText"))
    await office.screen(anna, "Side 1", number)
    if in_hand:
        newer = Reply(screen=Message(Html("Side 2")))
        office.sender.hand_over(await office.written(anna, newer, message_id=number))
    else:
        await office.screen(anna, "Side 2", number)
    await office.drained()
    office.clock.forward(minutes=1)
    await office.drained()
    assert [entry.parameters["text"] for entry in office.calls("editMessageText")] == ["Side 1", "Side 2"]
    assert anna.chat.inbox == ["Side 2"]
    assert await office.states() == ["sent", "cancelled", "sent"]


async def test_what_is_behind_a_message_that_got_lost_waits_for_it(office):
    anna = await office.neighbour("Anna")
    office.begin()
    await office.drained()
    office.telegram.inject(Fault(FaultKind.RESET))
    await office.answer(anna, "Kvittering", "Næste spørgsmål")
    await office.drained()
    await office.answer(anna, "Mere")
    await office.drained()
    assert anna.chat.inbox == []
    office.clock.forward(minutes=1)
    await office.drained()
    assert anna.chat.inbox == ["Kvittering", "Næste spørgsmål", "Mere"]
    assert {row.copies for row in await office.rows()} == {1, 2}


async def test_an_answer_waits_behind_an_older_one_to_the_same_chat(office):
    anna = await office.neighbour("Anna")
    office.telegram.inject(Fault(FaultKind.RESET, chat_id=anna.id))
    office.begin()
    await office.answer(anna, "først")
    await office.drained()
    assert await office.answer(anna, "så") == []
    await office.drained()
    assert anna.chat.inbox == []
    office.clock.forward(minutes=1)
    await office.drained()
    assert anna.chat.inbox == ["først", "så"]


async def test_a_row_nobody_can_read_is_dead_and_holds_up_nobody(office):
    anna, bo = await office.neighbours(2)
    await office.put(anna, "Nyt")
    await office.change(act="telegram")
    await office.put(bo, "Til Bo")
    office.begin()
    await office.answer(bo, "Svar")
    await office.drained()
    assert sorted(bo.chat.inbox) == ["Svar", "Til Bo"]
    assert await office.states() == ["dead", "sent", "sent"]
    (trouble,) = await office.database.transact(outbox.troubles, 1)
    assert "telegram" in trouble.error


async def test_a_result_that_cannot_be_written_down_costs_only_its_own_letter(office, monkeypatch):
    monkeypatch.setattr("bot.sender.backoff", lambda *_, **__: 0.0)
    anna, bo = await office.neighbours(2)
    await office.put(anna, "Nyt", chat_id=-5)
    await office.put(anna, "Nyt", chat_id=-1005, not_before=office.clock.now() + timedelta(days=1))
    line = Saying(office.telegram, (400, "Bad Request: upgraded", {"migrate_to_chat_id": -1005}))
    office.bot._request = (line, line)
    office.begin()
    await office.put(bo, "Til Bo")
    await office.drained()
    assert bo.chat.inbox == ["Til Bo"]
    assert await office.states() == ["dead", "pending", "sent"]


async def test_a_talkative_person_keeps_nobody_waiting_and_gets_their_answers_in_order(new_office):
    office = new_office(pace=Pace())
    anna, bo = await office.neighbours(2)
    office.begin()
    await office.drained()
    for n in range(18):
        await office.answer(anna, str(n))
    await office.put(bo, "Husk i aften")
    office.sender.wake()
    await bo.chat.waits_for("Husk i aften")
    assert len(anna.chat.inbox) < 18
    await eventually(lambda: len(anna.chat.inbox) >= 6)
    assert anna.chat.inbox == [str(n) for n in range(len(anna.chat.inbox))]
    assert (await office.states()).count("sending") <= 5, "what may go at once"


async def test_a_blocked_bot_makes_the_person_unreachable_and_spares_them_the_rest(office):
    dan = await office.neighbour("Dan")
    dan.chat.block()
    for n in range(3):
        await office.put(dan, str(n))
    office.begin()
    await office.drained()
    assert await office.unreachable(dan)
    assert await office.states() == ["unreachable"] * 3
    assert len(office.calls()) == 1
    await office.answer(dan, "Velkommen tilbage")
    await office.drained()
    assert len(office.calls()) == 2


async def test_a_group_that_threw_the_bot_out_says_nothing_about_the_person_who_wrote(office):
    anna = await office.neighbour("Anna")
    office.begin()
    await office.answer(anna, "Skriv til mig privat", chat_id=-1009)
    await office.drained()
    assert await office.states() == ["unreachable"]
    assert not await office.unreachable(anna)


async def test_who_stopped_after_it_was_written_gets_no_notice_but_their_answers(office):
    anna, bo = await office.neighbour("Anna"), await office.neighbour("Bo")
    await office.put_to_all([anna, bo], "Nyt")
    await office.stop_wanting(anna)
    office.begin()
    await office.answer(anna, "Du får ikke mere fra mig")
    await office.drained()
    assert anna.chat.inbox == ["Du får ikke mere fra mig"]
    assert bo.chat.inbox == ["Nyt"]
    assert await office.states() == ["cancelled", "sent", "sent"]


async def test_what_comes_too_late_is_not_sent(office):
    anna = await office.neighbour("Anna")
    soon = office.clock.now() + timedelta(minutes=10)
    await office.put(anna, "Om lidt", not_after=soon)
    office.clock.forward(minutes=11)
    office.begin()
    await office.drained()
    assert anna.chat.inbox == []
    assert await office.states() == ["expired"]


async def test_refused_words_stop_the_whole_announcement_and_nothing_else(office):
    everybody = await office.neighbours(30)
    await office.put_to_all(everybody, "<p>Nyt")
    await office.put(everybody[0], "Godt nyt")
    office.begin()
    await office.drained()
    assert len(office.calls()) <= 1 + 6
    states = await office.states()
    assert set(states[:30]) == {"refused"}
    assert everybody[0].chat.inbox == ["Godt nyt"]
    assert await office.unreachable(everybody[0]) is False


async def test_refusals_nobody_understands_stop_an_announcement_after_a_few(office):
    everybody = await office.neighbours(40)
    fault = Fault(FaultKind.ERROR, times=None, status=400, description="Bad Request: SOMETHING_NEW")
    office.telegram.inject(fault)
    await office.put_to_all(everybody, "Nyt")
    office.begin()
    await office.drained()
    assert len(office.calls()) <= 5 + 6
    assert set(await office.states()) == {"refused"}


async def test_the_log_names_the_letter_that_did_not_get_through(office):
    anna = await office.neighbour("Anna")
    await office.put(anna, "<p>Nyt")
    office.begin()
    with structlog.testing.capture_logs() as logged:
        await office.drained()
    (row,) = await office.rows()
    (line,) = [one for one in logged if one["event"] == "A message did not get through"]
    assert (line["outcome"], line["letter"], line["kind"]) == ("Refused", row.id, "test")


async def test_one_odd_refusal_stops_only_that_letter(office):
    everybody = await office.neighbours(10)
    odd = {"status": 400, "description": "Bad Request: SOMETHING_NEW"}
    office.telegram.inject(Fault(FaultKind.ERROR, chat_id=everybody[3].id, times=None, **odd))
    await office.put_to_all(everybody, "Nyt")
    office.begin()
    await office.drained()
    assert (await office.states()).count("sent") == 9


async def test_an_unclear_answer_is_tried_once_more_and_then_left_to_a_human(office):
    anna = await office.neighbour("Anna")
    office.telegram.inject(Fault(FaultKind.LOST, times=2))
    office.begin()
    await office.answer(anna, "Tak")
    await office.drained()
    office.clock.forward(seconds=29)
    await office.drained()
    assert anna.chat.inbox == ["Tak"]
    office.clock.forward(seconds=5)
    await office.drained()
    assert anna.chat.inbox == ["Tak", "Tak"]
    assert await office.states() == ["unknown"]
    (trouble,) = await office.database.transact(outbox.troubles, 1)
    assert (trouble.text, trouble.state) == ("Tak", "unknown")


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": FaultKind.BAD_GATEWAY},
        {"kind": FaultKind.ERROR, "description": "Internal Server Error: restart"},
        {"kind": FaultKind.RESET},
    ],
)
async def test_after_a_server_error_it_arrives_after_half_a_minute(office, fault):
    anna = await office.neighbour("Anna")
    office.telegram.inject(Fault(**fault))
    office.begin()
    await office.answer(anna, "Tak")
    await office.drained()
    assert await office.states() == ["pending"]
    office.clock.forward(seconds=35)
    await office.drained()
    assert anna.chat.inbox == ["Tak"]


@dataclass(frozen=True)
class Fate:
    """What Telegram says to one person's message for ever, how often we try, and what becomes of it."""

    fault: Fault | None
    tries: int
    state: str


FATES = (
    Fate(None, 1, "sent"),
    Fate(Fault(FaultKind.BLOCKED), 1, "unreachable"),
    Fate(Fault(FaultKind.ERROR, status=400, description="Bad Request: chat not found"), 1, "unreachable"),
    Fate(Fault(FaultKind.ERROR, status=400, description="Bad Request: ODD"), 1, "refused"),
    Fate(Fault(FaultKind.ERROR, status=409, description="Conflict"), 8, "dead"),
    Fate(Fault(FaultKind.ERROR, status=500), 2, "unknown"),
    Fate(Fault(FaultKind.LOST), 2, "unknown"),
)


async def test_within_a_day_everything_has_an_end_and_nothing_is_tried_without_one(office):
    everybody = await office.neighbours(len(FATES))
    for one, fate in zip(everybody, FATES, strict=True):
        if fate.fault is not None:
            office.telegram.inject(replace(fate.fault, method="sendMessage", chat_id=one.id, times=None))
        await office.put(one, "Nyt")
    office.begin()
    for _quarter in range(4 * 24):
        await office.drained()
        office.clock.forward(minutes=15)
    assert [row.state for row in await office.rows()] == [fate.state for fate in FATES]
    tries = Counter(int(entry.parameters["chat_id"]) for entry in office.calls())
    assert [tries[one.id] for one in everybody] == [fate.tries for fate in FATES]


async def test_without_a_connection_letters_wait_for_it_and_arrive_once(office):
    anna = await office.neighbour("Anna")
    line = Line(office.telegram)
    office.bot._request = (line, line)
    line.down = True
    office.begin()
    await office.answer(anna, "Tak")
    await eventually(lambda: office.sender.counts["PutBack"])
    (row,) = await office.rows()
    assert (row.state, row.attempts, row.copies, row.not_before) == ("pending", 0, 0, office.clock.now())
    line.down = False
    await office.drained()
    assert anna.chat.inbox == ["Tak"]


async def test_an_edit_telegram_cannot_do_holds_nobody_up_and_comes_as_a_new_message(office):
    anna = await office.neighbour("Anna")
    office.begin()
    await office.screen(anna, "Menu")
    await office.drained()
    number = anna.chat.messages[-1].message_id
    office.telegram.inject(Fault(FaultKind.ERROR, method="editMessageText", times=None))
    await office.screen(anna, "Side 1", number)
    await office.drained()
    await office.answer(anna, "Svar på /start")
    await office.drained()
    assert anna.chat.inbox == ["Menu", "Svar på /start"]
    for _ in range(2):
        office.clock.forward(seconds=30)
        await office.drained()
    assert anna.chat.inbox == ["Menu", "Svar på /start", "Side 1"]
    assert len(office.calls("editMessageText")) == 3


class Line(InProcessRequest):
    """A connection that can be down."""

    down = False

    async def do_request(self, *arguments, **named):
        if self.down:
            raise NotSent("Telegram could not be reached")
        return await super().do_request(*arguments, **named)


class Saying(InProcessRequest):
    """Says these refusals first."""

    def __init__(self, telegram, *refusals):
        super().__init__(telegram, read_timeout=PATIENCE)
        self.refusals = list(refusals)

    async def do_request(self, *arguments, **named):
        if not self.refusals:
            return await super().do_request(*arguments, **named)
        code, description, parameters = self.refusals.pop(0)
        body = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
        return code, json.dumps(body).encode()


@pytest.mark.slow
async def test_too_many_requests_silence_the_whole_bot_and_count_no_try(office):
    everybody = await office.neighbours(12)
    office.telegram.inject(Fault(FaultKind.RETRY_AFTER, times=1, seconds=1))
    await office.put_to_all(everybody, "Nyt")
    office.begin()
    await office.drained()
    refused = next(entry for entry in office.calls() if entry.status == 429)
    later = [entry.monotonic for entry in office.calls() if entry.monotonic > refused.monotonic]
    assert all(at >= refused.monotonic + 1 for at in later[7:]), "seven were on their way"
    assert {(row.state, row.attempts, row.copies) for row in await office.rows()} == {("sent", 1, 1)}


@pytest.mark.slow
async def test_an_answer_written_during_a_pause_goes_back_and_is_sent_after_it(office):
    anna, bo = await office.neighbour("Anna"), await office.neighbour("Bo")
    office.telegram.inject(Fault(FaultKind.RETRY_AFTER, times=1, seconds=3600))
    office.begin()
    await office.answer(anna, "Tak")
    await eventually(lambda: office.sender.counts["PauseBot"])
    await office.answer(bo, "Selv tak")

    async def both_are_back() -> bool:
        return await office.states() == ["pending", "pending"]

    await eventually(both_are_back)
    office.sender._lanes._paused_until = time.monotonic()
    office.sender.wake()
    await office.drained()
    assert (anna.chat.inbox, bo.chat.inbox) == (["Tak"], ["Selv tak"])


async def test_a_token_telegram_does_not_know_ends_the_sender_and_loses_nothing(office):
    anna = await office.neighbour("Anna")
    office.account.revoked = True
    run = asyncio.create_task(office.sender.run())
    await office.drained()
    await office.answer(anna, "Tak")
    await office.put(anna, "Nyt")
    with pytest.raises(TokenRefused):
        await run
    await office.drained()
    assert await office.states() == ["pending", "pending"]
    assert len(office.calls()) == 1


@pytest.mark.parametrize("refusal", [(404, "Not Found", {}), (401, "Unauthorized", {})])
async def test_one_refusal_of_the_token_is_only_a_pause(office, refusal):
    anna = await office.neighbour("Anna")
    line = Saying(office.telegram, refusal, *[(502, "Bad Gateway", {})] * (refusal[0] == 404))
    office.bot._request = (line, line)
    office.begin()
    await office.answer(anna, "Tak")
    await office.drained()
    assert anna.chat.inbox == ["Tak"]
    (row,) = await office.rows()
    assert (row.state, row.attempts, row.copies) == ("sent", 1, 1)


@pytest.mark.slow
async def test_whoever_runs_the_bot_is_told_that_nothing_gets_through(office):
    anna = await office.neighbour("Anna")
    line = Line(office.telegram)
    line.down = True
    office.bot._request = (line, line)
    office.begin()
    await office.answer(anna, "Tak")
    assert office.sender.troubles() == []
    await eventually(lambda: office.sender.counts["PutBack"] >= 2)
    assert office.sender.troubles() == ["Telegram does not take what the bot sends."]
    line.down = False
    await office.drained()
    assert office.sender.troubles() == []


async def test_a_stranger_leaves_no_row_behind(office):
    anna = await office.neighbour("Anna", stranger=True)
    office.begin()
    await office.answer(anna, "Velkommen", "Hvor bor du?")
    await office.drained()
    assert anna.chat.inbox == ["Velkommen", "Hvor bor du?"]
    assert await office.rows() == []
    assert await office.contents() == 0


async def test_a_stranger_who_blocks_the_bot_leaves_no_row_behind_either(office):
    anna = await office.neighbour("Anna", stranger=True)
    anna.chat.block()
    office.begin()
    await office.answer(anna, "Velkommen")
    await office.drained()
    assert await office.rows() == []
    assert await office.contents() == 0


async def test_an_answer_waits_for_no_more_than_one_letter_of_a_thousand(new_office):
    office = new_office(settings=SimulatorSettings(latency=(0.01, 0.01)))
    anna, bo = await office.neighbours(2)
    await office.put_a_thousand(bo)
    office.begin()
    await eventually(lambda: len(office.calls()) >= 30)
    begun = len(office.calls())
    await office.answer(anna, "Tak")
    await anna.chat.waits_for("Tak")
    position = [entry.parameters["chat_id"] for entry in office.calls()].index(str(anna.id))
    assert position - begun <= office.pace.bulk_window + 1
    await office.sender.stop()


async def test_there_are_never_more_on_their_way_than_the_window_allows(new_office):
    office = new_office(settings=SimulatorSettings(latency=(0.02, 0.04)))
    everybody = await office.neighbours(20)
    for n in range(3):
        await office.put_to_all(everybody, f"Nyt {n}")
    office.begin()
    for who in everybody:
        await office.answer(who, "Tak")
    await office.drained()
    spans = [(entry.monotonic, entry.monotonic + entry.took, entry) for entry in office.calls()]
    for start, _, _ in spans:
        together = [entry for begun, ended, entry in spans if begun <= start < ended]
        assert len(together) <= 8
        assert sum(entry.parameters["text"].startswith("Nyt") for entry in together) <= 6


async def test_a_stop_lets_what_is_on_its_way_arrive_and_puts_the_rest_back(new_office):
    office = new_office(settings=SimulatorSettings(latency=(0.05, 0.05)))
    everybody = await office.neighbours(30)
    await office.put_to_all(everybody, "Nyt")
    for who in everybody[:20]:
        await office.answer(who, "Tak")
    office.begin()
    await eventually(office.calls)
    await office.sender.stop()
    states = await office.states()
    assert set(states) == {"sent", "pending"}
    assert states.count("sent") == len(office.calls()) < 50
    office.sender = office.new_sender()
    office.begin()
    await office.drained()
    assert sorted(text for who in everybody for text in who.chat.inbox) == ["Nyt"] * 30 + ["Tak"] * 20


async def test_the_lane_and_act_are_kept_as_words(office):
    anna = await office.neighbour("Anna")
    (letter,) = await office.written(anna, Reply(messages=(Message(Html("Hej")),)))
    assert (letter.lane, letter.act) == (Lane.ANSWER, Act.SEND)
    (row,) = await office.rows()
    assert (row.lane, row.act, row.state, row.unique_key) == ("answer", "send", "sending", "answer:1:0")
