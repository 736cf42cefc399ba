"""Files: sent, fetched, sent again."""

import struct
from collections.abc import Callable

import pytest

from simulator import Bot, Chat, Simulator, Upload
from simulator.files import DOWNLOAD_LIMIT
from simulator.sends import SMALLEST_PNG
from tests.simulator.conftest import TOKEN, Api

ANNA = 5000001
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 30, 40) + b"\x03" * 12


async def test_a_picture_is_sent_fetched_and_sent_again(telegram: Simulator, api: Api, anna: Chat) -> None:
    upload = {"photo": Upload("kort.png", SMALLEST_PNG)}
    sent = (await api("sendPhoto", upload, chat_id=ANNA, caption="<b>Kort</b>", parse_mode="HTML")).result
    file_id = sent["photo"][-1]["file_id"]
    found = (await api("getFile", file_id=file_id)).result
    again = (await api("sendPhoto", chat_id=ANNA, photo=file_id)).result

    assert sent["photo"][-1]["width"] == 1
    assert sent["caption_entities"] == [{"offset": 0, "length": 4, "type": "bold"}]
    assert telegram.download(TOKEN, found["file_path"]).body == SMALLEST_PNG
    assert again["photo"] == sent["photo"]
    assert [message.kind for message in anna.messages] == ["text", "photo", "photo"]


async def test_a_document_keeps_its_name(telegram: Simulator, api: Api, anna: Chat) -> None:
    upload = {"part": Upload("plan.pdf", b"%PDF", "application/pdf")}

    sent = (await api("sendDocument", upload, chat_id=ANNA, document="attach://part")).result

    document = sent["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == (
        "plan.pdf",
        "application/pdf",
        4,
    )


async def test_each_bot_has_its_own_ids(
    telegram: Simulator, bot: Bot, api: Api, anna: Chat, as_bot: Callable[[str], Api]
) -> None:
    other = telegram.add_bot("77:other", "anden_bot")
    group = telegram.add_group("Vigersted", [bot, other])
    sent = (await api("sendPhoto", {"photo": Upload("a.png", SMALLEST_PNG)}, chat_id=group.id)).result
    (ours,) = sent["photo"]
    message = group.conversation.messages[sent["message_id"]]
    (theirs,) = message.as_wire(other)["photo"]

    assert ours["file_unique_id"] == theirs["file_unique_id"]
    assert ours["file_id"] != theirs["file_id"]
    assert (
        await as_bot("77:other")("getFile", file_id=ours["file_id"])
    ).description == "Bad Request: invalid file_id"


@pytest.mark.parametrize(
    ("content", "description"),
    [
        (b"", "Bad Request: file must be non-empty"),
        (b"no picture", "Bad Request: IMAGE_PROCESS_FAILED"),
        (b"\x89PNG\r\n\x1a\n", "Bad Request: IMAGE_PROCESS_FAILED"),
        (SMALLEST_PNG[:16] + struct.pack(">II", 9000, 1001), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (SMALLEST_PNG[:16] + struct.pack(">II", 210, 10), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (SMALLEST_PNG + bytes(10 * 2**20), "Bad Request: file of size"),
    ],
)
async def test_what_is_no_picture_is_refused(api: Api, anna: Chat, content: bytes, description: str) -> None:
    said = await api("sendPhoto", {"photo": Upload("a.png", content)}, chat_id=ANNA)

    assert said.description.startswith(description)


async def test_a_jpeg_shows_its_size(api: Api, anna: Chat) -> None:
    sent = (await api("sendPhoto", {"photo": Upload("a.jpg", JPEG)}, chat_id=ANNA)).result

    assert (sent["photo"][-1]["width"], sent["photo"][-1]["height"]) == (40, 30)


async def test_what_is_too_large_to_fetch_is_refused(api: Api, anna: Chat, bot: Bot) -> None:
    anna.send_document(bytes(DOWNLOAD_LIMIT + 1), "film.mp4")
    document = bot.take_updates()[-1]["message"]["document"]

    assert (await api("getFile", file_id=document["file_id"])).description == "Bad Request: file is too big"


async def test_a_picture_can_be_exchanged_and_its_words_too(api: Api, anna: Chat) -> None:
    await api("sendPhoto", {"photo": Upload("a.png", SMALLEST_PNG)}, chat_id=ANNA, caption="a")
    media = {"type": "document", "media": "attach://new", "caption": "<i>b</i>", "parse_mode": "HTML"}

    upload = {"new": Upload("b.txt", b"b")}
    changed = (await api("editMessageMedia", upload, chat_id=ANNA, message_id=2, media=media)).result
    captioned = (await api("editMessageCaption", chat_id=ANNA, message_id=2, caption="c")).result

    assert (changed["document"]["file_name"], changed["caption"]) == ("b.txt", "b")
    assert (captioned["document"]["file_name"], captioned["caption"]) == ("b.txt", "c")
    assert anna.messages[-1].text == "c"


async def test_words_under_a_picture_are_no_text(api: Api, anna: Chat) -> None:
    await api("sendPhoto", {"photo": Upload("a.png", SMALLEST_PNG)}, chat_id=ANNA)
    await api("sendMessage", chat_id=ANNA, text="x")

    text = await api("editMessageText", chat_id=ANNA, message_id=2, text="x")
    caption = await api("editMessageCaption", chat_id=ANNA, message_id=3, caption="x")

    assert text.description == "Bad Request: there is no text in the message to edit"
    assert caption.description == "Bad Request: there is no caption in the message to edit"


def test_a_strangers_path_is_not_found(telegram: Simulator, bot: Bot) -> None:
    assert telegram.download(TOKEN, "photos/file_9.png").status == 404
    assert telegram.download("4242:wrong", "photos/file_9.png").status == 401
