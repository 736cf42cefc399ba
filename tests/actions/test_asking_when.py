"""The question about a day and a time, as any dialogue has it: picks, words, a month, the echo."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from actions import asking_when, dialogues
from actions.asking_when import AskWhen
from actions.dialogues import Script
from actions.scene import Scene
from domain.buttons import parts
from domain.dates import When
from domain.dialogue import Dialogue, Option, Press, Question
from domain.message import Button, Message, Reply
from storage.database import Database
from storage.transaction import Transaction
from tests.actions.world import HERE, NOW, Place, build, visit

NORD = Place(HERE)
DONE: list[When | str] = []


def finished(scene: Scene, answers) -> Reply:
    said = answers["when"]
    DONE.append("now" if said == "now" else asking_when.chosen(answers, "when"))
    return Reply()


def script(asked: AskWhen) -> Script:
    last = Question[Scene]("group_text", read=lambda _scene, _answers, words: words)
    questions = (*asking_when.questions(asked), last)
    return Script(Dialogue("asked", questions), finished, lambda _scene: Reply())


EVENT = script(AskWhen("when", asking_when.coming_days))
POLL = script(AskWhen("when", asking_when.coming_days, hours=(), days=14))
SENDING = script(
    AskWhen(
        "when",
        lambda _scene, _answers: [When(date(2026, 11, 23), time(18))],
        others=lambda _scene, _answers, _where: [Option("now", "Nu")],
    )
)


class Chat:
    """One resident, in the middle of it."""

    def __init__(self, database: Database, asked: Script) -> None:
        self.database, self.script, self.now = database, asked, NOW
        self.screen: Message | None = None

    async def begins(self) -> None:
        await self._takes(lambda scene: dialogues.begin(scene, self.script))

    async def writes(self, words: str) -> None:
        await self._takes(lambda scene: dialogues.write(scene, {"asked": self.script}, words))

    async def taps(self, label: str) -> None:
        data = next(button.data for row in self.rows for button in row if button.label == label)
        _, run, key, value, where, page = parts(data)
        pressed = Press(int(run), key, value, where, int(page))
        await self._takes(lambda scene: dialogues.press(scene, {"asked": self.script}, pressed))

    async def _takes(self, turn: Callable[[Scene], Reply | None]) -> None:
        def taken(tx: Transaction) -> Reply | None:
            return turn(Scene.of(tx, replace(visit(tx, "resident", NORD, NORD), now=self.now)))

        reply = await self.database.transact(taken)
        assert reply is not None, "nothing was taken"
        self.screen = reply.screen

    @property
    def rows(self) -> list[list[Button]]:
        assert self.screen is not None
        return [[one for one in row if isinstance(one, Button)] for row in self.screen.rows]

    @property
    def labels(self) -> list[str]:
        return [button.label for row in self.rows for button in row]

    @property
    def sees(self) -> str:
        return self.screen.text if self.screen else ""

    async def ends_with(self) -> When | str:
        await self.writes("Det var det.")
        return DONE.pop()


@pytest.fixture
async def world(database: Database) -> Database:
    await database.transact(build)
    return database


@pytest.fixture
async def chat(world: Database) -> Chat:
    there = Chat(world, EVENT)
    await there.begins()
    return there


async def test_in_words_it_is_said_back_in_full(chat: Chat):
    assert chat.labels[:5] == [
        "man. 23. nov.",
        "lør. 28. nov.",
        "søn. 29. nov.",
        "lør. 5. dec.",
        "Se en hel måned",
    ]
    assert "Trin 1 af 2" in chat.sees
    await chat.writes("lørdag kl. 14")
    assert chat.sees == "Trin 1 af 2\n\nEr det lørdag den 28. november 2026 kl. 14.00?"
    assert chat.labels == ["Ja", "Nej, ret", "‹ Tilbage", "Afbryd"]
    await chat.taps("Ja")
    assert "Trin 2 af 2" in chat.sees
    assert await chat.ends_with() == When(date(2026, 11, 28), time(14))


async def test_a_day_by_button_then_a_time_by_button(chat: Chat):
    await chat.taps("søn. 29. nov.")
    assert "Hvad tid søndag den 29. november 2026?" in chat.sees
    assert chat.labels[:4] == ["kl. 10.00", "kl. 14.00", "kl. 18.30", "kl. 19.00"]
    await chat.taps("kl. 18.30")
    assert "Er det søndag den 29. november 2026 kl. 18.30?" in chat.sees
    await chat.writes("ja")
    assert await chat.ends_with() == When(date(2026, 11, 29), time(18, 30))


async def test_a_day_in_a_month_and_a_time_in_words(chat: Chat):
    await chat.taps("Se en hel måned")
    assert chat.labels[:2] == ["november 2026", "›"]
    assert [button.label for button in chat.rows[1]] == ["ma", "ti", "on", "to", "fr", "lø", "sø"]
    assert [button.label for button in chat.rows[5]] == ["·", "·", "·", "·", "·", "·", "22"]
    assert [len(row) for row in chat.rows] == [2, 7, 7, 7, 7, 7, 7, 7, 2][: len(chat.rows)]
    await chat.taps("·")
    assert chat.labels[:2] == ["november 2026", "›"]
    await chat.taps("›")
    assert chat.labels[:3] == ["‹", "december 2026", "›"]
    await chat.taps("24")
    await chat.writes("fra 14 til 16.30")
    assert "Er det torsdag den 24. december 2026 kl. 14.00–16.30?\n\nDet er juleaften." in chat.sees
    await chat.taps("Ja")
    assert await chat.ends_with() == When(date(2026, 12, 24), time(14), time(16, 30))


async def test_no_means_from_the_beginning(chat: Chat):
    await chat.taps("søn. 29. nov.")
    await chat.taps("kl. 10.00")
    await chat.taps("Nej, ret")
    assert "<b>Hvornår?</b>" in chat.sees
    await chat.writes("lørdag kl. 14")
    await chat.writes("nej")
    assert "<b>Hvornår?</b>" in chat.sees


async def test_back_takes_one_answer_back(chat: Chat):
    await chat.taps("søn. 29. nov.")
    await chat.taps("kl. 10.00")
    await chat.taps("‹ Tilbage")
    assert "Hvad tid" in chat.sees
    await chat.taps("‹ Tilbage")
    assert "<b>Hvornår?</b>" in chat.sees


async def test_next_wednesday_is_asked_about(chat: Chat):
    await chat.writes("næste onsdag kl. 19")
    assert (
        "Er det onsdag den 25. november 2026 kl. 19.00, eller er det onsdag den 2. december 2026 kl. 19.00?"
        in chat.sees
    )
    assert chat.labels[:2] == ["ons. 25. nov. kl. 19.00", "ons. 2. dec. kl. 19.00"]
    await chat.writes("det ved jeg ikke helt")
    assert chat.sees.startswith("Tryk på den rigtige af de to.")
    await chat.taps("ons. 2. dec. kl. 19.00")
    assert "Er det onsdag den 2. december 2026 kl. 19.00?" in chat.sees
    await chat.taps("Ja")
    assert await chat.ends_with() == When(date(2026, 12, 2), time(19))


async def test_a_third_day_can_be_written_in_place_of_the_two(chat: Chat):
    await chat.writes("næste onsdag kl. 19")
    await chat.writes("fredag")
    assert chat.sees.startswith("Tryk på den rigtige af de to.")
    await chat.writes("den 4. december kl. 18.30")
    assert "Er det fredag den 4. december 2026 kl. 18.30?" in chat.sees
    await chat.taps("Ja")
    assert await chat.ends_with() == When(date(2026, 12, 4), time(18, 30))


async def test_which_of_two_can_be_written_too(chat: Chat):
    await chat.writes("lørdag kl. 7")
    await chat.writes("19.00")
    assert "Er det lørdag den 28. november 2026 kl. 19.00?" in chat.sees


async def test_a_day_and_an_hour_that_are_both_unclear_are_asked_about_one_after_the_other(chat: Chat):
    await chat.writes("næste onsdag kl. 7")
    await chat.taps("ons. 2. dec.")
    await chat.writes("halv otte")
    await chat.taps("ons. 2. dec. kl. 19.30")
    await chat.taps("Ja")
    assert await chat.ends_with() == When(date(2026, 12, 2), time(19, 30))


async def test_a_weekday_that_does_not_go_with_its_date_is_asked_about(chat: Chat):
    await chat.writes("lørdag den 6. december kl. 14")
    assert "Den 6. december 2026 er en anden ugedag end den, du skrev." in chat.sees
    await chat.taps("lør. 5. dec. kl. 14.00")
    assert "Er det lørdag den 5. december 2026 kl. 14.00?" in chat.sees


async def test_a_time_that_the_clocks_skip_is_named(chat: Chat):
    await chat.writes("28. marts kl. 02.30")
    assert "Kl. 02.30 findes ikke den nat, for uret stilles en time frem." in chat.sees
    assert chat.labels[0] == "søn. 28. mar. kl. 03.30"
    await chat.taps("søn. 28. mar. kl. 03.30")
    assert "Er det søndag den 28. marts 2027 kl. 03.30?" in chat.sees
    assert "Det er påskedag." in chat.sees


async def test_an_hour_that_comes_twice_is_asked_about(chat: Chat):
    await chat.writes("31. oktober kl. 02.30")
    assert chat.labels[:2] == ["kl. 02.30 (sommertid)", "kl. 02.30 (vintertid)"]
    await chat.taps("kl. 02.30 (vintertid)")
    assert "Er det søndag den 31. oktober 2027 kl. 02.30 (vintertid)?" in chat.sees
    assert "Læg mærke til året: 2027." in chat.sees
    await chat.taps("Ja")
    assert await chat.ends_with() == When(date(2027, 10, 31), time(2, 30), second=True)


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("måske lørdag", "Det forstod jeg ikke. Skriv for eksempel: lørdag kl. 14"),
        ("kl. 19", "Hvilken dag?"),
        ("halv otte", "Hvilken dag?"),
        ("i går", "Det er gået."),
        ("31/2", "Den dag findes ikke."),
        ("lørdag kl. 25", "Det klokkeslæt findes ikke."),
        ("6/12-2035", "Det er mere end to år væk."),
    ],
)
async def test_what_cannot_be_read_is_said_kindly_and_the_question_stays(chat: Chat, words: str, hint: str):
    await chat.writes(words)
    assert chat.sees.startswith(hint)
    assert "<b>Hvornår?</b>" in chat.sees


@pytest.mark.parametrize(
    ("words", "hint"), [("senere", "Det forstod jeg ikke."), ("25", "Det klokkeslæt findes ikke.")]
)
async def test_a_time_that_cannot_be_read_is_said_kindly(chat: Chat, words: str, hint: str):
    await chat.taps("søn. 29. nov.")
    await chat.writes(words)
    assert chat.sees.startswith(hint)
    assert "Hvad tid" in chat.sees


async def test_another_day_may_be_written_where_the_time_is_asked(chat: Chat):
    await chat.taps("søn. 29. nov.")
    await chat.writes("lørdag kl. 14")
    await chat.taps("Ja")
    assert await chat.ends_with() == When(date(2026, 11, 28), time(14))


async def test_what_is_over_by_then_cannot_be_said_yes_to(chat: Chat):
    await chat.writes("i dag kl. 14")
    chat.now = NOW + timedelta(hours=2)
    await chat.writes("ja")
    assert "Men det er gået nu." in chat.sees
    assert chat.labels[0] == "Nej, ret"


async def test_a_day_on_a_button_in_full_is_not_asked_about_again(world: Database):
    chat = Chat(world, POLL)
    await chat.begins()
    await chat.taps("lørdag den 28. november 2026")
    assert await chat.ends_with() == When(date(2026, 11, 28))


async def test_a_day_too_far_off_is_refused_and_dead_in_the_month(world: Database):
    chat = Chat(world, POLL)
    await chat.begins()
    await chat.writes("7/12")
    assert chat.sees.startswith("Det kan senest være søndag den 6. december 2026.")
    await chat.taps("Se en hel måned")
    await chat.taps("›")
    assert "6" in chat.labels
    assert "7" not in chat.labels
    assert "›" not in chat.labels
    await chat.taps("6")
    await chat.taps("Ja")
    assert await chat.ends_with() == When(date(2026, 12, 6))


async def test_an_option_of_the_dialogue_s_own_is_an_answer_as_it_stands(world: Database):
    chat = Chat(world, SENDING)
    await chat.begins()
    assert chat.labels[:2] == ["Nu", "man. 23. nov. kl. 18.00"]
    await chat.taps("Nu")
    assert await chat.ends_with() == "now"


async def test_a_forged_day_is_no_day(chat: Chat):
    pressed = Press(0, "when", "20200101", "m202001")
    there = {"asked": EVENT}
    await chat.database.transact(
        lambda tx: dialogues.press(Scene.of(tx, visit(tx, "resident", NORD, NORD)), there, pressed)
    )
    await chat.writes("lørdag kl. 14")
    await chat.taps("Ja")
    assert await chat.ends_with() == When(date(2026, 11, 28), time(14))
