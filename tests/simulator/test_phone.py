"""What people do, and the updates bots get of it."""

import pytest

from simulator import BlockedByPersonError, Bot, Chat, NotOnScreenError, Simulator
from tests.simulator.conftest import Api, buttons

ANNA = 5000001


def test_start_with_a_link_carries_its_payload(telegram: Simulator, bot: Bot) -> None:
    anna = telegram.add_person("Anna", language_code="da").chat(bot)

    anna.start("v_vigersted")

    (update,) = bot.take_updates()
    assert update["message"]["text"] == "/start v_vigersted"
    assert update["message"]["entities"] == [{"offset": 0, "length": 6, "type": "bot_command"}]
    assert update["message"]["from"]["language_code"] == "da"


def test_update_numbers_grow(anna: Chat, bot: Bot) -> None:
    anna.write("a")
    anna.write("b")

    first, second = bot.take_updates()
    assert second["update_id"] > first["update_id"]


async def test_a_tap_tells_which_button_on_which_message(api: Api, anna: Chat, bot: Bot) -> None:
    await api("sendMessage", chat_id=ANNA, text="Ja?", reply_markup=buttons("Ja", "Nej"))

    tap = anna.tap("Nej")

    query = bot.take_updates()[-1]["callback_query"]
    assert query["id"] == tap.query_id
    assert query["id"].isdigit()
    assert (query["data"], query["message"]["message_id"], query["from"]["id"]) == ("nej", 2, ANNA)
    assert query["chat_instance"]


async def test_a_tap_finds_the_newest_message_with_the_button(api: Api, anna: Chat, bot: Bot) -> None:
    for _ in range(2):
        await api("sendMessage", chat_id=ANNA, text="Ja?", reply_markup=buttons("Ja"))
    old = anna.messages[1]

    anna.tap("Ja")
    anna.tap("Ja", old)

    tapped = [update["callback_query"]["message"]["message_id"] for update in bot.take_updates()]
    assert tapped == [3, 2]


async def test_a_button_that_is_not_there_is_an_error_that_lists_those_that_are(api: Api, anna: Chat) -> None:
    await api("sendMessage", chat_id=ANNA, text="Ja?", reply_markup=buttons("Ja", "Nej"))

    with pytest.raises(NotOnScreenError, match=r"No button 'Måske'.*\n.*message 2: \['Ja', 'Nej'\]"):
        anna.tap("Måske")


async def test_a_link_is_not_tapped(api: Api, anna: Chat) -> None:
    link = {"inline_keyboard": [[{"text": "Siden", "url": "https://ekki.dk"}]]}
    await api("sendMessage", chat_id=ANNA, text="x", reply_markup=link)

    with pytest.raises(NotOnScreenError, match=r"https://ekki\.dk/"):
        anna.tap("Siden")
    assert anna.screen.keyboard == ((("Siden", "https://ekki.dk/"),),)


async def test_a_tap_on_a_message_that_is_gone_shows_it_as_inaccessible(
    api: Api, anna: Chat, bot: Bot
) -> None:
    await api("sendMessage", chat_id=ANNA, text="Ja?", reply_markup=buttons("Ja"))
    await api("deleteMessage", chat_id=ANNA, message_id=2)

    anna.tap_data(2, "ja")

    message = bot.take_updates()[-1]["callback_query"]["message"]
    assert (message["message_id"], message["date"]) == (2, 0)
    assert set(message) == {"chat", "message_id", "date"}


def test_an_edit_arrives_as_an_edit(anna: Chat, bot: Bot) -> None:
    anna.edit(anna.write("Hje").message_id, "Hej")

    edited = bot.take_updates()[-1]["edited_message"]
    assert (edited["text"], "edit_date" in edited) == ("Hej", True)
    assert anna.messages[-1].edited


async def test_nobody_edits_the_bots_messages(api: Api, anna: Chat) -> None:
    await api("sendMessage", chat_id=ANNA, text="x")

    with pytest.raises(NotOnScreenError):
        anna.edit(2, "y")


def test_blocking_and_unblocking_is_told(anna: Chat, bot: Bot) -> None:
    anna.block()
    anna.block()
    with pytest.raises(BlockedByPersonError):
        anna.write("x")
    anna.start()

    blocked, unblocked, start = bot.take_updates()
    assert blocked["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert unblocked["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert start["message"]["text"] == "/start"


def test_everything_a_phone_can_send_arrives(anna: Chat, bot: Bot) -> None:
    anna.send_photo(caption="Min gravko")
    anna.send_document(b"%PDF", "plan.pdf")
    anna.send_sticker("👍")
    anna.send_voice(4)
    anna.send_location(55.5, 11.9)
    anna.send_contact()

    messages = [update["message"] for update in bot.take_updates()]
    kinds = ["photo", "document", "sticker", "voice", "location", "contact"]
    assert [kind for kind, message in zip(kinds, messages, strict=True) if kind in message] == kinds
    assert messages[0]["caption"] == "Min gravko"
    assert messages[0]["photo"][0]["width"] == 1
    assert messages[5]["contact"]["user_id"] == ANNA


def test_a_message_can_be_forwarded_or_come_from_anybody(anna: Chat, bot: Bot) -> None:
    origin = {"type": "hidden_user", "sender_user_name": "?", "date": 1}
    anna.send(
        anna.conversation.messages[1].content, {"forward_origin": origin, "from": {"id": 7, "is_bot": True}}
    )

    message = bot.take_updates()[-1]["message"]
    assert (message["forward_origin"], message["from"]) == (origin, {"id": 7, "is_bot": True})


def test_raw_updates_are_delivered_as_they_are(anna: Chat, bot: Bot) -> None:
    number = anna.raw({"message": {"date": "i går"}})
    anna.raw({"update_id": 7, "nonsense": [1]})

    assert bot.take_updates() == [
        {"update_id": number, "message": {"date": "i går"}},
        {"update_id": 7, "nonsense": [1]},
    ]


async def test_a_test_can_wait_for_words(api: Api, anna: Chat) -> None:
    with pytest.raises(TimeoutError, match="Velkommen"):
        await anna.waits_for("Velkommen", 0.01)

    await api("sendMessage", chat_id=ANNA, text="Velkommen, Anna")

    await anna.waits_for("Velkommen")
    await anna.waits_for(lambda chat: len(chat.inbox) == 1)


def test_several_bots_have_chats_of_their_own(telegram: Simulator, bot: Bot, anna: Chat) -> None:
    other = telegram.add_bot("77:other", "anden_bot")

    telegram.account(ANNA).chat(other).start()

    assert len(other.take_updates()) == 1
    assert bot.take_updates() == []
    assert len(anna.messages) == 1


def test_no_screen_says_what_there_was(anna: Chat) -> None:
    with pytest.raises(NotOnScreenError, match="No message with buttons"):
        _ = anna.screen
