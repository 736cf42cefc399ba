"""Roles are given by links, taken in a tap, and never by anybody outside the steering group."""

import re
from datetime import timedelta

from domain.people import Role
from storage import people
from storage import roles as held
from tests.fixtures.cast import Member, NewMember, joined

ROLES = {
    "Tovholder": ("tovholder", timedelta(days=7)),
    "Med i styregruppen": ("styregruppen", timedelta(hours=24)),
    "Kommunekontakt": ("kommunekontakt", timedelta(days=7)),
    "Driftsansvarlig": ("driftsansvarlig", timedelta(hours=24)),
}
NO_GOOD = "Det link virker ikke. Det er brugt eller for gammelt. Bed om et nyt."


async def link_for(karen: Member, label: str) -> str:
    """From "Roller" it takes two taps; what comes after `?start=`."""
    await karen.writes("/roller")
    await karen.taps("Inviter til en rolle")
    await karen.taps(label)
    found = re.search(r"start=(role_\S+)", karen.sees)
    assert found is not None
    return found[1]


async def add_to_steering(karen: Member, member: Member) -> Member:
    await member.starts(await link_for(karen, "Med i styregruppen"))
    assert member.sees.startswith("✓ Du er nu med i styregruppen.")
    return member


async def test_a_link_gives_the_role_and_the_steering_group_hears_of_it(karen, bo, somebody):
    ida = await joined(somebody("Ida"), "vigersted")
    for number, (label, (name, _)) in enumerate(ROLES.items()):
        await ida.starts(await link_for(karen, label))
        assert ida.sees.startswith("✓ Du er nu ")
        assert name in ida.sees
        told = [text for text in karen.inbox if text.startswith(("Klyngen har fået", "Der er kommet"))]
        assert len(told) == number + 1
    again = await link_for(karen, "Tovholder")
    await ida.starts(again)
    assert ida.sees == "Du er allerede tovholder. Linket er ikke brugt."
    await bo.starts(again)
    assert bo.sees == "✓ Du er nu tovholder."
    await karen.taps("Se rollerne")
    assert "Tovholdere: Bo og Ida" in karen.sees


async def test_a_newcomer_signs_up_first_and_has_the_role_then(karen: Member, somebody: NewMember):
    ida = somebody("Ida")
    await ida.starts(await link_for(karen, "Tovholder"))
    await ida.taps("Ja, jeg er fyldt 16")
    await ida.taps("Vigersted")
    assert ida.inbox[-2].startswith("✓ Velkommen, Ida!")
    assert ida.sees == "✓ Du er nu tovholder."


async def test_who_is_under_sixteen_gets_no_role_and_the_link_stays_good(karen, bo, somebody):
    link = await link_for(karen, "Tovholder")
    ida = somebody("Ida")
    await ida.starts(link)
    await ida.taps("Nej, ikke endnu")
    await bo.starts(link)
    assert bo.sees == "✓ Du er nu tovholder."


async def test_unknown_used_and_old_links_get_the_same_answer(karen, bo, somebody, clock):
    used = await link_for(karen, "Kommunekontakt")
    await bo.starts(used)
    old = await link_for(karen, "Driftsansvarlig")
    clock.forward(timedelta(hours=24))
    ida = await joined(somebody("Ida"), "vigersted")
    for link in (used, old, "role_unknown", "claim_unknown"):
        await ida.starts(link)
        assert ida.sees == NO_GOOD


async def test_a_link_is_good_until_it_runs_out_and_not_longer(karen, bo, somebody, clock):
    ida = await joined(somebody("Ida"), "vigersted")
    made = {label: (await link_for(karen, label), await link_for(karen, label)) for label in ROLES}
    began = clock.now()
    for label in sorted(ROLES, key=lambda label: ROLES[label][1]):
        early, late = made[label]
        clock.moment = began + ROLES[label][1] - timedelta(seconds=1)
        await bo.starts(early)
        assert bo.sees.startswith("✓ Du er nu ")
        clock.moment = began + ROLES[label][1]
        await ida.starts(late)
        assert ida.sees == NO_GOOD


async def test_a_role_is_taken_in_two_taps_and_both_sides_are_told(karen, bo, somebody):
    ole = await add_to_steering(karen, await joined(somebody("Ole"), "vigersted"))
    await bo.starts(await link_for(karen, "Tovholder"))
    heard = len(ole.inbox)
    await karen.writes("/roller")
    assert "Styregruppen: Karen og Ole" in karen.sees
    assert "Tovholdere: Bo" in karen.sees
    await karen.taps("Fjern en rolle")
    await karen.taps("Bo · tovholder")
    await karen.taps("Fjern rollen")
    assert karen.alerts[-1] == "Rollen er fjernet. Et nyt link giver den tilbage."
    assert "Tovholdere: ingen endnu" in karen.sees
    assert bo.sees.startswith("Du er ikke længere tovholder.")
    assert ole.inbox[heard:] == ["En tovholder har ikke rollen længere."]


