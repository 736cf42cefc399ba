"""What bots send, and what comes back."""

from simulator import Bot, Chat, Simulator
from tests.simulator.conftest import Api, Hands, buttons

ANNA = 5000001


async def test_the_message_comes_back_as_telegram_writes_it(api: Api, anna: Chat, hands: Hands) -> None:
    said = await api(
        "sendMessage", chat_id=ANNA, text=" <b>Hej</b> Anna\n", parse_mode="HTML", reply_markup=buttons("Ja")
    )

    assert said.json == {
        "ok": True,
        "result": {
            "message_id": 2,
            "from": {"id": 4242, "is_bot": True, "first_name": "Klyngebot", "username": "klynge_bot"},
            "chat": {"id": ANNA, "first_name": "Anna", "username": "anna_v", "type": "private"},
            "date": int(hands.now().timestamp()),
            "text": "Hej Anna",
            "entities": [{"offset": 0, "length": 3, "type": "bold"}],
            "reply_markup": {"inline_keyboard": [[{"text": "Ja", "callback_data": "ja"}]]},
        },
    }
    assert said.headers["Content-Type"] == "application/json"


async def test_only_inline_keyboards_are_echoed(api: Api, anna: Chat) -> None:
    said = await api("sendMessage", chat_id=ANNA, text="x", reply_markup={"keyboard": [["Ja"], ["Nej"]]})

    assert "reply_markup" not in said.result
    assert anna.reply_labels == ["Ja", "Nej"]


async def test_a_button_under_the_writing_field_sends_its_words(api: Api, anna: Chat, bot: Bot) -> None:
    await api("sendMessage", chat_id=ANNA, text="x", reply_markup={"keyboard": [[{"text": "Ja"}]]})

    anna.tap("Ja")

    assert bot.take_updates()[-1]["message"]["text"] == "Ja"
    await api("sendMessage", chat_id=ANNA, text="x", reply_markup={"remove_keyboard": True})
    assert anna.reply_labels == []


async def test_buttons_without_words_are_left_out(api: Api, anna: Chat) -> None:
    nothing = {"text": "", "callback_data": "a"}
    keyboard = {"inline_keyboard": [[nothing], [nothing, {"text": " Ja ", "callback_data": "ja"}]]}

    await api("sendMessage", chat_id=ANNA, text="x", reply_markup=keyboard)

    assert anna.screen.keyboard == ((("Ja", "ja"),),)


async def test_an_edit_takes_the_keyboard_away_unless_it_brings_one(
    api: Api, anna: Chat, hands: Hands
) -> None:
    await api("sendMessage", chat_id=ANNA, text="Ja?", reply_markup=buttons("Ja"))
    hands.forward(5)

    said = await api("editMessageText", chat_id=ANNA, message_id=2, text="Tak")

    assert said.result["edit_date"] == int(hands.now().timestamp())
    assert "reply_markup" not in said.result
    assert (anna.messages[-1].text, anna.messages[-1].keyboard, anna.messages[-1].edited) == ("Tak", (), True)


async def test_a_deleted_message_is_gone(api: Api, anna: Chat) -> None:
    await api("sendMessage", chat_id=ANNA, text="Ups")

    assert (await api("deleteMessage", chat_id=ANNA, message_id=2)).result is True
    assert anna.inbox == []


async def test_links_and_commands_are_marked_by_telegram_itself(api: Api, anna: Chat) -> None:
    words = "Se <code>/nej</code> https://ekki.dk/a eller /mig, skriv til @karen_v #klynge"

    said = await api("sendMessage", chat_id=ANNA, text=words, parse_mode="HTML")

    text = said.result["text"]
    marked = [(e["type"], text[e["offset"] : e["offset"] + e["length"]]) for e in said.result["entities"]]
    assert marked == [
        ("code", "/nej"),
        ("url", "https://ekki.dk/a"),
        ("bot_command", "/mig"),
        ("mention", "@karen_v"),
        ("hashtag", "#klynge"),
    ]


