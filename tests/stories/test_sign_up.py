"""A newcomer signs up by chatting."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from storage.tables import metadata
from tests.fixtures.bots import time_comes
from tests.fixtures.cast import Member, NewMember, joined

WELCOME = "✓ Velkommen, Anna! Nu er du med i Vigersted."


async def test_a_newcomer_joins_in_three_taps(anna: Member):
    await anna.starts()
    assert "Jeg er Klyngebot for Ringsted Nord" in anna.sees
    assert "Er du fyldt 16 år?" in anna.sees
    await anna.taps("Ja, jeg er fyldt 16")
    assert "Trin 2 af 2" in anna.sees
    await anna.taps("Vigersted")
    assert anna.sees.startswith(WELCOME)
    assert len(anna.inbox) == 1, "the questions and the receipt take each other's place"


async def test_who_scanned_a_village_s_poster_joins_in_two(anna: Member):
    await anna.starts("v_vigersted")
    await anna.taps("Ja, begge dele")
    assert anna.sees.startswith(WELCOME)


async def test_who_scanned_it_but_lives_elsewhere_is_asked(anna: Member):
    await anna.starts("v_vigersted")
    await anna.taps("Ja, jeg bor et andet sted")
    await anna.taps("Jystrup-Valsølille")
    assert "Nu er du med i Jystrup-Valsølille" in anna.sees


async def test_everything_can_be_written_instead_of_tapped(anna: Member):
    await anna.writes("hej")
    await anna.writes("/start")
    await anna.writes("jeg er 67")
    await anna.writes("jeg bor i vigerstd")
    assert anna.sees.startswith(WELCOME)


async def test_a_name_that_may_be_two_villages_is_asked_about(anna: Member):
    await anna.starts()
    await anna.writes("ja")
    await anna.writes("Vigersted skole")
    assert anna.sees.startswith("Er det her, du bor?")
    await anna.taps("Vigersted")
    assert anna.sees.startswith(WELCOME)


async def test_an_unknown_village_is_asked_again(anna: Member):
    await anna.starts()
    await anna.taps("Ja, jeg er fyldt 16")
    await anna.writes("København")
    assert anna.sees.startswith("Den landsby kender jeg ikke.")
    assert "Vigersted" in anna.buttons


async def test_the_language_is_changed_in_one_tap(anna: Member):
    await anna.starts()
    await anna.taps("English")
    assert "Are you 16 or over?" in anna.sees
    await anna.taps("Yes, I am 16 or over")
    await anna.taps("Vigersted")
    assert "Welcome, Anna!" in anna.sees


async def test_we_begin_in_the_language_of_their_telegram(somebody: NewMember):
    olena = somebody("Olena", "uk")
    await olena.starts()
    assert "Are you 16 or over?" in olena.sees


@pytest.mark.parametrize("how", ["taps", "writes"])
async def test_under_sixteen_gets_the_public_information_and_leaves_no_row(anna: Member, how: str):
    before = await _rows_with(anna)
    await anna.starts()
    if how == "taps":
        await anna.taps("Nej, ikke endnu")
    else:
        await anna.writes("jeg er 14")
    assert "gemmer ingenting om dig" in anna.sees
    assert "12 34 56 78" in anna.sees
    assert before == await _rows_with(anna) == {}


async def test_who_changes_their_mind_leaves_no_row(anna: Member):
    await anna.starts()
    await anna.taps("Ja, jeg er fyldt 16")
    await anna.taps("Afbryd")
    assert anna.sees.startswith("Fint. Vi har ikke gemt noget.")
    assert await _rows_with(anna) == {}


async def test_back_takes_the_last_answer_back(anna: Member):
    await anna.starts()
    await anna.taps("Ja, jeg er fyldt 16")
    await anna.taps("‹ Tilbage")
    assert "Er du fyldt 16 år?" in anna.sees


async def test_an_old_button_never_answers_a_new_question(anna: Member):
    await anna.starts()
    old = anna.chat.screen
    data = old.keyboard[0][0].target
    await anna.writes("/start")
    anna.chat.tap_data(old.message_id, data)
    await anna.klyngebot.settled()
    assert anna.alerts[-1].startswith("Den knap er gammel")
    assert "Er du fyldt 16 år?" in anna.sees


async def test_a_double_tap_counts_once(anna: Member):
    await anna.starts("v_vigersted")
    screen = anna.chat.screen
    anna.chat.tap("Ja, begge dele", screen)
    anna.chat.tap_data(screen.message_id, screen.keyboard[0][0].target)
    await anna.klyngebot.settled()
    assert [text for text in anna.inbox if "Velkommen" in text] == anna.inbox[:1]
    assert anna.alerts == []


async def test_a_double_tap_in_the_middle_is_not_scolded(anna: Member):
    await anna.starts()
    screen = anna.chat.screen
    for _ in range(2):
        anna.chat.tap_data(screen.message_id, screen.data("Ja, jeg er fyldt 16"))
    await anna.klyngebot.settled()
    assert "Hvilken landsby bor du i?" in anna.sees
    assert anna.alerts == []


async def test_start_again_welcomes_back(anna: Member):
    await joined(anna, "vigersted")
    await anna.starts()
    assert anna.sees == "Hej igen, Anna! Du er allerede med."


async def test_a_poster_of_another_village_offers_to_follow_it(anna: Member):
    await joined(anna, "vigersted")
    await anna.starts("v_jystrup-valsoelille")
    await anna.taps("Følg med derfra")
    assert "Du følger også: Jystrup-Valsølille" in anna.sees


@pytest.mark.parametrize("payload", ["v_atlantis", "v_", "..", "x" * 64])
async def test_a_link_we_do_not_know_signs_up_as_usual(anna: Member, payload: str):
    await anna.starts(payload)
    assert "Er du fyldt 16 år?" in anna.sees


async def test_an_unfinished_sign_up_is_forgotten_after_a_day(anna: Member, klyngebot, clock):
    await anna.starts()
    await time_comes(klyngebot, clock, clock.now() + timedelta(hours=24, minutes=1))
    assert await _rows_with(anna) == {}


async def _rows_with(member: Member) -> dict[str, int]:
    """The tables in which this person's Telegram number, or their name, stands anywhere."""

    def search(tx) -> dict[str, int]:
        found = {}
        for table in metadata.sorted_tables:
            rows = [str(tuple(row)) for row in tx.connection.execute(sa.select(table))]
            hits = sum(str(member.chat.person.telegram_id) in row or "Anna" in row for row in rows)
            if hits:
                found[table.name] = hits
        return found

    return await member.klyngebot.database.transact(search)
