"""The weekly letter: written once for all, gathered into one, as often as each wants it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest

from actions import digests
from bot.app import Klyngebot
from domain.audience import Audience
from domain.dates import When
from domain.events import Event, LocalTime
from domain.groups import Group, GroupState, Need
from domain.ideas import Idea, State
from storage import clusters, events, groups, ideas, people
from storage import digests as kept
from storage.transaction import Transaction
from tests.fixtures.bots import SetClock, time_comes
from tests.fixtures.cast import Member, NewMember, joined
from tests.stories.test_polls import makes_a_poll

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 22, 16, tzinfo=UTC)
"""Five in the afternoon where they live."""
WEEK = timedelta(weeks=1)
Clock = Callable[[datetime], object]


@pytest.fixture
def comes(klyngebot: Klyngebot, clock: SetClock):
    async def comes(moment: datetime) -> None:
        await time_comes(klyngebot, clock, moment)

    return comes


@pytest.fixture
async def planned(comes) -> None:
    """Villages have been given their usual day and hour."""
    await comes(NOW)


@pytest.fixture
async def sound(planned: None, bo: Member, anna: Member, comes) -> Member:
    """Bo leads the sound group, which lacks two; Anna is in it."""
    await joined(anna, "vigersted")
    await bo.klyngebot.database.transact(_sound, bo.chat.person.telegram_id, anna.chat.person.telegram_id)
    await comes(NOW + timedelta(minutes=1))
    return bo


def _sound(tx: Transaction, lead: int, other: int) -> None:
    number = groups.add(tx, Group(0, 1, "Lydholdet", "Vi gør lyd.", GroupState.OPEN), NOW)
    first, second = people.by_telegram(tx, 1, lead), people.by_telegram(tx, 1, other)
    assert first is not None
    assert second is not None
    groups.set_lead(tx, first, number, NOW, None)
    groups.join(tx, 1, number, second.id, NOW, date(2027, 5, 22))
    groups.add_need(tx, 1, _need(number), NOW)


def _need(group_id: int) -> Need:
    return Need(id=0, group_id=group_id, skill="sound", wanted=2, found=0, hours=4, until=date(2026, 12, 12))


def letters(member: Member) -> list[str]:
    return [message for message in member.inbox if message.startswith("Ugebrev, uge")]


async def test_new_faces_are_told_on_sunday_and_once(planned: None, anna: Member, bo: Member, comes):
    await joined(anna, "vigersted")
    await comes(SUNDAY - timedelta(minutes=1))
    assert letters(anna) == []
    await comes(SUNDAY)
    assert letters(anna) == ["Ugebrev, uge 47\n\nVigersted\nEt nyt ansigt er kommet med. Velkommen!"]
    assert "Jystrup" in letters(bo)[0]
    await comes(SUNDAY + timedelta(minutes=5))
    assert len(letters(anna)) == 1


async def test_a_week_without_news_has_no_letter(planned: None, anna: Member, comes):
    await joined(anna, "vigersted")
    await comes(SUNDAY)
    await comes(SUNDAY + WEEK)
    assert len(letters(anna)) == 1


async def test_village_and_group_come_as_one_letter(sound: Member, anna: Member, comes):
    await comes(SUNDAY)
    (letter,) = letters(anna)
    assert letter.index("Vigersted") < letter.index("\nLydholdet\n")
    assert letter.count("• Lydholdet mangler") == 1
    assert len(letter) <= 1200


async def test_what_a_missed_letter_would_have_told_stands_in_the_next(planned: None, anna: Member, comes):
    await joined(anna, "vigersted")
    await comes(SUNDAY + timedelta(days=3))
    assert letters(anna) == []
    await comes(SUNDAY + WEEK)
    assert "Et nyt ansigt" in letters(anna)[0]


async def test_a_letter_is_late_rather_than_lost(planned: None, anna: Member, comes):
    await joined(anna, "vigersted")
    await comes(SUNDAY + timedelta(hours=26))
    assert len(letters(anna)) == 1
    await comes(SUNDAY + WEEK)
    assert len(letters(anna)) == 1


async def test_everybody_chooses_how_often(
    planned: None, anna: Member, bo: Member, somebody: NewMember, comes
):
    await joined(anna, "vigersted")
    await anna.writes("/ugebrev")
    await anna.taps("Vigersted: hver uge")
    await anna.taps("Aldrig")
    assert anna.alerts[-1] == "Du får det ikke mere."
    await comes(SUNDAY)
    assert letters(anna) == []
    assert len(letters(bo)) == 1
    await anna.taps("Hver uge")
    await joined(somebody("Ida"), "vigersted")
    await comes(SUNDAY + WEEK)
    assert "Et nyt ansigt" in letters(anna)[0]


async def test_once_a_month_tells_of_the_month(planned: None, anna: Member, somebody: NewMember, comes):
    await joined(anna, "vigersted")
    await anna.writes("/ugebrev")
    await anna.taps("Vigersted: hver uge")
    await anna.taps("En gang om måneden")
    await comes(SUNDAY)
    await comes(SUNDAY + WEEK)
    assert letters(anna) == []
    await comes(datetime(2026, 12, 6, 16, tzinfo=UTC))
    assert "uge 49" in letters(anna)[0]
    await joined(somebody("Ida"), "vigersted")
    await joined(somebody("Ole"), "vigersted")
    await comes(datetime(2026, 12, 13, 16, tzinfo=UTC))
    await comes(datetime(2027, 1, 3, 16, tzinfo=UTC))
    assert "2 nye" in letters(anna)[1]


async def test_the_lead_looks_at_it_and_adds_a_line(sound: Member, anna: Member, comes):
    await comes(NOW + timedelta(minutes=2))
    assert sound.sees.startswith("Ugebrevet fra Lydholdet går ud søndag den 22. november 2026 kl. 17.00")
    await sound.taps("Skriv en linje")
    await sound.writes("Husk kabler <3")
    assert "»Husk kabler <3«" in sound.sees
    await sound.taps("Lad det gå af sig selv")
    assert sound.sees.startswith("Fint.")
    await comes(SUNDAY)
    assert "»Husk kabler <3«" in letters(anna)[0]


async def test_what_the_lead_sees_is_what_goes(sound: Member, anna: Member, comes):
    await comes(NOW + timedelta(minutes=2))
    await sound.taps("Skriv en linje")
    await sound.writes("Husk kabler")
    head, *shown, tail = sound.sees.split("\n\n")
    assert head.startswith("Sådan ser ugebrevet ud lige nu.")
    assert shown[0] == "Lydholdet\n»Husk kabler«"
    assert tail == "Det, en læser allerede ser under sin landsby, står kun dér."
    await comes(SUNDAY)
    (letter,) = letters(anna)
    above, own = letter.split("\n\nLydholdet\n")
    told = [part.removeprefix("Lydholdet\n") for part in shown]
    assert [part for part in told if part not in letter] == []
    assert [part for part in told if part in above] == [part for part in told if "mangler" in part]
    assert own.startswith("»Husk kabler«")


async def test_the_lead_changes_the_line_and_takes_it_back(sound: Member, anna: Member, comes):
    await comes(NOW + timedelta(minutes=2))
    await sound.taps("Skriv en linje")
    await sound.writes("Husk kabler")
    await sound.taps("Skriv linjen om")
    await sound.writes("Husk stativer")
    assert "»Husk stativer«" in sound.sees
    await sound.taps("Slet linjen")
    assert sound.alerts[-1] == "Linjen er slettet."
    assert "Husk" not in sound.sees
    assert sound.buttons == ["Skriv en linje", "Lad det gå af sig selv", "Til menuen"]
    await comes(SUNDAY)
    assert "Husk" not in letters(anna)[0]


@pytest.fixture
async def quiet(sound: Member, comes) -> Member:
    """The sound group has everybody it needs, and nothing else to tell."""
    await comes(SUNDAY)
    await sound.klyngebot.database.transact(lambda tx: groups.close_need(tx, 1, 1, SUNDAY))
    return sound


async def opens_preview(lead: Member) -> None:
    await lead.forges("v1:dpreview:1")


async def test_a_line_is_a_letter_where_nothing_else_is_new(quiet: Member, anna: Member, comes):
    await opens_preview(quiet)
    assert quiet.sees == (
        "Der er ikke noget nyt fra Lydholdet endnu. Skriver du en linje, går ugebrevet ud "
        "søndag den 29. november 2026 kl. 17.00. Ellers går der ikke noget ud denne gang."
    )
    assert quiet.buttons == ["Skriv en linje", "Til menuen"]
    await quiet.taps("Skriv en linje")
    await quiet.writes("Vi øver onsdag")
    assert "Lydholdet\n»Vi øver onsdag«" in quiet.sees
    await comes(SUNDAY + WEEK)
    assert letters(anna)[1:] == ["Ugebrev, uge 48\n\nLydholdet\n»Vi øver onsdag«"]


async def test_without_a_line_nothing_goes(quiet: Member, anna: Member, comes):
    await comes(SUNDAY + WEEK)
    assert len(letters(anna)) == 1


async def test_a_line_goes_with_the_lead_who_leaves_between_writing_and_gathering(
    quiet: Member, anna: Member, klyngebot: Klyngebot
):
    await opens_preview(quiet)
    await quiet.taps("Skriv en linje")
    await quiet.writes("Vi øver onsdag")
    then = SUNDAY + WEEK
    while await klyngebot.database.transact(digests.write, then):
        pass
    await klyngebot.database.transact(lambda tx: kept.drop_line(tx, 1, 1, then))
    while await klyngebot.database.transact(digests.gather, then):
        pass
    assert len(letters(anna)) == 1


async def test_a_line_that_came_too_late_stands_in_the_next(sound: Member, anna: Member, comes):
    await comes(NOW + timedelta(minutes=2))
    await sound.taps("Skriv en linje")
    await comes(SUNDAY)
    await sound.writes("Husk kabler")
    assert sound.sees.startswith(
        "Din linje nåede ikke med sidst. Den står i det næste ugebrev, som går ud "
        "søndag den 29. november 2026 kl. 17.00:"
    )
    assert "Husk kabler" not in letters(anna)[0]
    await comes(SUNDAY + WEEK)
    assert "»Husk kabler«" in letters(anna)[1]


async def test_a_line_follows_to_another_day(sound: Member, anna: Member, comes):
    await comes(NOW + timedelta(minutes=2))
    await sound.taps("Skriv en linje")
    await sound.writes("Husk kabler")
    await moves_to_wednesday(sound)
    await comes(datetime(2026, 11, 25, 8, tzinfo=UTC))
    assert "»Husk kabler«" in letters(anna)[-1]


async def test_a_line_of_a_letter_that_was_missed_stands_in_the_next(sound: Member, anna: Member, comes):
    await comes(NOW + timedelta(minutes=2))
    await sound.taps("Skriv en linje")
    await sound.writes("Husk kabler")
    await comes(SUNDAY + timedelta(days=3))
    assert letters(anna) == []
    await comes(SUNDAY + WEEK)
    assert "»Husk kabler«" in letters(anna)[0]


async def test_the_line_of_a_second_group_is_behind_the_button(sound: Member, anna: Member, karen, comes):
    await sound.klyngebot.database.transact(_kitchen, karen, anna)
    await comes(NOW + timedelta(minutes=2))
    for lead, group, words in ((sound, 1, "Husk kabler"), (karen, 2, "Husk gryder")):
        await lead.forges(f"v1:dline:{group}")
        await lead.writes(words)
    await comes(SUNDAY)
    (letter,) = letters(anna)
    assert ("Husk kabler" in letter) != ("Husk gryder" in letter)
    await anna.taps("Læs resten")
    told = anna.sees
    while "Læs videre" in anna.buttons:
        await anna.taps("Læs videre")
        told += anna.sees
    assert "Husk kabler" in told
    assert "Husk gryder" in told


def _kitchen(tx: Transaction, lead: Member, other: Member) -> None:
    number = groups.add(tx, Group(0, 1, "Køkkenet", "Vi laver mad.", GroupState.OPEN), NOW)
    first = people.by_telegram(tx, 1, lead.chat.person.telegram_id)
    second = people.by_telegram(tx, 1, other.chat.person.telegram_id)
    assert first is not None
    assert second is not None
    groups.set_lead(tx, first, number, NOW, None)
    groups.join(tx, 1, number, second.id, NOW, date(2027, 5, 22))
    groups.add_need(tx, 1, _need(number), NOW)


async def moves_to_wednesday(lead: Member) -> None:
    await lead.writes("/ugebrev")
    await lead.taps("Lydholdet: hver uge")
    await lead.taps("Vælg dag og tid")
    await lead.writes("onsdag")
    await lead.writes("kl. 9")


async def test_a_line_that_is_too_long_is_asked_for_again(sound: Member, comes):
    await comes(NOW + timedelta(minutes=2))
    await sound.taps("Skriv en linje")
    await sound.writes("a" * 201)
    assert "lidt for langt" in sound.sees
    await sound.writes("Kort")
    assert "»Kort«" in sound.sees


async def test_the_lead_moves_it_to_another_day(sound: Member, anna: Member, comes):
    await moves_to_wednesday(sound)
    assert "onsdag den 25. november 2026 kl. 09.00" in sound.sees
    await comes(SUNDAY)
    assert "Lydholdet\n" not in letters(anna)[0].replace("Lydholdet mangler", "")
    await comes(datetime(2026, 11, 25, 8, tzinfo=UTC))
    assert "\nLydholdet\n" in letters(anna)[1]


async def test_two_letters_of_a_moved_source_never_come_close(sound: Member, anna: Member, comes):
    await comes(SUNDAY)
    await moves_to_wednesday(sound)
    assert "Det næste går ud onsdag den 2. december 2026 kl. 09.00" in sound.sees
    await comes(datetime(2026, 11, 25, 8, tzinfo=UTC))
    assert len(letters(anna)) == 1
    await comes(datetime(2026, 12, 2, 8, tzinfo=UTC))
    assert len(letters(anna)) == 2


async def test_only_the_lead_and_the_steering_group_say_when(sound: Member, anna: Member, karen: Member):
    await anna.writes("/ugebrev")
    await anna.taps("Lydholdet: hver uge")
    assert "Vælg dag og tid" not in anna.buttons
    await anna.forges("v1:dwhen:group:1")
    assert "Hvilken dag" not in anna.sees
    await karen.writes("/ugebrev")
    await karen.taps("Vigersted: hver uge")
    assert "Vælg dag og tid" in karen.buttons


async def test_what_does_not_fit_is_behind_a_button(sound: Member, anna: Member, comes):
    await sound.klyngebot.database.transact(_lack_much)
    await comes(SUNDAY)
    (letter,) = letters(anna)
    assert len(letter) <= 1200
    await anna.taps("Læs resten")
    assert "mangler" in anna.sees
    assert len(anna.sees) <= 1300


def _lack_much(tx: Transaction) -> None:
    for number in range(2, 7):
        made = Group(0, 1, f"Gruppen for det hele nummer {number} i byen", "Vi gør det.", GroupState.OPEN)
        groups.add(tx, made, NOW)
        for _ in range(3):
            groups.add_need(tx, 1, _need(number), NOW)
    for _ in range(8):
        groups.add_need(tx, 1, _need(1), NOW)


async def test_who_wants_quiet_gets_none(planned: None, anna: Member, comes):
    await joined(anna, "vigersted")
    await anna.writes("/stop")
    await comes(SUNDAY)
    assert letters(anna) == []


async def test_what_is_on_at_home_and_next_door_is_told(planned: None, karen: Member, anna: Member, comes):
    await joined(anna, "vigersted")
    await happens(karen, "Julemarked", datetime(2026, 11, 28, 14), "Vigersted")
    await happens(karen, "Juletræ", datetime(2026, 11, 29, 15), "Jystrup-Valsølille")
    await happens(karen, "Nytårskur", datetime(2026, 12, 5, 15), "Jystrup-Valsølille")
    await happens(karen, "Sankthans", datetime(2027, 6, 23, 19), "Vigersted")
    await comes(SUNDAY)
    (letter,) = letters(anna)
    home = "• lør. 28. nov. kl. 14.00: Julemarked, Forsamlingshuset"
    next_door = "• søn. 29. nov. kl. 15.00: Juletræ, Forsamlingshuset (Jystrup-Valsølille)"
    assert f"Det sker:\n{home}\n{next_door}" in letter
    assert "Nytårskur" not in letter
    assert "Sankthans" not in letter


async def happens(member: Member, title: str, at: datetime, village: str) -> None:
    def add(tx: Transaction) -> int:
        there = next(one for one in clusters.by_id(tx, 1).villages if one.name == village)
        when = LocalTime(When(at.date(), at.time()), "Europe/Copenhagen")
        return events.add(
            tx, Event(0, 1, title, when, "Forsamlingshuset", NOW, audience=Audience.village(there.id))
        )

    await member.klyngebot.database.transact(add)


async def test_a_poll_can_be_answered_from_the_letter(planned: None, karen: Member, anna: Member, comes):
    await joined(anna, "vigersted")
    await makes_a_poll(karen)
    await comes(SUNDAY)
    (letter,) = letters(anna)
    assert "Sig din mening, hvis du ikke har gjort det:\n• Skal vi have et fælles madhus? Svar " in letter
    label = next(label for label in anna.buttons if label.startswith("Svar: "))
    await anna.taps(label)
    assert "Skal vi have et fælles madhus?" in anna.sees
    assert "Ja" in anna.buttons


async def test_what_came_of_an_idea_and_how_it_went_is_told_first(
    planned: None, karen: Member, anna: Member, comes
):
    await joined(anna, "vigersted")
    await anna.klyngebot.database.transact(_done)
    await comes(SUNDAY)
    (letter,) = letters(anna)
    assert "Det blev til noget:\n• Lys på stien: »Nu kan vi se, hvor vi går.«\n• Høstfest:" in letter
    await comes(SUNDAY + WEEK)
    assert all("Lys på stien" not in other for other in letters(anna)[1:])


def _done(tx: Transaction) -> None:
    idea = Idea(0, 1, "Lys på stien", "Det er mørkt.", State.RECEIVED, NOW - WEEK)
    number = ideas.add(tx, idea)
    made = ideas.by_id(tx, 1, number)
    assert made is not None
    assert ideas.move(tx, made, State.DONE, None, result="Nu kan vi se, hvor vi går.", done_at=NOW)
    when = LocalTime(When(date(2026, 11, 21), time(18)), "Europe/Copenhagen")
    event_id = events.add(tx, Event(0, 1, "Høstfest", when, "Hallen", NOW - WEEK))
    event = events.by_id(tx, 1, event_id)
    assert event is not None
    assert events.keep_result(tx, event, "80 kom.", None, NOW)
