"""Words that fit no skill are kept, and the steering group files them in two taps."""

from datetime import timedelta

import pytest

from tests.fixtures.bots import time_comes
from tests.fixtures.cast import Member, NewMember, joined

pytestmark = pytest.mark.usefixtures("no_digests")

WORDS = "jeg kan kalibrere oscilloskoper"


async def said(anna: Member, words: str = WORDS) -> None:
    await joined(anna, "vigersted")
    await anna.taps("Ja, det vil jeg gerne")
    await anna.taps("Ja, det må I gerne")
    await anna.writes(words)
    assert anna.sees.startswith("Tak! Det kender jeg ikke endnu")


async def test_the_steering_group_is_told_next_morning_at_eight_and_once(anna, karen, klyngebot, clock):
    await said(anna)
    await anna.writes("og krympe gevindfræsere")
    before = len(karen.inbox)
    await time_comes(klyngebot, clock, clock.now().replace(hour=23))
    assert len(karen.inbox) == before, "nobody is woken at night"
    await time_comes(klyngebot, clock, clock.now().replace(day=23, hour=7))
    assert karen.inbox[before:] == [
        (
            "Nogen har fortalt, hvad de kan, med ord jeg ikke kender. "
            "Vil du hjælpe mig med at finde ud af, hvor det hører til?"
        )
    ]
    await karen.taps("Se svarene")
    assert f"Der er 2 svar, jeg ikke forstår. Her er et af dem:\n\n»{WORDS}«" in karen.sees


async def test_filing_takes_two_taps_gives_the_person_the_skill_and_teaches_the_bot(
    anna: Member, karen: Member, somebody: NewMember
):
    await said(anna)
    await karen.writes("/ord")
    await karen.taps("Natur, have og dyr")
    await karen.taps("Have og grønne områder")
    assert karen.alerts[-1] == "Det står nu under Have og grønne områder."
    assert f"Du skrev: »{WORDS}«" in anna.sees
    assert "Have og grønne områder" in anna.sees
    ida = somebody("Ida")
    await joined(ida, "vigersted")
    await ida.taps("Ja, det vil jeg gerne")
    await ida.taps("Ja, det må I gerne")
    await ida.writes("kalibrere oscilloskoper")
    assert "Have og grønne områder" in ida.buttons


async def test_the_person_may_say_that_it_is_wrong(anna: Member, karen: Member):
    await said(anna)
    await karen.writes("/ord")
    await karen.taps("Natur, have og dyr")
    await karen.taps("Dyr og heste")
    await anna.taps("Nej, det er forkert")
    assert anna.sees.startswith("Dyr og heste står ikke længere på din side")
    await anna.writes("/mig")
    assert "Du er god til: ikke fortalt endnu" in anna.sees


async def test_what_is_no_skill_is_put_away_and_nobody_is_told(anna: Member, karen: Member):
    await said(anna)
    heard = len(anna.inbox)
    await karen.writes("/ord")
    await karen.taps("Det er ikke en kompetence")
    assert karen.sees == "Der er ingen svar, der venter. Tak for hjælpen!"
    assert len(anna.inbox) == heard


async def test_only_the_steering_group_may(anna: Member, bo: Member):
    await said(anna)
    await bo.writes("/ord")
    assert "Hvad vil du?" in bo.sees
    await bo.forges("v1:file:1:animals")
    assert bo.alerts[-1] == "Det er kun for styregruppen."
    await bo.writes("/drift")
    assert bo.sees.startswith("Det er kun for den driftsansvarlige.")
    await bo.writes("/tal")
    assert bo.sees.startswith("Det er kun for dem, der står for det.")


async def test_what_was_wrong_waits_again_and_nobody_else_is_misunderstood(
    anna: Member, karen: Member, somebody: NewMember
):
    await said(anna)
    await karen.writes("/ord")
    await karen.taps("Natur, have og dyr")
    await karen.taps("Dyr og heste")
    await anna.taps("Nej, det er forkert")
    await karen.writes("/ord")
    assert f"»{WORDS}«" in karen.sees
    await said(somebody("Ida"))


async def test_after_the_last_words_come_the_first_again(anna: Member, karen: Member):
    await said(anna)
    await karen.writes("/ord")
    await karen.taps("Vis det næste")
    assert f"»{WORDS}«" in karen.sees


async def test_nobody_is_called_to_words_that_are_filed_already(anna, karen, klyngebot, clock):
    await said(anna)
    await karen.writes("/ord")
    await karen.taps("Det er ikke en kompetence")
    heard = len(karen.inbox)
    await time_comes(klyngebot, clock, clock.now() + timedelta(days=1))
    assert len(karen.inbox) == heard


async def test_words_wait_on_the_person_s_own_page_until_they_are_filed(anna: Member, karen: Member):
    await said(anna)
    await anna.writes("/mig")
    assert "Ét svar venter hos styregruppen." in anna.sees


async def test_who_stopped_is_told_nothing(anna, karen, klyngebot, clock):
    await karen.writes("/stop")
    await said(anna)
    heard = len(karen.inbox)
    await time_comes(klyngebot, clock, clock.now() + timedelta(days=1))
    assert len(karen.inbox) == heard
