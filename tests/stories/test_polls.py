"""A question to a village, a group or everybody: one tap to answer, and the results at the end, to all."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.app import Klyngebot
from domain.groups import Group, GroupState
from storage import groups, people
from storage.tables import ballots, metadata, poll_boxes, poll_tokens
from storage.transaction import Transaction
from tests.fixtures.bots import SetClock, time_comes
from tests.fixtures.cast import Member, NewMember, joined

CLOSES = datetime(2026, 11, 25, 19, 0, tzinfo=UTC)  # eight in the evening, three days on
REMINDS = CLOSES - timedelta(hours=24)


async def makes_a_poll(
    karen: Member,
    whom: str = "Hele klyngen",
    *,
    how: str = "Send afstemningen",
    answers: str = "Ja eller nej",
) -> None:
    """Six steps at most: question, answers, for whom, how long, preview."""
    await karen.writes("/menu")
    for label in ("Styregruppen", "Afstemninger", "Lav en ny afstemning"):
        await karen.taps(label)
    await karen.writes("Skal vi have et fælles madhus?")
    if answers in karen.buttons:
        await karen.taps(answers)
    else:
        await karen.writes(answers)
        await karen.taps("Vælg gerne flere svar")
    while whom not in karen.buttons:
        await karen.taps(next(label for label in karen.buttons if label.startswith("Flere")))
    await karen.taps(whom)
    await karen.taps("3 dage (det sædvanlige)")
    await karen.taps(how)


async def neighbours(somebody: NewMember, village: str, many: int) -> list[Member]:
    return [await joined(somebody(f"Nabo {n}"), village) for n in range(many)]


def everything(tx: Transaction, table: sa.Table) -> list[tuple[object, ...]]:
    return [tuple(row) for row in tx.connection.execute(sa.select(table))]


async def test_karen_asks_in_six_steps_with_a_preview(klyngebot: Klyngebot, karen: Member, anna: Member):
    await joined(anna, "vigersted")
    await karen.forges("v1:pnew")
    assert karen.sees.startswith("Trin 1 af 5")
    await karen.writes("Hvad skal vi bruge pengene på?")
    await karen.writes("En sti\nEn bænk\nFest")
    assert karen.sees.startswith("Trin 3 af 6")
    await karen.taps("Vælg ét svar")
    await karen.taps("Vigersted")
    await karen.taps("3 dage (det sædvanlige)")
    assert karen.sees == (
        "Trin 6 af 6\n\nSådan ser den ud:\n\nHvad skal vi bruge pengene på?\n· En sti\n· En bænk\n· Fest\n\n"
        "Den går til 2 i Vigersted og slutter onsdag den 25. november 2026 kl. 20.00.\n\n"
        "Som følsom kan svar ikke laves om, og ingen kan se, hvem der svarede hvad."
    )
    await karen.taps("Send afstemningen")
    await klyngebot.settled()
    assert anna.sees == (
        "Styregruppen spørger Vigersted:\nHvad skal vi bruge pengene på?\n\n"
        "Tryk på dit svar. Svar senest onsdag den 25. november 2026 kl. 20.00."
    )
    assert anna.buttons == ["En sti", "En bænk", "Fest", "Til menuen"]


async def test_anna_answers_and_changes_her_mind_and_nobody_sees_a_result(
    klyngebot: Klyngebot, karen: Member, anna: Member
):
    await joined(anna, "vigersted")
    await makes_a_poll(karen)
    await klyngebot.settled()
    await anna.taps("Ja")
    assert "Dit svar: Ja. Du kan lave det om" in anna.sees
    assert anna.buttons[:2] == ["✓ Ja", "Nej"]
    await anna.taps("Nej")
    await anna.taps("✓ Nej")  # a second tap is a second tap
    assert anna.buttons[:2] == ["Ja", "✓ Nej"]
    assert len(await klyngebot.database.transact(everything, ballots)) == 1
    await karen.forges("v1:pone:1")
    assert "Én har svaret indtil nu. Ingen kan se svarene, før afstemningen er slut." in karen.sees


async def test_several_answers_are_ticked_and_unticked(klyngebot: Klyngebot, karen: Member, anna: Member):
    await joined(anna, "vigersted")
    await makes_a_poll(karen, answers="Sti, Bænk, Fest")
    await klyngebot.settled()
    await anna.taps("Sti")
    await anna.taps("Fest")
    assert anna.buttons[:3] == ["✓ Sti", "Bænk", "✓ Fest"]
    assert "Dit svar: Sti og Fest." in anna.sees
    await anna.taps("✓ Sti")
    await anna.taps("✓ Fest")
    assert "Tryk på de svar, du vælger." in anna.sees
    assert await klyngebot.database.transact(everything, ballots) == []


async def test_only_who_has_not_answered_is_reminded_once(
    klyngebot: Klyngebot, clock: SetClock, karen: Member, anna: Member, bo: Member
):
    await joined(anna, "vigersted")
    await makes_a_poll(karen)
    await klyngebot.settled()
    await anna.taps("Ja")
    await karen.taps("Ja", next(m for m in karen.chat.messages if "Ja" in m.labels))
    await time_comes(klyngebot, clock, REMINDS - timedelta(minutes=1))
    assert "har ikke svaret endnu" not in "".join(bo.inbox)
    for minutes in (0, 1, 30):
        await time_comes(klyngebot, clock, REMINDS + timedelta(minutes=minutes))
    assert [("har ikke svaret endnu" in "".join(one.inbox)) for one in (anna, karen, bo)] == [
        False,
        False,
        True,
    ]
    assert sum("har ikke svaret endnu" in said for said in bo.inbox) == 1
    await bo.taps("Nej")
    assert "Dit svar: Nej." in bo.sees


async def test_the_results_come_to_all_in_words_and_as_a_picture_and_village_by_village(
    klyngebot: Klyngebot, clock: SetClock, karen: Member, bo: Member, somebody: NewMember
):
    await makes_a_poll(karen)
    others = await neighbours(somebody, "vigersted", 6)
    for n, one in enumerate(others):
        await one.forges(f"v1:pvote:1:{n % 2}:1")
    await bo.forges("v1:pvote:1:0:1")
    for n, one in enumerate(await neighbours(somebody, "haraldsted-allindemagle", 9)):
        await one.forges(f"v1:pvote:1:{n % 2}:1")
    await time_comes(klyngebot, clock, CLOSES)
    told = next(message for message in bo.chat.messages[::-1] if message.from_bot)
    assert told.text == (
        "Sådan svarede Ringsted Nord\nSkal vi have et fælles madhus?\n\n"
        "Ja: 9 (56 %)\nNej: 7 (44 %)\n\n"
        "16 har svaret. Det er under 1 % af de omkring 4490, der er fyldt 16."
    )
    assert told.kind == "photo"
    await bo.taps("Se landsby for landsby")
    assert [label for label in bo.buttons if ":" in label] == [
        "Haraldsted-Allindemagle: 9",
        "De andre tilsammen: 7",
    ]
    await bo.taps("De andre tilsammen: 7")
    assert "Ja: 4 (57 %)" in bo.sees
    assert await klyngebot.database.transact(everything, ballots) == []


async def test_after_the_end_a_tap_is_kindly_refused(
    klyngebot: Klyngebot, clock: SetClock, karen: Member, anna: Member
):
    await joined(anna, "vigersted")
    await makes_a_poll(karen)
    await klyngebot.settled()
    clock.moment = CLOSES - timedelta(milliseconds=1)
    await anna.taps("Ja")
    clock.moment = CLOSES
    await anna.taps("Nej")
    assert anna.alerts[-1] == "Afstemningen er slut, så dit svar nåede ikke med."
    await time_comes(klyngebot, clock, CLOSES)
    assert "Færre end 5 har svaret." in anna.sees


async def test_a_sensitive_vote_is_final_and_nothing_ties_it_to_who_voted(
    klyngebot: Klyngebot, clock: SetClock, karen: Member, anna: Member, bo: Member
):
    await joined(anna, "vigersted")
    await makes_a_poll(karen, how="Send den som følsom")
    await klyngebot.settled()
    assert "Dit svar kan ikke laves om. Vi gemmer, at du har svaret – men ikke hvad." in anna.sees
    await anna.taps("Ja")
    assert "Du svarer: Ja" in anna.sees
    await anna.taps("Vælg et andet svar")
    await anna.taps("Nej")
    await anna.taps("Send mit svar")
    assert "Tak, dit svar er talt med." in anna.sees
    assert "Nej" not in anna.sees
    await anna.forges("v1:pcast:1:1")
    assert anna.alerts[-1] == "Du har allerede svaret, og det kan ikke laves om."
    await bo.forges("v1:pcast:1:1")
    assert len(await klyngebot.database.transact(everything, poll_tokens)) == 2
    assert await klyngebot.database.transact(everything, poll_boxes) == [(1, 1, 2, [1, 1])]
    assert await klyngebot.database.transact(everything, ballots) == []
    await time_comes(klyngebot, clock, REMINDS)
    assert [sum("har ikke svaret endnu" in said for said in one.inbox) for one in (anna, bo, karen)] == [
        0,
        0,
        1,
    ]


async def test_what_was_voted_in_a_sensitive_poll_is_left_in_no_row(
    klyngebot: Klyngebot, karen: Member, anna: Member
):
    """Not in what came in, not in what was sent: only the number in the box has changed."""
    await joined(anna, "vigersted")
    await makes_a_poll(karen, how="Send den som følsom")
    await klyngebot.settled()
    before = await klyngebot.database.transact(_all_that_is_kept)
    for label in ("Nej", "Send mit svar"):
        await anna.taps(label)
    after = await klyngebot.database.transact(_all_that_is_kept)
    told = {table: [row for row in rows if row not in before[table]] for table, rows in after.items()}
    assert told.pop("poll_boxes") == ["(1, 1, 1, [0, 1])"]
    assert [
        (table, row) for table, rows in told.items() for row in rows if "pcast" in row or "Nej" in row
    ] == []
    assert any(told["poll_tokens"])


def _all_that_is_kept(tx: Transaction) -> dict[str, list[str]]:
    return {table.name: [str(row) for row in everything(tx, table)] for table in metadata.sorted_tables}


async def test_who_joined_after_a_sensitive_poll_began_does_not_vote_in_it(
    klyngebot: Klyngebot, clock: SetClock, karen: Member, anna: Member
):
    """Else one could leave, join anew and vote again: in a box nobody finds the first vote."""
    await makes_a_poll(karen, how="Send den som følsom")
    clock.forward(timedelta(minutes=1))
    await joined(anna, "vigersted")
    await anna.forges("v1:pcast:1:1")
    assert anna.sees.startswith("Den afstemning begyndte, før du kom med.")
    assert await klyngebot.database.transact(everything, poll_tokens) == []


async def test_fifty_answer_at_once_and_each_counts_once(
    klyngebot: Klyngebot, clock: SetClock, karen: Member, somebody: NewMember
):
    await makes_a_poll(karen)
    crowd = await neighbours(somebody, "vigersted", 50)
    for n, one in enumerate(crowd):
        for data in (f"v1:pvote:1:{n % 2}:1",) * 2:
            one.chat.tap_data(one.chat.messages[-1].message_id, data)
    await klyngebot.settled()
    await time_comes(klyngebot, clock, CLOSES)
    assert "Ja: 25 (50 %)\nNej: 25 (50 %)" in karen.sees


@pytest.fixture
async def path_group(klyngebot: Klyngebot, bo: Member, clock: SetClock) -> int:
    return await klyngebot.database.transact(_found, bo.chat.person.telegram_id, clock.now())


def _found(tx: Transaction, lead: int, now: datetime) -> int:
    person = people.by_telegram(tx, 1, lead)
    assert person is not None
    number = groups.add(tx, Group(0, 1, "Stier og natur", "Vi laver stier", GroupState.OPEN), now)
    groups.set_lead(tx, person, number, now, None)
    return number


async def test_bo_asks_his_group_and_ends_it_early(
    klyngebot: Klyngebot, clock: SetClock, path_group: int, bo: Member, karen: Member, anna: Member
):
    await joined(anna, "vigersted")
    for one in (anna, karen):
        await one.forges(f"v1:gjoin:{path_group}")
    await bo.forges(f"v1:g:{path_group}")
    for label in ("Afstemninger", "Spørg gruppen"):
        await bo.taps(label)
    await bo.writes("Hvilken aften passer jer bedst?")
    await bo.writes("Tirsdag, torsdag")
    for label in ("Vælg ét svar", "1 dag", "Send afstemningen"):
        await bo.taps(label)
    await klyngebot.settled()
    assert anna.sees.startswith("Spørgsmål til gruppen Stier og natur\nHvilken aften passer jer bedst?")
    await anna.taps("Tirsdag")
    await karen.taps("torsdag")
    await bo.forges("v1:pvote:1:0:1")
    await anna.forges("v1:pended:1")
    assert "Slut" not in anna.sees
    await bo.forges("v1:pone:1")
    for label in ("Slut den nu", "Ja, slut den nu"):
        await bo.taps(label)
    await time_comes(klyngebot, clock, clock.now() + timedelta(minutes=1))
    assert anna.sees.endswith("Tirsdag: 2 (67 %)\ntorsdag: 1 (33 %)\n\n3 af 3 har svaret.")


async def test_it_can_last_a_day_longer_and_a_second_tap_is_not_a_second_day(
    klyngebot: Klyngebot, clock: SetClock, karen: Member
):
    await makes_a_poll(karen)
    await karen.forges("v1:pone:1")
    await karen.taps("Giv den én dag mere")
    assert "torsdag den 26. november 2026 kl. 20.00" in karen.sees
    await karen.forges(f"v1:plonger:1:{CLOSES.toordinal()}")
    assert "torsdag den 26. november 2026 kl. 20.00" in karen.sees
    await time_comes(klyngebot, clock, CLOSES)
    await karen.forges("v1:pone:1")
    assert "har svaret indtil nu" in karen.sees


async def test_the_answer_of_somebody_who_leaves_an_open_poll_leaves_with_them(
    klyngebot: Klyngebot, clock: SetClock, karen: Member, somebody: NewMember
):
    await makes_a_poll(karen)
    crowd = await neighbours(somebody, "vigersted", 6)
    for one in crowd:
        await one.forges("v1:pvote:1:0:1")
    await crowd[0].forges("v1:leave")
    await crowd[0].taps("Ja, slet alt om mig")
    await time_comes(klyngebot, clock, CLOSES)
    assert "Ja: 5 (100 %)" in karen.sees
    await crowd[1].forges("v1:leave")
    await crowd[1].taps("Ja, slet alt om mig")
    await karen.forges("v1:poll:1")
    assert "Ja: 5 (100 %)" in karen.sees


async def test_whom_it_is_not_for_cannot_vote(klyngebot: Klyngebot, karen: Member, bo: Member, anna: Member):
    await makes_a_poll(karen, "Vigersted")
    await bo.forges("v1:pvote:1:0:1")
    assert bo.sees.startswith("Den afstemning er kun for Vigersted.")
    await bo.forges("v1:polls:0")
    assert bo.sees.startswith("Der er ingen afstemninger lige nu.")
    await joined(anna, "vigersted")
    await anna.forges("v1:evs:0")
    await anna.taps("Svar på en afstemning")
    await anna.taps("Skal vi have et fælles madh…")
    await anna.taps("Ja")
    assert len(await klyngebot.database.transact(everything, ballots)) == 1


async def test_one_made_at_night_is_sent_in_the_morning(
    klyngebot: Klyngebot, clock: SetClock, karen: Member, bo: Member
):
    clock.moment = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)
    await makes_a_poll(karen)
    await klyngebot.settled()
    assert karen.sees.endswith("Vi vækker ingen: Den bliver sendt mandag den 23. november 2026 kl. 08.00.")
    assert "Skal vi have" not in bo.sees
    await time_comes(klyngebot, clock, datetime(2026, 11, 23, 7, 0, tzinfo=UTC))
    assert "Skal vi have" in bo.sees