async def test_the_last_one_in_the_steering_group_stays(karen: Member):
    await karen.writes("/roller")
    await karen.taps("Fjern en rolle")
    await karen.taps("Karen · styregruppe")
    await karen.taps("Fjern rollen")
    assert karen.alerts[-1].startswith("Der skal være mindst én i styregruppen.")
    assert "Styregruppen: Karen" in karen.sees


async def test_who_leaves_the_steering_group_takes_their_links_along(karen, bo, somebody):
    ole = await add_to_steering(karen, await joined(somebody("Ole"), "vigersted"))
    link = await link_for(ole, "Med i styregruppen")
    await ole.writes("/roller")
    await ole.taps("Fjern en rolle")
    await ole.taps("Ole · styregruppe")
    await ole.taps("Fjern rollen")
    assert ole.sees.startswith("Du er ikke længere med i styregruppen.")
    await bo.starts(link)
    assert bo.sees == NO_GOOD
    await ole.writes("/roller")
    await ole.forges("v1:roles")
    assert ole.alerts[-1] == "Det er kun for styregruppen."


async def test_who_is_shut_out_gets_one_sentence_and_nothing_else(karen, bo, clock):
    await karen.writes("/roller")
    await karen.taps("Spær nogen ude")
    await karen.writes("bo")
    await karen.taps("Bo, Jystrup-Valsølille")
    assert karen.sees == "Bo er spærret ude: ingen svar, ingen beskeder."
    heard = len(bo.inbox)
    for words in ("hej", "/start", "/mig", "/menu", "/stop"):
        await bo.writes(words)
    await bo.forges("v1:me")
    await bo.starts(await link_for(karen, "Tovholder"))
    bo.chat.block()
    bo.chat.unblock()
    await bo.writes("er I der?")
    assert set(bo.inbox[heard:]) == {bo.sees}
    assert bo.sees.startswith("Styregruppen har spærret dig ude. Er det en fejl, så tal med ")
    await karen.writes("/roller")
    await karen.taps("Spærret ude (1)")
    await karen.taps("Bo, Jystrup-Valsølille")
    assert karen.alerts[-1] == "Lukket ind igen."
    await bo.writes("/menu")
    assert "Hvad vil du?" in bo.sees


async def test_nobody_shuts_the_steering_group_out(karen: Member, somebody: NewMember):
    ole = await add_to_steering(karen, await joined(somebody("Ole"), "vigersted"))
    await karen.writes("/roller")
    await karen.taps("Spær nogen ude")
    await karen.writes("Ole")
    assert karen.sees.startswith("Jeg kender ingen med det fornavn")
    person = await karen.klyngebot.database.transact(people.by_telegram, 1, ole.chat.person.telegram_id)
    assert not await karen.klyngebot.database.transact(held.block, person, person.joined_at)


async def test_the_role_lost_between_two_questions_ends_them(karen, bo, somebody, klyngebot):
    await add_to_steering(karen, await joined(somebody("Ole"), "vigersted"))
    await karen.writes("/roller")
    await karen.taps("Spær nogen ude")
    await karen.writes("Bo")
    person = await klyngebot.database.transact(people.by_telegram, 1, karen.chat.person.telegram_id)
    assert await klyngebot.database.transact(held.take, person, Role.STEERING)
    await karen.taps("Bo, Jystrup-Valsølille")
    assert karen.alerts[-1].startswith("Den knap er gammel.")
    await bo.writes("/menu")
    assert "Hvad vil du?" in bo.sees


async def test_the_steering_group_finds_it_in_the_menu_and_none_of_it_is_kept(karen: Member, bo: Member):
    await karen.writes("/menu")
    await karen.taps("Styregruppen")
    await karen.taps("Roller")
    assert "Styregruppen: Karen" in karen.sees
    link = await link_for(karen, "Tovholder")
    kept = await karen.klyngebot.database.transact(_contents)
    assert not [text for text in kept if link in text or "Styregruppen:" in text]
    await bo.writes("/menu")
    assert "Styregruppen" not in bo.buttons


def _contents(tx) -> list[str]:
    return list(tx.connection.exec_driver_sql("select text from contents").scalars())
