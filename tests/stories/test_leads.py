"""Leading a group is the role: seen under "Roller", given for a named group, never silently lost."""

from datetime import timedelta

import pytest

from domain.groups import Group, GroupState
from domain.people import Person
from storage import audit, groups, people
from storage.transaction import Transaction
from tests.fixtures.bots import time_comes
from tests.fixtures.cast import Member, NewMember, joined
from tests.stories.test_roles import NO_GOOD, add_to_steering, link_for

ALONE = "Lydholdet står uden tovholder."


@pytest.fixture
async def lydholdet(karen: Member, bo: Member) -> str:
    """Bo leads it; Karen is in the steering group."""
    await karen.klyngebot.database.transact(_make, "Lydholdet", bo.chat.person.telegram_id)
    return "Lydholdet"


def _make(tx: Transaction, name: str, lead: int) -> None:
    person = _person(tx, lead)
    number = groups.add(tx, Group(0, 1, name, "", GroupState.OPEN), person.joined_at)
    groups.set_lead(tx, person, number, person.joined_at, None)


def _person(tx: Transaction, telegram_id: int) -> Person:
    person = people.by_telegram(tx, 1, telegram_id)
    assert person is not None
    return person


async def test_roller_lists_who_leads_which_group_and_leads_there(lydholdet, karen, bo):
    await karen.writes("/roller")
    assert "Tovholdere: Bo (Lydholdet)" in karen.sees
    await karen.taps("Fjern en rolle")
    await karen.taps("Bo · Lydholdet")
    assert karen.sees == "Lydholdet\n\nTovholder: Bo, Jystrup-Valsølille\nRollen har ingen slutdato."
    await karen.taps("Fjern tovholderen")
    assert karen.sees.startswith("Skal Bo ikke længere være tovholder for Lydholdet?")
    await karen.taps("Ja, fjern tovholderen")
    assert karen.sees == "Lydholdet\n\nGruppen står uden tovholder."
    assert bo.sees.startswith("Du er ikke længere tovholder for Lydholdet, men du er stadig med i gruppen.")
    await karen.writes("/roller")
    assert "Tovholdere: ingen endnu" in karen.sees


async def test_a_link_to_lead_is_for_a_named_group_and_gives_that_group(lydholdet, karen, bo, somebody):
    link = await link_for(karen, "Tovholder", "Lydholdet")
    assert karen.sees.startswith("Link til en tovholder for Lydholdet")
    await bo.starts(link)
    assert bo.sees == "Du er allerede tovholder for Lydholdet. Linket er ikke brugt."
    ida = somebody("Ida")
    await ida.starts(link)
    await ida.taps("Ja, jeg er fyldt 16")
    await ida.taps("Vigersted")
    assert ida.sees.startswith("✓ Tak! Nu er du tovholder for Lydholdet.")
    assert ida.sees.endswith("Din rolle slutter 22. maj 2027.")
    assert karen.sees == "Ida har afløst Bo fra Jystrup-Valsølille som tovholder for Lydholdet."
    assert bo.sees.startswith("Lydholdet har en ny tovholder. Du er stadig med i gruppen.")
    await ida.taps("‹ Til gruppen")
    assert "Hvad vi mangler" in ida.buttons
    await karen.writes("/roller")
    assert "Tovholdere: Ida (Lydholdet)" in karen.sees


async def test_a_link_to_lead_is_good_until_somebody_leads_or_it_closes(lydholdet, karen, bo, somebody):
    ida = await joined(somebody("Ida"), "vigersted")
    first, second = [await link_for(karen, "Tovholder", "Lydholdet") for _ in range(2)]
    await ida.starts(first)
    assert "tovholder for Lydholdet" in ida.sees
    await bo.starts(second)
    assert bo.sees == NO_GOOD
    third = await link_for(karen, "Tovholder", "Lydholdet")
    await karen.forges("v1:gsclosed:1")
    await bo.starts(third)
    assert bo.sees == NO_GOOD


async def test_without_a_group_there_is_nobody_to_invite_as_its_lead(karen: Member):
    await karen.writes("/roller")
    await karen.taps("Inviter til en rolle")
    await karen.taps("Tovholder")
    assert karen.sees.startswith("Der er ingen arbejdsgrupper endnu.")


async def test_a_lead_who_is_erased_leaves_a_group_that_says_so_and_no_name(lydholdet, karen, bo):
    await bo.forges("v1:leave")
    await bo.taps("Ja, slet alt om mig")
    assert karen.sees == f"{ALONE[:-1]}: den hidtidige har fået slettet alt om sig selv."
    await karen.taps("Se tovholderen")
    assert karen.sees == "Lydholdet\n\nGruppen står uden tovholder."


