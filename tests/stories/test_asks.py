"""A group lacks somebody; neighbours are asked by name for what they can, and nobody too often."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.app import Klyngebot
from domain.consent import Purpose
from domain.groups import Group, GroupState, Need
from domain.people import Person
from storage import clusters, consents, groups, people
from storage.transaction import Transaction
from tests.fixtures.bots import SetClock, time_comes
from tests.fixtures.cast import Member, NewMember, joined

pytestmark = pytest.mark.usefixtures("no_digests")

END = date(2026, 12, 6)
WORDS = "lyd til julefrokosten"
ASKED = f"Anna, Lydholdet spørger: Vil du hjælpe med {WORDS}?\n\nCa. 5 timer, senest 6. december 2026."
ASKED_BY_BO = f"Anna, Bo fra Lydholdet spørger: Vil du hjælpe med {WORDS}?\n\nCa. 5 timer, senest 6. december"


@dataclass(frozen=True)
class Village:
    """The group Lydholdet, led by Bo, that lacks one who can do sound and one who can cook."""

    group: int
    sound: int
    cooking: int


@pytest.fixture
async def lydholdet(klyngebot: Klyngebot, bo: Member, clock: SetClock) -> Village:
    return await klyngebot.database.transact(_lydholdet, bo.chat.person.telegram_id, clock.now())


def _lydholdet(tx: Transaction, lead: int, now, villages=("vigersted", "jystrup-valsoelille")) -> Village:
    bo = people.by_telegram(tx, 1, lead)
    assert bo is not None
    there = frozenset(v.id for v in clusters.by_id(tx, 1).villages if v.slug in villages)
    group = groups.add(tx, Group(0, 1, "Lydholdet", "Fællesspisning med musik", GroupState.OPEN, there), now)
    groups.set_lead(tx, bo, group, now, None)
    sound = groups.add_need(tx, 1, Need(0, group, "sound", 1, 0, 5, END, WORDS), now)
    return Village(group, sound, groups.add_need(tx, 1, Need(0, group, "cooking", 1, 0, None, END), now))


async def can(member: Member, *skills: str, village: str = "vigersted", found: bool = True) -> Member:
    """Joined, with skills told; and found by leads, if they agreed."""
    await joined(member, village)
    await member.klyngebot.database.transact(_tell, member.chat.person.telegram_id, skills, found)
    return member


def _tell(tx: Transaction, telegram_id: int, skills: tuple[str, ...], found: bool) -> None:
    person = person_of(tx, telegram_id)
    for purpose in (Purpose.PROFILE, Purpose.FOUND):
        consents.record(tx, person, purpose, person.joined_at, given=found or purpose is Purpose.PROFILE)
    for skill in skills:
        people.add_skill(tx, person, skill, person.joined_at)


def person_of(tx: Transaction, telegram_id: int) -> Person:
    person = people.by_telegram(tx, 1, telegram_id)
    assert person is not None
    return person


async def find(bo: Member, need: int, *names: str) -> None:
    """Bo looks at a need and ticks some of those who fit."""
    await bo.forges(f"v1:gneed:{need}")
    await bo.taps("Find nogen")
    for name in names:
        await bo.taps(next(label for label in bo.buttons if label.startswith(name)))


async def test_a_newcomer_who_can_do_sound_is_asked_says_yes_and_lead_and_steering_group_see_it(
    lydholdet: Village, anna: Member, bo: Member, karen: Member
):
    await karen.writes("/plan")
    assert karen.sees.startswith("Der mangler 2 frivillige i én gruppe.")
    await joined(anna, "vigersted")
    await anna.taps("Ja, det vil jeg gerne")
    await anna.taps("Ja, det må I gerne")
    await anna.writes("jeg kan stå for lyden")
    await anna.taps("Lyd, lys og scene")
    for label in ("Færdig, gå videre ›", "Spring over ›", "Færdig, gå videre ›", "Færdig, gå videre ›"):
        await anna.taps(label)
    assert anna.sees.startswith("Må tovholdere finde dig")
    await anna.taps("Ja, de må gerne finde mig")
    assert anna.sees == (
        "Tak! Nu kan tovholdere finde dig.\n\n"
        "Her er én ting, der passer til dig.\n\n"
        "Lydholdet spørger: Vil du hjælpe med lyd til julefrokosten? "
        "Ca. 5 timer, senest 6. december 2026.\n"
        "Jeg foreslår det, fordi du kan klare lyd, lys og scene, ingen i gruppen kan, "
        "og gruppen arbejder i din landsby."
    )
    await anna.taps("Ja, det vil jeg gerne")
    assert anna.sees.startswith("Tak, det var dejligt! Du er nu med i Lydholdet.\n\nMå Bo, som er tovholder,")
    assert bo.sees == (
        "Anna har sagt ja til at hjælpe med lyd til julefrokosten i Lydholdet.\n\nNu er der folk nok til det."
    )
    await anna.taps("Ja, det er fint")
    assert anna.sees.startswith("Velkommen i Lydholdet! Tovholderen har fået din kontakt")
    assert bo.sees == "Anna må gerne kontaktes om Lydholdet. Tryk på navnet for at skrive."
    assert f"tg://user?id={anna.chat.person.telegram_id}" in bo.chat.messages[-1].html
    await karen.writes("/plan")
    assert karen.sees.startswith("Der mangler én frivillig i én gruppe.")
    await karen.forges("v1:gs")
    assert "Én har sagt ja til at hjælpe de sidste syv dage: Lydholdet 1." in karen.sees


async def test_a_lead_finds_somebody_and_the_bot_asks_her_by_name(
    lydholdet: Village, anna: Member, bo: Member, somebody: NewMember
):
    await can(anna, "sound")
    await can(somebody("Ida"), "cooking")
    await find(bo, lydholdet.sound)
    assert bo.sees == (
        "Én kan klare lyd, lys og scene og må gerne spørges. Sæt hak, og så spørger jeg.\n\n"
        "Anna har ikke været med før og bor i Vigersted, hvor I arbejder."
    )
    await bo.taps("Anna, Vigersted")
    await bo.taps("Spørg Anna")
    assert bo.alerts[-1] == "Jeg spørger én."
    assert anna.sees.startswith(ASKED_BY_BO)
    assert "Jeg spørger dig, fordi du kan klare lyd, lys og scene, ingen i gruppen kan," in anna.sees
    await anna.taps("Ja, det vil jeg gerne")
    await anna.taps("Nej, ikke endnu")
    assert "Velkommen i Lydholdet!" in anna.sees
    assert bo.sees.startswith("Anna har sagt ja")
    assert "tg://" not in bo.chat.messages[-1].html, "her contact stays with her"


async def test_only_who_agreed_is_found_by_a_lead(lydholdet: Village, anna: Member, bo: Member):
    await can(anna, "sound", found=False)
    await find(bo, lydholdet.sound)
    assert bo.sees.startswith("Lige nu er der ingen, der kan klare lyd, lys og scene")
    await anna.writes("/mig")
    await anna.taps("Hvad kan jeg hjælpe med?")
    await anna.taps("Nej tak")
    assert anna.sees.startswith("Helt i orden, og tak for svaret.")


async def test_the_last_place_goes_to_one_and_the_other_hears_it_kindly(
    lydholdet: Village, anna: Member, bo: Member, somebody: NewMember
):
    await can(anna, "sound")
    ida = await can(somebody("Ida"), "sound")
    await find(bo, lydholdet.sound, "Anna", "Ida")
    await bo.taps("Spørg Anna og Ida")
    anna.chat.tap("Ja, det vil jeg gerne")
    ida.chat.tap("Ja, det vil jeg gerne")
    await anna.klyngebot.settled()
    assert sorted(one.sees[:18] for one in (anna, ida)) == ["Tak, det var dejli", "Tusind tak for dit"]
    assert sum("har sagt ja til at" in said for said in bo.inbox) == 1


async def test_a_no_is_kind_names_nobody_and_is_left_alone_for_a_month(
    lydholdet: Village, anna: Member, bo: Member, somebody: NewMember, klyngebot: Klyngebot, clock: SetClock
):
    await can(anna, "sound", "cooking")
    await find(bo, lydholdet.sound, "Anna")
    await bo.taps("Spørg Anna")
    heard = len(bo.inbox)
    await anna.taps("Nej tak")
    assert anna.sees == "Helt i orden, og tak for svaret. Ingen får at vide, at du sagde nej."
    assert len(bo.inbox) == heard
    await find(bo, lydholdet.cooking)
    assert "Anna" not in bo.sees
    for name in ("Ida", "Ea"):
        await can(somebody(name), "sound")
    await find(bo, lydholdet.sound, "Ida")
    assert "Én er spurgt. Ingen har sagt ja endnu." in bo.sees
    assert "nej tak" not in bo.sees
    await find(bo, lydholdet.sound, "Ida", "Ea")
    await bo.taps("Spørg Ida og Ea")
    assert "Tre er spurgt. Ingen har sagt ja endnu. Én sagde nej tak." in bo.sees


async def test_a_maybe_is_asked_once_more_in_a_week(
    lydholdet: Village, anna: Member, bo: Member, klyngebot: Klyngebot, clock: SetClock
):
    await can(anna, "sound")
    await find(bo, lydholdet.sound, "Anna")
    await bo.taps("Spørg Anna")
    await anna.taps("Måske, spørg mig igen")
    assert anna.sees.startswith("Helt fint. Jeg spørger dig igen om en uge")
    heard = len(anna.inbox)
    await time_comes(klyngebot, clock, clock.now() + timedelta(days=6))
    assert len(anna.inbox) == heard
    await time_comes(klyngebot, clock, clock.now() + timedelta(days=1, minutes=1))
    assert anna.sees.startswith(
        "Anna, for en uge siden sagde du måske. Lydholdet spørger igen: Vil du hjælpe med lyd"
    )
    heard = len(anna.inbox)
    await anna.taps("Måske, spørg mig igen")
    assert anna.sees.startswith("Helt fint. Jeg spørger ikke om det igen")
    await time_comes(klyngebot, clock, clock.now() + timedelta(days=7))
    assert len(anna.inbox) == heard


async def test_a_maybe_too_near_the_day_promises_no_second_asking(
    lydholdet: Village, anna: Member, bo: Member, clock: SetClock
):
    await can(anna, "sound")
    clock.moment = datetime(2026, 12, 3, 12, tzinfo=UTC)
    await find(bo, lydholdet.sound, "Anna")
    await bo.taps("Spørg Anna")
    await anna.taps("Måske, spørg mig igen")
    assert anna.sees.startswith("Helt fint. Jeg spørger ikke om det igen, men du kan stadig sige ja her.")


async def test_a_proposal_that_somebody_asks_for_meanwhile_is_the_same_question(
    lydholdet: Village, anna: Member, bo: Member
):
    await can(anna, "sound")
    await anna.writes("/mig")
    await anna.taps("Hvad kan jeg hjælpe med?")
    proposal = anna.chat.screen
    await find(bo, lydholdet.sound, "Anna")
    await bo.taps("Spørg Anna")
    await anna.taps("Ja, det vil jeg gerne", proposal)
    assert any("Du er nu med i Lydholdet" in text for text in anna.inbox)


async def test_the_bot_asks_by_itself_after_a_day_near_by_and_once(
    lydholdet: Village, anna: Member, somebody: NewMember, klyngebot: Klyngebot, clock: SetClock
):
    far = await can(somebody("Ea"), "sound", village="haraldsted-allindemagle")
    await can(anna, "sound", found=False)
    heard = len(anna.inbox), len(far.inbox)
    await time_comes(klyngebot, clock, clock.now() + timedelta(hours=5))
    assert (len(anna.inbox), len(far.inbox)) == heard
    await time_comes(klyngebot, clock, clock.now() + timedelta(hours=20))
    assert anna.sees.startswith(ASKED)
    await time_comes(klyngebot, clock, clock.now() + timedelta(days=4))
    assert (len(anna.inbox), len(far.inbox)) == (heard[0] + 1, heard[1])


async def test_nobody_is_asked_a_third_time_in_a_month(
    lydholdet: Village, anna: Member, bo: Member, klyngebot: Klyngebot, clock: SetClock
):
    await can(anna, "sound", "cooking", "music")
    third = await klyngebot.database.transact(_need_music, lydholdet.group, clock.now())
    for need in (lydholdet.sound, lydholdet.cooking):
        await find(bo, need, "Anna")
        await bo.taps("Spørg Anna")
    await find(bo, third)
    assert "Anna" not in bo.sees
    clock.forward(timedelta(days=31))
    third = await klyngebot.database.transact(_need_music, lydholdet.group, clock.now(), date(2027, 2, 1))
    await find(bo, third)
    assert "Anna" in bo.sees


def _need_music(tx: Transaction, group: int, now, until: date = END) -> int:
    return groups.add_need(tx, 1, Need(0, group, "music", 1, 0, None, until), now)


@pytest.mark.parametrize("away", ["stop", "block"])
async def test_who_stopped_or_blocked_the_bot_is_not_found(
    away: str, lydholdet: Village, anna: Member, bo: Member
):
    await can(anna, "sound")
    if away == "stop":
        await anna.writes("/stop")
    else:
        anna.chat.block()
        await anna.klyngebot.settled()
    await find(bo, lydholdet.sound)
    assert "Anna" not in bo.sees


async def test_forged_and_foreign_buttons_do_nothing(
    lydholdet: Village, anna: Member, bo: Member, somebody: NewMember, clock: SetClock
):
    await can(anna, "sound")
    ida = await can(somebody("Ida"), "sound")
    await find(bo, lydholdet.sound, "Anna")
    await bo.taps("Spørg Anna")
    clock.forward(timedelta(minutes=1))
    for data in ("v1:ask:1:yes", "v1:contact:1:yes", "v1:ask:99:yes", "v1:found:perhaps"):
        await ida.forges(data)
        assert ida.alerts[-1].startswith("Den knap er gammel"), data
    await ida.forges(f"v1:find:{lydholdet.sound}:a.b:0")
    assert ida.alerts[-1].startswith("Det er kun for")
    await bo.forges(f"v1:invite:{lydholdet.sound}:zzzz.%.1")
    assert bo.alerts[-1].startswith("Den knap er gammel")
    await ida.forges("v1:planmake")
    assert ida.alerts[-1] == "Det er kun for styregruppen."
    await anna.forges("v1:ask:1:whatever")
    assert anna.alerts[-1].startswith("Den knap er gammel")
    await anna.forges("v1:ask:1:yes")
    assert "Du er nu med i Lydholdet" in anna.sees


async def test_the_steering_group_has_a_plan_made_looks_it_through_and_sends_it(
    lydholdet: Village, anna: Member, karen: Member, somebody: NewMember
):
    await can(anna, "sound", "cooking")
    ida = await can(somebody("Ida"), "cooking")
    hidden = await can(somebody("Ea"), "cooking", found=False)
    await karen.writes("/plan")
    await karen.taps("Lav et forslag")
    assert karen.sees.startswith(
        "Forslaget dækker 2 af 2 pladser.\n\nJeg vil stille 2 spørgsmål til 2 borgere. "
        "Ingen af dem kommer op på mere end én gruppe."
    )
    assert "1. Lydholdet: lyd til julefrokosten (1/1)\n2. Lydholdet: Lave mad (1/1)" in karen.sees
    await karen.taps("Se nr. 2")
    before = len(hidden.inbox)
    assert "Ida har ikke været med før og bor i Vigersted, hvor gruppen arbejder." in karen.sees
    await karen.taps("‹ Tilbage")
    await karen.taps("Send de 2 spørgsmål")
    assert karen.sees == "Sendt. 2 spørgsmål er på vej til 2 borgere."
    assert anna.sees.startswith(ASKED)
    assert ida.sees.startswith("Ida, Lydholdet spørger: Vil du hjælpe med at lave mad")
    assert len(hidden.inbox) == before


async def test_somebody_taken_off_the_plan_is_not_asked(lydholdet: Village, anna: Member, karen: Member):
    await can(anna, "sound")
    heard = len(anna.inbox)
    await karen.writes("/plan")
    await karen.taps("Lav et forslag")
    await karen.taps("Se nr. 1")
    await karen.taps("Spørg ikke Anna")
    assert karen.alerts[-1] == "Så spørger jeg ikke."
    await karen.taps("‹ Tilbage")
    assert not any(label.startswith("Send") for label in karen.buttons)
    assert len(anna.inbox) == heard


async def test_it_speaks_english(lydholdet: Village, bo: Member, somebody: NewMember):
    joe = await can(somebody("Joe", "en"), "sound")
    await find(bo, lydholdet.sound, "Joe")
    await bo.taps("Spørg Joe")
    assert joe.sees == (
        "Joe, Bo from Lydholdet asks: Will you help with lyd til julefrokosten?\n\n"
        "About 5 hours, by 6 December 2026.\n\n"
        "I am asking you because you can do sound, light and stage, nobody in the group can, "
        "and the group works in your village."
    )


async def test_who_takes_back_what_they_told_is_not_asked_in_the_morning(
    lydholdet: Village, anna: Member, bo: Member, klyngebot: Klyngebot, clock: SetClock
):
    await can(anna, "sound")
    clock.moment = clock.moment.replace(hour=22)
    await find(bo, lydholdet.sound, "Anna")
    await bo.taps("Spørg Anna")
    await anna.forges("v1:withdraw:profile")
    await time_comes(klyngebot, clock, clock.now() + timedelta(hours=10))
    assert not any("Lydholdet spørger" in said for said in anna.inbox)
