"""Telegram's refusals, in its words: every row of the research's table that a call can meet."""

from collections.abc import Callable
from typing import Any

import pytest

from simulator import Bot, Chat, ChatKind, Simulator, Upload
from simulator.sends import SMALLEST_PNG
from tests.simulator.conftest import TOKEN, Api, Hands, buttons

ANNA = 5000001
CANNOT = "Bad Request: can't parse entities: "
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly"
    " the same as a current content and reply markup of the message"
)

# what, method, parameters, status, description
REFUSED: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("no chat_id", "sendMessage", {"text": "x"}, 400, "Bad Request: chat_id is empty"),
    ("unknown chat", "sendMessage", {"chat_id": 1, "text": "x"}, 400, "Bad Request: chat not found"),
    ("chat_id in words", "sendMessage", {"chat_id": "Anna", "text": "x"}, 400, "Bad Request: chat not found"),
    ("unknown name", "sendMessage", {"chat_id": "@nobody", "text": "x"}, 400, "Bad Request: chat not found"),
    (
        "a bot",
        "sendMessage",
        {"chat_id": 4242, "text": "x"},
        403,
        "Forbidden: bot can't send messages to bots",
    ),
    ("no text", "sendMessage", {"chat_id": ANNA}, 400, "Bad Request: message text is empty"),
    ("empty text", "sendMessage", {"chat_id": ANNA, "text": ""}, 400, "Bad Request: message text is empty"),
    ("spaces", "sendMessage", {"chat_id": ANNA, "text": " \n "}, 400, "Bad Request: text must be non-empty"),
    (
        "nothing to see",
        "sendMessage",
        {"chat_id": ANNA, "text": "\u200b\u200d\ufeff\u00a0"},
        400,
        "Bad Request: text must be non-empty",
    ),
    (
        "nothing left after parsing",
        "sendMessage",
        {"chat_id": ANNA, "text": "<b> </b>", "parse_mode": "HTML"},
        400,
        "Bad Request: text must be non-empty",
    ),
    (
        "4097 characters",
        "sendMessage",
        {"chat_id": ANNA, "text": "x" * 4097},
        400,
        "Bad Request: message is too long",
    ),
    (
        "32769 bytes",
        "sendMessage",
        {"chat_id": ANNA, "text": "<b>" + "x" * 32766},
        400,
        "Bad Request: text is too long",
    ),
    (
        "parse mode",
        "sendMessage",
        {"chat_id": ANNA, "text": "x", "parse_mode": "bbcode"},
        400,
        "Bad Request: unsupported parse_mode",
    ),
    (
        "bad HTML to an unknown chat: the HTML comes first",
        "sendMessage",
        {"chat_id": 1, "text": "<p>x", "parse_mode": "html"},
        400,
        CANNOT + 'Unsupported start tag "p" at byte offset 0',
    ),
    (
        "too long for an unknown chat: the chat comes first",
        "sendMessage",
        {"chat_id": 1, "text": "x" * 4097},
        400,
        "Bad Request: chat not found",
    ),
    (
        "65 bytes of data",
        "sendMessage",
        {"chat_id": ANNA, "text": "x", "reply_markup": buttons("æ" * 32 + "x")},
        400,
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    (
        "no data",
        "sendMessage",
        {
            "chat_id": ANNA,
            "text": "x",
            "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": ""}]]},
        },
        400,
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    (
        "too much data for an unknown chat: the chat comes first",
        "sendMessage",
        {"chat_id": 1, "text": "x", "reply_markup": buttons("x" * 65)},
        400,
        "Bad Request: chat not found",
    ),
    (
        "a button that does nothing",
        "sendMessage",
        {"chat_id": ANNA, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a"}]]}},
        400,
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        "a button to nowhere",
        "sendMessage",
        {
            "chat_id": ANNA,
            "text": "x",
            "reply_markup": {"inline_keyboard": [[{"text": "a", "url": "http://here"}]]},
        },
        400,
        "Bad Request: inline keyboard button URL 'http://here' is invalid: Wrong HTTP URL",
    ),
    (
        "101 buttons",
        "sendMessage",
        {"chat_id": ANNA, "text": "x", "reply_markup": buttons(*"x" * 101)},
        400,
        "Bad Request: reply markup is too long",
    ),
    (
        "a keyboard that is no JSON",
        "sendMessage",
        {"chat_id": ANNA, "text": "x", "reply_markup": "{"},
        400,
        "Bad Request: can't parse reply keyboard markup JSON object",
    ),
    (
        "a keyboard that is a list",
        "sendMessage",
        {"chat_id": ANNA, "text": "x", "reply_markup": "[]"},
        400,
        "Bad Request: object expected as reply markup",
    ),
    (
        "no keyboard at all, but null",
        "sendMessage",
        {"chat_id": ANNA, "text": "x", "reply_markup": "null"},
        400,
        "Bad Request: object expected as reply markup",
    ),
    (
        "rows that are no lists",
        "sendMessage",
        {"chat_id": ANNA, "text": "x", "reply_markup": {"inline_keyboard": [{"text": "a"}]}},
        400,
        'Bad Request: field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
    (
        "a button without words",
        "sendMessage",
        {"chat_id": ANNA, "text": "x", "reply_markup": {"inline_keyboard": [[{"callback_data": "a"}]]}},
        400,
        "Bad Request: can't parse inline keyboard button: Can't find field \"text\"",
    ),
    (
        "a button with a blank",
        "sendMessage",
        {"chat_id": ANNA, "text": "x", "reply_markup": buttons(" ")},
        400,
        "Bad Request: inline keyboard button text must be non-empty",
    ),
    (
        "a button to nowhere for an unknown chat: the chat comes first",
        "sendMessage",
        {
            "chat_id": 1,
            "text": "x",
            "reply_markup": {"inline_keyboard": [[{"text": "a", "url": "http://here"}]]},
        },
        400,
        "Bad Request: chat not found",
    ),
    (
        "an answer to nothing",
        "sendMessage",
        {"chat_id": ANNA, "text": "x", "reply_parameters": {"message_id": 99}},
        400,
        "Bad Request: message to be replied not found",
    ),
    (
        "what is answered before the markup",
        "sendMessage",
        {"chat_id": ANNA, "text": "x", "reply_parameters": "[]", "reply_markup": "{"},
        400,
        "Bad Request: object expected as reply parameters",
    ),
    (
        "what is answered before the chat",
        "sendMessage",
        {"chat_id": 1, "text": "x", "reply_parameters": "{"},
        400,
        "Bad Request: can't parse reply parameters JSON object",
    ),
    (
        "the chat before the message that is answered",
        "sendMessage",
        {"chat_id": 1, "text": "x", "reply_parameters": {"message_id": 99}},
        400,
        "Bad Request: chat not found",
    ),
    (
        "an edit of nothing",
        "editMessageText",
        {"chat_id": ANNA, "message_id": 99, "text": "x"},
        400,
        "Bad Request: message to edit not found",
    ),
    (
        "an edit of no message anywhere",
        "editMessageText",
        {"text": "x"},
        400,
        "Bad Request: message identifier is not specified",
    ),
    (
        "an edit without a number",
        "editMessageText",
        {"chat_id": ANNA, "text": "x"},
        400,
        "Bad Request: message to edit not found",
    ),
    (
        "an edit without a chat",
        "editMessageText",
        {"message_id": 1, "text": "x"},
        400,
        "Bad Request: chat_id is empty",
    ),
    (
        "an edit of Anna's own message",
        "editMessageText",
        {"chat_id": ANNA, "message_id": 1, "text": "x"},
        400,
        "Bad Request: message can't be edited",
    ),
    (
        "an edit of hers with another kind of keyboard: the message comes first",
        "editMessageText",
        {"chat_id": ANNA, "message_id": 1, "text": "x", "reply_markup": {"keyboard": [["a"]]}},
        400,
        "Bad Request: message can't be edited",
    ),
    (
        "deleting nothing",
        "deleteMessage",
        {"chat_id": ANNA, "message_id": 99},
        400,
        "Bad Request: message to delete not found",
    ),
    (
        "deleting without a number",
        "deleteMessage",
        {"chat_id": ANNA},
        400,
        "Bad Request: message identifier is not specified",
    ),
    (
        "answering no tap",
        "answerCallbackQuery",
        {"callback_query_id": "tap"},
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    ),
    ("a file that is none", "getFile", {"file_id": "what"}, 400, "Bad Request: invalid file_id"),
    ("no picture", "sendPhoto", {"chat_id": ANNA}, 400, "Bad Request: there is no photo in the request"),
    (
        "a picture nobody has",
        "sendPhoto",
        {"chat_id": ANNA, "photo": "what"},
        400,
        "Bad Request: wrong file identifier/HTTP URL specified",
    ),
    (
        "nothing to exchange a picture for",
        "editMessageMedia",
        {"chat_id": ANNA, "message_id": 1},
        400,
        'Bad Request: parameter "media" is required',
    ),
    (
        "a part that is not there",
        "editMessageMedia",
        {"chat_id": ANNA, "message_id": 1, "media": {"type": "photo", "media": "attach://x"}},
        400,
        "Bad Request: can't parse InputMedia: media not found",
    ),
    (
        "another kind of media",
        "editMessageMedia",
        {"chat_id": ANNA, "message_id": 1, "media": {"type": "smell", "media": "x"}},
        400,
        'Bad Request: can\'t parse InputMedia: type "smell" is unsupported',
    ),
    (
        "another menu",
        "setChatMenuButton",
        {"menu_button": {"type": "lunch"}},
        400,
        "Bad Request: can't parse menu button: MenuButton has unsupported type",
    ),
    ("no place", "sendLocation", {"chat_id": ANNA}, 400, "Bad Request: latitude is empty"),
    (
        "an action nobody does",
        "sendChatAction",
        {"chat_id": ANNA, "action": "dancing"},
        400,
        "Bad Request: wrong parameter action in request",
    ),
    (
        "a command with a capital",
        "setMyCommands",
        {"commands": [{"command": "Hej", "description": "x"}]},
        400,
        "Bad Request: BOT_COMMAND_INVALID",
    ),
    ("an unknown method", "sendLove", {"chat_id": ANNA}, 404, "Not Found: method not found"),
    (
        "a secret with a space",
        "setWebhook",
        {"url": "https://127.0.0.1:1/", "secret_token": "a b"},
        400,
        "Bad Request: secret token contains unallowed characters",
    ),
    (
        "a long secret",
        "setWebhook",
        {"url": "https://127.0.0.1:1/", "secret_token": "a" * 257},
        400,
        "Bad Request: secret token is too long",
    ),
]


@pytest.mark.parametrize(
    ("method", "parameters", "status", "description"),
    [row[1:] for row in REFUSED],
    ids=[f"{row[1]}: {row[0]}" for row in REFUSED],
)
async def test_refuses_in_telegrams_words(
    api: Api, anna: Chat, method: str, parameters: dict[str, Any], status: int, description: str
) -> None:
    said = await api(method, **parameters)

    assert said.json == {"ok": False, "error_code": status, "description": description}
    assert list(said.json) == ["ok", "error_code", "description"]
    assert said.status == status
    assert len(anna.messages) == 1


@pytest.mark.parametrize(
    ("token", "description"),
    [
        ("4242:wrong", "Unauthorized"),
        ("7:unknown", "Unauthorized"),
        ("nonsense", "Unauthorized: invalid token specified"),
        ("04242:secret", "Unauthorized: invalid token specified"),
        ("x4242:secret", "Unauthorized: invalid token specified"),
        ("99999999999999999:secret", "Unauthorized: invalid token specified"),
        ("4242:" + "s" * 80, "Unauthorized: invalid token specified"),
    ],
)
async def test_a_wrong_token_is_unauthorized(
    as_bot: Callable[[str], Api], anna: Chat, token: str, description: str
) -> None:
    said = await as_bot(token)("getMe")

    assert (said.status, said.description) == (401, description)


async def test_a_revoked_token_is_unauthorized(api: Api, bot: Bot) -> None:
    bot.revoked = True

    assert (await api("getMe")).status == 401


async def test_who_blocked_the_bot_is_out_of_reach(api: Api, anna: Chat) -> None:
    anna.block()

    said = await api("sendMessage", chat_id=ANNA, text="x")

    assert (said.status, said.description) == (403, "Forbidden: bot was blocked by the user")


async def test_what_is_too_long_is_refused_before_it_is_known_who_blocked(api: Api, anna: Chat) -> None:
    anna.block()

    assert (
        await api("sendMessage", chat_id=ANNA, text="x" * 4097)
    ).description == "Bad Request: message is too long"


async def test_an_edit_takes_only_inline_keyboards(api: Api, anna: Chat) -> None:
    await api("sendMessage", chat_id=ANNA, text="x")
    keyboard = {"keyboard": [["a"]]}

    said = await api("editMessageText", chat_id=ANNA, message_id=2, text="y", reply_markup=keyboard)

    assert said.description == "Bad Request: inline keyboard expected"


async def test_private_chats_are_not_left(api: Api, anna: Chat) -> None:
    assert (await api("leaveChat", chat_id=ANNA)).description == "Bad Request: can't leave private chats"


async def test_who_deleted_their_account_is_out_of_reach(api: Api, anna: Chat) -> None:
    anna.person.deactivated = True

    said = await api("sendMessage", chat_id=ANNA, text="x")

    assert (said.status, said.description) == (403, "Forbidden: user is deactivated")


async def test_who_never_pressed_start_is_out_of_reach(telegram: Simulator, api: Api) -> None:
    dan = telegram.add_person("Dan")

    said = await api("sendMessage", chat_id=dan.id, text="x")

    assert (said.status, said.description) == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ChatKind.GROUP, "group chat"),
        (ChatKind.SUPERGROUP, "supergroup chat"),
        (ChatKind.CHANNEL, "channel chat"),
    ],
)
async def test_a_bot_thrown_out_or_gone_is_told_where(
    telegram: Simulator, api: Api, bot: Bot, kind: ChatKind, words: str
) -> None:
    karen = telegram.add_person("Karen")
    group = telegram.add_group("Vigersted", [karen, bot], kind)
    await api("leaveChat", chat_id=group.id)
    left = await api("sendMessage", chat_id=group.id, text="x")
    group.kick(bot, karen)
    kicked = await api("sendMessage", chat_id=group.id, text="x")

    assert left.description == f"Forbidden: bot is not a member of the {words}"
    assert kicked.description == f"Forbidden: bot was kicked from the {words}"


