"""Ideas: written, found to be had before, supported, answered, made into something, hidden and shown."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.app import Klyngebot
from domain.ideas import Idea, State
from domain.people import Person, Role
from storage import erasure, ideas, people, roles
from storage.transaction import Transaction
from tests.fixtures.bots import SetClock, time_comes
from tests.fixtures.cast import Member, NewMember, joined

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
BENCH, WHY = "Bænk ved søen", "Der mangler et sted at sidde."
SHARED = f"{BENCH} · 1"


@pytest.fixture
async def ann(anna: Member) -> Member:
    """Anna, signed up in Vigersted."""
    return await joined(anna, "vigersted")


@pytest.fixture
async def bench(ann: Member) -> Idea:
    """Anna's idea."""
    return await put(ann, BENCH)


async def put(author: Member, title: str, **values: object) -> Idea:
    def add(tx: Transaction) -> Idea:
        me = person(tx, author)
        idea = Idea(0, 1, title, WHY, State.RECEIVED, NOON, me.id, village_id=me.village_id, waits_since=NOON)
        found = ideas.by_id(tx, 1, ideas.add(tx, idea))
        assert found is not None
        return found

    return await author.klyngebot.database.transact(add)


def person(tx: Transaction, member: Member) -> Person:
    found = people.by_telegram(tx, 1, member.chat.person.telegram_id)
    assert found is not None
    return found


async def now_is(member: Member, idea: Idea) -> Idea:
    found = await member.klyngebot.database.transact(ideas.by_id, 1, idea.id)
    assert found is not None
    return found


async def opens(member: Member, idea: Idea) -> None:
    await member.writes("/menu")
    await member.forges(f"v1:i:{idea.id}")


async def answers(karen: Member, idea: Idea, *labels: str) -> None:
    await karen.writes("/menu")
    await karen.forges(f"v1:ic:{idea.id}")
    for label in labels:
        await karen.taps(label)


async def finds_nothing(member: Member, clock: SetClock, data: str) -> None:
    """The button leads nowhere: said once a second tap is out of the question."""
    clock.forward(timedelta(seconds=10))
    await member.forges(data)
    assert member.alerts[-1].startswith("Den knap")


async def later(klyngebot: Klyngebot, clock: SetClock, **by: float) -> None:
    await time_comes(klyngebot, clock, clock.now() + timedelta(**by))


# Writing


async def test_anna_writes_an_idea_with_a_picture(ann: Member, karen: Member, klyngebot, clock):
    await ann.writes("/menu")
    await ann.taps("Idéer")
    await ann.taps("Skriv en idé")
    assert "Trin 1 af" in ann.sees
    await ann.writes("Bænk ved  søen")
    await ann.writes(WHY)
    await ann.taps("Vigersted")
    await ann.sends_picture()
    assert f"{BENCH}\n{WHY}\nVigersted, med billede, fra Anna" in ann.sees
    await ann.taps("Send idéen")
    assert ann.sees.startswith(f"✓ Tak! »{BENCH}« er sendt.")
    await ann.taps("Se idéen")
    shown = ann.chat.messages[-1]
    assert (shown.kind, shown.text) == (
        "photo",
        f"{BENCH}\n\n{WHY}\n\nVigersted · fra Anna · 0 støtter den\nModtaget.",
    )
    await time_comes(klyngebot, clock, datetime(2026, 11, 23, 7, 30, tzinfo=UTC))
    assert "Der er kommet nye idéer fra landsbyerne. Se, hvem af jer der svarer." in karen.inbox
    await karen.taps("Se idéerne")
    assert [text for text in karen.inbox if "Venter på svar: 1" in text]


