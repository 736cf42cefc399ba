"""What a person tells about themselves: skills in buttons and in their own words, time, villages."""

from tests.fixtures.cast import Member, joined


async def begun(anna: Member) -> Member:
    """Anna has joined and said yes to being kept in mind."""
    await joined(anna, "vigersted")
    await anna.taps("Fortæl, hvad jeg kan")
    assert "Må vi gemme, hvad du er god til" in anna.sees
    await anna.taps("Ja, det må I gerne")
    return anna


async def test_skills_are_told_in_ones_own_words_and_confirmed(anna: Member):
    await begun(anna)
    await anna.writes("jeg har en gravko")
    assert anna.sees.startswith("Er det noget af det her?")
    assert anna.buttons == ["Traktor, gravko og maskiner", "Nej, vis mig det hele", "‹ Tilbage", "Luk"]
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
    assert "Du er god til: ikke fortalt" in anna.sees


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
    await anna.taps("Weekender")
    await anna.taps("Hverdage om aftenen")
    await anna.taps("Færdig, gå videre ›")
    await anna.taps("Jystrup-Valsølille")
    await anna.taps("Færdig, gå videre ›")
    assert "Du er god til: Musik og sang" in anna.sees
    assert "Din tid: Et par timer om måneden" in anna.sees
    assert "Du kan oftest: Hverdage om aftenen og Weekender" in anna.sees
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
    await anna.taps("Fortæl, hvad jeg kan")
    await anna.taps("Nej tak")
    assert "Vil du også høre nyt fra andre landsbyer?" in anna.sees
    await anna.taps("Luk")
    await anna.taps("Ret, hvad jeg kan")
    assert "Må vi gemme" in anna.sees


async def test_the_consent_is_taken_back_in_one_tap_and_what_stood_on_it_is_gone(anna: Member):
    await begun(anna)
    await anna.writes("lave mad")
    await anna.taps("Lave mad")
    await anna.writes("/settings")
    await anna.taps("Mine oplysninger")
    await anna.taps("Glem, hvad jeg kan og hvornår")
    assert anna.alerts[-1].startswith("Det er glemt.")
    await anna.taps("Mine oplysninger")
    assert "Glem, hvad jeg kan og hvornår" not in anna.buttons
    await anna.writes("/mig")
    assert "Du er god til: ikke fortalt" in anna.sees


async def test_who_moves_says_so(anna: Member):
    await joined(anna, "vigersted")
    await anna.writes("/mig")
    await anna.taps("Jeg er flyttet")
    await anna.writes("haraldsted")
    assert "bor i Haraldsted-Allindemagle" in anna.sees


async def test_a_cpr_number_is_not_kept(anna: Member, karen: Member):
    await begun(anna)
    await anna.writes("jeg hedder Anna og mit cpr er 010150-1234")
    assert "Skriv ikke CPR-nummer" in anna.sees
    await karen.writes("/ord")
    assert "Der er ingen ord, der venter" in karen.sees
