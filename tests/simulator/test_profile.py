"""What a bot tells about itself."""

from typing import Any

import pytest

from simulator import Bot, Simulator
from tests.simulator.conftest import Api


def command(name: str, description: str = "x") -> dict[str, str]:
    return {"command": name, "description": description}


async def test_commands_are_kept_for_each_scope_and_language(telegram: Simulator, api: Api) -> None:
    chat = {"type": "chat", "chat_id": telegram.add_person("Anna").id}
    await api("setMyCommands", commands=[command("a")])
    await api("setMyCommands", commands=[command("b")], language_code="da")
    await api("setMyCommands", commands=[command("c")], scope=chat)

    async def kept(**where: Any) -> list[str]:
        return [each["command"] for each in (await api("getMyCommands", **where)).result]

    assert (await kept(), await kept(language_code="da"), await kept(scope=chat)) == (["a"], ["b"], ["c"])
    assert await kept(language_code="de") == []
    await api("deleteMyCommands", scope=chat)
    assert await kept(scope=chat) == []


@pytest.mark.parametrize(
    ("commands", "description"),
    [
        ([command("a" * 33)], "Bad Request: command length must not exceed 32"),
        ([command("æble")], "Bad Request: BOT_COMMAND_INVALID"),
        ([command("a", " ")], "Bad Request: command description must be non-empty"),
        ([command("a", "x" * 257)], "Bad Request: command description length must not exceed 256"),
        ([command(f"a{number}") for number in range(101)], "Bad Request: BOT_COMMANDS_TOO_MUCH"),
        ([command("/")], "Bad Request: command must be non-empty"),
        ([{"command": "a"}], "Bad Request: can't parse BotCommand: Can't find field \"description\""),
        (["a"], "Bad Request: can't parse BotCommand: expected an Object"),
        ({"command": "a"}, "Bad Request: expected an Array of BotCommand"),
        ("{", "Bad Request: can't parse commands JSON object"),
    ],
)
async def test_commands_have_limits(api: Api, commands: Any, description: str) -> None:
    assert (await api("setMyCommands", commands=commands)).description == description


@pytest.mark.parametrize("method", ["setMyCommands", "getMyCommands", "deleteMyCommands"])
@pytest.mark.parametrize(
    ("where", "description"),
    [
        ({"scope": {"type": "chat", "chat_id": 7}}, "Bad Request: chat not found"),
        ({"scope": {"type": "chat"}}, "Bad Request: chat not found"),
        ({"scope": {"type": "chat_member", "chat_id": -7, "user_id": 7}}, "Bad Request: chat not found"),
        (
            {"scope": {"type": "village"}},
            "Bad Request: can't parse BotCommandScope: Unsupported type specified",
        ),
        ({"language_code": "dan"}, "Bad Request: invalid language code specified"),
        ({"language_code": "DA"}, "Bad Request: invalid language code specified"),
    ],
)
async def test_commands_for_nowhere_and_nobody_are_refused(
    api: Api, method: str, where: dict[str, Any], description: str
) -> None:
    assert (await api(method, commands=[command("a")], **where)).description == description


async def test_people_get_the_narrowest_commands_in_their_language(
    telegram: Simulator, api: Api, bot: Bot
) -> None:
    anna, bo = (telegram.add_person(name, code).person for name, code in (("Anna", "da"), ("Bo", "pl")))
    await api("setMyCommands", commands=[command("everybody")])
    await api("setMyCommands", commands=[command("alle")], language_code="da")
    await api(
        "setMyCommands", commands=[command("anna")], scope={"type": "chat", "chat_id": anna.telegram_id}
    )

    assert bot.commands_for(anna) == [command("anna")]
    assert bot.commands_for(bo) == [command("everybody")]


@pytest.mark.parametrize(
    ("method", "name", "longest"),
    [
        ("setMyName", "name", 64),
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
    ],
)
async def test_descriptions_have_limits(api: Api, method: str, name: str, longest: int) -> None:
    assert (await api(method, **{name: "x" * longest})).result is True
    assert (await api(method, **{name: "x" * (longest + 1)})).status == 400
