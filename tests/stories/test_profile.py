"""What a person tells about themselves: skills in buttons and in their own words, time, villages."""

from datetime import UTC, datetime

import sqlalchemy as sa

from domain.consent import TEXT_VERSIONS, Purpose
from storage.tables import consents
from storage.transaction import Transaction
from tests.fixtures.bots import SetClock
from tests.fixtures.cast import Member, joined


async def begun(anna: Member) -> Member:
    """Anna has joined and said yes to being kept in mind."""
    await joined(anna, "vigersted")
    await anna.taps("Ja, det vil jeg gerne")
    assert "Må vi gemme, hvad du er god til" in anna.sees
    await anna.taps("Ja, det må I gerne")
    return anna


async def test_skills_are_told_in_ones_own_words_and_confirmed(anna: Member):
    await begun(anna)
    await anna.writes("jeg har en gravko")
    assert anna.sees.startswith("Er det noget af det her?")
    assert anna.buttons == ["Traktor, gravko og maskiner", "Nej, intet af det", "‹ Tilbage", "Luk"]
    await anna.taps("Traktor, gravko og maskiner")
    await anna.taps("Færdig, gå videre ›")
    assert "Hvor meget tid har du?" in anna.sees
    await anna.writes("/mig")
    assert "Du er god til: Traktor, gravko og maskiner" in anna.sees


async def test_skills_are_told_by_buttons_and_a_tick_counts_at_once(anna: Member):
    await begun(anna)
    while "Mad og fest" not in anna.buttons:
        await anna.taps(next(label for label in anna.buttons if label.startswith("Flere")))
    await anna.taps("Mad og fest")
    await anna.taps("Lave mad")
    assert "✓ Lave mad" in anna.buttons
    await anna.writes("/mig")
    assert "Du er god til: Lave mad" in anna.sees


async def test_a_second_tap_takes_the_skill_off_again(anna: Member):
    await begun(anna)
    await anna.writes("lave mad")
    await anna.taps("Lave mad")
    await anna.writes("lave mad")
    await anna.taps("✓ Lave mad")
    await anna.writes("/mig")
    assert "Du er god til: ikke fortalt endnu" in anna.sees


async def test_no_screen_has_more_than_six_rows(anna: Member):
    await begun(anna)
    for _ in range(4):
        assert len(anna.chat.screen.keyboard) <= 6
        await anna.taps(next(label for label in anna.buttons if label.startswith("Flere")))


async def test_the_whole_profile_one_question_at_a_time(anna: Member):
    await begun(anna)
    assert "Trin 2 af 5" in anna.sees
    await anna.writes("spiller guitar")
    await anna.taps("Musik og sang")
    await anna.taps("Færdig, gå videre ›")
    await anna.taps("Et par timer om måneden")
    await anna.taps("i weekenden")
    await anna.taps("hverdage om aftenen")
    await anna.taps("Færdig, gå videre ›")
    await anna.taps("Jystrup-Valsølille")
    await anna.taps("Færdig, gå videre ›")
    await anna.writes("/mig")
    assert "Du er god til: Musik og sang" in anna.sees
    assert "Din tid: Et par timer om måneden" in anna.sees
    assert "Du har oftest tid: hverdage om aftenen og i weekenden" in anna.sees
    assert "Du følger også: Jystrup-Valsølille" in anna.sees
    assert "Med siden 22. november 2026" in anna.sees


async def test_everything_can_be_skipped(anna: Member):
    await begun(anna)
    await anna.taps("Færdig, gå videre ›")
    await anna.taps("Spring over ›")
    await anna.taps("Færdig, gå videre ›")
    await anna.taps("Færdig, gå videre ›")
    assert anna.sees.startswith("Min side")


async def test_no_to_the_consent_keeps_nothing_and_is_asked_again_another_day(anna: Member):
    await joined(anna, "vigersted")
    await anna.taps("Ja, det vil jeg gerne")
    await anna.taps("Nej tak")
    assert "Vil du også høre nyt fra andre landsbyer?" in anna.sees
    await anna.taps("Luk")
    await anna.taps("Ret, hvad jeg har fortalt")
    await anna.taps("Ret, hvad jeg kan")
    assert "Må vi gemme" in anna.sees


async def test_the_consent_is_taken_back_in_one_tap_and_what_stood_on_it_is_gone(anna: Member):
    await begun(anna)
    await anna.writes("lave mad")
    await anna.taps("Lave mad")
    await anna.writes("/settings")
    await anna.taps("Mine oplysninger")
    await anna.taps("Glem, hvad jeg er god til")
    assert anna.alerts[-1].startswith("Det er glemt.")
    await anna.taps("Mine oplysninger")
    assert "Glem, hvad jeg er god til" not in anna.buttons
    await anna.writes("/mig")
    assert "Du er god til: ikke fortalt endnu" in anna.sees


