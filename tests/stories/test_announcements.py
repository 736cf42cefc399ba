"""The steering group tells many people at once."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from domain.people import Role
from simulator import Simulator
from simulator.faults import Fault, FaultKind
from storage import tables
from storage.transaction import Transaction
from tests.fixtures.bots import SetClock, time_comes
from tests.fixtures.cast import Member, NewMember, _give_role, joined

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXT = "Fællesspisning på lørdag i forsamlingshuset. Alle er velkomne."
ENGLISH = "Supper for all on Saturday in the village hall."
HEADING = "📢 Fra styregruppen i Ringsted Nord"


@pytest.fixture
async def neighbours(somebody: NewMember, bo: Member) -> list[Member]:
    """Bo in Jystrup, Anna and Dan in Vigersted, and Peter who reads English."""
    anna, dan = somebody("Anna"), somebody("Dan")
    peter = somebody("Peter", "en")
    for one in (anna, dan, peter):
        await joined(one, "vigersted")
    return [bo, anna, dan, peter]


async def drafts(karen: Member, *answers: str, text: str = TEXT) -> None:
    """Karen writes an announcement: to the end, or with these answers after the text."""
    await karen.writes("/menu")
    for label in ("Styregruppen", "Meddelelser", "Skriv en meddelelse"):
        await karen.taps(label)
    await karen.writes(text)
    for answer in answers or ("Spring over", "Hele klyngen", "Nej, en almindelig", "Med det samme"):
        if answer in karen.buttons:
            await karen.taps(answer)
        else:
            await karen.writes(answer)


async def goes(karen: Member, clock: SetClock, minutes: int = 2) -> None:
    """The minute of regret passes, and then the letters go."""
    for _ in range(2):
        await time_comes(karen.klyngebot, clock, clock.moment + timedelta(minutes=minutes))


async def sends(karen: Member, clock: SetClock, *answers: str, text: str = TEXT) -> None:
    await drafts(karen, *answers, text=text)
    await karen.taps("Send den")
    await goes(karen, clock)


async def test_she_writes_once_and_everybody_gets_it(
    karen: Member, neighbours: list[Member], clock: SetClock
):
    await drafts(karen)
    assert (
        "Til: hele klyngen.\nDet er 5 personer. (4 læser dansk og 1 læser engelsk.)\nSendes: med det samme."
        in karen.sees
    )
    await karen.taps("Send den")
    assert karen.sees.startswith("Sendes om et øjeblik\nDu har 60 sekunder til at fortryde.")
    await goes(karen, clock)
    anna, peter = neighbours[1], neighbours[3]
    assert anna.sees == f"{HEADING}\n\n{TEXT}"
    assert anna.buttons == ["Svar styregruppen", "Få færre beskeder"]
    assert peter.sees.endswith(f"{TEXT}\n\n(In Danish only.)")


async def test_one_message_tells_how_far_it_is(karen: Member, neighbours: list[Member], clock: SetClock):
    neighbours[2].chat.block()
    await drafts(karen)
    await karen.taps("Send den")
    before = len(karen.chat.messages)
    await goes(karen, clock)
    shown = karen.chat.messages[before - 1].text
    assert shown.startswith("✓ Sendt\n\nHar fået den: 4 af 4")
    assert len(karen.chat.messages) == before + 1  # her own copy


async def test_whoever_reads_english_gets_english(karen: Member, neighbours: list[Member], clock: SetClock):
    await drafts(karen, ENGLISH, "Hele klyngen", "Nej, en almindelig", "Med det samme")
    await karen.taps("Se den, som de får den")
    assert karen.sees == f"{HEADING}\n\n{TEXT}"
    await karen.taps("Se den på English")
    assert karen.sees.endswith(ENGLISH)
    await karen.taps("‹ Tilbage")
    await karen.taps("Send den")
    await goes(karen, clock)
    assert neighbours[3].sees.endswith(ENGLISH)
    assert neighbours[1].sees.endswith(TEXT)


async def test_she_may_regret_it_for_a_minute(karen: Member, neighbours: list[Member], clock: SetClock):
    await drafts(karen)
    await karen.taps("Send den")
    clock.forward(timedelta(seconds=50))
    await karen.taps("Fortryd")
    assert karen.sees.startswith("Meddelelse, ikke sendt endnu")
    await goes(karen, clock)
    assert TEXT not in neighbours[1].sees


async def test_only_those_it_is_for(karen: Member, neighbours: list[Member], clock: SetClock):
    await sends(
        karen, clock, "Spring over", "En landsby", "Jystrup-Valsølille", "Nej, en almindelig", "Med det samme"
    )
    assert neighbours[0].sees.endswith(TEXT)
    assert TEXT not in neighbours[1].sees


async def test_at_a_time_of_her_own(karen: Member, neighbours: list[Member], clock: SetClock):
    await drafts(karen, "Spring over", "Hele klyngen", "Nej, en almindelig", "tirsdag kl. 10")
    assert karen.sees.endswith("Er det tirsdag den 24. november 2026 kl. 10.00?")
    await karen.taps(karen.buttons[0])
    assert "Sendes: tirsdag den 24. november 2026 kl. 10.00." in karen.sees
    await karen.taps("Send den")
    assert karen.sees.startswith("Sendes tirsdag den 24. november 2026 kl. 10.00")
    await time_comes(karen.klyngebot, clock, datetime(2026, 11, 24, 8, 59, tzinfo=UTC))
    assert not _said(neighbours[1])
    await time_comes(karen.klyngebot, clock, datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    assert _said(neighbours[1])


async def test_nobody_is_woken(karen: Member, neighbours: list[Member], clock: SetClock):
    await time_comes(karen.klyngebot, clock, datetime(2026, 11, 22, 20, 30, tzinfo=UTC))
    await drafts(karen)
    await karen.taps("Send den")
    assert "mandag den 23. november 2026 kl. 08.00" in karen.sees
    await time_comes(karen.klyngebot, clock, datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    assert not _said(neighbours[1])
    await time_comes(karen.klyngebot, clock, datetime(2026, 11, 23, 7, 0, tzinfo=UTC))
    assert _said(neighbours[1])


async def test_one_a_day_is_enough_but_an_important_one_comes_through(
    karen: Member, neighbours: list[Member], clock: SetClock
):
    anna = neighbours[1]
    await sends(karen, clock)
    second, third = "Husk også generalforsamlingen.", "Vandet er lukket i aften."
    await drafts(karen, text=second)
    assert "5 af dem har allerede fået en meddelelse i dag. De får den i morgen." in karen.sees
    await karen.taps("Send den")
    await goes(karen, clock)
    assert not anna.sees.endswith(second)
    await sends(karen, clock, "Spring over", "Hele klyngen", "Ja, den er vigtig", "Med det samme", text=third)
    assert anna.sees.endswith(third)
    assert anna.sees.startswith("📢 Vigtigt fra styregruppen i Ringsted Nord")
    assert not any(message.endswith(second) for message in anna.inbox)
    await time_comes(karen.klyngebot, clock, datetime(2026, 11, 23, 7, 0, tzinfo=UTC))
    assert any(message.endswith(second) for message in anna.inbox)


async def test_fewer_messages_are_two_taps_away(karen: Member, neighbours: list[Member], clock: SetClock):
    anna = neighbours[1]
    await sends(karen, clock)
    await anna.taps("Få færre beskeder")
    assert any(TEXT in message for message in anna.inbox)
    await anna.taps("Færre beskeder")
    clock.forward(timedelta(days=1))
    await sends(karen, clock, text="Og en til.")
    assert not any("Og en til." in message for message in anna.inbox)


async def test_an_answer_goes_to_the_case_holder_who_writes_back(
    karen: Member, neighbours: list[Member], clock: SetClock
):
    anna = neighbours[1]
    await sends(karen, clock)
    await anna.taps("Svar styregruppen")
    await anna.writes("Må jeg tage en kage med?")
    assert anna.sees == "✓ Tak! Dit svar er sendt til styregruppen."
    assert karen.sees.startswith("Svar fra Anna, Vigersted\nPå meddelelsen »Fællesspisning")
    assert karen.sees.endswith("Må jeg tage en kage med?")
    await karen.taps("Skriv tilbage")
    await karen.writes("Meget gerne!")
    assert anna.sees.startswith(f"{HEADING}\n\nKaren svarer dig om »Fællesspisning")
    assert anna.sees.endswith("Meget gerne!")


async def test_telegrams_own_reply_is_an_answer(karen: Member, neighbours: list[Member], clock: SetClock):
    anna = neighbours[1]
    await sends(karen, clock)
    await anna.replies("Jeg kommer!")
    assert karen.sees.endswith("Jeg kommer!")
    await karen.replies("Dejligt")
    assert anna.sees.endswith("Dejligt")


async def test_nobody_else_can_write_the_steering_group_s_heading(karen: Member, neighbours: list[Member]):
    await drafts(karen, text="📢 Hør her 📣")
    assert karen.sees.endswith("»Hør her«")


async def test_a_draft_is_changed_and_thrown_away(karen: Member, neighbours: list[Member]):
    await drafts(karen)
    await karen.taps("Ret den")
    await karen.taps("Hvem den er til")
    await karen.taps("Flere (1 af 2) ›")
    await karen.taps("Dem, vi ikke har hørt fra")
    await karen.taps("Hele klyngen")
    assert "Til: dem, vi ikke har hørt fra i 30 dage.\nDet er 0 personer." in karen.sees
    await karen.taps("Send den")
    assert karen.alerts[-1] == "Der er ingen at sende den til."
    await karen.taps("Kassér den")
    assert karen.sees.endswith("Der er ingen endnu.")


def _settle(tx: Transaction, count: int) -> None:
    """So many more people, whom no message reaches in this Telegram."""
    for number in range(count):
        row = {
            "cluster_id": 1, "telegram_id": 900_000 + number, "first_name": "Nabo", "language": "da",
            "village_id": 1, "sixteen_on": NOON.date(), "joined_at": NOON, "seen_at": NOON, "free_times": [],
        }  # fmt: skip
        tx.connection.execute(sa.insert(tables.people), row)


async def test_what_goes_to_many_is_seen_on_one_s_own_phone_first(karen: Member, clock: SetClock):
    await karen.klyngebot.database.transact(_settle, 50)
    await drafts(karen)
    assert karen.sees.endswith("Send først en prøve til dig selv: den går til mange.")
    await karen.taps("Send den")
    assert karen.alerts[-1] == "Send først en prøve til dig selv."
    await karen.taps("Send en prøve til mig")
    assert f"{HEADING}\n\n{TEXT}" in karen.inbox
    await karen.taps("Send den")
    assert karen.sees.startswith("Sendes om et øjeblik")


async def test_who_changes_the_words_tries_them_again(karen: Member):
    await karen.klyngebot.database.transact(_settle, 50)
    await drafts(karen)
    await karen.taps("Send en prøve til mig")
    await karen.taps("Ret den")
    await karen.taps("Teksten")
    await karen.writes("Noget helt andet.")
    await karen.taps("Send den")
    assert karen.alerts[-1] == "Send først en prøve til dig selv."


async def test_for_very_many_somebody_who_is_alone_writes_the_number(karen: Member):
    await karen.klyngebot.database.transact(_settle, 500)
    await drafts(karen)
    await karen.taps("Send en prøve til mig")
    await karen.taps("Send den")
    assert karen.sees.startswith("Den går til 501 personer.")
    await karen.writes("51")
    assert karen.sees.startswith("Det var et andet tal.")
    await karen.writes("501")
    await karen.taps("Send den")
    assert karen.sees.startswith("Sendes om et øjeblik")


async def test_for_very_many_another_member_says_yes(karen: Member, bo: Member, clock: SetClock):
    await karen.klyngebot.database.transact(_settle, 500)
    await karen.klyngebot.database.transact(_give_role, bo.chat.person.telegram_id, Role.STEERING)
    await drafts(karen)
    await karen.taps("Send en prøve til mig")
    await karen.taps("Send den")
    assert karen.sees.startswith("Venter på et ja")
    assert bo.sees.startswith("Karen vil sende denne meddelelse til 502 personer. Er du enig?")
    await bo.taps("Ja, send den")
    assert karen.sees == "Bo har sagt ja til din meddelelse. Den er på vej."
    await goes(karen, clock)
    assert bo.sees.endswith(TEXT)
    assert any(message.startswith("✓ Sendt\n\nHar fået den: 2 af 502") for message in karen.inbox)


async def test_nobody_agrees_with_oneself(karen: Member, bo: Member):
    await karen.klyngebot.database.transact(_settle, 500)
    await karen.klyngebot.database.transact(_give_role, bo.chat.person.telegram_id, Role.STEERING)
    await drafts(karen)
    await karen.taps("Send en prøve til mig")
    await karen.taps("Send den")
    await karen.forges("v1:annyes:1")
    assert not any(message.startswith("Sendes om") for message in karen.inbox)
    await bo.taps("Nej, vent med den")
    assert karen.sees == "Bo vil gerne vente med din meddelelse. Den er en kladde igen."


async def test_whoever_sends_another_s_draft_sees_how_far_it_is_and_cannot_agree_with_themselves(
    karen: Member, bo: Member, clock: SetClock
):
    await karen.klyngebot.database.transact(_settle, 500)
    await karen.klyngebot.database.transact(_give_role, bo.chat.person.telegram_id, Role.STEERING)
    await drafts(karen)
    for one in ("v1:annshow:1", "v1:anntest:1", "v1:annsend:1"):
        await bo.forges(one)
    assert karen.sees.startswith("Bo vil sende denne meddelelse til 502 personer. Er du enig?")
    await bo.forges("v1:annyes:1")
    assert not any(message.startswith("Sendes om") for message in bo.inbox)
    await karen.taps("Ja, send den")
    await goes(karen, clock)
    assert any(message.startswith("✓ Sendt\n\nHar fået den: 2 af 502") for message in bo.inbox)
    assert not any("Har fået den" in message for message in karen.inbox)


async def test_words_that_telegram_refuses_stop_all_of_it(
    karen: Member, neighbours: list[Member], clock: SetClock, telegram: Simulator
):
    await drafts(karen, ENGLISH, "Hele klyngen", "Nej, en almindelig", "Med det samme")
    await karen.taps("Send den")
    telegram.inject(
        Fault(
            FaultKind.ERROR,
            method="sendMessage",
            status=400,
            description="Bad Request: can't parse entities: x",
        )
    )
    await goes(karen, clock)
    assert karen.sees == "Telegram tog ikke imod teksten i din meddelelse. Resten er stoppet."
    assert any(message.startswith("Stoppet: Telegram tog ikke imod teksten") for message in karen.inbox)
    clock.forward(timedelta(days=1))
    before = sum(_said(one) for one in neighbours)
    await goes(karen, clock)
    assert sum(_said(one) for one in neighbours) == before


def _said(member: Member) -> int:
    """How often they have been told."""
    return sum(TEXT in message or ENGLISH in message for message in member.inbox)


async def test_a_time_that_passed_while_the_bot_was_down_is_asked_about_again(
    karen: Member, neighbours: list[Member], clock: SetClock
):
    await drafts(karen)
    await karen.taps("Send den")
    await time_comes(karen.klyngebot, clock, datetime(2026, 11, 23, 12, tzinfo=UTC))
    assert any(message.startswith("Jeg var slukket, da din meddelelse") for message in karen.inbox)
    assert not _said(neighbours[1])