async def test_a_group_the_bot_never_was_in_is_not_found(telegram: Simulator, api: Api) -> None:
    group = telegram.add_group("Andre", [telegram.add_person("Karen")])

    assert (await api("getChat", chat_id=group.id)).description == "Bad Request: chat not found"


async def test_a_group_that_became_a_supergroup_says_where_it_went(
    telegram: Simulator, api: Api, bot: Bot
) -> None:
    old = telegram.add_group("Vigersted", [telegram.add_person("Karen"), bot], ChatKind.GROUP)
    new = old.migrate()

    said = await api("sendMessage", chat_id=old.id, text="x")

    assert said.json == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new.id},
    }
    assert (await api("sendMessage", chat_id=new.id, text="x")).status == 200


async def test_an_edit_that_changes_nothing_is_refused(api: Api, anna: Chat) -> None:
    sent = (
        await api(
            "sendMessage", chat_id=ANNA, text="<b>Hej</b>", parse_mode="HTML", reply_markup=buttons("Ja")
        )
    ).result
    same = {"chat_id": ANNA, "message_id": sent["message_id"], "text": " <b>Hej</b>\n", "parse_mode": "HTML"}

    assert (await api("editMessageText", **same, reply_markup=buttons("Ja"))).description == NOT_MODIFIED
    assert (await api("editMessageText", **same)).status == 200
    assert (await api("editMessageText", **same)).description == NOT_MODIFIED
    assert (
        await api("editMessageReplyMarkup", chat_id=ANNA, message_id=sent["message_id"])
    ).description == NOT_MODIFIED


