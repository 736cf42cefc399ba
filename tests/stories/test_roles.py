"""Roles are given by links, taken in a tap, and never by anybody outside the steering group."""

import re
from datetime import timedelta

from domain.people import Role
from storage import people
from storage import roles as held
from tests.fixtures.cast import Member, NewMember, joined

ROLES = {
    "Med i styregruppen": ("styregruppen", timedelta(hours=24)),
    "Kommunekontakt": ("kommunekontakt", timedelta(days=7)),
    "Driftsansvarlig": ("driftsansvarlig", timedelta(hours=24)),
}
NO_GOOD = "Det link virker ikke. Det er brugt eller for gammelt. Bed om et nyt."


async def link_for(karen: Member, label: str, group: str = "") -> str:
    """From "Roller" it takes two taps, and one more for the group to lead; what comes after `?start=`."""
    await karen.writes("/roller")
    await karen.taps("Inviter til en rolle")
    await karen.taps(label)
    if group:
        await karen.taps(group)
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
        told = [text for text in karen.inbox if text.startswith("Karen ") and "Ida fra Vigersted" in text]
        assert len(told) == number + 1
    again = await link_for(karen, "Kommunekontakt")
    await ida.starts(again)
    assert ida.sees == "Du er allerede kommunekontakt. Linket er ikke brugt."
    await bo.starts(again)
    assert bo.sees == "✓ Du er nu kommunekontakt."
    assert karen.sees == "Karen gjorde Bo fra Jystrup-Valsølille til kommunekontakt."
    await karen.taps("Se rollerne")
    assert "Kommunekontakt: Bo og Ida" in karen.sees


async def test_a_newcomer_signs_up_first_and_has_the_role_then(karen: Member, somebody: NewMember):
    ida = somebody("Ida")
    await ida.starts(await link_for(karen, "Kommunekontakt"))
    await ida.taps("Ja, jeg er fyldt 16")
    await ida.taps("Vigersted")
    assert ida.inbox[-2].startswith("✓ Velkommen, Ida!")
    assert ida.sees == "✓ Du er nu kommunekontakt."


async def test_who_is_under_sixteen_gets_no_role_and_the_link_stays_good(karen, bo, somebody):
    link = await link_for(karen, "Kommunekontakt")
    ida = somebody("Ida")
    await ida.starts(link)
    await ida.taps("Nej, ikke endnu")
    await bo.starts(link)
    assert bo.sees == "✓ Du er nu kommunekontakt."


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
    await bo.starts(await link_for(karen, "Kommunekontakt"))
    heard = len(ole.inbox)
    await karen.writes("/roller")
    assert "Styregruppen: Karen og Ole" in karen.sees
    assert "Kommunekontakt: Bo" in karen.sees
    await karen.taps("Fjern en rolle")
    await karen.taps("Bo · kommune")
    await karen.taps("Fjern rollen")
    assert karen.alerts[-1] == "Rollen er fjernet. Et nyt link giver den tilbage."
    assert "Kommunekontakt: ingen endnu" in karen.sees
    assert bo.sees.startswith("Du er ikke længere kommunekontakt.")
    assert ole.inbox[heard:] == ["Karen har fjernet Bo fra Jystrup-Valsølille som kommunekontakt."]


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


async def shuts_out(karen: Member, label: str) -> None:
    await karen.writes("/roller")
    await karen.taps("Spær nogen ude")
    await karen.writes(label.split(",", maxsplit=1)[0])
    await karen.taps(label)
    await karen.taps("Ja, spær ude")


async def test_who_is_shut_out_gets_one_sentence_and_nothing_else(karen, bo, clock):
    await shuts_out(karen, "Bo, Jystrup-Valsølille")
    assert karen.sees == "Bo er spærret ude og kan ikke bruge Klyngebot."
    heard = len(bo.inbox)
    for words in ("hej", "/start", "/mig", "/menu", "/stop", "/settings"):
        await bo.writes(words)
    await bo.forges("v1:me")
    await bo.forges("v1:withdraw:profile")
    await bo.starts(await link_for(karen, "Kommunekontakt"))
    bo.chat.block()
    bo.chat.unblock()
    await bo.writes("er I der?")
    assert set(bo.inbox[heard:]) == {bo.sees}
    assert bo.sees.startswith("Styregruppen har spærret dig ude. Er det en fejl, så tal med ")
    assert bo.buttons == ["Mine oplysninger"]
    await karen.writes("/roller")
    await karen.taps("Spærret ude (1)")
    await karen.taps("Bo, Jystrup-Valsølille")
    assert karen.alerts[-1] == "Bo er lukket ind igen."
    assert bo.sees == "Styregruppen har lukket dig ind igen. Du kan bruge Klyngebot som før."
    await bo.taps("Til menuen")
    assert "Hvad vil du?" in bo.sees


async def test_who_is_shut_out_still_gets_what_we_keep_and_may_be_erased(karen, bo):
    await shuts_out(karen, "Bo, Jystrup-Valsølille")
    await bo.writes("hej")
    await bo.taps("Mine oplysninger")
    assert bo.buttons == ["Hent alt om mig", "Slet mig"]
    await bo.taps("Hent alt om mig")
    assert bo.sees.startswith("Her er alt, hvad vi gemmer om dig.")
    await bo.writes("/data")
    await bo.taps("Slet mig")
    await bo.taps("Ja, slet alt om mig")
    assert bo.sees.startswith("Alt om dig er slettet.")
    assert await karen.klyngebot.database.transact(people.by_telegram, 1, bo.chat.person.telegram_id) is None