async def test_who_moves_says_so(anna: Member):
    await joined(anna, "vigersted")
    await anna.writes("/mig")
    await anna.taps("Ret, hvad jeg har fortalt")
    await anna.taps("Jeg er flyttet")
    await anna.writes("haraldsted")
    assert "bor i Haraldsted-Allindemagle" in anna.sees


async def test_a_cpr_number_is_not_kept(anna: Member, karen: Member):
    await begun(anna)
    await anna.writes("jeg hedder Anna og mit cpr er 010150-1234")
    assert "Skriv ikke CPR-nummer" in anna.sees
    await karen.writes("/ord")
    assert "Der er ingen svar, der venter" in karen.sees


async def test_going_back_never_asks_for_a_consent_that_was_given_before(anna: Member):
    await begun(anna)
    await anna.taps("Luk")
    await anna.taps("Ret, hvad jeg har fortalt")
    await anna.taps("Ret, hvad jeg kan")
    assert "‹ Tilbage" not in anna.buttons
    assert "Hvad er du god til?" in anna.sees


async def test_a_no_after_a_yes_forgets_what_was_told_in_between(anna: Member):
    await begun(anna)
    await anna.writes("lave mad")
    await anna.taps("Lave mad")
    await anna.taps("‹ Tilbage")
    await anna.taps("Nej tak")
    await anna.writes("/mig")
    assert "Du er god til: ikke fortalt endnu" in anna.sees


async def test_nothing_is_kept_after_the_consent_is_gone(anna: Member):
    await begun(anna)
    await anna.writes("/settings")
    await anna.taps("Mine oplysninger")
    await anna.taps("Glem, hvad jeg er god til")
    await anna.writes("lave mad")
    assert anna.sees.startswith("Det forstod jeg ikke helt.")


async def test_a_double_tap_on_a_tick_is_a_single_one(anna: Member):
    await begun(anna)
    await anna.taps("Håndværk")
    screen = anna.chat.screen
    for _ in range(2):
        anna.chat.tap_data(screen.message_id, screen.data("Maler og tapet"))
    await anna.klyngebot.settled()
    await anna.writes("/mig")
    assert "Du er god til: Maler og tapet" in anna.sees


async def test_a_tick_out_of_sight_gets_a_receipt(anna: Member):
    await begun(anna)
    await anna.writes("jeg har en gravko")
    await anna.taps("Traktor, gravko og maskiner")
    assert anna.sees.startswith("✓ Traktor, gravko og maskiner er skrevet op.")


async def test_when_no_guess_is_right_the_words_are_kept(anna: Member, karen: Member):
    await begun(anna)
    await anna.writes("jeg har en gravko")
    await anna.taps("Nej, intet af det")
    assert anna.sees.startswith("Tak! Det kender jeg ikke endnu")
    await karen.writes("/ord")
    assert "»jeg har en gravko«" in karen.sees


async def test_the_words_of_a_button_do_what_the_button_does(anna: Member):
    await begun(anna)
    await anna.writes("Færdig")
    assert "Hvor meget tid har du?" in anna.sees
    await anna.writes("tilbage")
    assert "Hvad er du god til?" in anna.sees
    await anna.writes("spring over")
    await anna.writes("ved ikke")
    await anna.writes("Hverdage om dagen")
    assert "✓ hverdage om dagen" in anna.buttons
    await anna.writes("videre")
    await anna.writes("jystrup")
    assert "✓ Jystrup-Valsølille" in anna.buttons
    await anna.writes("luk")
    assert anna.sees.startswith("Min side")


async def test_what_says_nothing_about_a_skill_is_not_kept(anna: Member, karen: Member):
    await begun(anna)
    for words in ("hej", "tak", "ja", "?", "🙂", "jeg kan ikke noget"):
        await anna.writes(words)
        assert anna.sees.startswith("Skriv det med lidt andre ord"), words
    await karen.writes("/ord")
    assert "Der er ingen svar, der venter" in karen.sees


async def test_every_yes_and_no_is_logged_with_the_version_of_the_words(anna: Member):
    await begun(anna)
    await anna.writes("/settings")
    await anna.taps("Mine oplysninger")
    await anna.taps("Glem, hvad jeg er god til")
    logged = await anna.klyngebot.database.transact(_consents)
    version = TEXT_VERSIONS[Purpose.PROFILE]
    assert ("membership", TEXT_VERSIONS[Purpose.MEMBERSHIP], True) in logged
    assert logged.index(("profile", version, True)) < logged.index(("profile", version, False))


def _consents(tx: Transaction) -> list[tuple[str, str, bool]]:
    query = sa.select(consents.c.purpose, consents.c.text_version, consents.c.given).order_by(consents.c.id)
    return [tuple(row) for row in tx.connection.execute(query)]


async def test_who_signs_up_after_midnight_is_here_since_the_day_it_is_there(anna: Member, clock: SetClock):
    clock.moment = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # half past midnight in Vigersted
    await joined(anna, "vigersted")
    await anna.writes("/mig")
    assert "Med siden 23. november 2026" in anna.sees
