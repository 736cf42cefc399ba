"""Min side (/mig): groups, roles, what one was asked, who may find one, who has one's contact."""

import pytest

from domain.groups import Group, GroupState
from domain.people import Role
from storage import groups, people, roles
from storage.transaction import Transaction
from tests.fixtures.cast import Member
from tests.storage.synthetic import dump
from tests.stories.test_asks import can, find, lydholdet

__all__ = ["lydholdet"]


@pytest.fixture
async def helper(lydholdet, anna: Member, bo: Member) -> Member:
    """Anna was asked by Bo, said yes, and let him have her contact."""
    await can(anna, "sound")
    await find(bo, lydholdet.sound, "Anna")
    await bo.taps("Spørg Anna")
    await anna.taps("Ja, det vil jeg gerne")
    await anna.taps("Ja, det er fint")
    assert bo.sees.startswith("Anna må gerne kontaktes om Lydholdet.")
    return anna


async def test_my_groups_with_role_and_end_and_out_of_one_in_two_taps(helper: Member, bo: Member):
    await helper.writes("/mig")
    assert "Du er med i 1 gruppe og har sagt ja til ca. 5 timer." in helper.sees
    await helper.taps("Mine grupper og roller")
    assert "• Lydholdet: med til 6. december 2026" in helper.sees
    await helper.taps("Forlad Lydholdet")
    assert helper.sees.startswith("Du er ikke længere med i Lydholdet.")
    await bo.writes("/mig")
    await bo.taps("Mine grupper og roller")
    assert "• Lydholdet: tovholder, uden slutdato" in bo.sees
    await bo.taps("Forlad Lydholdet")
    assert bo.sees.startswith("Du er tovholder for Lydholdet. Giv gerne stafetten videre først")


async def test_a_pause_and_fewer_messages_are_two_taps_from_my_page(helper: Member):
    for label, said in (("Hold pause i en måned", "Du holder pause"), ("Færre beskeder", "færre beskeder")):
        await helper.writes("/mig")
        await helper.taps("Pause og færre beskeder")
        await helper.taps(label)
        assert said in helper.sees


async def test_what_i_was_asked_and_answered_and_whether_i_may_be_found(
    helper: Member, bo: Member, lydholdet
):
    await helper.writes("/mig")
    await helper.taps("Det er jeg spurgt om")
    assert helper.sees == (
        "Det er du spurgt om\n\nTovholdere må finde dig.\n\n"
        "• Lydholdet, lyd til julefrokosten, 22. november 2026: ja\n– Bo har din kontakt."
    )
    await helper.taps("Lad ingen finde mig")
    assert "Tovholdere må ikke finde dig." in helper.sees
    await helper.taps("Lad tovholdere finde mig")
    assert "Tovholdere må finde dig." in helper.sees


async def test_a_contact_is_taken_back_in_one_tap_and_goes_out_of_the_lead_s_chat(helper: Member, bo: Member):
    number = str(helper.chat.person.telegram_id)
    shared = bo.chat.messages[-1].message_id
    assert number in bo.chat.messages[-1].html
    await helper.writes("/mig")
    await helper.taps("Det er jeg spurgt om")
    await helper.taps("Tag kontakt tilbage: Bo")
    assert helper.alerts[-1] == "Taget tilbage. Tovholderen har fået besked."
    assert "har din kontakt" not in helper.sees
    assert bo.sees == "Anna vil ikke længere kontaktes om Lydholdet."
    assert bo.chat.messages[-1].message_id == shared, "the old message is changed: the link in it is gone"
    assert not [message for message in bo.chat.messages if number in message.html]
    kept = await helper.klyngebot.database.transact(dump)
    assert f"tg://user?id={number}" not in kept
    await helper.forges("v1:mycontact:1")
    assert helper.alerts[-1].startswith("Den knap er gammel.")


async def test_nobody_takes_back_another_s_contact(helper: Member, bo: Member):
    await bo.forges("v1:mycontact:1")
    assert bo.alerts[-1].startswith("Den knap er gammel.")


async def test_my_roles_are_there_and_one_is_laid_down_there(helper: Member, karen: Member):
    await helper.klyngebot.database.transact(_give, helper.chat.person.telegram_id)
    await helper.writes("/mig")
    await helper.taps("Mine grupper og roller")
    assert "Du er kommunekontakt." in helper.sees
    await helper.taps("Læg en rolle ned")
    await helper.taps("Kommunekontakt")
    await helper.taps("Nej, behold den")
    await helper.taps("Læg en rolle ned")
    await helper.taps("Kommunekontakt")
    await helper.taps("Ja, læg rollen ned")
    assert helper.sees.startswith("Du er ikke længere kommunekontakt.")
    assert karen.sees == "Anna fra Vigersted er ikke længere kommunekontakt."


def _give(tx: Transaction, telegram_id: int) -> None:
    person = people.by_telegram(tx, 1, telegram_id)
    assert person is not None
    assert roles.give(tx, person, Role.MUNICIPAL)


async def test_many_groups_come_some_at_a_time_and_it_is_all_there_in_english(helper: Member):
    await helper.klyngebot.database.transact(_join_four, helper.chat.person.telegram_id)
    await helper.writes("/mig")
    await helper.taps("Mine grupper og roller")
    assert len(helper.buttons) == 5
    await helper.forges("v1:lang:en:menu")
    await helper.writes("/me")
    await helper.taps("My groups and roles")
    await helper.taps(next(label for label in helper.buttons if label.startswith("More")))
    assert "• Lydholdet: member until 6 December 2026" in helper.sees or "• Kor" in helper.sees
    await helper.forges("v1:myasks:0")
    assert "Group leads may find you." in helper.sees
    assert "– Bo has your contact." in helper.sees


def _join_four(tx: Transaction, telegram_id: int) -> None:
    person = people.by_telegram(tx, 1, telegram_id)
    assert person is not None
    for name in ("Kor A", "Kor B", "Kor C", "Kor D"):
        number = groups.add(tx, Group(0, 1, name, "", GroupState.OPEN), person.joined_at)
        assert groups.join(tx, 1, number, person.id, person.joined_at, None)