async def test_what_does_not_fit_is_asked_again(ann: Member):
    await ann.forges("v1:inew")
    await ann.writes("Sti")
    assert ann.sees.startswith("Skriv idéen på én linje, med 4 til 60 tegn.")
    await ann.writes("x" * 61)
    assert ann.sees.startswith("Skriv idéen på én linje")
    await ann.writes("Mit CPR er 010190-1234")
    assert "CPR" in ann.sees
    await ann.writes("<b>Fest</b> & dans")
    await ann.writes("y" * 201)
    assert ann.sees.startswith("Det var for langt.")
    await ann.writes("Fordi <i>vi</i> vil")
    await ann.writes("Atlantis")
    assert ann.sees.startswith("Den landsby kender jeg ikke.")
    await ann.taps("Hele klyngen")
    await ann.writes("intet billede")
    assert ann.sees.startswith("Send et billede, eller tryk »Spring over«.")
    await ann.sends_location()
    assert ann.sees.startswith("Send et billede")
    await ann.taps("Spring over ›")
    assert "<b>Fest</b> & dans\nFordi <i>vi</i> vil\nHele klyngen, uden billede" in ann.sees
    await ann.taps("Afbryd")
    assert ann.sees.startswith("Idéer")


async def test_somebody_had_it_before_and_gets_the_support_instead(ann: Member, bench: Idea, bo: Member):
    await bo.forges("v1:inew")
    await bo.writes("En bænk på stien til søen")
    assert f"• {BENCH} (Vigersted, 0 støtter)" in bo.sees
    await bo.taps(f"Støt: {BENCH}")
    assert "1 støtter den" in bo.sees
    assert bo.alerts[-1].startswith("Tak! Du støtter idéen")
    assert "Fortryd støtten" in bo.buttons
    assert (await now_is(bo, bench)).supporters == 1


async def test_who_has_another_idea_goes_on_and_may_go_back(ann: Member, bench: Idea, bo: Member):
    await bo.forges("v1:inew")
    await bo.writes("Flere bænke")
    await bo.taps("Min idé er en anden")
    assert "Hvorfor er det en god idé?" in bo.sees
    await bo.taps("‹ Tilbage")
    assert BENCH in bo.sees
    await bo.taps("‹ Tilbage")
    await bo.writes("Banko i hallen")
    assert "Hvorfor er det en god idé?" in bo.sees
    await bo.taps("‹ Tilbage")
    assert "Hvad er din idé?" in bo.sees


async def test_a_reason_written_under_what_is_alike_is_the_reason(ann: Member, bench: Idea, bo: Member):
    await bo.forges("v1:inew")
    await bo.writes("En bænk ved søen")
    assert bo.sees.startswith("Trin 1 af 5\n\nDer er allerede noget, der ligner:")
    assert bo.sees.endswith("Vil du støtte den i stedet?")
    await bo.writes("Fordi jeg vil se på fugle")
    assert bo.sees.startswith("Trin 3 af 5\n\nHvor skal det være?")
    for label in ("Vigersted", "Spring over ›"):
        await bo.taps(label)
    assert "Fordi jeg vil se på fugle" in bo.sees


@pytest.mark.parametrize(
    ("said", "seen"), [("ja tak", "1 støtter den"), ("nej", "Hvorfor er det en god idé?")]
)
async def test_whether_they_support_it_can_be_written(
    ann: Member, bench: Idea, bo: Member, said: str, seen: str
):
    await bo.forges("v1:inew")
    await bo.writes("En bænk ved søen")
    await bo.writes(said)
    assert seen in bo.sees


async def test_yes_to_several_is_asked_about(ann: Member, bench: Idea, bo: Member):
    await put(ann, "Bænke ved søen og åen")
    await bo.forges("v1:inew")
    await bo.writes("En bænk ved søen")
    assert bo.sees.endswith("Vil du støtte en af dem i stedet?")
    await bo.writes("ja")
    assert bo.sees.startswith("Tryk på en af idéerne")


async def test_nobody_writes_more_than_five_a_day(ann: Member, klyngebot, clock):
    for number in range(5):
        await put(ann, f"Idé nummer {number}")
    await ann.forges("v1:inew")
    assert ann.alerts[-1] == "Du har skrevet mange idéer i dag. Kom igen i morgen."
    clock.forward(timedelta(days=1, minutes=1))
    await ann.forges("v1:inew")
    assert "Hvad er din idé?" in ann.sees


# Leafing through them, and supporting


