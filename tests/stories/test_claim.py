"""`klyngebot run` on an empty database: a link, a phone, some questions, and the cluster is there."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import Klyngebot
from simulator import Simulator
from simulator.people import Bot
from tests.fixtures.bots import SetClock, beginning
from tests.fixtures.cast import Member, NewMember, joined

QUESTIONS = [
    "Ja, jeg er fyldt 16",
    "Ringsted Nord",
    "Ringsted",
    "Vigersted",
    "1.368",
    "Haraldsted-Allindemagle",
    "1294",
    "Det var alle landsbyerne",
    "Vigersted",
    "Foreningen Ringsted Nord",
    "Karen fra styregruppen",
    "12 34 56 78",
    "Ja, det er rigtigt",
]


@pytest.fixture
async def bare(
    database_url: str, telegram: Simulator, bot: Bot, clock: SetClock, tmp_path: Path
) -> AsyncIterator[Klyngebot]:
    """Running on a database in which nothing is."""
    async with beginning(database_url, telegram, clock, tmp_path) as running:
        yield running


@pytest.fixture
def someone(bare: Klyngebot, telegram: Simulator, bot: Bot) -> Callable[[str], Member]:
    return lambda name: Member(bare, telegram.add_person(name, "da").chat(bot))


async def payload(klyngebot: Klyngebot) -> str:
    link = await klyngebot.only.claim_link()
    assert link is not None
    assert link.startswith("https://t.me/ringstednord_bot?start=claim_")
    return link.partition("=")[2]


async def says(member: Member, *answers: str) -> None:
    for answer in answers:
        if answer in member.buttons:
            await member.taps(answer)
        else:
            await member.writes(answer)


async def test_the_first_one_in_sets_the_cluster_up_and_gets_each_village_s_link(bare, someone):
    karen = someone("Karen")
    await karen.starts(await payload(bare))
    assert karen.sees.startswith("Trin 1 af")
    await says(karen, *QUESTIONS[:-1])
    assert "Ringsted Nord i Ringsted Kommune" in karen.sees
    assert "• Vigersted: 1368 indbyggere" in karen.sees
    assert "Ansvarlig: Foreningen Ringsted Nord\nKontakt: Karen fra styregruppen, 12 34 56 78" in karen.sees
    await says(karen, QUESTIONS[-1])
    assert "https://t.me/ringstednord_bot?start=v_haraldsted-allindemagle" in karen.sees
    await karen.writes("/menu")
    assert "Styregruppen" in karen.buttons
    assert await bare.only.claim_link() is None, "somebody leads it now"
    anna = await joined(someone("Anna"), "vigersted")
    assert "Nu er du med i Vigersted" in anna.sees


async def test_until_it_is_set_up_everybody_else_gets_a_kind_sentence(bare, someone):
    karen, anna = someone("Karen"), someone("Anna")
    await karen.starts(await payload(bare))
    for words in ("/start", "hej", "/mig", "/help", "/settings", "/cancel", "/stop", "/roller"):
        await anna.writes(words)
        assert anna.sees.startswith("Hej! Her bliver en ny landsbyklynge gjort klar."), words
    await anna.starts("v_vigersted")
    await anna.forges("v1:join")
    assert set(anna.inbox) == {anna.sees}


async def test_the_one_who_sets_it_up_stays_at_the_question_whatever_they_press(bare, someone):
    karen = someone("Karen")
    await karen.starts(await payload(bare))
    await says(karen, "ja", "Ringsted Nord")
    for words in ("/menu", "/mig", "/help"):
        await karen.writes(words)
        assert "Hvilken kommune" in karen.sees


async def test_of_two_who_open_the_link_one_gets_in_and_may_open_it_again(bare, someone):
    karen, dan = someone("Karen"), someone("Dan")
    link = await payload(bare)
    await karen.starts(link)
    await says(karen, "ja")
    await dan.starts(link)
    assert dan.sees.startswith("Det link virker ikke.")
    await karen.starts(link)
    assert "Hvad hedder klyngen?" in karen.sees


async def test_who_leaves_or_is_too_young_leaves_the_link_as_good_as_before(bare, someone):
    karen, dan = someone("Karen"), someone("Dan")
    link = await payload(bare)
    await karen.starts(link)
    await says(karen, "Nej, ikke endnu")
    assert karen.sees.startswith("Det er helt i orden.")
    await karen.starts(link)
    await karen.writes("/cancel")
    assert karen.sees.startswith("Det er helt i orden.")
    await dan.starts(link)
    assert "Er du fyldt 16 år?" in dan.sees


async def test_after_half_an_hour_or_a_new_start_the_old_link_is_no_good(bare, someone, clock):
    karen = someone("Karen")
    old = await payload(bare)
    new = await payload(bare)
    await karen.starts(old)
    assert karen.sees.startswith("Det link virker ikke.")
    clock.forward(timedelta(minutes=31))
    await karen.starts(new)
    assert karen.sees.startswith("Det link virker ikke.")


async def test_what_cannot_be_is_asked_again(bare, someone):
    karen = someone("Karen")
    await karen.starts(await payload(bare))
    wrong = {
        3: ("Vigersted, Jystrup", "Skriv én landsby ad gangen"),
        4: ("mange", "Skriv et tal"),
        5: ("vigersted", "Den landsby har du allerede skrevet"),
        6: ("0", "Skriv et tal"),
        8: ("Sorø", "Tryk på den landsby"),
        11: ("ring til mig", "Skriv et telefonnummer"),
    }
    for number, answer in enumerate(QUESTIONS):
        if number in wrong:
            words, hint = wrong[number]
            await karen.writes(words)
            assert karen.sees.startswith(hint)
        await says(karen, answer)
    assert "v_vigersted" in karen.sees


async def test_back_takes_the_last_village_away(bare, someone):
    karen = someone("Karen")
    await karen.starts(await payload(bare))
    await says(karen, *QUESTIONS[:7])
    await says(karen, "‹ Tilbage", "‹ Tilbage", "Jystrup", "1449", "nej")
    assert karen.buttons[:2] == ["Vigersted", "Jystrup"]


async def test_an_imported_cluster_without_a_steering_group_is_claimed_without_questions(
    klyngebot: Klyngebot, somebody: NewMember
):
    karen = await joined(somebody("Karen"), "vigersted")
    await karen.starts(await payload(klyngebot))
    assert karen.sees.startswith("✓ Du er nu med i styregruppen.")
    assert await klyngebot.only.claim_link() is None


async def test_a_newcomer_who_claims_an_imported_cluster_signs_up_first(
    klyngebot: Klyngebot, somebody: NewMember
):
    karen = somebody("Karen")
    await karen.starts(await payload(klyngebot))
    await karen.taps("Ja, jeg er fyldt 16")
    await karen.taps("Vigersted")
    assert karen.sees.startswith("✓ Du er nu med i styregruppen.")