async def test_lengths_are_counted_in_characters_after_parsing(api: Api, anna: Chat) -> None:
    just = await api("sendMessage", chat_id=ANNA, text="<b>" + "😀" * 4096 + "</b>", parse_mode="HTML")
    over = await api("sendMessage", chat_id=ANNA, text="😀" * 4097)

    assert just.result["entities"] == [{"offset": 0, "length": 8192, "type": "bold"}]
    assert over.description == "Bad Request: message is too long"


async def test_a_caption_is_shorter(api: Api, anna: Chat) -> None:
    picture = {"photo": Upload("a.png", SMALLEST_PNG)}

    long = await api("sendPhoto", picture, chat_id=ANNA, caption="x" * 1025)

    assert long.description == "Bad Request: message caption is too long"
    assert (await api("sendPhoto", picture, chat_id=ANNA, caption="x" * 1024)).status == 200


async def test_what_is_two_days_old_stays(api: Api, anna: Chat, hands: Hands) -> None:
    sent = (await api("sendMessage", chat_id=ANNA, text="x")).result
    hands.forward(48 * 3600 + 1)

    said = await api("deleteMessage", chat_id=ANNA, message_id=sent["message_id"])

    assert said.description == "Bad Request: message can't be deleted"


async def test_a_tap_can_be_answered_for_a_while_only(turned: Simulator, hands: Hands) -> None:
    bot = turned.add_bot(TOKEN, "klynge_bot")
    anna = turned.add_person("Anna").chat(bot)
    api = Api(turned)
    anna.start()
    await api("sendMessage", chat_id=anna.person.telegram_id, text="x", reply_markup=buttons("Ja"))
    tap = anna.tap("Ja")
    hands.forward(15.1)

    said = await api("answerCallbackQuery", callback_query_id=bot.take_updates()[-1]["callback_query"]["id"])

    assert said.description.startswith("Bad Request: query is too old")
    assert not tap.answered


async def test_an_answer_to_a_tap_has_at_most_200_characters(api: Api, anna: Chat) -> None:
    tap = anna.tap_data(1, "x")

    said = await api("answerCallbackQuery", callback_query_id=tap.query_id, text="x" * 201)

    assert said.description == "Bad Request: MESSAGE_TOO_LONG"


async def test_numbers_are_read_leniently_and_method_names_without_case(api: Api, anna: Chat) -> None:
    assert (await api("SENDMESSAGE", chat_id=str(ANNA), text="x")).status == 200
    assert (await api("getupdates", limit="many", timeout="-5")).result == []