async def test_support_in_one_tap_and_withdraw_in_one(bench: Idea, bo: Member, ann: Member):
    await bo.writes("/ideer")
    await bo.taps("Se de nyeste")
    await bo.taps(f"{BENCH} · 0")
    await bo.taps("Støt idéen")
    assert "1 støtter den" in bo.sees
    await bo.forges(f"v1:isup:{bench.id}")
    assert "1 støtter den" in bo.sees
    await bo.taps("Fortryd støtten")
    assert "0 støtter den" in bo.sees
    await opens(ann, bench)
    assert "Støt idéen" not in ann.buttons
    await ann.forges(f"v1:isup:{bench.id}")
    assert (await now_is(ann, bench)).supporters == 0


async def test_lists_by_age_by_support_by_village_and_ones_own(bench: Idea, ann: Member, bo: Member, clock):
    for number in range(6):
        await put(bo, f"Nummer {number}")
    await opens(bo, bench)
    await bo.taps("Støt idéen")
    await bo.taps("Se flere idéer")
    await bo.taps("Se de mest støttede")
    assert bo.buttons[0] == SHARED
    assert bo.buttons[3].startswith("Flere (1 af ")
    assert len(bo.buttons) == 6
    await bo.taps("‹ Tilbage")
    await bo.taps("Se en landsbys idéer")
    await bo.taps("Vigersted")
    assert bo.buttons == [SHARED, "Skriv en idé", "‹ Tilbage"]
    await ann.writes("/ideas")
    await ann.taps("Se mine idéer")
    assert ann.buttons[0] == SHARED
    await finds_nothing(ann, clock, "v1:ilist:v999:0")


async def test_an_idea_nobody_has_answered_can_be_taken_back(bench: Idea, ann: Member, bo: Member, clock):
    await opens(ann, bench)
    await ann.taps("Træk idéen tilbage")
    await ann.taps("Ja, slet min idé")
    assert ann.sees == "✓ Idéen er slettet."
    await finds_nothing(bo, clock, f"v1:i:{bench.id}")


# Answers


async def test_somebody_takes_it_by_name_and_the_author_is_told(
    bench: Idea, ann: Member, karen: Member, klyngebot, clock
):
    await answers(karen, bench, "Jeg tager den, svarer senere")
    assert "Set af styregruppen. Karen svarer på den." in karen.sees
    await later(klyngebot, clock, minutes=11)
    assert ann.sees == f"Karen fra styregruppen har set din idé »{BENCH}« og svarer dig."


async def test_two_answers_within_a_few_minutes_are_one_letter(
    bench: Idea, ann: Member, bo: Member, karen: Member, klyngebot, clock
):
    await opens(bo, bench)
    await bo.taps("Støt idéen")
    before = (len(ann.inbox), len(bo.inbox))
    await answers(karen, bench, "Svar nu", "Vi undersøger den")
    await answers(karen, bench, "Svar nu", "Den er vedtaget")
    await later(klyngebot, clock, minutes=11)
    told = f"Idéen »{BENCH}« er vedtaget af styregruppen. Karen svarer på, hvad der nu sker."
    assert ann.inbox[before[0] :] == [told]
    assert bo.inbox[before[1] :] == [told]


async def test_not_now_comes_with_a_reason(bench: Idea, ann: Member, karen: Member, klyngebot, clock):
    await answers(karen, bench, "Svar nu", "Ikke nu – skriv hvorfor")
    await karen.writes("z" * 121)
    assert karen.sees.startswith("Det var for langt.")
    await karen.writes("Kommunen ejer stien.")
    assert "Hvorfor ikke nu: Kommunen ejer stien." in karen.sees
    await later(klyngebot, clock, minutes=11)
    assert ann.sees.endswith("Karen fra styregruppen skriver: Kommunen ejer stien.")
    await answers(karen, bench, "Svar nu", "Vi undersøger den")
    assert (await now_is(karen, bench)).state is State.LOOKED_INTO


