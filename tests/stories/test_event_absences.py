"""Somebody on the list rings and cannot come: the organiser gives the seat away, and everybody is told."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.fixtures.bots import SetClock, time_comes
from tests.fixtures.cast import Member, NewMember, joined
from tests.stories.test_events import SATURDAY, lead, neighbour, planned
from tests.stories.test_events_change import DAY_BEFORE

__all__ = ["lead", "neighbour"]

NIGHT = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)


async def comes(member: Member, event_id: int, heads: int = 1) -> None:
    await member.forges(f"v1:ev:{event_id}")
    await member.taps("Kommer" if "Kommer" in member.buttons else "Coming")
    if heads > 1:
        await member.taps("Ret, hvor mange I er")
        await member.taps(str(heads))


async def opens_absences(member: Member, event_id: int) -> None:
    await member.forges(f"v1:evrun:{event_id}")
    await member.taps("Se, hvem der kommer")
    await member.taps("Meld afbud for en gæst")


async def test_the_seat_of_whoever_rings_goes_to_the_next_and_both_are_told(
    neighbour: Member, bo: Member, karen: Member
):
    event_id = await planned(karen, seats=1)
    await comes(neighbour, event_id)
    await comes(bo, event_id)
    await opens_absences(karen, event_id)
    assert karen.sees == "Fællesspisning\n\nHvem kan ikke komme?"
    assert karen.buttons == ["Anna, Vigersted", "Bo, Jystrup-Valsølille", "‹ Hvem der kommer"]
    await karen.taps("Anna, Vigersted")
    assert karen.sees == (
        "Fællesspisning\n\n• Anna, Vigersted: 1\n\nKan Anna ikke komme? Så meld afbud her.\n\n"
        "Så går pladsen til Bo, der er næste på ventelisten.\n\nAnna får en venlig besked om det."
    )
    await karen.taps("Ja, meld afbud")
    assert karen.sees == (
        "Fællesspisning\n\nAfbuddet er noteret. Anna står ikke på listen mere.\n\n"
        "Bo har fået pladsen og får besked."
    )
    assert karen.buttons == ["‹ Hvem der kommer"]
    assert bo.sees.startswith("Der blev en plads, og du var den næste på ventelisten.")
    assert neighbour.sees.startswith("Karen har noteret, at du ikke kan komme. Det er helt i orden.")
    assert SATURDAY in neighbour.sees
    assert "✓ Nej" in neighbour.buttons
    await karen.taps("‹ Hvem der kommer")
    assert "Anna" not in karen.sees
    await neighbour.taps("Kommer")
    assert "Du er nummer 1 på ventelisten." in neighbour.sees


async def test_it_is_undone_while_the_seat_is_free(neighbour: Member, karen: Member, clock: SetClock):
    event_id = await planned(karen, seats=3)
    await comes(neighbour, event_id, heads=2)
    await opens_absences(karen, event_id)
    await karen.taps("Anna, Vigersted")
    assert "ventelisten" not in karen.sees
    await karen.taps("Ja, meld afbud")
    undo = karen.chat.screen.keyboard[0][0]
    await karen.taps("Fortryd")
    assert karen.alerts[-1] == "Anna står på listen igen."
    assert "2 kommer" in karen.sees
    assert neighbour.sees.startswith("Karen har sat dig på listen igen. Du kommer:")
    clock.forward(timedelta(minutes=1))
    await karen.forges(undo.target)
    assert karen.alerts[-1].startswith("Den knap er gammel")


async def test_in_english_the_guest_reads_it_in_english(karen: Member, somebody: NewMember):
    event_id = await planned(karen)
    ida = await joined(somebody("Ida", "en"), "vigersted")
    await comes(ida, event_id)
    await opens_absences(karen, event_id)
    await karen.taps("Ida, Vigersted")
    await karen.taps("Ja, meld afbud")
    assert ida.sees.startswith("Karen has noted that you cannot come. That is quite all right.")


async def test_an_organiser_who_reads_english(neighbour: Member, karen: Member):
    event_id = await planned(karen)
    await comes(neighbour, event_id)
    await speaks_english(karen)
    await karen.forges(f"v1:evrun:{event_id}")
    for label in ("See who is coming", "A guest cannot come", "Anna, Vigersted"):
        await karen.taps(label)
    assert "Can Anna not come? Then take Anna off the list here." in karen.sees
    await karen.taps("Yes, take them off the list")
    assert "Noted. Anna is no longer on the list." in karen.sees
    await karen.taps("Undo")
    assert karen.alerts[-1] == "Anna is on the list again."


async def speaks_english(member: Member) -> None:
    await member.writes("/sprog")
    await member.taps("English")


async def test_who_has_answered_themselves_since_is_left_alone(
    neighbour: Member, karen: Member, clock: SetClock
):
    event_id = await planned(karen, seats=3)
    await comes(neighbour, event_id)
    await opens_absences(karen, event_id)
    await karen.taps("Anna, Vigersted")
    await karen.taps("Ja, meld afbud")
    clock.forward(timedelta(seconds=5))
    await neighbour.taps("✓ Nej")
    await karen.taps("Fortryd")
    assert karen.alerts[-1] == "Anna har selv svaret nej siden. Det lader jeg stå."
    await neighbour.forges(f"v1:ev:{event_id}")
    assert "Du kommer ikke." in neighbour.sees


async def test_the_seat_may_be_gone_before_it_is_undone(neighbour: Member, bo: Member, karen: Member):
    event_id = await planned(karen, seats=1)
    await comes(neighbour, event_id)
    await opens_absences(karen, event_id)
    await karen.taps("Anna, Vigersted")
    await karen.taps("Ja, meld afbud")
    await comes(bo, event_id)
    await karen.taps("Fortryd")
    assert karen.alerts[-1] == "En anden har fået pladsen, så det kan ikke fortrydes."
    await bo.forges(f"v1:ev:{event_id}")
    assert "Du kommer." in bo.sees


async def test_a_party_that_waits_for_more_seats_does_not_stand_before_the_undo(
    neighbour: Member, bo: Member, karen: Member
):
    event_id = await planned(karen, seats=2)
    await comes(karen, event_id)
    await comes(neighbour, event_id)
    await comes(bo, event_id, heads=2)
    await opens_absences(karen, event_id)
    await karen.taps("Anna, Vigersted")
    assert "pladsen" not in karen.sees
    await karen.taps("Ja, meld afbud")
    assert "har fået" not in karen.sees
    await karen.taps("Fortryd")
    assert karen.alerts[-1] == "Anna står på listen igen."


async def test_who_blocked_the_bot_is_given_no_seat_and_no_letter(
    neighbour: Member, bo: Member, karen: Member
):
    event_id = await planned(karen, seats=1)
    await comes(neighbour, event_id)
    await comes(bo, event_id)
    neighbour.chat.block()
    await karen.klyngebot.settled()
    before = len(neighbour.chat.messages)
    await opens_absences(karen, event_id)
    await karen.taps("Anna, Vigersted")
    assert "Anna får ikke mine beskeder, så sig det gerne selv." in karen.sees
    await karen.taps("Ja, meld afbud")
    assert "Bo har fået pladsen og får besked." in karen.sees
    neighbour.chat.unblock()
    await karen.klyngebot.settled()
    assert "noteret" not in "".join(neighbour.inbox[before:])


async def test_at_night_an_undo_leaves_no_trace_with_the_guest(
    neighbour: Member, karen: Member, clock: SetClock
):
    event_id = await planned(karen)
    await comes(neighbour, event_id)
    clock.moment = NIGHT
    before = len(neighbour.chat.messages)
    await opens_absences(karen, event_id)
    await karen.taps("Anna, Vigersted")
    await karen.taps("Ja, meld afbud")
    await karen.taps("Fortryd")
    clock.moment = NIGHT + timedelta(hours=12)
    await karen.klyngebot.settled()
    assert len(neighbour.chat.messages) == before


async def test_who_heard_of_it_by_day_hears_that_they_are_back_however_often_it_is_undone_at_night(
    neighbour: Member, karen: Member, clock: SetClock
):
    event_id = await planned(karen)
    await comes(neighbour, event_id)
    await opens_absences(karen, event_id)
    await karen.taps("Anna, Vigersted")
    await karen.taps("Ja, meld afbud")
    clock.moment = NIGHT
    await karen.taps("Fortryd")
    await opens_absences(karen, event_id)
    await karen.taps("Anna, Vigersted")
    await karen.taps("Ja, meld afbud")
    await karen.taps("Fortryd")
    assert neighbour.sees.startswith("Karen har noteret")
    clock.moment = NIGHT + timedelta(hours=12)
    await karen.klyngebot.settled()
    assert neighbour.sees.startswith("Karen har sat dig på listen igen. Du kommer:")


async def test_who_was_to_hear_of_their_seat_in_the_morning_does_when_it_is_undone(
    neighbour: Member, bo: Member, karen: Member, clock: SetClock
):
    event_id = await planned(karen, seats=1)
    await comes(bo, event_id)
    await comes(neighbour, event_id)
    clock.moment = NIGHT
    await bo.forges(f"v1:evsay:{event_id}:no")
    clock.forward(timedelta(minutes=1))
    await opens_absences(karen, event_id)
    await karen.taps("Anna, Vigersted")
    await karen.taps("Ja, meld afbud")
    await karen.taps("Fortryd")
    await time_comes(neighbour.klyngebot, clock, NIGHT + timedelta(hours=12))
    assert neighbour.sees.startswith("Der blev en plads, og du var den næste på ventelisten.")


async def test_who_is_off_the_list_is_not_reminded(neighbour: Member, karen: Member, clock: SetClock):
    event_id = await planned(karen)
    await comes(neighbour, event_id)
    await opens_absences(karen, event_id)
    await karen.taps("Anna, Vigersted")
    await karen.taps("Ja, meld afbud")
    await karen.taps("‹ Hvem der kommer")
    assert "Ingen har svaret endnu." in karen.sees
    assert "Meld afbud for en gæst" not in karen.buttons
    before = len(neighbour.chat.messages)
    await time_comes(neighbour.klyngebot, clock, DAY_BEFORE)
    assert len(neighbour.chat.messages) == before


@pytest.mark.parametrize(
    "data", ["v1:evabsent:{}:0", "v1:evoff:{}:1", "v1:evoffyes:{}:1", "v1:evback:{}:1:yes:0"]
)
async def test_once_it_has_begun_nobody_is_absent_any_more(
    data: str, neighbour: Member, karen: Member, clock: SetClock
):
    event_id = await planned(karen)
    await comes(neighbour, event_id)
    clock.moment = datetime(2026, 11, 28, 13, tzinfo=UTC)
    await karen.forges(f"v1:evguests:{event_id}:0")
    assert "Meld afbud for en gæst" not in karen.buttons
    await karen.forges(data.format(event_id))
    assert karen.alerts[-1].startswith("Den knap er gammel")


async def test_the_organiser_reads_no_zeros_but_who_comes(karen: Member):
    event_id = await planned(karen, seats=3, supper=True)
    await karen.forges(f"v1:evrun:{event_id}")
    assert karen.sees.endswith("0 kommer\n3 pladser")