async def test_two_of_one_name_are_told_apart_and_nothing_happens_without_a_yes(karen, bo, somebody, clock):
    clock.forward(timedelta(days=400))
    other = await joined(somebody("Bo"), "jystrup-valsoelille")
    await karen.writes("/roller")
    await karen.taps("Spær nogen ude")
    await karen.writes("Bo")
    assert karen.buttons[:2] == ["Bo · 22.11.2026", "Bo · 27.12.2027"]
    await karen.taps("Bo · 27.12.2027")
    assert "Skal Bo fra Jystrup-Valsølille spærres ude?\n\nMed siden 27. december 2027." in karen.sees
    await karen.taps("Nej, lad være")
    await other.writes("/menu")
    assert "Hvad vil du?" in other.sees


async def test_everybody_lays_their_own_role_down(karen, bo, somebody):
    ole = await add_to_steering(karen, await joined(somebody("Ole"), "vigersted"))
    await bo.starts(await link_for(karen, "Kommunekontakt"))
    await bo.forges("v1:rolelay:municipal")
    assert bo.sees.startswith("Vil du holde op med at være kommunekontakt?")
    await bo.taps("Ja, læg rollen ned")
    assert bo.sees.startswith("Du er ikke længere kommunekontakt.")
    assert karen.sees == ole.sees == "Bo fra Jystrup-Valsølille er ikke længere kommunekontakt."
    await ole.forges("v1:rolelaid:steering")
    assert karen.sees == "Ole fra Vigersted er ikke længere med i styregruppen."
    await karen.forges("v1:rolelaid:steering")
    assert karen.alerts[-1].startswith("Der skal være mindst én i styregruppen.")


async def test_the_log_says_in_words_who_did_what_and_forgets_names_with_people(karen, bo, somebody):
    ole = await add_to_steering(karen, await joined(somebody("Ole"), "vigersted"))
    await bo.starts(await link_for(ole, "Kommunekontakt"))
    await karen.writes("/roller")
    await karen.taps("Se, hvad der er sket")
    assert karen.sees == (
        "Hvad der er sket\n\n"
        "22. november 2026: Ole gjorde Bo til kommunekontakt.\n\n"
        "22. november 2026: Ole lavede et link til en ny kommunekontakt.\n\n"
        "22. november 2026: Karen har taget Ole med i styregruppen.\n\n"
        "22. november 2026: Karen lavede et link til et nyt medlem af styregruppen."
    )
    await ole.forges("v1:leave")
    await ole.taps("Ja, slet alt om mig")
    assert karen.sees == "En i styregruppen har fået slettet alt om sig selv og er ikke længere med."
    await karen.writes("/log")
    assert "22. november 2026: En i styregruppen har fået slettet alt om sig selv." in karen.sees
    assert "En, der er slettet, gjorde Bo til kommunekontakt." in karen.sees
    assert "Ole" not in karen.sees
    await karen.taps(next(label for label in karen.buttons if label.startswith("Flere")))
    assert "Karen lavede et link til et nyt medlem af styregruppen." in karen.sees
    await bo.writes("/log")
    assert bo.sees.startswith("Det er kun for styregruppen.")


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
    link = await link_for(karen, "Kommunekontakt")
    kept = await karen.klyngebot.database.transact(_contents)
    assert not [text for text in kept if link in text or "Styregruppen:" in text]
    await bo.writes("/menu")
    assert "Styregruppen" not in bo.buttons


def _contents(tx) -> list[str]:
    return list(tx.connection.exec_driver_sql("select text from contents").scalars())


async def test_the_municipal_contact_sees_the_cluster_in_figures_and_nobody_in_them(karen, bo):
    await bo.starts(await link_for(karen, "Kommunekontakt"))
    await bo.writes("/menu")
    await bo.taps("Klyngen i tal")
    assert "Vigersted: få" in bo.sees
    assert "Små tal vises som »få«" in bo.sees
    await bo.taps("Hvad ingen dækker")
    assert bo.buttons == ["‹ Tilbage"]
    await bo.taps("‹ Tilbage")
    await bo.taps("Efter kompetence")
    await bo.taps("‹ Tilbage")
    assert bo.buttons[-1] == "Til menuen"
    await bo.writes("/tal")
    assert "Vigersted: få" in bo.sees
    await bo.forges("v1:gs")
    assert bo.alerts[-1] == "Det er kun for styregruppen."


async def test_the_operator_sees_how_the_bot_is_doing(karen, bo):
    await bo.starts(await link_for(karen, "Driftsansvarlig"))
    await bo.writes("/menu")
    await bo.taps("Driften")
    assert bo.sees.startswith("Driften\n\n0 beskeder venter på at komme af sted.")
    assert bo.sees.endswith("Alt ser ud, som det skal.")
    await bo.taps("Klyngen i tal")
    assert "Vigersted: få" in bo.sees