async def test_two_that_are_alike_become_one_with_the_supporters_of_both(
    bench: Idea, ann: Member, bo: Member, karen: Member, somebody: NewMember, klyngebot, clock
):
    other = await put(bo, "Borde og bænke")
    erik = await joined(somebody("Erik"), "vigersted")
    for idea in (bench, other):
        await opens(erik, idea)
        await erik.taps("Støt idéen")
    await answers(karen, bench, "Svar nu", "Slå sammen med en anden")
    await karen.writes("findes ikke")
    assert karen.sees.startswith("Det navn passer ikke")
    await karen.taps("Borde og bænke")
    assert "2 støtter den" in karen.sees
    await later(klyngebot, clock, minutes=11)
    assert ann.sees == f"Idéen »{BENCH}« er slået sammen med »Borde og bænke«, som ligner. Du støtter nu den."
    await ann.taps("Se idéen")
    assert "Fortryd støtten" in ann.buttons
    await opens(erik, bench)
    await erik.taps("Se den samlede idé")
    assert "Borde og bænke" in erik.sees


async def test_who_answers_it_can_be_somebody_else(bench: Idea, karen: Member, bo: Member, klyngebot, clock):
    await klyngebot.database.transact(lambda tx: roles.give(tx, person(tx, bo), Role.STEERING))
    await answers(karen, bench, "Bed en anden om at svare", "Bo")
    assert "Bo svarer på den." in karen.sees
    assert bo.sees == f"Karen har bedt dig svare på idéen »{BENCH}«."


async def test_of_two_answers_at_once_the_second_finds_it_answered(bench: Idea, karen: Member, clock):
    await answers(karen, bench, "Svar nu")
    await karen.taps("Den er vedtaget")
    await finds_nothing(karen, clock, f"v1:icto:{bench.id}:looked_into")
    await karen.forges(f"v1:icto:{bench.id}:nonsense")
    await karen.forges(f"v1:icto:{bench.id}:seen")
    assert (await now_is(karen, bench)).state is State.AGREED


# What becomes of it


async def test_it_becomes_a_group_in_two_taps_and_the_result_reaches_all(
    bench: Idea, ann: Member, bo: Member, karen: Member, klyngebot, clock
):
    await opens(bo, bench)
    await bo.taps("Støt idéen")
    await answers(karen, bench, "Gør den til noget", "Opret en arbejdsgruppe")
    assert karen.sees == f"✓ {BENCH} er oprettet."
    await later(klyngebot, clock, minutes=11)
    assert bo.sees == f"Idéen »{BENCH}« er blevet til en arbejdsgruppe. Se, om du vil være med."
    await bo.taps("Se arbejdsgruppen")
    assert bo.sees.startswith(BENCH)
    group = (await now_is(karen, bench)).group_id
    await karen.forges(f"v1:gsclosed:{group}")
    assert f"Hvad blev »{BENCH}« til?" in karen.sees
    await karen.writes("Der står en bænk af eg.")
    await karen.sends_picture()
    assert "Blev til noget." in karen.sees
    await later(klyngebot, clock, minutes=11)
    for member in (ann, bo):
        got = member.chat.messages[-1]
        assert (got.kind, "Der står en bænk af eg." in got.text) == ("photo", True)
    await opens(bo, bench)
    assert "Støt idéen" not in bo.buttons


async def test_a_result_that_is_not_told_is_asked_for_again(bench: Idea, karen: Member, klyngebot, clock):
    await answers(karen, bench, "Gør den til noget", "Opret en arbejdsgruppe")
    await karen.forges(f"v1:gsclosed:{(await now_is(karen, bench)).group_id}")
    await karen.taps("Afbryd")
    assert karen.sees.startswith("Idéen er, som den var.")
    await later(klyngebot, clock, days=14, minutes=1)
    assert "har ventet på svar i 14 dage" in karen.sees
    await karen.taps("Svar som styregruppe")
    await karen.taps("Fortæl, hvad den blev til")
    await karen.writes("En bænk.")
    await karen.taps("Spring over ›")
    assert (await now_is(karen, bench)).state is State.DONE


