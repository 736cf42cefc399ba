from datetime import UTC, datetime

import pytest
from telegram import Update

from bot.visits import visit_of
from domain.visit import Visit
from tests.intake.conftest import NOW

ANNA = {"id": 7, "is_bot": False, "first_name": "Anna", "language_code": "da"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Anna"}
GROUP = {"id": -100, "type": "supergroup", "title": "Vigersted"}
CHANNEL = {"id": -200, "type": "channel", "title": "News"}
AT = int(datetime(2026, 11, 22, tzinfo=UTC).timestamp())


def message(sender: dict | None, chat: dict, **more: object) -> dict:
    return {
        "message_id": 3,
        "date": AT,
        "chat": chat,
        "text": "hej",
        **({"from": sender} if sender else {}),
        **more,
    }


def tap(sender: dict, on: dict | None) -> dict:
    return {
        "id": "1",
        "from": sender,
        "chat_instance": "1",
        "data": "v1:menu",
        **({"message": on} if on else {}),
    }


def seen(**kinds: object) -> Visit | None:
    return visit_of(Update.de_json({"update_id": 5, **kinds}, None), 1, 4242, NOW)


def test_who_writes_in_their_own_chat():
    expected = Visit(1, 4242, 5, 7, 7, "Anna", "da", None, NOW)
    assert seen(message=message(ANNA, PRIVATE)) == expected
    assert expected.private


def test_who_writes_in_a_group_is_not_alone():
    visit = seen(message=message(ANNA, GROUP))
    assert (visit.telegram_id, visit.chat_id, visit.private) == (7, -100, False)


def test_a_tap_names_the_message_it_was_on():
    assert seen(callback_query=tap(ANNA, message(None, PRIVATE))).message_id == 3


def test_a_tap_on_a_message_that_telegram_no_longer_shows_names_none():
    visit = seen(callback_query=tap(ANNA, {"message_id": 3, "date": 0, "chat": PRIVATE}))
    assert (visit.chat_id, visit.message_id) == (7, None)


def test_who_blocks_the_bot_is_a_visit():
    member = {"user": {"id": 4242, "is_bot": True, "first_name": "K"}, "status": "member"}
    kicked = {"user": member["user"], "status": "kicked", "until_date": 0}
    change = {"chat": PRIVATE, "from": ANNA, "date": AT, "old_chat_member": member, "new_chat_member": kicked}
    assert seen(my_chat_member=change).telegram_id == 7


@pytest.mark.parametrize("number", [1087968824, 136817688])
def test_a_nameless_sender_is_heard_in_a_group_but_is_nobody(number: int):
    nameless = {"id": number, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    assert seen(message=message(nameless, GROUP, sender_chat=GROUP)).telegram_id == number


@pytest.mark.parametrize(
    "kinds",
    [
        {"edited_message": message(ANNA, PRIVATE, edit_date=AT)},
        {"channel_post": message(None, CHANNEL)},
        {"message": message(ANNA, CHANNEL)},
        {"message": message({"id": 9, "is_bot": True, "first_name": "Bot"}, GROUP)},
        {"message": message({"id": 777000, "is_bot": False, "first_name": "Telegram"}, GROUP)},
        {"message": message(ANNA, {"id": 8, "type": "private"})},
        {"message": message(None, GROUP)},
        {"callback_query": tap(ANNA, None)},
        {"something_new": {"from": ANNA}},
        {},
    ],
)
def test_edits_channels_bots_and_the_unknown_get_no_answer(kinds: dict):
    assert seen(**kinds) is None
