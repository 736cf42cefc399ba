"""What a group lacks, in its lead's words: asked for, changed, run out, and free again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from actions.phrases import MOST_WAITING
from bot.app import Klyngebot
from domain.asks import Answer
from domain.groups import Group, GroupState, Need
from storage import asks, clusters, groups, people, phrases
from storage.transaction import Transaction
from tests.fixtures.bots import SetClock, time_comes
from tests.fixtures.cast import Member, NewMember, joined
from tests.stories.test_asks import can, find, person_of

pytestmark = pytest.mark.usefixtures("no_digests")

END = date(2026, 12, 6)


@pytest.fixture
async def lydholdet(klyngebot: Klyngebot, bo: Member, clock: SetClock) -> int:
    return await klyngebot.database.transact(_lydholdet, bo.chat.person.telegram_id, clock.now())


def _lydholdet(tx: Transaction, lead: int, now: datetime) -> int:
    here = frozenset(v.id for v in clusters.by_id(tx, 1).villages if v.slug == "vigersted")
    group = groups.add(tx, Group(0, 1, "Lydholdet", "Musik", GroupState.OPEN, here), now)
    groups.set_lead(tx, person_of(tx, lead), group, now, None)
    return group


async def lacks(
    member: Member, group: int, skill: str | None = "sound", wanted: int = 1, about: str = ""
) -> int:
    need = Need(0, group, skill, wanted, 0, 5, END, about)
    return await member.klyngebot.database.transact(
        groups.add_need, 1, need, datetime(2026, 11, 22, tzinfo=UTC)
    )


async def says_yes(anna: Member, bo: Member, need: int) -> None:
    await find(bo, need, "Anna")
    await bo.taps("Spørg Anna")
    await anna.taps("Ja, det vil jeg gerne")
    await anna.taps("Nej, ikke endnu")


async def places(member: Member, need: int) -> int | None:
    found = await member.klyngebot.database.transact(groups.need, 1, need)
    return found.open_places if found else None


async def test_a_lead_puts_the_occasion_in_words_and_sees_how_people_will_be_asked(
    lydholdet: int, bo: Member
):
    await bo.forges(f"v1:gneednew:{lydholdet}")
    await bo.writes("lyd til julefrokosten")
    await bo.taps("Lyd, lys og scene")
    assert "Bo fra Lydholdet spørger: Vil du hjælpe med …?" in bo.sees
    await bo.taps("»lyd til julefrokosten«")
    await bo.writes("to")
    await bo.writes("12. december")
    await bo.taps("Ja")
    await bo.writes("et par timer")
    assert bo.sees.startswith("Skriv et helt tal")
    await bo.writes("en times tid")
    assert "• lyd til julefrokosten: 2, senest 12. december 2026, ca. 1" in bo.sees
    assert "»Bo fra Lydholdet spørger: Vil du hjælpe med lyd til julefrokosten?«" in bo.sees
    await bo.taps("Find nogen")
    assert bo.sees.startswith("Lige nu er der ingen, der kan klare lyd, lys og scene")


async def test_what_is_on_no_list_stays_in_own_words_and_the_lead_chooses_whom_to_ask(
    lydholdet: int, bo: Member, anna: Member, karen: Member, klyngebot: Klyngebot, clock: SetClock
):
    await can(anna, "cooking")
    await bo.forges(f"v1:gneednew:{lydholdet}")
    await bo.writes("kransekage til nytår")
    await bo.taps("Nej, brug mine egne ord")
    await bo.taps("1")
    await bo.writes("30/12")
    await bo.taps("Ja")
    await bo.taps("Ca. 2 timer")
    assert "Styregruppen ser på dem." in bo.sees
    await bo.taps("Find nogen")
    assert bo.sees == (
        "Hvem skal jeg spørge, om de vil hjælpe med kransekage til nytår? "
        "De her må gerne spørges. Sæt hak.\n\n"
        "Anna har ikke været med før og bor i Vigersted, hvor I arbejder."
    )
    await bo.taps("Anna, Vigersted")
    await bo.taps("Spørg Anna")
    assert anna.sees.startswith("Anna, Bo fra Lydholdet spørger: Vil du hjælpe med kransekage til nytår?")
    assert "Jeg spørger dig, fordi tovholderen tænkte på dig" in anna.sees
    await anna.writes("/mig")
    await anna.taps("Det er jeg spurgt om")
    assert "• Lydholdet, kransekage til nytår, 22. november 2026: ikke svaret" in anna.sees
    await karen.writes("/ord")
    assert "Det er noget, en gruppe mangler:\n\n»kransekage til nytår«" in karen.sees
    await karen.forges("v1:file:1:baking")
    assert bo.sees.startswith("Du skrev: »kransekage til nytår«. Nu leder jeg efter folk under")
    assert await klyngebot.database.transact(_skills_of, bo.chat.person.telegram_id) == frozenset()


async def test_a_lead_whose_words_wait_in_plenty_is_not_told_that_somebody_will_look(
    lydholdet: int, bo: Member, karen: Member
):
    for number in range(MOST_WAITING):
        await bo.klyngebot.database.transact(_waits, bo.chat.person.telegram_id, f"kransekage {number}")
    await bo.forges(f"v1:gneednew:{lydholdet}")
    for words in ("kransekage til nytår", "Nej, brug mine egne ord", "1", "30/12", "Ja", "Ca. 2 timer"):
        await bo.writes(words)
    assert "Dine ord står ikke på min liste. Du vælger selv, hvem jeg spørger." in bo.sees
    await karen.writes("/ord")
    assert "kransekage til nytår" not in karen.sees


def _waits(tx: Transaction, telegram_id: int, words: str) -> None:
    phrases.keep(tx, person_of(tx, telegram_id), words, datetime(2026, 11, 22, tzinfo=UTC))


def _skills_of(tx: Transaction, telegram_id: int) -> frozenset[str]:
    return people.profile(tx, person_of(tx, telegram_id)).skills


async def test_two_needs_for_the_same_skill_look_different(lydholdet: int, bo: Member):
    await lacks(bo, lydholdet, about="lyd til julefrokosten")
    await lacks(bo, lydholdet, about="lyd til fastelavn")
    await bo.forges(f"v1:gneeds:{lydholdet}:0")
    assert "• lyd til julefrokosten: 0 af 1 fundet, senest 6. december 2026\n• lyd til fastelavn" in bo.sees
    assert {"0/1 · lyd til julefrokosten", "0/1 · lyd til fastelavn"} <= set(bo.buttons)


async def test_a_need_is_changed_and_who_said_yes_hears_of_another_day(
    lydholdet: int, bo: Member, anna: Member
):
    need = await lacks(bo, lydholdet, wanted=3, about="lyd")
    await can(anna, "sound")
    await says_yes(anna, bo, need)
    await bo.forges(f"v1:gneed:{need}")
    for part, said in (("Ret teksten", "lys til julefrokosten"), ("Ret antallet", "2"), ("Ret timerne", "5")):
        await bo.taps("Ret det")
        await bo.taps(part)
        await bo.writes(said)
        assert bo.alerts[-1:] != ["Den knap er gammel"]
    assert "• lys til julefrokosten: 1, senest 6. december 2026, ca. 5 timer hver" in bo.sees
    heard = len(anna.inbox)
    await bo.taps("Ret det")
    await bo.taps("Ret datoen")
    await bo.writes("lørdag den 19. december")
    await bo.taps("Ja")
    assert "senest 19. december 2026" in bo.sees
    changed = "Lydholdet har ændret det, du sagde ja til: lys til julefrokosten."
    assert anna.inbox[heard:] == [f"{changed}\n\nCa. 5 timer, senest 19. december 2026."]
    await anna.forges(f"v1:g:{lydholdet}")
    assert "Din rolle slutter 19. december 2026." in anna.sees


async def test_no_fewer_are_wanted_than_have_said_yes(
    lydholdet: int, bo: Member, anna: Member, somebody: NewMember
):
    need = await lacks(bo, lydholdet, wanted=2)
    ida = await can(somebody("Ida"), "sound")
    await can(anna, "sound")
    await says_yes(anna, bo, need)
    await find(bo, need, "Ida")
    await bo.taps("Spørg Ida")
    await ida.taps("Ja, det vil jeg gerne")
    await bo.forges(f"v1:gneedset:{need}:many")
    await bo.writes("1")
    assert bo.sees.startswith("Så mange har allerede sagt ja.")


async def test_a_need_that_ran_out_is_told_once_and_prolonged_or_closed(
    lydholdet: int, bo: Member, anna: Member, klyngebot: Klyngebot, clock: SetClock
):
    need = await lacks(bo, lydholdet, about="lyd til julefrokosten")
    other = await lacks(bo, lydholdet, "cooking")
    await can(anna, "sound")
    await find(bo, need, "Anna")
    await bo.taps("Spørg Anna")
    question = anna.chat.screen
    await time_comes(klyngebot, clock, datetime(2026, 12, 7, 9, tzinfo=UTC))
    assert over(bo)[1] == (
        "Tiden er gået for »lyd til julefrokosten« i Lydholdet. Det skulle være senest 6. december 2026. "
        "Vi fandt 0 af 1. Vil du forlænge eller lukke?"
    )
    await time_comes(klyngebot, clock, datetime(2026, 12, 9, 9, tzinfo=UTC))
    assert len(over(bo)) == 2
    await anna.taps("Ja, det vil jeg gerne", question)
    assert any(said.startswith("Tusind tak for dit ja! Der er ikke brug for det mere") for said in anna.inbox)
    await bo.writes("/menu")
    await bo.forges(f"v1:gneed:{need}")
    assert "Tiden er gået. Du kan forlænge den eller lukke." in bo.sees
    assert "Find nogen" not in bo.buttons
    await bo.taps("Forlæng")
    await bo.writes("20. december")
    await bo.taps("Ja")
    assert "Find nogen" in bo.buttons
    await bo.forges(f"v1:gneedclose:{other}")
    assert bo.alerts[-1] == "Taget af listen."
    await time_comes(klyngebot, clock, datetime(2026, 12, 21, 9, tzinfo=UTC))
    assert len(over(bo)) == 3, "once more for the new day"


def over(bo: Member) -> list[str]:
    """What he heard about days that had gone by."""
    return sorted(said for said in bo.inbox if said.startswith("Tiden er gået"))


async def test_what_was_found_in_time_is_over_in_silence(
    lydholdet: int, bo: Member, anna: Member, klyngebot: Klyngebot, clock: SetClock
):
    need = await lacks(bo, lydholdet)
    await can(anna, "sound")
    await says_yes(anna, bo, need)
    await time_comes(klyngebot, clock, datetime(2026, 12, 7, 9, tzinfo=UTC))
    assert not any("Tiden er gået" in said for said in bo.inbox)
    assert await places(bo, need) is None


async def test_who_leaves_gives_the_place_back_and_has_it_again_on_second_thoughts(
    lydholdet: int, bo: Member, anna: Member
):
    need = await lacks(bo, lydholdet, about="lyd til julefrokosten")
    await can(anna, "sound")
    await says_yes(anna, bo, need)
    assert await places(bo, need) == 0
    await anna.forges(f"v1:gleave:{lydholdet}")
    assert bo.sees == (
        "Anna fra Vigersted har meldt sig ud af Lydholdet.\n\n"
        "Så der mangler igen nogen til: lyd til julefrokosten."
    )
    assert await places(bo, need) == 1
    await anna.taps("Fortryd")
    assert await places(bo, need) == 0


@pytest.mark.parametrize("how", ["ended", "erased", "shut out"])
async def test_a_place_is_free_again_however_somebody_goes(
    how: str, lydholdet: int, bo: Member, anna: Member, karen: Member
):
    need = await lacks(bo, lydholdet, about="lyd til julefrokosten")
    await can(anna, "sound")
    await says_yes(anna, bo, need)
    anna_id = await bo.klyngebot.database.transact(_id_of, anna.chat.person.telegram_id)
    if how == "ended":
        await bo.forges(f"v1:gended:{lydholdet}:{anna_id}")
    elif how == "erased":
        await anna.writes("/slet")
        await anna.taps(next(label for label in anna.buttons if label.startswith("Ja")))
    else:
        await karen.forges("v1:block")
        await karen.writes("Anna")
        await karen.taps("Anna, Vigersted")
        await karen.taps("Ja, spær ude")
    assert await places(bo, need) == 1
    if how != "ended":
        assert bo.sees == (
            "En, der havde sagt ja, er ikke med i Lydholdet mere. "
            "Så der mangler igen nogen til: lyd til julefrokosten."
        )


def _id_of(tx: Transaction, telegram_id: int) -> int:
    return person_of(tx, telegram_id).id


async def test_the_steering_group_hears_of_a_yes_once_in_the_morning_and_sees_numbers_at_once(
    lydholdet: int, bo: Member, anna: Member, karen: Member, somebody: NewMember,
    klyngebot: Klyngebot, clock: SetClock,
):  # fmt: skip
    need = await lacks(bo, lydholdet, wanted=2)
    ida = await can(somebody("Ida"), "sound")
    await can(anna, "sound")
    heard = len(karen.inbox)
    await says_yes(anna, bo, need)
    await find(bo, need, "Ida")
    await bo.taps("Spørg Ida")
    await ida.taps("Ja, det vil jeg gerne")
    assert len(karen.inbox) == heard
    await time_comes(klyngebot, clock, clock.now() + timedelta(days=1))
    told = [said for said in karen.inbox[heard:] if said.startswith("Godt nyt")]
    assert told == ["Godt nyt: Siden i går er der nogen, der har sagt ja til at hjælpe i en arbejdsgruppe."]
    await karen.taps("Se det i tal")
    assert "2 har sagt ja til at hjælpe de sidste syv dage: Lydholdet 2." in karen.sees
    assert "Anna" not in karen.sees


async def test_a_steering_member_who_wants_fewer_messages_is_not_told_of_each_day(
    lydholdet: int, bo: Member, anna: Member, karen: Member, klyngebot: Klyngebot, clock: SetClock
):
    need = await lacks(bo, lydholdet)
    await can(anna, "sound")
    await klyngebot.database.transact(_fewer, karen.chat.person.telegram_id)
    await says_yes(anna, bo, need)
    await time_comes(klyngebot, clock, clock.now() + timedelta(days=1))
    assert not any(said.startswith("Godt nyt") for said in karen.inbox)


def _fewer(tx: Transaction, telegram_id: int) -> None:
    people.set_fewer(tx, person_of(tx, telegram_id), fewer=True)


async def test_three_proposals_stand_in_one_message_each_with_its_reason_and_its_answers(
    lydholdet: int, bo: Member, anna: Member, klyngebot: Klyngebot, clock: SetClock
):
    await lacks(bo, lydholdet, about="lyd til julefrokosten")
    others = await klyngebot.database.transact(_others, clock.now())
    await can(anna, "sound")
    await anna.forges("v1:fits")
    assert anna.sees.startswith("Her er tre ting, du kan hjælpe med. Svar på hver for sig.\n\n1. ")
    assert anna.sees.count("fordi du kan klare lyd") == 3
    assert anna.buttons[:3] == ["Ja til 1", "Måske 1", "Nej til 1"]
    assert len(anna.buttons) == 10
    await anna.taps("Nej til 2")
    assert anna.sees.startswith("Helt i orden, og tak for svaret.")
    assert "Her er tre ting, du kan hjælpe med." in anna.sees
    await anna.taps("Ja til 1")
    assert "Du er nu med i" in anna.sees
    answers = await klyngebot.database.transact(_answers_of, anna.chat.person.telegram_id)
    assert sorted(answers) == [Answer.NO, Answer.YES]
    assert len(others) == 3


def _others(tx: Transaction, now: datetime) -> list[int]:
    there = []
    for name in ("Kor", "Revy", "Fest"):
        group = groups.add(tx, Group(0, 1, name, "", GroupState.OPEN, frozenset()), now)
        there.append(groups.add_need(tx, 1, Need(0, group, "sound", 1, 0, 5, END), now))
    return there


def _answers_of(tx: Transaction, telegram_id: int) -> list[str]:
    person = person_of(tx, telegram_id)
    found = [ask for need in range(1, 9) for ask in asks.of_need(tx, 1, need) if ask.person_id == person.id]
    return [str(ask.answer) for ask in found]


async def test_a_member_helps_with_a_second_thing_in_their_own_group(
    lydholdet: int, bo: Member, anna: Member
):
    first, second = await lacks(bo, lydholdet, about="lyd til jul"), await lacks(bo, lydholdet, "cooking")
    await can(anna, "sound", "cooking")
    await says_yes(anna, bo, first)
    await find(bo, second, "Anna")
    assert "Anna er med i gruppen og bor i Vigersted" in bo.sees
    await bo.taps("Spørg Anna")
    assert "du er med i gruppen i forvejen" in anna.sees
    await anna.taps("Ja, det vil jeg gerne")
    assert await places(bo, second) == 0


async def test_several_skills_told_in_one_sentence_are_all_kept(anna: Member):
    await joined(anna, "vigersted")
    await anna.taps("Ja, det vil jeg gerne")
    await anna.taps("Ja, det må I gerne")
    await anna.writes("jeg kan stå for lyden og lave mad")
    await anna.taps("Lyd, lys og scene")
    assert anna.sees == "✓ Lyd, lys og scene er skrevet op. Er der også noget her, der passer?"
    await anna.taps("Lave mad")
    assert anna.sees.startswith("✓ Lave mad er skrevet op.")
    await anna.taps("Færdig, gå videre ›")
    await anna.writes("/mig")
    assert "Du er god til: Lave mad og Lyd, lys og scene" in anna.sees


async def test_who_means_only_one_of_the_guesses_goes_on_and_no_words_are_left_to_file(
    anna: Member, karen: Member
):
    await joined(anna, "vigersted")
    await anna.taps("Ja, det vil jeg gerne")
    await anna.taps("Ja, det må I gerne")
    await anna.writes("jeg kan stå for lyden og lave mad")
    await anna.taps("Lave mad")
    await anna.taps("Nej, ikke mere")
    assert "Hvad er du god til?" in anna.sees
    await karen.writes("/ord")
    assert "lyden" not in karen.sees


async def test_a_need_in_english(lydholdet: int, bo: Member, somebody: NewMember):
    need = await lacks(bo, lydholdet, about="sound at the Christmas lunch")
    joe = await can(somebody("Joe", "en"), "sound")
    await find(bo, need, "Joe")
    await bo.taps("Spørg Joe")
    assert joe.sees.startswith(
        "Joe, Bo from Lydholdet asks: Will you help with sound at the Christmas lunch?"
    )
    await joe.taps("Yes, I would like to")
    assert "Lydholdet" in joe.sees
