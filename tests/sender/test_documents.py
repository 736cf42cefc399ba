"""A letter with a document: the file is drawn when the letter goes, each time anew, and lies nowhere."""

from datetime import timedelta

import pytest

from domain.message import Document, Html, Message
from simulator import Fault, FaultKind
from storage import erasure
from views import export

FILE = Message(Html("Her er alt"), document=Document.EXPORT)


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
    assert (await office.rows())[0].error == "the document could not be drawn"
    assert office.calls("sendDocument") == []


async def test_a_thousand_other_letters_do_not_wait_for_it(office, anna):
    """The drawing is not done where the database writes, nor where the sender's loop runs."""
    bo = await office.neighbour("Bo")
    office.begin()
    await office.put(anna, "fil", message=FILE)
    await office.answer(bo, "Hej Bo")
    await office.drained()
    assert bo.chat.inbox == ["Hej Bo"]