async def test_entities_may_come_apart_from_the_text(api: Api, anna: Chat) -> None:
    said = await api(
        "sendMessage",
        chat_id=ANNA,
        text="  😀 Hej",
        entities=[{"type": "bold", "offset": 2, "length": 6}],
    )

    assert said.result["entities"] == [{"offset": 0, "length": 6, "type": "bold"}]
    assert anna.messages[-1].html == "<b>😀 Hej</b>"


async def test_spaces_at_the_ends_go_but_not_those_inside_formatting_in_front(api: Api, anna: Chat) -> None:
    plain = await api("sendMessage", chat_id=ANNA, text=" \n a \n ")
    bold = await api("sendMessage", chat_id=ANNA, text=" <b> a </b> ", parse_mode="HTML")
    hard = await api("sendMessage", chat_id=ANNA, text="\u00a0a\u00a0")

    assert plain.result["text"] == "a"
    assert bold.result["text"] == " a"
    assert bold.result["entities"] == [{"offset": 0, "length": 2, "type": "bold"}]
    assert hard.result["text"] == "\u00a0a\u00a0"


async def test_control_characters_are_taken_out(api: Api, anna: Chat) -> None:
    said = await api("sendMessage", chat_id=ANNA, text="a\r\nb\u202ec\x07d")

    assert said.result["text"] == "a\nbc d"


async def test_an_answer_quotes_what_it_answers(api: Api, anna: Chat) -> None:
    said = await api("sendMessage", chat_id=ANNA, text="x", reply_parameters={"message_id": 1})
    lenient = await api(
        "sendMessage",
        chat_id=ANNA,
        text="x",
        reply_parameters={"message_id": 99, "allow_sending_without_reply": True},
    )

    assert said.result["reply_to_message"]["text"] == "/start"
    assert "reply_to_message" not in lenient.result


async def test_private_chats_share_one_count_of_messages(telegram: Simulator, api: Api, bot: Bot) -> None:
    chats = [telegram.add_person(name).chat(bot) for name in ("Anna", "Bo")]
    for chat in chats:
        chat.start()

    sent = [await api("sendMessage", chat_id=chat.person.telegram_id, text="x") for chat in chats]

    assert [said.result["message_id"] for said in sent] == [3, 4]


async def test_an_alert_is_for_the_one_who_tapped(api: Api, anna: Chat) -> None:
    await api("sendMessage", chat_id=ANNA, text="Ja?", reply_markup=buttons("Ja"))
    tap = anna.tap("Ja")

    first = await api("answerCallbackQuery", callback_query_id=tap.query_id, text="Noteret", show_alert=True)
    second = await api("answerCallbackQuery", callback_query_id=tap.query_id, text="Igen")

    assert first.result is True
    assert second.result is True
    assert anna.alerts == ["Noteret"]
    assert anna.messages[-1].alerts == ("Noteret",)
    assert tap.alert == "Noteret"


async def test_typing_shows_until_the_next_message(api: Api, anna: Chat) -> None:
    await api("sendChatAction", chat_id=ANNA, action="typing")
    assert anna.conversation.action == "typing"

    await api("sendMessage", chat_id=ANNA, text="x")

    assert anna.conversation.action is None


async def test_a_place_with_a_name_has_both(api: Api, anna: Chat) -> None:
    said = await api(
        "sendVenue",
        chat_id=ANNA,
        latitude=55.52,
        longitude=11.85,
        title="Forsamlingshuset",
        address="Gade 1",
    )

    assert said.result["location"] == {"latitude": 55.52, "longitude": 11.85}
    assert said.result["venue"]["title"] == "Forsamlingshuset"
    assert anna.messages[-1].kind == "venue"


async def test_the_chat_tells_about_itself(api: Api, anna: Chat) -> None:
    chat = (await api("getChat", chat_id=ANNA)).result

    assert (chat["id"], chat["first_name"], chat["type"]) == (ANNA, "Anna", "private")
