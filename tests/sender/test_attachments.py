"""A letter with a document: the file is drawn when the letter goes, each time anew, and lies nowhere."""

from datetime import timedelta

import pytest

from bot import attachments
from domain.attachments import Attached, Attachment, File
from domain.message import Button, Html, Message, Reply
from simulator import Fault, FaultKind
from simulator.sends import SMALLEST_PNG
from storage import erasure, uploads
from views import export

FILE = Message(Html("Her er alt"), attachment=Attachment(Attached.EXPORT))


@pytest.fixture
async def anna(office):
    return await office.neighbour("Anna")


async def test_the_file_comes_with_its_caption_and_nothing_of_it_is_kept(office, anna):
    office.begin()
    await office.put(anna, "fil", message=FILE)
    await office.drained()
    (sent,) = [message for message in anna.chat.messages if message.from_bot]
    assert (sent.kind, sent.text) == ("document", "Her er alt")
    assert await office.states() == ["sent"]
    assert b"PK" not in str(await office.rows()).encode()


async def test_what_did_not_get_through_is_drawn_anew(office, anna):
    office.telegram.inject(Fault(FaultKind.ERROR, "sendDocument", status=502))
    office.begin()
    await office.put(anna, "fil", message=FILE)
    await office.drained()
    office.clock.forward(minutes=1)
    await office.drained()
    assert [message.kind for message in anna.chat.messages if message.from_bot] == ["document"]
    assert len(office.calls("sendDocument")) == 2


async def test_who_leaves_before_it_goes_gets_none(office, anna):
    await office.put(anna, "fil", message=FILE, not_before=office.clock.now() + timedelta(hours=1))
    await office.database.transact(erasure.erase, anna.person, office.clock.now())
    office.clock.forward(hours=2)
    office.begin()
    await office.drained()
    assert office.calls("sendDocument") == []
    assert await office.states() == []


async def test_a_file_that_cannot_be_drawn_is_refused_and_shown_to_a_human(office, anna, monkeypatch):
    def break_(*_: object) -> None:
        raise KeyError("Anna")

    monkeypatch.setattr(export, "_page", break_)
    office.begin()
    await office.put(anna, "fil", message=FILE)
    await office.drained()
    assert await office.states() == ["refused"]
    assert (await office.rows())[0].error == "the file could not be drawn"
    assert office.calls("sendDocument") == []


async def test_a_thousand_other_letters_do_not_wait_for_it(office, anna):
    """The drawing is not done where the database writes, nor where the sender's loop runs."""
    bo = await office.neighbour("Bo")
    office.begin()
    await office.put(anna, "fil", message=FILE)
    await office.answer(bo, "Hej Bo")
    await office.drained()
    assert bo.chat.inbox == ["Hej Bo"]


# Pictures Telegram has


@pytest.fixture
def shown(anna):
    """A picture Anna has sent, by its file id."""
    return anna.chat.send_photo().content.media.file.id_for(anna.chat.bot)


def picture(ref: str, words: str = "Bænken") -> Message:
    return Message(Html(words), ((Button("Støt", "v1:x"),),), Attachment(Attached.PICTURE, ref))


async def test_a_picture_is_sent_by_telegram_s_own_number_for_it(office, anna, shown):
    office.begin()
    await office.put(anna, "billede", message=picture(shown))
    await office.drained()
    (sent,) = [message for message in anna.chat.messages if message.from_bot]
    assert (sent.kind, sent.text, sent.labels) == ("photo", "Bænken", ["Støt"])


async def test_words_and_buttons_of_a_picture_change_in_place(office, anna, shown):
    office.begin()
    await office.put(anna, "billede", message=picture(shown))
    await office.drained()
    (sent,) = [message for message in anna.chat.messages if message.from_bot]
    await office._answer(anna, Reply(screen=picture(shown, "Du støtter den")), **tap_on(sent))
    await office.drained()
    (now,) = [message for message in anna.chat.messages if message.from_bot]
    assert (now.kind, now.text, now.edited) == ("photo", "Du støtter den", True)


async def test_words_can_be_given_a_picture(office, anna, shown):
    office.begin()
    await office.screen(anna, "Liste")
    await office.drained()
    (sent,) = [message for message in anna.chat.messages if message.from_bot]
    await office._answer(anna, Reply(screen=picture(shown)), message_id=sent.message_id)
    await office.drained()
    (now,) = [message for message in anna.chat.messages if message.from_bot]
    assert (now.kind, now.text) == ("photo", "Bænken")


async def test_a_picture_stays_and_words_come_below_it(office, anna, shown):
    """Telegram cannot take a picture off a message."""
    office.begin()
    await office.put(anna, "billede", message=picture(shown))
    await office.drained()
    (sent,) = [message for message in anna.chat.messages if message.from_bot]
    await office._answer(anna, Reply(screen=Message(Html("Menu"))), **tap_on(sent))
    await office.drained()
    assert [m.text for m in anna.chat.messages if m.from_bot] == ["Bænken", "Menu"]
    assert office.calls("editMessageText") == []


async def test_the_words_of_a_picture_that_is_no_more_go_without_it(office, anna):
    office.begin()
    await office.put(anna, "billede", message=picture("AgACAgQAAxkBAAIB"))
    await office.drained()
    (sent,) = [message for message in anna.chat.messages if message.from_bot]
    assert (sent.kind, sent.text) == ("text", "Bænken")
    assert await office.states() == ["sent"]


def tap_on(sent) -> dict[str, object]:
    return {"message_id": sent.message_id, "holds_file": True}


# Files that many get


CHART = Message(Html("Sådan gik det"), attachment=Attachment(Attached.CHART, "12:da"))


@pytest.fixture
def drawn(monkeypatch):
    """Counts how often the chart is drawn."""
    times = []

    def sketch(_tx, wanted):
        times.append(wanted.ref)
        return lambda: File("chart.png", SMALLEST_PNG)

    monkeypatch.setitem(attachments.SKETCHES, Attached.CHART, sketch)
    return times


async def test_what_a_hundred_get_is_drawn_and_uploaded_once(office, drawn):
    everybody = await office.neighbours(100)
    office.begin()
    await office.put_to_all(everybody, "resultat", message=CHART)
    await office.drained()
    kinds = [message.kind for who in everybody for message in who.chat.messages if message.from_bot]
    assert kinds == ["photo"] * 100
    assert drawn == ["12:da"]
    named = [entry for entry in office.calls("sendPhoto") if "photo" in entry.parameters]
    assert len(named) == 99


async def test_a_number_telegram_has_forgotten_is_uploaded_anew(office, anna, drawn):
    named = (1, office.account.telegram_id, CHART.attachment, "AgACAgQAAxkBAAIB", office.clock.now())
    await office.database.transact(uploads.remember, *named)
    office.begin()
    await office.put(anna, "resultat", message=CHART)
    await office.drained()
    assert [message.kind for message in anna.chat.messages if message.from_bot] == ["photo"]
    assert drawn == ["12:da"]
    known = await office.database.transact(uploads.file_id, *named[:3])
    assert known != named[3]


async def test_numbers_are_forgotten_after_a_while(office, drawn):
    named = (1, office.account.telegram_id, CHART.attachment, "id", office.clock.now())
    await office.database.transact(uploads.remember, *named)
    await office.database.transact(uploads.forget, office.clock.now() + timedelta(seconds=1))
    assert await office.database.transact(uploads.file_id, *named[:3]) is None
