"""Pictures and places as answers, and what is said to those nobody asked for."""

from dataclasses import replace

import pytest

from actions import asking, conversations
from actions.scene import Scene
from bot.app import Klyngebot
from domain.dialogue import Answers, Dialogue, Progress, Question, Thing, place_of
from domain.message import Html, Message, Reply
from domain.visit import Visit
from storage import dialogues, people
from storage.transaction import Transaction
from tests.fixtures.bots import SetClock
from tests.fixtures.cast import Member

GIVEN: list[Answers] = []


def finish(_scene: Scene, answers: Answers) -> Reply:
    GIVEN.append(answers)
    return Reply(screen=Message(Html("Tak")))


WALK = asking.Script(
    Dialogue[Scene](
        "walk",
        (
            Question("shot", asks="hours", takes=frozenset({Thing.PICTURE}), skippable=True),
            Question("spot", asks="hours", takes=frozenset({Thing.PLACE})),
        ),
    ),
    finish,
    lambda _scene: Reply(screen=Message(Html("Farvel"))),
)


@pytest.fixture
async def walker(
    bo: Member, klyngebot: Klyngebot, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> Member:
    """Bo, who is asked for a picture and then for a place."""
    monkeypatch.setitem(conversations.SCRIPTS, "walk", WALK)
    GIVEN.clear()

    def begin(tx: Transaction) -> None:
        person = people.by_telegram(tx, 1, bo.chat.person.telegram_id)
        assert person is not None
        visit = Visit(1, 4242, 1, person.telegram_id, person.telegram_id, "Bo", "da", None, clock.now())
        dialogues.save(tx, replace(visit, person=person), Progress("walk", 1, {}), "da")

    await klyngebot.database.transact(begin)
    return bo


async def test_a_picture_and_a_place_are_answers(walker: Member) -> None:
    await walker.sends_picture()
    assert "Trin 2 af 2" in walker.sees
    await walker.sends_location(55.52, 11.85)
    assert walker.sees == "Tak"
    (answers,) = GIVEN
    assert place_of(answers["spot"]) == (55.52, 11.85)
    assert walker.chat.world.files.by_id(walker.chat.bot, answers["shot"])


async def test_of_an_album_the_first_is_taken_and_that_is_said_once(walker: Member) -> None:
    before = len(walker.inbox)
    await walker.sends_album(10)
    told, asked = walker.inbox[before:]
    assert told == "Du sendte flere billeder. Jeg har taget det første, for der er kun plads til ét."
    assert "Trin 2 af 2" in asked


async def test_words_under_the_picture_are_not_taken_in_silence(walker: Member) -> None:
    await walker.sends_picture("Bænken ved kirken")
    assert "men ikke teksten under det" in walker.inbox[-2]
    assert "Trin 2 af 2" in walker.sees


async def test_what_was_not_asked_for_leaves_the_question_open(walker: Member) -> None:
    await walker.sends_location()
    assert "Trin 1 af 2" in walker.sees
    await walker.sends_picture()
    await walker.sends_picture()
    assert "Trin 2 af 2" in walker.sees
    assert GIVEN == []


async def test_a_picture_sent_as_a_file_is_asked_for_again(walker: Member) -> None:
    walker.chat.send_document(b"GIF89a", "bænk.gif")
    await walker.klyngebot.settled()
    assert walker.sees.startswith("Det kom som en fil")
    assert "Trin 1 af 2" in walker.sees


async def test_an_album_nobody_asked_for_gets_one_answer(bo: Member) -> None:
    before = len(bo.inbox)
    await bo.sends_album(4)
    (told,) = bo.inbox[before:]
    assert "Jeg forstår kun" in told


async def test_words_under_a_picture_nobody_asked_for_are_words(bo: Member) -> None:
    await bo.sends_picture("hej")
    assert "Jeg forstår kun" not in bo.sees
