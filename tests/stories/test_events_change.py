"""An event changes, is near, is over: who hears what, when, and that they hear it once."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from domain.people import Person
from storage import erasure, events, roles
from storage.tables import events as events_table
from storage.transaction import Transaction
from tests.fixtures.bots import SetClock, time_comes
from tests.fixtures.cast import Member, joined
from tests.stories.test_events import HALL, SATURDAY, known, lead, neighbour, planned

__all__ = ["lead", "neighbour"]

DAY_BEFORE = datetime(2026, 11, 27, 13, tzinfo=UTC)
TWO_HOURS = datetime(2026, 11, 28, 11, tzinfo=UTC)


async def comes(member: Member, event_id: int, said: str = "Kommer") -> None:
    await member.forges(f"v1:ev:{event_id}")
    await member.taps(said)


def count(member: Member) -> int:
    return len(member.chat.messages)


async def test_the_day_before_they_are_asked_and_two_hours_before_told(
    neighbour: Member, bo: Member, karen: Member, clock
):
    event_id = await planned(karen)
    await comes(neighbour, event_id)
    await comes(bo, event_id, "Måske")
    await time_comes(neighbour.klyngebot, clock, DAY_BEFORE - timedelta(minutes=1))
    assert "stadig" not in neighbour.sees
    await time_comes(neighbour.klyngebot, clock, DAY_BEFORE)
    assert neighbour.sees == f"Kommer du stadig?\n\nFællesspisning\n{SATURDAY}\nSted: {HALL}"
    assert bo.sees.startswith("Du har svaret måske. Kommer du?")
    assert bo.buttons[:3] == ["Kommer", "✓ Måske", "Nej"]
    before = count(neighbour)
    await time_comes(neighbour.klyngebot, clock, DAY_BEFORE + timedelta(minutes=1))
    assert count(neighbour) == before
    await neighbour.taps("✓ Kommer")
    assert neighbour.sees.startswith("Fællesspisning\n\n")
    await time_comes(neighbour.klyngebot, clock, TWO_HOURS)
    assert neighbour.sees.startswith("Om lidt er det:")
    assert "måske" in bo.sees


async def test_who_says_no_hears_no_more(neighbour: Member, karen: Member, clock):
    event_id = await planned(karen)
    await comes(neighbour, event_id)
    await time_comes(neighbour.klyngebot, clock, DAY_BEFORE)
    await neighbour.taps("Nej")
    before = count(neighbour)
    await time_comes(neighbour.klyngebot, clock, TWO_HOURS)
    assert count(neighbour) == before


async def change(member: Member, event_id: int, part: str, words: str) -> None:
    await member.forges(f"v1:evrun:{event_id}")
    await member.taps("Ret arrangementet")
    await member.taps(part)
    await member.writes(words)
    if part == "Tiden":
        await member.taps("Ja")


async def test_three_edits_are_one_letter(neighbour: Member, karen: Member, clock):
    event_id = await planned(karen)
    await comes(neighbour, event_id)
    before = count(neighbour)
    await change(karen, event_id, "Tiden", "29. november kl. 15")
    assert "De, der har svaret, får besked om ændringen kl. 13.10." in karen.sees
    clock.forward(timedelta(minutes=5))
    await change(karen, event_id, "Stedet", "Skolen")
    await change(karen, event_id, "Navnet", "Fællesspisning med sang")
    await time_comes(neighbour.klyngebot, clock, clock.now() + timedelta(minutes=9))
    assert count(neighbour) == before
    await time_comes(neighbour.klyngebot, clock, clock.now() + timedelta(minutes=1))
    assert neighbour.sees == (
        "Der er ændret noget. Sådan er det nu:\n\n"
        "Fællesspisning med sang\nsøndag den 29. november 2026 kl. 15.00\nSted: Skolen\n\n"
        f"Før: {SATURDAY}\nFør: {HALL}\nHed før: Fællesspisning"
    )
    assert count(neighbour) == before + 1
    await time_comes(neighbour.klyngebot, clock, DAY_BEFORE)
    assert count(neighbour) == before + 1
    await time_comes(neighbour.klyngebot, clock, DAY_BEFORE + timedelta(hours=25))
    assert neighbour.sees.startswith("Kommer du stadig?")


async def test_there_and_back_again_is_no_news(neighbour: Member, karen: Member, clock):
    event_id = await planned(karen)
    await comes(neighbour, event_id)
    before = count(neighbour)
    await change(karen, event_id, "Tiden", "29. november kl. 15")
    await change(karen, event_id, "Tiden", "28. november kl. 14")
    await time_comes(neighbour.klyngebot, clock, clock.now() + timedelta(minutes=11))
    assert count(neighbour) == before
    await time_comes(neighbour.klyngebot, clock, DAY_BEFORE)
    assert neighbour.sees.startswith("Kommer du stadig?")


async def test_a_cancellation_has_its_reason_and_ends_reminders(neighbour: Member, karen: Member, clock):
    event_id = await planned(karen)
    await comes(neighbour, event_id)
    await karen.forges(f"v1:evrun:{event_id}")
    await karen.taps("Aflys")
    await karen.writes("Kokken er syg.")
    await karen.taps("Ja, aflys det")
    assert "Aflyst" in karen.sees
    await time_comes(neighbour.klyngebot, clock, clock.now() + timedelta(minutes=10))
    assert neighbour.sees == (
        f"Desværre aflyst:\n\nFællesspisning\n{SATURDAY}\nSted: {HALL}\n\nKokken er syg."
    )
    before = count(neighbour)
    await time_comes(neighbour.klyngebot, clock, DAY_BEFORE)
    assert count(neighbour) == before
    await karen.forges(f"v1:evrun:{event_id}")
    await karen.taps("Det bliver alligevel til noget")
    await time_comes(neighbour.klyngebot, clock, clock.now() + timedelta(minutes=10))
    assert neighbour.chat.messages[before].text.startswith("Det bliver alligevel til noget:")


async def test_what_begins_soon_is_told_at_once(neighbour: Member, karen: Member, clock):
    event_id = await planned(karen)
    await comes(neighbour, event_id)
    await time_comes(neighbour.klyngebot, clock, TWO_HOURS)
    await change(karen, event_id, "Stedet", "Skolen")
    assert neighbour.sees.startswith("Der er ændret noget.")


async def test_the_organiser_sees_who_comes_and_writes_to_them(neighbour: Member, bo: Member, karen: Member):
    event_id = await planned(karen, supper=True)
    await comes(neighbour, event_id)
    for _heads_then_eaters in range(2):
        await neighbour.taps("2")
    await comes(bo, event_id, "Måske")
    await karen.forges(f"v1:ev:{event_id}")
    await karen.taps("Styr arrangementet")
    assert "2 kommer\n1 kommer måske\n2 spiser med" in karen.sees
    await karen.taps("Se, hvem der kommer")
    assert "• Anna, Vigersted: 2, heraf spiser 2\n• Bo, Jystrup-Valsølille: måske" in karen.sees
    await karen.taps("Styr arrangementet")
    await karen.taps("Skriv til alle")
    await karen.writes("Tag <b>service</b> med.")
    assert "Det går til 2 og ser sådan ud:\n\nTag <b>service</b> med." in karen.sees
    await karen.taps("Send beskeden")
    assert karen.alerts[-1] == "Beskeden er på vej til 2."
    assert neighbour.chat.messages[-1].html == (
        "<b>Besked fra Karen, der holder Fællesspisning:</b>\n"
        "<blockquote>Tag &lt;b&gt;service&lt;/b&gt; med.</blockquote>"
    )


async def test_the_morning_after_it_is_told_how_it_went(neighbour: Member, karen: Member, clock):
    event_id = await planned(karen)
    await comes(neighbour, event_id)
    await time_comes(neighbour.klyngebot, clock, datetime(2026, 11, 29, 7, 59, tzinfo=UTC))
    assert "Hvordan gik det" not in karen.sees
    await time_comes(neighbour.klyngebot, clock, datetime(2026, 11, 29, 8, tzinfo=UTC))
    assert karen.sees.startswith("Hvordan gik det med Fællesspisning?")
    await karen.taps("Fortæl, hvordan det gik")
    await karen.writes("Vi var 40 og sang til sent.")
    await karen.sends_picture()
    assert "Sådan gik det" not in neighbour.sees
    assert karen.sees == (
        "Trin 3 af 3\n\nSådan gik det: Fællesspisning\n\nVi var 40 og sang til sent.\n\n"
        "Med dit billede. Den, der sagde ja, får det at se."
    )
    await karen.taps("Send beskeden")
    letter = neighbour.chat.messages[-1]
    assert letter.text == "Sådan gik det: Fællesspisning\n\nVi var 40 og sang til sent."
    await neighbour.taps("Se mere")
    assert "Vi var 40 og sang til sent." in neighbour.sees
    await neighbour.taps("Se billedet")
    assert neighbour.sees == "Sådan gik det: Fællesspisning"
    found = await karen.klyngebot.database.transact(events.results_since, 1, DAY_BEFORE)
    assert [(event.id, event.result) for event in found] == [(event_id, "Vi var 40 og sang til sent.")]


ASKED = "Hvordan gik det med Fællesspisning? Skriv en linje"


async def asked_how_it_went(neighbour: Member, karen: Member, clock: SetClock, but: str = ASKED) -> int:
    event_id = await planned(karen)
    await comes(neighbour, event_id)
    await time_comes(neighbour.klyngebot, clock, datetime(2026, 11, 29, 8, tzinfo=UTC))
    assert karen.sees.startswith(but)
    return event_id


async def test_words_right_after_the_question_are_how_it_went(neighbour: Member, karen: Member, clock):
    await asked_how_it_went(neighbour, karen, clock)
    await karen.writes("Vi var 40.")
    assert karen.sees.startswith("Trin 2 af 3\n\nSend gerne et billede fra Fællesspisning.")
    await karen.taps("Spring over ›")
    assert "Vi var 40.\n\nDen, der sagde ja, får det at se." in karen.sees
    await karen.taps("‹ Tilbage")
    await karen.taps("‹ Tilbage")
    await karen.writes("Vi var 41.")
    await karen.taps("Spring over ›")
    assert "Sådan gik det" not in neighbour.sees
    await karen.taps("Send beskeden")
    assert neighbour.sees == "Sådan gik det: Fællesspisning\n\nVi var 41."


async def test_a_picture_right_after_the_question_is_how_it_went(neighbour: Member, karen: Member, clock):
    event_id = await asked_how_it_went(neighbour, karen, clock)
    await karen.sends_picture("Sikke en aften")
    assert karen.sees.startswith(
        "Trin 3 af 3\n\nSådan gik det: Fællesspisning\n\nSikke en aften\n\nMed dit billede."
    )
    await karen.taps("Afbryd")
    found = await karen.klyngebot.database.transact(events.by_id, 1, event_id)
    assert found is not None
    assert found.result is None


async def test_of_two_that_are_asked_about_they_say_which(neighbour: Member, karen: Member, clock):
    first = await planned(karen, "Krolf", datetime(2026, 11, 28, 10))
    await comes(neighbour, first)
    await asked_how_it_went(neighbour, karen, clock, but="Hvordan gik det med ")
    await karen.writes("Vi var 40.")
    assert karen.sees == "Hvilket arrangement fortæller du om?"
    await karen.taps("Krolf")
    await karen.taps("Spring over ›")
    assert karen.sees.startswith("Trin 3 af 3\n\nSådan gik det: Krolf\n\nVi var 40.")
    await karen.taps("Send beskeden")
    assert neighbour.sees == "Sådan gik det: Krolf\n\nVi var 40."


async def test_a_picture_alone_is_asked_for_its_words(neighbour: Member, karen: Member, clock):
    await asked_how_it_went(neighbour, karen, clock)
    await karen.sends_picture()
    assert karen.sees == "Trin 2 af 3\n\nHvordan gik det med Fællesspisning? Skriv en linje eller to."


async def test_what_is_too_long_for_it_is_asked_for_again(neighbour: Member, karen: Member, clock):
    await asked_how_it_went(neighbour, karen, clock)
    await karen.writes("x" * 201)
    assert karen.sees.startswith("Skriv det kortere, højst 200 tegn.")
    await karen.writes("x" * 200)
    assert karen.sees.startswith("Trin 2 af 3")


async def test_who_answers_the_letter_too_long_in_the_middle_of_something_else_is_told_what_is_not_kept(
    neighbour: Member, karen: Member, clock
):
    await asked_how_it_went(neighbour, karen, clock)
    question = karen.chat.messages[-1]
    await karen.writes("/ideer")
    await karen.taps("Skriv en idé")
    await karen.writes("Bænk ved åen")
    await karen.replies("x" * 201, question)
    assert karen.inbox[-2] == "Det, du var i gang med før, er ikke gemt."
    assert karen.sees.startswith("Skriv det kortere, højst 200 tegn.")


async def test_after_anything_else_the_words_are_not_how_it_went(neighbour: Member, karen: Member, clock):
    await asked_how_it_went(neighbour, karen, clock)
    letter = karen.chat.messages[-1]
    await karen.writes("/menu")
    await karen.writes("Vi var 40.")
    assert karen.sees.startswith("Det forstod jeg ikke")
    await karen.replies("Vi var 40.", letter)
    assert karen.sees.startswith("Trin 2 af 3")


async def test_whoever_runs_it_no_longer_is_not_taken_at_their_word(
    lead: Member, neighbour: Member, karen: Member, clock
):
    await planned(lead)
    await time_comes(lead.klyngebot, clock, datetime(2026, 11, 29, 8, tzinfo=UTC))

    def given_up(tx: Transaction) -> None:
        here = sa.update(events_table).values(organiser_id=known(tx, karen).id)
        tx.connection.execute(here)

    await lead.klyngebot.database.transact(given_up)
    await lead.writes("Vi var 40.")
    assert lead.sees.startswith("Det forstod jeg ikke")


async def test_an_event_whose_organiser_leaves_is_the_steering_group_s(
    lead: Member, neighbour: Member, karen: Member, clock
):
    event_id = await planned(lead)

    def leave(tx: Transaction) -> Person:
        person = known(tx, lead)
        erasure.erase(tx, person, clock.now())
        return person

    await lead.klyngebot.database.transact(leave)
    await time_comes(karen.klyngebot, clock, clock.now() + timedelta(minutes=1))
    assert karen.sees.startswith("Den, der holdt det her, kan ikke mere. Styregruppen står for det nu.")
    before = count(karen)
    await time_comes(karen.klyngebot, clock, clock.now() + timedelta(minutes=1))
    assert count(karen) == before
    await karen.taps("Styr arrangementet")
    assert "Aflys" in karen.buttons
    await neighbour.forges(f"v1:evrun:{event_id}")
    assert "Aflys" not in neighbour.buttons


async def test_a_seat_somebody_left_goes_to_the_next(neighbour: Member, bo: Member, karen: Member, clock):
    event_id = await planned(karen, seats=1)
    await comes(neighbour, event_id)
    await comes(bo, event_id)

    def leave(tx: Transaction) -> None:
        erasure.erase(tx, known(tx, neighbour), clock.now())

    await bo.klyngebot.database.transact(leave)
    await time_comes(bo.klyngebot, clock, clock.now() + timedelta(minutes=1))
    assert bo.sees.startswith("Der blev en plads")


async def test_a_group_hears_of_what_it_holds(lead: Member, somebody, clock):
    ida = await joined(somebody("Ida"), "vigersted")
    await ida.forges("v1:gjoin:1")
    await lead.forges("v1:evmake")
    for words in ("Øveaften", "lørdag kl. 14", "ja", HALL):
        await lead.writes(words)
    await lead.taps("Gruppen Lydholdet")
    await lead.taps("Plads til alle")
    await lead.taps("Nej, ingen spisning")
    await lead.taps("Opret arrangementet")
    await time_comes(lead.klyngebot, clock, clock.now() + timedelta(minutes=10))
    assert ida.sees == f"Nyt fra arbejdsgruppen Lydholdet:\n\nØveaften\n{SATURDAY}\nSted: {HALL}"
    await ida.taps("Kommer")
    assert "Du kommer." in ida.sees


async def test_whoever_is_shut_out_runs_nothing(lead: Member, karen: Member, clock):
    await planned(lead)

    def shut_out(tx: Transaction) -> None:
        assert roles.block(tx, known(tx, lead), clock.now())

    await lead.klyngebot.database.transact(shut_out)
    await time_comes(karen.klyngebot, clock, clock.now() + timedelta(minutes=1))
    assert karen.sees.startswith("Den, der holdt det her, kan ikke mere.")


async def test_more_seats_are_for_those_who_wait(neighbour: Member, bo: Member, karen: Member, clock):
    event_id = await planned(karen, seats=1)
    await comes(neighbour, event_id)
    await comes(bo, event_id)
    await change(karen, event_id, "Antallet af pladser", "2")
    await time_comes(bo.klyngebot, clock, clock.now() + timedelta(minutes=1))
    assert bo.sees.startswith("Der blev en plads")
    await change(karen, event_id, "Antallet af pladser", "1")
    assert "2 pladser" in karen.sees


async def test_an_old_notice_cannot_change_what_is_over(neighbour: Member, karen: Member, clock):
    event_id = await planned(karen)
    await comes(neighbour, event_id)
    await time_comes(neighbour.klyngebot, clock, TWO_HOURS)
    await time_comes(neighbour.klyngebot, clock, TWO_HOURS + timedelta(hours=3))
    await neighbour.taps("Nej")
    assert "1 kommer" in neighbour.sees


async def test_who_was_away_is_told_what_still_helps_and_nothing_at_night(
    neighbour: Member, karen: Member, clock
):
    event_id = await planned(karen)
    await comes(neighbour, event_id)
    before = count(neighbour)
    await time_comes(neighbour.klyngebot, clock, datetime(2026, 11, 27, 22, tzinfo=UTC))
    assert count(neighbour) == before
    await time_comes(neighbour.klyngebot, clock, datetime(2026, 11, 28, 7, tzinfo=UTC))
    assert neighbour.sees.startswith("Kommer du stadig?")
    await time_comes(neighbour.klyngebot, clock, datetime(2026, 11, 28, 14, tzinfo=UTC))
    assert count(neighbour) == before + 1