async def test_a_lead_who_is_shut_out_leads_nothing_any_more(lydholdet, karen, bo):
    await karen.writes("/roller")
    await karen.taps("Spær nogen ude")
    await karen.writes("Bo")
    await karen.taps("Bo, Jystrup-Valsølille")
    await karen.taps("Ja, spær ude")
    await karen.writes("/grupper")
    await karen.taps("Se alle grupper")
    await karen.taps("Lydholdet")
    assert "Tovholder: ingen endnu" in karen.sees
    await karen.forges("v1:audit:0")
    assert "Karen har fjernet Bo som tovholder for Lydholdet." in karen.sees


async def test_the_others_hear_that_the_group_of_one_shut_out_stands_alone(lydholdet, karen, somebody):
    ole = await add_to_steering(karen, await joined(somebody("Ole"), "vigersted"))
    await ole.forges("v1:block")
    await ole.writes("Bo")
    await ole.taps("Bo, Jystrup-Valsølille")
    await ole.taps("Ja, spær ude")
    assert karen.inbox[-2:] == [
        "Ole har spærret Bo fra Jystrup-Valsølille ude.",
        f"Ole har fjernet Bo fra Jystrup-Valsølille som tovholder for Lydholdet.\n\n{ALONE}",
    ]


async def test_a_lead_who_cannot_be_reached_is_told_of_after_two_weeks_and_then_each_month(
    lydholdet, karen, bo, klyngebot, clock
):
    start = clock.now()
    bo.chat.block()
    await klyngebot.settled()
    heard = len(karen.inbox)
    for days, times in ((13, 0), (15, 1), (16, 1), (45, 2), (46, 2)):
        await time_comes(klyngebot, clock, start + timedelta(days=days))
        told = [
            text for text in karen.inbox[heard:] if text.startswith("Lydholdet står uden en tovholder, vi")
        ]
        assert len(told) == times, days
    assert karen.sees.endswith("den nuværende blokerede botten for 45 dage siden.")
    await karen.taps("Se tovholderen")
    assert "Tovholderen har blokeret botten" in karen.sees
    bo.chat.unblock()
    await klyngebot.settled()
    heard = len(karen.inbox)
    await time_comes(klyngebot, clock, start + timedelta(days=80))
    assert len(karen.inbox) == heard


async def test_a_role_that_ends_by_itself_is_told_and_logged(lydholdet, karen, bo, klyngebot, clock):
    day = (clock.now() + timedelta(days=10)).date()
    await klyngebot.database.transact(_until, bo.chat.person.telegram_id, day)
    await time_comes(klyngebot, clock, clock.now() + timedelta(days=12))
    assert karen.sees == f"Bo fra Jystrup-Valsølille er ikke længere tovholder for Lydholdet.\n\n{ALONE}"
    line = (await klyngebot.database.transact(audit.newest, 1, 0, 1))[0]
    assert (line.deed.value, line.group) == ("taken", "Lydholdet")


def _until(tx: Transaction, telegram_id: int, day) -> None:
    assert groups.set_until(tx, 1, 1, _person(tx, telegram_id).id, day)


async def test_the_lead_s_screens_in_english(lydholdet, karen, somebody: NewMember):
    ann = await joined(somebody("Ann", "en"), "vigersted")
    await ann.starts(await link_for(karen, "Tovholder", "Lydholdet"))
    assert ann.sees.startswith("✓ Thank you!")
    assert ann.sees.endswith("Your role ends on 22 May 2027.")
    await ann.forges("v1:gunleads:1")
    await ann.taps("Stop leading, stay in it")
    assert ann.sees.startswith("You no longer lead Lydholdet, but you are still in the group.")


async def test_a_lead_sees_who_is_not_reached_and_how_many_a_message_reaches(
    lydholdet: str, bo: Member, anna: Member, somebody: NewMember
):
    ida = await joined(somebody("Ida"), "vigersted")
    for one in (await joined(anna, "vigersted"), ida):
        await one.forges("v1:gjoin:1")
    ida.chat.block()
    await bo.klyngebot.settled()
    await bo.forges("v1:gmembers:1:0")
    await bo.taps("Ida, Vigersted")
    assert bo.sees.endswith("Mine beskeder når ikke frem til Ida. Sig det gerne selv.")
    await bo.forges("v1:gwrite:1")
    await bo.writes("Vi ses i morgen")
    await bo.taps(bo.buttons[0])
    assert bo.sees == "✓ Beskeden er sendt til 1 i Lydholdet."