async def test_it_becomes_an_event_in_two_taps(bench: Idea, ann: Member, karen: Member, klyngebot, clock):
    event = await an_event(karen, bench)
    assert (await now_is(karen, bench)).state is State.UNDER_WAY
    await later(klyngebot, clock, minutes=11)
    assert ann.sees == f"Idéen »{BENCH}« er blevet til et arrangement. Se, hvornår det er."
    await ann.taps("Se arrangementet")
    assert BENCH in ann.sees
    await opens(ann, bench)
    assert "Se arrangementet" in ann.buttons
    assert event


async def test_what_its_event_came_to_is_what_came_of_it(
    bench: Idea, karen: Member, bo: Member, klyngebot, clock
):
    await opens(bo, bench)
    await bo.taps("Støt idéen")
    event = await an_event(karen, bench)
    await bo.forges(f"v1:evsay:{event}:yes")
    clock.moment = datetime(2026, 12, 6, 12, tzinfo=UTC)
    await karen.forges(f"v1:evresult:{event}")
    await karen.writes("Vi satte bænken, og 14 kom.")
    await karen.sends_picture()
    await karen.taps("Send beskeden")
    assert (await now_is(karen, bench)).state is State.DONE
    await later(klyngebot, clock, minutes=11)
    got = [message for message in bo.chat.messages if "Vi satte bænken, og 14 kom." in message.text]
    assert [message.kind for message in got] == ["photo"]
    await time_comes(klyngebot, clock, datetime(2026, 12, 6, 16, 5, tzinfo=UTC))
    told = f"Det blev til noget:\n• {BENCH}: »Vi satte bænken, og 14 kom.«"
    assert [text for text in karen.inbox if "Ugebrev" in text and told in text]


async def test_an_event_called_off_leaves_the_idea_agreed(bench: Idea, karen: Member, klyngebot):
    event = await an_event(karen, bench)
    await karen.forges(f"v1:evcancel:{event}")
    await karen.taps("Spring over ›")
    await karen.taps(karen.buttons[0])
    idea = await now_is(karen, bench)
    assert (idea.state, idea.waits_since) == (State.AGREED, NOON)


async def an_event(karen: Member, idea: Idea) -> int:
    """Karen makes one of it, two weeks ahead."""
    await answers(karen, idea, "Gør den til noget", "Opret et arrangement")
    await karen.writes("lørdag den 5. december 2026 kl. 14")
    await karen.writes("ja")
    await karen.writes("Ved søen")
    for label in ("Hele klyngen", "Plads til alle", "Nej, ingen spisning", "Opret arrangementet"):
        await karen.taps(label)
    event = (await now_is(karen, idea)).event_id
    assert event is not None
    return event


# Waiting too long


async def test_after_two_weeks_its_holder_and_after_four_all_who_steer(
    bench: Idea, karen: Member, bo: Member, klyngebot, clock
):
    await klyngebot.database.transact(lambda tx: roles.give(tx, person(tx, bo), Role.STEERING))
    await answers(karen, bench, "Jeg tager den, svarer senere")
    reminder = f"Idéen »{BENCH}« har ventet på svar i 14 dage. Det er dig, der svarer på den."
    await time_comes(klyngebot, clock, NOON + timedelta(days=13, hours=23))
    assert reminder not in karen.inbox
    for _ in range(2):
        await time_comes(klyngebot, clock, NOON + timedelta(days=14, minutes=1))
    assert karen.inbox.count(reminder) == 1
    assert reminder not in bo.inbox
    await time_comes(klyngebot, clock, NOON + timedelta(days=28, minutes=1))
    alarm = f"Idéen »{BENCH}« har ventet på svar i 28 dage. Hvem af jer svarer?"
    assert (karen.inbox.count(alarm), bo.inbox.count(alarm)) == (1, 1)
    await time_comes(klyngebot, clock, NOON + timedelta(days=60))
    assert karen.inbox.count(alarm) == 1


