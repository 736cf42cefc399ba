"""Working groups: made, asked for, joined, led, handed over, left and closed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.groups import Group, GroupState
from domain.people import Person
from storage import erasure, groups, people
from storage.transaction import Transaction
from tests.fixtures.bots import time_comes
from tests.fixtures.cast import Member, NewMember, joined
from tests.storage.synthetic import dump

pytestmark = pytest.mark.usefixtures("no_digests")

NAME = "Lys i Skoven"
NOW, END = datetime(2026, 11, 22, 12, tzinfo=UTC), date(2027, 5, 22)


@pytest.fixture
async def group(karen: Member) -> str:
    """The steering group has made a group for the whole cluster."""
    made = Group(0, 1, NAME, "Vi hænger lygter op på stien.", GroupState.OPEN)
    await karen.klyngebot.database.transact(groups.add, made, NOW)
    return NAME


@pytest.fixture
async def lead(group: str, bo: Member) -> Member:
    """Bo leads it."""
    await bo.klyngebot.database.transact(_lead, bo.chat.person.telegram_id)
    return bo


@pytest.fixture
async def anna_in(group: str, anna: Member) -> Member:
    """Anna is in it."""
    await joined(anna, "vigersted")
    await anna.klyngebot.database.transact(_join, anna.chat.person.telegram_id)
    return anna


def _lead(tx: Transaction, telegram_id: int) -> None:
    groups.set_lead(tx, _person(tx, telegram_id), 1, NOW, END)


def _join(tx: Transaction, telegram_id: int) -> None:
    assert groups.join(tx, 1, 1, _person(tx, telegram_id).id, NOW, END)


def _person(tx: Transaction, telegram_id: int) -> Person:
    person = people.by_telegram(tx, 1, telegram_id)
    assert person is not None
    return person


async def sees_group(member: Member) -> None:
    await member.writes("/grupper")
    await member.taps("Se alle grupper")
    await member.taps(NAME)


async def test_the_steering_group_makes_a_group_and_asks_somebody_to_lead_it(karen: Member, bo: Member):
    await karen.writes("/menu")
    for label in ("Styregruppen", "Grupper", "Opret en gruppe"):
        await karen.taps(label)
    await karen.writes(NAME)
    await karen.writes("Vi hænger lygter op på stien.")
    await karen.taps("Hele klyngen")
    assert karen.sees == f"✓ {NAME} er oprettet."
    await karen.taps("Find en tovholder")
    await karen.writes("bo")
    await karen.taps("Bo, Jystrup-Valsølille")
    assert karen.sees.startswith(f"✓ Bo er spurgt om at være tovholder for {NAME}.")
    assert bo.sees.startswith(f"Styregruppen spørger: Vil du være tovholder for {NAME}?")
    await bo.taps("Ja, jeg vil være tovholder")
    assert bo.sees.startswith(f"✓ Tak! Nu er du tovholder for {NAME}.")
    assert karen.sees == f"Bo fra Jystrup-Valsølille er blevet tovholder for {NAME}."
    await karen.taps("Se tovholderen")
    assert "Tovholder: Bo, Jystrup-Valsølille\nRollen slutter 22. maj 2027." in karen.sees


async def test_who_says_no_thank_you_does_not_lead(group: str, karen: Member, bo: Member, clock):
    await karen.forges("v1:gslead:1")
    await karen.writes("Bo, jystrup")
    await karen.taps("Bo, Jystrup-Valsølille")
    offer = bo.chat.screen
    await bo.taps("Nej tak")
    assert bo.sees == "Helt i orden. Tak, fordi du svarede."
    assert karen.sees.startswith("Den, der blev spurgt, sagde nej tak")
    clock.forward(timedelta(minutes=1))
    await bo.forges(offer.data("Ja, jeg vil være tovholder"))
    assert bo.alerts[-1].startswith("Den knap er gammel")


async def test_a_name_nobody_has_is_asked_again(group: str, karen: Member):
    await karen.forges("v1:gslead:1")
    await karen.writes("Rumpelstiltskin")
    assert karen.sees.startswith("Det navn finder jeg ingen med.")
    await karen.taps("Mig selv")
    assert karen.sees.startswith(f"✓ Tak! Nu er du tovholder for {NAME}.")
    assert karen.sees.endswith("Din rolle slutter 22. maj 2027.")


async def test_the_steering_group_renames_moves_and_closes_and_members_are_thanked(
    group: str, karen: Member, anna_in: Member
):
    await karen.forges("v1:gslist:0")
    await karen.taps(f"{NAME} · 1")
    await karen.taps("Ret navnet")
    await karen.writes("  Lys\nlangs stien ")
    assert karen.sees.startswith("Lys langs stien")
    await karen.taps("Ret landsbyerne")
    await karen.taps("Vigersted")
    assert "✓ Vigersted" in karen.buttons
    await karen.taps("‹ Tilbage")
    assert "Arbejder i: Vigersted" in karen.sees
    await karen.taps("Luk gruppen")
    assert "Den ene, der er med, får besked" in karen.sees
    await karen.taps("Ja, luk gruppen")
    assert karen.sees == "✓ Lys langs stien er lukket."
    assert anna_in.sees.startswith("Arbejdsgruppen Lys langs stien er lukket. Tak")
    await anna_in.writes("/grupper")
    assert "Du er ikke med i nogen gruppe endnu." in anna_in.sees


async def test_two_groups_of_one_name_cannot_be_told_apart(group: str, karen: Member):
    await karen.forges("v1:gsnew")
    await karen.writes(NAME.upper())
    assert karen.sees.startswith("Der er allerede en gruppe med det navn.")
    await karen.writes("x" * 41)
    assert karen.sees.startswith("Navnet skal have mellem 2 og 40 tegn.")


async def ask_for(member: Member, name: str, why: str) -> None:
    await member.writes("/grupper")
    await member.taps("Se alle grupper")
    await member.taps("Ønsk en ny gruppe")
    await member.writes(name)
    await member.writes(why)
    assert member.sees.startswith(f"Tak! Styregruppen ser på dit ønske om {name}.")


async def test_a_resident_asks_for_a_group_and_is_offered_to_lead_it(bo: Member, karen: Member):
    await ask_for(bo, "Kor", "Vi er mange, der synger alene.")
    assert karen.sees == "En borger ønsker en ny gruppe: Kor."
    await karen.taps("Se mere")
    assert "Vi er mange, der synger alene." in karen.sees
    assert "Ønsket af Bo, Jystrup-Valsølille" in karen.sees
    await karen.taps("Ja, opret gruppen")
    assert bo.sees.startswith("Styregruppen siger ja: gruppen Kor er åben nu. Vil du være tovholder")
    await bo.taps("Ja, jeg vil være tovholder")
    assert bo.sees.startswith("✓ Tak! Nu er du tovholder for Kor.")


async def test_a_no_has_a_reason_and_nothing_of_the_wish_stays(bo: Member, karen: Member):
    await ask_for(bo, "Kor", "Sang.")
    await karen.taps("Se mere")
    question = karen.chat.screen
    await karen.taps("Nej, og skriv hvorfor")
    await karen.writes("Der er et kor i Vigersted. Vil du med der?")
    assert karen.sees == "Der er ingen ønsker, der venter."
    assert bo.sees == (
        "Tak for dit ønske om Kor. Styregruppen siger nej denne gang:\n"
        "Der er et kor i Vigersted. Vil du med der?"
    )
    await karen.forges(question.data("Ja, opret gruppen"))
    assert karen.alerts[-1] == "Det har en anden allerede ordnet."


async def test_nobody_floods_the_steering_group_with_wishes(bo: Member, karen: Member):
    for name in ("Kor", "Krolf", "Kaffe"):
        await ask_for(bo, name, "Derfor.")
    await bo.forges("v1:gask")
    assert bo.alerts[-1].startswith("Du har tre ønsker, der venter på svar.")


async def test_a_need_is_said_with_buttons(lead: Member):
    await sees_group(lead)
    await lead.taps("Hvad vi mangler")
    await lead.taps("Tilføj noget, vi mangler")
    await lead.taps("Natur, have og dyr")
    await lead.taps("Have og grønne områder")
    assert "Vil du hjælpe med …?" in lead.sees
    await lead.taps("Spring over ›")
    await lead.taps("2")
    await lead.taps("tirsdag den 22. december 2026")
    await lead.taps("Ca. 5 timer")
    assert "• Have og grønne områder: 2, senest 22. december 2026, ca. 5 timer hver" in lead.sees
    await lead.taps("Hvad vi mangler")
    await lead.taps("0/2 · Have og grønne områder")
    assert "Fundet: 0" in lead.sees
    await lead.taps("Vi mangler det ikke mere")
    assert lead.alerts[-1] == "Taget af listen."
    assert "har ikke fortalt endnu, hvad den mangler." in lead.sees


async def test_a_need_is_said_in_ones_own_words(lead: Member, karen: Member):
    await sees_group(lead)
    await lead.taps("Hvad vi mangler")
    await lead.taps("Tilføj noget, vi mangler")
    await lead.writes("??")
    assert lead.sees.startswith("Det forstår jeg ikke.")
    await lead.writes("en der kan passe have")
    assert "Er det en af dem her?" in lead.sees
    await lead.taps("Have og grønne områder")
    await lead.taps("»en der kan passe have«")
    for wrong in ("10", "0", "ti", "1.5", "-1"):
        await lead.writes(wrong)
        assert lead.sees.startswith("Skriv et tal fra 1 til 9.")
    await lead.writes("tre")
    await lead.writes("1/11/2026")
    assert lead.sees.startswith("Det er gået.")
    await lead.writes("1/11/2036")
    assert lead.sees.startswith("Det er mere end to år væk.")
    await lead.writes("når det passer")
    assert lead.sees.startswith("Det forstod jeg ikke. Skriv for eksempel: på fredag")
    await lead.writes("juleaften")
    assert lead.sees.endswith("Er det torsdag den 24. december 2026?\n\nDet er juleaften.")
    await lead.taps("Ja")
    await lead.writes("201")
    assert lead.sees.startswith("Skriv et helt tal fra 1 til 200.")
    await lead.writes("200")
    assert "3, senest 24. december 2026, ca. 200 timer hver" in lead.sees
    await karen.forges("v1:gsneeds:0")
    assert "• Lys i Skoven: en der kan passe have, 3 mangler, senest 24. december 2026" in karen.sees


async def test_a_message_is_seen_before_it_goes_to_everybody_else(lead: Member, anna_in: Member):
    await sees_group(lead)
    await lead.taps("Skriv til alle i gruppen")
    await lead.writes("Vi mødes <b>lørdag</b> & tager kaffe med.")
    assert (
        "Det går til 1 i Lys i Skoven og ser sådan ud:\n\nVi mødes <b>lørdag</b> & tager kaffe med."
        in lead.sees
    )
    assert "Vi mødes" not in anna_in.sees
    await lead.taps("Send beskeden")
    assert lead.sees == f"✓ Beskeden er sendt til 1 i {NAME}."
    letter = anna_in.chat.messages[-1]
    assert letter.html == (
        "<b>Besked fra tovholderen i arbejdsgruppen Lys i Skoven:</b>\n"
        "<blockquote>Vi mødes &lt;b&gt;lørdag&lt;/b&gt; &amp; tager kaffe med.</blockquote>"
    )


async def test_nobody_can_write_a_line_that_looks_like_ours(lead: Member, anna_in: Member):
    await sees_group(lead)
    await lead.taps("Skriv til alle i gruppen")
    await lead.writes("Hej.</blockquote>\n\n<b>Besked fra styregruppen:</b>\n<blockquote>Betal her")
    await lead.taps("Send beskeden")
    html = anna_in.chat.messages[-1].html
    assert html.count("<b>") == html.count("<blockquote>") == 1
    assert html.endswith("</blockquote>")


async def test_a_member_is_thanked(lead: Member, anna_in: Member):
    await sees_group(lead)
    await lead.taps("Hvem der er med")
    await lead.taps("Anna, Vigersted")
    assert "Rollen slutter 22. maj 2027" in lead.sees
    await lead.taps("Sig tak")
    await lead.writes("Tak for lygterne!")
    assert lead.sees == f"✓ Anna får din tak fra {NAME}."
    assert anna_in.sees == "Tak fra tovholderen i arbejdsgruppen Lys i Skoven:\nTak for lygterne!"


async def test_a_lead_sets_when_a_role_ends(lead: Member, anna_in: Member):
    await sees_group(lead)
    await lead.taps("Hvem der er med")
    await lead.taps("Anna, Vigersted")
    await lead.taps("Sæt en slutdato")
    assert lead.buttons[:3] == [
        "tirsdag den 22. december 2026",
        "mandag den 22. februar 2027",
        "lørdag den 22. maj 2027",
    ]
    await lead.taps("Se en hel måned")
    await lead.taps("›")
    await lead.taps("24")
    assert lead.sees == "Er det torsdag den 24. december 2026?\n\nDet er juleaften."
    await lead.writes("ja tak")
    assert lead.sees == f"✓ Anna er med i {NAME} til 24. december 2026 og har fået besked."
    assert anna_in.sees == f"Din rolle i {NAME} varer nu til 24. december 2026."


async def test_a_role_is_ended_kindly(lead: Member, anna_in: Member):
    await sees_group(lead)
    await lead.taps("Hvem der er med")
    await lead.taps("Anna, Vigersted")
    await lead.taps("Afslut rollen")
    assert "Det kan ikke fortrydes." in lead.sees
    await lead.taps("Ja, afslut rollen")
    assert anna_in.sees == f"Din rolle i {NAME} er slut. Tak for det, du har gjort!"
    assert lead.sees == f"Der er kun dig i {NAME} endnu."


async def test_who_is_shut_out_stands_in_no_list_and_is_offered_nothing(
    lead: Member, anna_in: Member, karen: Member
):
    await karen.writes("/roller")
    await karen.taps("Spær nogen ude")
    await karen.writes("Anna")
    await karen.taps("Anna, Vigersted")
    await karen.taps("Ja, spær ude")
    await sees_group(lead)
    assert "Anna" not in lead.sees
    await lead.taps("Hvem der er med")
    assert lead.sees == f"Der er kun dig i {NAME} endnu."
    assert not [label for label in lead.buttons if "Anna" in label]
    await lead.taps("Giv stafetten videre")
    assert not [label for label in lead.buttons if "Anna" in label]


async def hands_over(lead: Member, to: str = "Anna, Vigersted") -> None:
    await sees_group(lead)
    await lead.taps("Hvem der er med")
    await lead.taps("Giv stafetten videre")
    await lead.taps(to)
    await lead.writes("Nøglen ligger hos købmanden.")
    assert lead.sees.startswith(f"✓ {to.split(',', maxsplit=1)[0]} er spurgt.")


async def test_the_next_lead_says_yes_and_both_and_the_steering_group_know(
    lead: Member, anna_in: Member, karen: Member
):
    await hands_over(lead)
    assert anna_in.sees.endswith("Nøglen ligger hos købmanden.")
    await anna_in.taps("Ja, jeg vil være tovholder")
    assert lead.sees == f"{NAME} har en ny tovholder. Du er stadig med i gruppen. Tak for indsatsen!"
    assert karen.sees == f"Anna har afløst Bo fra Jystrup-Valsølille som tovholder for {NAME}."
    await sees_group(lead)
    assert "Hvad vi mangler" not in lead.buttons
    assert "Meld mig ud" in lead.buttons
    await sees_group(anna_in)
    assert "Hvad vi mangler" in anna_in.buttons


async def test_the_next_lead_says_no_and_the_lead_stays(lead: Member, anna_in: Member):
    await hands_over(lead)
    await anna_in.taps("Nej tak")
    assert lead.sees.startswith("Den, der blev spurgt, sagde nej tak")
    await sees_group(lead)
    assert "Hvad vi mangler" in lead.buttons


async def test_a_member_sees_their_load_and_leaves_in_two_taps(anna_in: Member, lead: Member):
    anna = anna_in
    await anna.writes("/menu")
    await anna.taps("Mine grupper")
    assert anna.sees == "Mine grupper\n\nDu er med i 1 gruppe."
    await anna.taps(NAME)
    assert "Din rolle slutter 22. maj 2027." in anna.sees
    await anna.taps("Meld mig ud")
    assert anna.sees == f"Du er ikke længere med i {NAME}. Tak for din hjælp!"
    assert lead.sees == f"Anna fra Vigersted har meldt sig ud af {NAME}."
    await anna.taps("Fortryd")
    assert "Med i gruppen: 2" in anna.sees
    assert lead.sees == f"Anna fra Vigersted er med i {NAME} nu. Sig gerne velkommen."


async def test_a_lead_is_asked_to_hand_over_before_they_leave(lead: Member, karen: Member):
    await sees_group(lead)
    await lead.taps("Meld mig ud")
    assert lead.sees.startswith(f"Du er tovholder for {NAME}. Giv gerne stafetten videre først")
    assert "Det kan ikke fortrydes med et tryk" in lead.sees
    await lead.taps("Meld mig helt ud")
    assert lead.sees == f"Du er ikke længere med i {NAME}. Tak for din hjælp!"
    assert "Fortryd" not in lead.buttons
    assert karen.sees == (
        f"Bo fra Jystrup-Valsølille er ikke længere tovholder for {NAME}.\n\n{NAME} står uden tovholder."
    )
    await karen.taps("Se tovholderen")
    assert "Gruppen står uden tovholder." in karen.sees
    assert "Find en tovholder" in karen.buttons


async def test_a_lead_lays_it_down_and_stays_in_the_group(lead: Member, karen: Member):
    await sees_group(lead)
    await lead.taps("Meld mig ud")
    await lead.taps("Stop som tovholder, bliv med")
    assert lead.sees.startswith(f"Du er ikke længere tovholder for {NAME}, men du er stadig med")
    assert karen.sees.endswith(f"{NAME} står uden tovholder.")
    await lead.taps("‹ Til gruppen")
    assert "Tovholder: ingen endnu" in lead.sees
    assert "Meld mig ud" in lead.buttons
    assert "Hvad vi mangler" not in lead.buttons


async def test_to_become_the_lead_shortens_nobody_s_time_and_says_until_when(
    group: str, anna_in: Member, bo: Member, karen: Member
):
    await karen.klyngebot.database.transact(_until, anna_in.chat.person.telegram_id, date(2028, 1, 31))
    await karen.forges("v1:gslead:1")
    await karen.taps("Anna, Vigersted")
    await anna_in.taps("Ja, jeg vil være tovholder")
    assert anna_in.sees.endswith("Din rolle slutter 31. januar 2028.")
    await karen.forges("v1:gslead:1")
    await karen.writes("Bo")
    await karen.taps("Bo, Jystrup-Valsølille")
    await bo.taps("Ja, jeg vil være tovholder")
    assert bo.sees.endswith("Din rolle slutter 22. maj 2027.")
    await sees_group(anna_in)
    assert "Din rolle slutter 31. januar 2028." in anna_in.sees


def _until(tx: Transaction, telegram_id: int, day: date) -> None:
    assert groups.set_until(tx, 1, 1, _person(tx, telegram_id).id, day)


async def test_nobody_is_written_to_where_nobody_is(lead: Member):
    await sees_group(lead)
    await lead.taps("Skriv til alle i gruppen")
    assert lead.sees == f"Der er kun dig i {NAME} endnu."


async def test_a_week_before_the_end_a_member_is_asked_once_whether_they_go_on(
    anna_in: Member, klyngebot, clock
):
    await time_comes(klyngebot, clock, clock.now().replace(year=2027, month=5, day=14, hour=12))
    assert "Vil du fortsætte?" not in anna_in.sees
    await time_comes(klyngebot, clock, clock.now() + timedelta(days=1))
    assert anna_in.sees == f"Din rolle i {NAME} slutter 22. maj 2027. Vil du fortsætte?"
    heard = len(anna_in.inbox)
    await time_comes(klyngebot, clock, clock.now() + timedelta(days=1))
    assert len(anna_in.inbox) == heard
    await anna_in.taps("Ja, jeg fortsætter")
    assert anna_in.sees == f"✓ Dejligt! Din rolle i {NAME} varer nu til 22. november 2027."


async def test_who_does_not_go_on_is_thanked_when_it_ends(anna_in: Member, klyngebot, clock):
    await time_comes(klyngebot, clock, clock.now().replace(year=2027, month=5, day=15))
    await anna_in.taps("Nej, jeg stopper der")
    assert anna_in.sees == f"Tak, fordi du svarede. Din rolle i {NAME} slutter som aftalt."
    await time_comes(klyngebot, clock, clock.now().replace(day=23, hour=12))
    assert anna_in.sees == f"Din rolle i {NAME} er slut nu. Tak for din tid!"


async def test_nobody_is_woken_by_a_group(lead: Member, anna_in: Member, klyngebot, clock):
    clock.moment = clock.moment.replace(hour=22)
    await sees_group(lead)
    await lead.taps("Skriv til alle i gruppen")
    await lead.writes("Godnat")
    heard = len(anna_in.inbox)
    await lead.taps("Send beskeden")
    assert len(anna_in.inbox) == heard
    await time_comes(klyngebot, clock, clock.now() + timedelta(hours=12))
    assert anna_in.sees.endswith("Godnat")


async def test_every_press_is_looked_at_again(lead: Member, anna_in: Member, clock):
    clock.forward(timedelta(minutes=1))
    for what in (
        "gneeds:1:0",
        "gneednew:1",
        "gmembers:1:0",
        "gmember:1:2",
        "gended:1:2",
        "gwrite:1",
        "ghand:1:0",
    ):
        await anna_in.forges(f"v1:{what}")
        assert anna_in.alerts[-1] == "Det er kun for gruppens tovholder.", what
    for what in (
        "gs",
        "gsnew",
        "gslist:0",
        "gsg:1",
        "gslead:1",
        "gsclosed:1",
        "gsunled:1",
        "gsyes:1",
        "gsno:1",
    ):
        await lead.forges(f"v1:{what}")
        assert lead.alerts[-1] == "Det er kun for styregruppen.", what
    await lead.forges("v1:gsheads")
    assert lead.alerts[-1] == "Det er kun for dem, der står for det."
    for what in (
        "g:99",
        "gjoin:99",
        "gstay:1:2027-01-01",
        "gstay:1:x",
        "goffer:1:yes",
        "gneed:9",
        "gend:1:99",
    ):
        clock.forward(timedelta(minutes=1))
        await lead.forges(f"v1:{what}")
        assert lead.alerts[-1].startswith("Den knap er gammel"), what


async def test_who_lost_the_lead_while_writing_sends_nothing(lead: Member, anna_in: Member, karen: Member):
    await sees_group(lead)
    await lead.taps("Skriv til alle i gruppen")
    await karen.forges("v1:gslead:1")
    await karen.taps("Mig selv")
    heard = len(anna_in.inbox)
    await lead.writes("Hej")
    await lead.taps("Send beskeden")
    assert lead.sees.startswith("Det kan ikke gøres mere")
    assert len(anna_in.inbox) == heard


async def test_numbers_give_nobody_away(karen: Member, somebody: NewMember, group: str):
    for name in ("Ib", "Ida", "Ivy", "Iben", "Ina"):
        one = await joined(somebody(name), "jystrup-valsoelille")
        await one.taps("Ja, det vil jeg gerne")
        await one.taps("Ja, det må I gerne")
        await one.taps("Natur, have og dyr")
        await one.taps("Have og grønne områder")
    await karen.forges("v1:gsheads")
    assert "Vigersted: få" in karen.sees
    assert "Jystrup-Valsølille: få" in karen.sees, "or the others would be known to be none"
    assert "I alt 5" in karen.sees
    assert "for få i grupperne" in karen.sees
    await karen.taps("Efter kompetence")
    await karen.taps("Have og grønne områder · 5")
    assert karen.sees.startswith("Have og grønne områder\n\nVigersted: få")


async def test_all_of_it_is_there_in_english(group: str, somebody: NewMember):
    olena = somebody("Olena", "uk")
    await joined(olena, "vigersted")
    await olena.writes("/groups")
    await olena.taps("See all groups")
    assert "There is 1 group in the cluster." in olena.sees
    await olena.taps(group)
    assert "Lead: nobody yet" in olena.sees
    await olena.taps("I want to join")
    assert olena.alerts[-1] == f"You are in {group} now."
    assert "Your role ends on 22 May 2027." in olena.sees


async def test_nothing_of_a_member_who_leaves_for_good_is_left_with_the_others(
    group: str, lead: Member, karen: Member, somebody: NewMember
):
    kanarina = await joined(somebody("Kanarina"), "vigersted")
    await sees_group(kanarina)
    await kanarina.taps("Jeg vil være med")
    assert lead.sees.startswith("Kanarina fra Vigersted er med")
    await ask_for(kanarina, "Kanarifugle", "Kanarifugle synger.")
    await karen.taps("Se mere")
    await sees_group(lead)
    await lead.taps("Hvem der er med")
    await lead.taps("Kanarina, Vigersted")
    await lead.taps("Sig tak")
    await lead.writes("Tak!")
    await hands_over(lead, "Kanarina, Vigersted")
    assert "Kanari" in await kanarina.klyngebot.database.transact(dump)
    await kanarina.klyngebot.database.transact(_erased, kanarina.chat.person.telegram_id)
    assert "Kanari" not in await kanarina.klyngebot.database.transact(dump)


def _erased(tx: Transaction, telegram_id: int) -> None:
    assert erasure.erase(tx, _person(tx, telegram_id), NOW)
