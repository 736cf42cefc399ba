"""Groups and channels, as a bot meets them."""

import pytest

from simulator import Account, Bot, ChatKind, Group, Simulator
from tests.simulator.conftest import Api, buttons


@pytest.fixture
def karen(telegram: Simulator) -> Account:
    return telegram.add_person("Karen")


@pytest.fixture
def group(telegram: Simulator, karen: Account, bot: Bot) -> Group:
    group = telegram.add_group("Vigersted", [karen, bot])
    bot.take_updates()
    return group


def test_a_bot_hears_that_it_was_added(telegram: Simulator, karen: Account, bot: Bot) -> None:
    group = telegram.add_group("Vigersted", [karen, bot])

    member = bot.take_updates()[0]["my_chat_member"]
    assert member["chat"] == {"id": group.id, "title": "Vigersted", "type": "supergroup"}
    assert member["new_chat_member"]["status"] == "member"


async def test_a_group_is_written_in_and_tapped_in(group: Group, karen: Account, bot: Bot, api: Api) -> None:
    group.write(karen, "/start@klynge_bot")
    await api("sendMessage", chat_id=group.id, text="Skriv til mig", reply_markup=buttons("Ja"))
    group.tap(karen, bot, "Ja")

    message, tap = bot.take_updates()
    assert message["message"]["chat"]["id"] == group.id
    assert message["message"]["entities"][0]["length"] == len("/start@klynge_bot")
    assert tap["callback_query"]["message"]["chat"]["type"] == "supergroup"
    assert group.inbox == ["Skriv til mig"]


def test_hidden_senders_are_hidden(telegram: Simulator, group: Group, bot: Bot) -> None:
    channel = telegram.add_group("Nyt fra Vigersted", [], ChatKind.CHANNEL)
    group.write_anonymously("Fra ledelsen")
    group.write_as_channel(channel, "Fra kanalen")

    anonymous, as_channel = (update["message"] for update in bot.take_updates())
    assert (anonymous["from"]["username"], anonymous["sender_chat"]["id"]) == ("GroupAnonymousBot", group.id)
    assert (as_channel["from"]["username"], as_channel["sender_chat"]["id"]) == ("Channel_Bot", channel.id)


def test_a_channel_posts_without_a_sender(telegram: Simulator, karen: Account, bot: Bot) -> None:
    channel = telegram.add_group("Nyt", [karen, bot], ChatKind.CHANNEL)
    channel.post("Nyt")

    post = bot.take_updates()[-1]["channel_post"]
    assert "from" not in post
    assert post["sender_chat"]["id"] == channel.id


def test_a_group_that_migrates_says_so_in_both(telegram: Simulator, karen: Account, bot: Bot) -> None:
    old = telegram.add_group("Vigersted", [karen, bot], ChatKind.GROUP)
    new = old.migrate()

    left, arrived = bot.take_updates()[-2:]
    assert left["message"]["migrate_to_chat_id"] == new.id
    assert arrived["message"]["migrate_from_chat_id"] == old.id