async def test_one_nobody_took_is_everybodys_after_two_weeks(bench: Idea, karen: Member, klyngebot, clock):
    await time_comes(klyngebot, clock, NOON + timedelta(days=14, minutes=1))
    assert karen.sees == f"Idéen »{BENCH}« har ventet på svar i 14 dage, og ingen har taget den."


async def test_an_answer_ends_the_waiting(bench: Idea, karen: Member, klyngebot, clock):
    await answers(karen, bench, "Svar nu", "Den er vedtaget")
    await time_comes(klyngebot, clock, NOON + timedelta(days=40))
    assert not [text for text in karen.inbox if "har ventet på svar" in text]


# Reports


async def report(member: Member, idea: Idea) -> None:
    await opens(member, idea)
    await member.taps("Meld, at noget er galt")
    await member.taps("Ja, meld den")


async def three(somebody: NewMember) -> list[Member]:
    return [await joined(somebody(name), "vigersted") for name in ("Ida", "Per", "Eva")]


async def test_three_reports_hide_it_until_somebody_has_looked(
    bench: Idea, ann: Member, karen: Member, bo: Member, somebody: NewMember, clock
):
    ida, per, eva = await three(somebody)
    await report(ida, bench)
    await ida.forges(f"v1:irepd:{bench.id}")
    await report(per, bench)
    assert (await now_is(ann, bench)).hidden_at is None
    await report(eva, bench)
    assert (await now_is(ann, bench)).hidden_at is not None
    assert ann.sees.startswith(f"Nogle har meldt, at noget er galt med din idé »{BENCH}«.")
    assert karen.sees.startswith(f"Idéen »{BENCH}« er skjult")
    assert not [name for name in ("Ida", "Per", "Eva") if name in "".join([*ann.inbox, *karen.inbox])]
    await finds_nothing(bo, clock, f"v1:i:{bench.id}")
    await bo.writes("/ideer")
    await bo.taps("Se de nyeste")
    assert "Der er ingen endnu." in bo.sees
    await opens(ann, bench)
    assert "Idéen er skjult" in ann.sees
    await karen.taps("Svar som styregruppe")
    await karen.taps("Vis idéen igen")
    assert ann.sees == f"Styregruppen har set på din idé »{BENCH}«. Den er i orden og kan ses igen."
    await report(bo, bench)
    assert (await now_is(ann, bench)).hidden_at is None


async def test_what_is_taken_down_is_gone_with_its_words(
    bench: Idea, ann: Member, karen: Member, somebody: NewMember
):
    for member in await three(somebody):
        await report(member, bench)
    await karen.taps("Svar som styregruppe")
    await karen.taps("Tag idéen ned")
    await karen.taps("Ja, tag den ned")
    assert "Venter på svar: 0" in karen.sees
    assert ann.sees.startswith(f"Styregruppen har taget din idé »{BENCH}« ned.")
    assert await ann.klyngebot.database.transact(ideas.by_id, 1, bench.id) is None


async def test_nobody_reports_their_own_nor_unless_signed_up(
    bench: Idea, ann: Member, somebody: NewMember, clock
):
    await ann.writes("/menu")
    await finds_nothing(ann, clock, f"v1:irepd:{bench.id}")
    stranger = somebody("Ole")
    await stranger.starts()
    await stranger.forges(f"v1:irepd:{bench.id}")
    assert (await now_is(ann, bench)).hidden_at is None


# Leaving


async def test_an_idea_others_hold_on_to_stays_without_its_author(bench: Idea, ann: Member, bo: Member):
    await opens(bo, bench)
    await bo.taps("Støt idéen")
    lonely = await put(ann, "Annas egen")
    named = await put(ann, "Spørg Anna om banko")
    await opens(bo, named)
    await bo.taps("Støt idéen")

    def leave(tx: Transaction) -> None:
        erasure.erase(tx, person(tx, ann), NOON)

    await ann.klyngebot.database.transact(leave)
    await opens(bo, bench)
    assert "fra en tidligere beboer · 1 støtter den" in bo.sees
    assert await bo.klyngebot.database.transact(ideas.by_id, 1, lonely.id) is None
    assert (await now_is(bo, named)).title == "Spørg … om banko"
