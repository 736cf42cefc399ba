"""What happens in the villages: made, seen, answered, and who gets the last seat."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from domain.audience import Audience
from domain.dates import When
from domain.events import Event, LocalTime
from domain.groups import Group, GroupState
from domain.people import Person
from storage import clusters, events, groups, people
from storage.events import places
from storage.transaction import Transaction
from tests.fixtures.bots import SetClock, time_comes
from tests.fixtures.cast import Member, joined
from tests.stories.test_roles import shuts_out

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SATURDAY = "lørdag den 28. november 2026 kl. 14.00"
HALL = "Vigersted Forsamlingshus"


def known(tx: Transaction, member: Member) -> Person:
    person = people.by_telegram(tx, 1, member.chat.person.telegram_id)
    assert person is not None
    return person


def _lead(tx: Transaction, bo: Member) -> None:
    group_id = groups.add(tx, Group(0, 1, "Lydholdet", "Lyd og mad", GroupState.OPEN), NOW)
    groups.set_lead(tx, known(tx, bo), group_id, NOW, None)


@pytest.fixture
async def lead(bo: Member) -> Member:
    """Bo leads a group."""
    await bo.klyngebot.database.transact(_lead, bo)
    return bo


@pytest.fixture
async def neighbour(anna: Member) -> Member:
    return await joined(anna, "vigersted")


async def planned(
    member: Member,
    title: str = "Fællesspisning",
    at: datetime = datetime(2026, 11, 28, 14),
    *,
    audience: str = "cluster",
    seats: int | None = None,
    supper: bool = False,
) -> int:
    """That member runs something; its number."""

    def add(tx: Transaction) -> int:
        when = LocalTime(When(at.date(), at.time()), "Europe/Copenhagen")
        organiser = known(tx, member).id
        whom = Audience.read(audience)
        event = Event(0, 1, title, when, HALL, NOW, organiser, audience=whom, seats=seats, supper=supper)
        return events.add(tx, event)

    return await member.klyngebot.database.transact(add)


async def makes(member: Member, title: str, when: str, *, whom: str = "Hele klyngen", but: int = 0) -> None:
    """Up to the last question, or to one some taps before it."""
    await member.writes("/sker")
    await member.taps("Mine arrangementer")
    await member.taps("Lav et arrangement")
    await member.writes(title)
    await member.writes(when)
    await member.taps("Ja")
    await member.writes(HALL)
    for label in (whom, "Plads til alle", "Nej, ingen spisning")[: 3 - but]:
        await member.taps(label)


async def test_a_lead_makes_one_and_a_neighbour_says_yes(lead: Member, neighbour: Member):
    await makes(lead, "Fællesspisning", "lørdag kl. 14")
    assert lead.sees.startswith(f"Trin 7 af 7\n\nFællesspisning\n{SATURDAY}\nSted: {HALL}\nFor: Hele klyngen")
    assert "samme dag" not in lead.sees
    await lead.taps("Opret arrangementet")
    assert lead.alerts[-1] == "Arrangementet er oprettet."
    assert "Ingen har sagt ja endnu." in lead.sees
    await neighbour.writes("/menu")
    await neighbour.taps("Hvad sker der?")
    assert neighbour.sees == (
        "Hvad sker der?\n\nTæt på dig\n• lør. 28. nov. kl. 14.00: Fællesspisning, Vigersted Forsamlingshus"
    )
    await neighbour.taps("Fællesspisning")
    assert neighbour.sees.startswith(f"Fællesspisning\n\n{SATURDAY}\n")
    assert "Holdes af Bo" in neighbour.sees
    await neighbour.taps("Kommer")
    assert neighbour.alerts[-1] == "Godt! Du står på listen."
    assert "1 kommer" in neighbour.sees
    assert "✓ Kommer" in neighbour.buttons
    await neighbour.taps("Nej")
    assert "Du kommer ikke." in neighbour.sees
    assert "Ingen har sagt ja endnu." in neighbour.sees


async def test_a_resident_cannot_make_one(neighbour: Member):
    await neighbour.writes("/sker")
    await neighbour.taps("Mine arrangementer")
    assert "Lav et arrangement" not in neighbour.buttons
    await neighbour.forges("v1:evmake")
    assert neighbour.alerts[-1].startswith("Det er kun for")


async def test_the_way_to_make_one_is_where_they_look_for_it(lead: Member, karen: Member, neighbour: Member):
    for member, ways in ((karen, ("/styregruppen",)), (lead, ("/grupper", "Lydholdet")), (lead, ("/sker",))):
        await member.writes(ways[0])
        for way in ways[1:]:
            await member.taps(way)
        await member.taps("Lav et arrangement")
        assert "Trin 1 af 7" in member.sees
        await member.writes("/cancel")
    await neighbour.writes("/sker")
    assert "Lav et arrangement" not in neighbour.buttons


async def test_it_can_be_for_several_villages(karen: Member, neighbour: Member, bo: Member):
    await makes(karen, "Tipsløb", "lørdag kl. 14", whom="Flere landsbyer", but=2)
    assert karen.sees.startswith("Trin 4 af 7\n\nHvilke landsbyer er det for?")
    await karen.taps("Færdig, gå videre ›")
    assert karen.sees.startswith("Vælg mindst én landsby")
    await karen.taps("Vigersted")
    await karen.taps("Fjællebro-Kværkeby")
    await karen.taps("✓ Fjællebro-Kværkeby")
    await karen.taps("Haraldsted-Allindemagle")
    assert [label for label in karen.buttons if "✓" in label] == ["✓ Vigersted", "✓ Haraldsted-Allindemagle"]
    await karen.taps("Færdig, gå videre ›")
    await karen.taps("Plads til alle")
    await karen.taps("Nej, ingen spisning")
    assert "For: Vigersted og Haraldsted-Allindemagle" in karen.sees
    await karen.taps("Opret arrangementet")
    await neighbour.writes("/sker")
    assert "Tæt på dig\n• lør. 28. nov. kl. 14.00: Tipsløb" in neighbour.sees
    await bo.writes("/sker")
    assert "Lidt længere væk\n• lør. 28. nov. kl. 14.00: Tipsløb" in bo.sees


async def test_several_villages_can_be_written(karen: Member):
    await makes(karen, "Tipsløb", "lørdag kl. 14", whom="Flere landsbyer", but=2)
    await karen.writes("Vigersted, København")
    assert karen.sees.startswith("Vælg mindst én landsby")
    await karen.writes("vigersted og jystrup")
    await karen.taps("Plads til alle")
    await karen.taps("Nej, ingen spisning")
    assert "For: Vigersted og Jystrup-Valsølille" in karen.sees


async def test_the_place_is_one_of_the_cluster_s(karen: Member):
    await karen.klyngebot.database.transact(partial(places.add, cluster_id=1, name="Skolen"))
    await karen.forges("v1:evmake")
    await karen.writes("Banko")
    await karen.writes("6. december kl. 14-16")
    await karen.taps("Ja")
    await karen.taps("Skolen")
    await karen.taps("Vigersted")
    await karen.writes("30")
    await karen.taps("Ja, der er spisning")
    assert "søndag den 6. december 2026 kl. 14.00–16.00\nSted: Skolen\nFor: Vigersted" in karen.sees
    assert "30 pladser\nMed spisning" in karen.sees
    await karen.taps("Opret arrangementet")
    assert "30 ledige pladser" in karen.sees


async def test_a_place_that_is_used_again_is_offered_from_then_on(lead: Member):
    for title in ("Krolf", "Krolf igen"):
        await makes(lead, title, "lørdag kl. 14" if title == "Krolf" else "5. december kl. 14")
        await lead.taps("Opret arrangementet")
    await lead.forges("v1:evmake")
    for words in ("Tredje gang", "12. december kl. 14", "ja"):
        await lead.writes(words)
    assert HALL in lead.buttons


async def test_answers_that_are_none_are_asked_again(karen: Member):
    await karen.forges("v1:evmake")
    for wrong in ("x", "x" * 41):
        await karen.writes(wrong)
        assert karen.sees.startswith("Navnet skal have mellem 3 og 40 tegn.")
    await karen.writes("Banko")
    for wrong in ("snart", "kl. 14", "i går kl. 14"):
        await karen.writes(wrong)
        assert "Hvornår er det?" in karen.sees, wrong
    await karen.writes("lørdag")
    await karen.writes("14")
    await karen.writes("ja")
    await karen.writes("x" * 41)
    assert karen.sees.startswith("Skriv stedet kortere")
    await karen.writes("Hos os")
    await karen.taps("Hele klyngen")
    for wrong in ("mange", "-1", "1000", "1.5"):
        await karen.writes(wrong)
        assert karen.sees.startswith("Skriv et helt tal fra 0 til 999.")


async def test_how_many_come_and_how_many_eat(neighbour: Member, karen: Member):
    event_id = await planned(karen, supper=True)
    await neighbour.forges(f"v1:ev:{event_id}")
    await neighbour.taps("Kommer")
    assert "Hvor mange er I i alt?" in neighbour.sees
    await neighbour.taps("3")
    assert "Hvor mange af jer spiser med?" in neighbour.sees
    assert "4" not in neighbour.buttons
    await neighbour.taps("3")
    assert "3 kommer\n3 spiser med" in neighbour.sees
    assert "Du kommer. Antal: 3, heraf spiser 3." in neighbour.sees
    await neighbour.forges(f"v1:eveat:{event_id}:4")
    assert "heraf spiser 3" in neighbour.sees
    await neighbour.taps("Ret, hvor mange I er")
    await neighbour.taps("2")
    await neighbour.taps("Ingen spiser med")
    assert "2 kommer\n0 spiser med" in neighbour.sees


async def test_whoever_gets_the_one_seat_is_only_asked_whether_they_eat(neighbour: Member, karen: Member):
    event_id = await planned(karen, supper=True, seats=1)
    await neighbour.forges(f"v1:ev:{event_id}")
    await neighbour.taps("Kommer")
    assert neighbour.sees == "Fællesspisning\n\nSpiser du med?"
    assert neighbour.buttons == ["Ja, jeg spiser med", "Nej, jeg spiser ikke med", "‹ Tilbage"]
    await neighbour.taps("Ja, jeg spiser med")
    assert "Du kommer. Antal: 1, heraf spiser 1." in neighbour.sees
    await neighbour.taps("Ret, hvor mange I er")
    assert "Der er plads til 1." in neighbour.sees
    assert "2" not in neighbour.buttons


async def test_who_waits_is_asked_whether_they_eat_too(neighbour: Member, bo: Member, karen: Member):
    event_id = await planned(karen, supper=True, seats=2)
    for member in (neighbour, bo):
        await member.forges(f"v1:ev:{event_id}")
        await member.taps("Kommer")
        assert "3" not in member.buttons
        await member.taps("2")
    assert bo.sees.startswith("Fællesspisning\n\nDer er fuldt lige nu, så du er på venteliste.\n\nHvor mange")
    await bo.taps("2")
    assert "Du er nummer 1 på ventelisten." in bo.sees


async def test_who_waits_longest_gets_the_seat_and_is_told(
    neighbour: Member, bo: Member, karen: Member, somebody
):
    event_id = await planned(karen, seats=1)
    ida = await joined(somebody("Ida"), "vigersted")
    for member in (neighbour, bo, ida):
        await member.forges(f"v1:ev:{event_id}")
        await member.taps("Kommer")
    assert "0 ledige" not in bo.sees
    assert "Du er nummer 1 på ventelisten." in bo.sees
    assert "Du er nummer 2 på ventelisten." in ida.sees
    await neighbour.taps("Nej")
    assert bo.sees.startswith("Der blev en plads, og du var den næste på ventelisten.")
    assert SATURDAY in bo.sees
    await ida.forges(f"v1:ev:{event_id}")
    assert "Du er nummer 1 på ventelisten." in ida.sees
    await neighbour.taps("Kommer")
    assert "Du er nummer 2 på ventelisten." in neighbour.sees
    await bo.taps("Nej")
    assert ida.sees.startswith("Der blev en plads")


async def test_there_is_no_room_for_more_of_them(neighbour: Member, karen: Member):
    event_id = await planned(karen, seats=2)
    await neighbour.forges(f"v1:ev:{event_id}")
    await neighbour.taps("Kommer")
    await neighbour.taps("Ret, hvor mange I er")
    assert "3" not in neighbour.buttons
    await neighbour.forges(f"v1:evhead:{event_id}:3")
    assert neighbour.alerts[-1] == "Der er ikke plads til flere. I står stadig for 1."
    await neighbour.taps("Ret, hvor mange I er")
    await neighbour.taps("2")
    assert "I kommer 2." in neighbour.sees
    assert "Alle pladser er taget." in neighbour.sees
    assert "venteliste" not in neighbour.sees


async def test_near_comes_first(neighbour: Member, karen: Member):
    other = await karen.klyngebot.database.transact(_village, "jystrup-valsoelille")
    here = await karen.klyngebot.database.transact(_village, "vigersted")
    await planned(karen, "Krolf", datetime(2026, 11, 23, 10), audience=f"village:{other}")
    await planned(karen, "Banko", datetime(2026, 11, 27, 19), audience=f"village:{here}")
    await neighbour.writes("/sker")
    lines = [line for line in neighbour.sees.splitlines() if line]
    assert lines[1:] == [
        "Tæt på dig",
        "• fre. 27. nov. kl. 19.00: Banko, Vigersted Forsamlingshus",
        "Lidt længere væk",
        "• man. 23. nov. kl. 10.00: Krolf, Vigersted Forsamlingshus",
    ]


def _village(tx: Transaction, slug: str) -> int:
    return clusters.by_id(tx, 1).village_of(slug).id


async def test_what_a_group_holds_is_for_its_members(lead: Member, neighbour: Member):
    event_id = await planned(lead, "Øveaften", audience="group:1")
    await neighbour.writes("/sker")
    assert "Der er ikke noget på vej lige nu." in neighbour.sees
    await neighbour.forges(f"v1:ev:{event_id}")
    assert neighbour.alerts[-1].startswith("Den knap er gammel")
    await lead.writes("/sker")
    assert "Øveaften" in lead.sees


async def test_the_list_turns_its_pages(neighbour: Member, karen: Member):
    for number in range(1, 6):
        await planned(karen, f"Banko {number}", datetime(2026, 12, number, 19))
    await neighbour.writes("/sker")
    assert "Banko 3" in neighbour.sees
    assert "Banko 4" not in neighbour.sees
    await neighbour.taps("Flere (1 af 2) ›")
    assert "Banko 5" in neighbour.sees


async def test_what_has_begun_takes_no_answers(neighbour: Member, karen: Member, clock):
    event_id = await planned(karen)
    await neighbour.forges(f"v1:ev:{event_id}")
    clock.moment = datetime(2026, 11, 28, 13, tzinfo=UTC)
    await neighbour.taps("Kommer")
    assert neighbour.alerts[-1].startswith("Det er begyndt")


async def test_the_clash_guard_offers_to_move_to_join_or_to_go_on(lead: Member, karen: Member):
    await planned(karen, "Julemarked")
    await makes(lead, "Krolf", "lørdag kl. 15", whom="Jystrup-Valsølille")
    assert "Der er noget næsten samtidig:\n• lør. 28. nov. kl. 14.00: Julemarked" in lead.sees
    await lead.taps("Hold sammen: Julemarked")
    assert "✓ Besked sendt om Julemarked." in lead.sees
    assert karen.sees.startswith("Bo vil gerne holde noget omtrent samtidig med Julemarked, som du står for.")
    assert 'href="tg://user?id=' in karen.chat.messages[-1].html
    await lead.taps("Flyt det til en anden tid")
    assert "Hvornår er det?" in lead.sees
    await lead.writes("29. november kl. 15")
    await lead.taps("Ja")
    assert "samtidig" not in lead.sees
    await lead.taps("Opret arrangementet")
    assert lead.sees.startswith("Krolf\n\nsøndag den 29. november 2026 kl. 15.00")


async def test_an_event_in_ones_own_calendar(neighbour: Member, karen: Member):
    event_id = await planned(karen)
    await neighbour.forges(f"v1:ev:{event_id}")
    await neighbour.taps("Gem i din kalender")
    document = neighbour.chat.messages[-1]
    assert document.kind == "document"
    assert document.text.startswith("Åbn filen for at få Fællesspisning i din kalender.")


async def test_a_place_on_the_map(karen: Member):
    await karen.forges("v1:evmake")
    for words in ("Krolf", "lørdag kl. 14", "ja"):
        await karen.writes(words)
    await karen.sends_location(55.52, 11.85)
    assert "Hvad hedder stedet?" in karen.sees
    await karen.writes("Plænen bag skolen")
    await karen.taps("Hele klyngen")
    await karen.taps("Plads til alle")
    await karen.taps("Nej, ingen spisning")
    assert "Sted: Plænen bag skolen (kort)" in karen.sees
    await karen.taps("Opret arrangementet")
    assert "https://www.openstreetmap.org/?mlat=55.52" in karen.chat.messages[-1].html


async def test_what_would_begin_in_the_past_is_asked_again(karen: Member, clock: SetClock):
    await makes(karen, "Gåtur", "i dag kl. 15")
    clock.forward(timedelta(hours=3))
    await karen.taps("Opret arrangementet")
    assert karen.alerts[-1] == "Det tidspunkt er gået. Vælg et nyt."
    assert "Hvornår er det?" in karen.sees


async def test_who_leads_the_group_no_longer_is_asked_again_for_whom_it_is(lead: Member):
    await lead.klyngebot.database.transact(_lead, lead)
    await makes(lead, "Øveaften", "lørdag kl. 14", whom="Gruppen Lydholdet")
    await lead.klyngebot.database.transact(lambda tx: groups.stop_leading(tx, 1, 1, known(tx, lead).id))
    await lead.taps("Opret arrangementet")
    assert "Hvem er det for?" in lead.sees
    assert await lead.klyngebot.database.transact(events.by_id, 1, 1) is None


async def test_whoever_is_shut_out_has_no_seat_any_more(
    bo: Member, neighbour: Member, karen: Member, clock: SetClock
):
    event_id = await planned(karen, seats=1)
    for member in (bo, neighbour):
        await member.forges(f"v1:ev:{event_id}")
        await member.taps("Kommer")
    await shuts_out(karen, "Bo, Jystrup-Valsølille")
    await time_comes(karen.klyngebot, clock, clock.moment + timedelta(minutes=1))
    assert neighbour.sees.startswith("Der blev en plads, og du var den næste på ventelisten.")


async def test_the_steering_group_runs_it_while_its_organiser_cannot_be_reached(
    lead: Member, karen: Member, neighbour: Member
):
    event_id = await planned(lead)
    await neighbour.forges(f"v1:ev:{event_id}")
    await neighbour.taps("Kommer")
    await karen.forges(f"v1:evcancel:{event_id}")
    assert "Hvorfor aflyses" not in karen.sees
    lead.chat.block()
    await karen.klyngebot.settled()
    await karen.forges(f"v1:evcancel:{event_id}")
    assert karen.sees.startswith("Trin 1 af 2\n\nHvorfor aflyses Fællesspisning?")
