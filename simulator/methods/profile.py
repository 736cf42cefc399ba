"""Who the bot is, and what it tells people about itself."""

import re
from collections.abc import Callable

from simulator.errors import bad_request
from simulator.methods.call import Call
from simulator.wire import Wire

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_MOST_COMMANDS = 100
_SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
"""What must stand beside each type."""
_NAME_LIMIT = 32
_DESCRIPTION_LIMIT = 256


def get_me(call: Call) -> Wire:
    return call.bot.as_me()


def set_my_commands(call: Call) -> bool:
    given: object = []
    if call.parameters.has("commands"):
        given = call.parameters.json("commands", "can't parse commands JSON object")
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    commands = [_command(item) for item in given]
    if len(commands) > _MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    if not all(_COMMAND.fullmatch(str(command["command"])) for command in commands):
        raise bad_request("BOT_COMMAND_INVALID")
    call.bot.commands[_scope(call)] = commands
    return True


def get_my_commands(call: Call) -> list[Wire]:
    return call.bot.commands.get(_scope(call), [])


def delete_my_commands(call: Call) -> bool:
    call.bot.commands.pop(_scope(call), None)
    return True


def _scope(call: Call) -> tuple[str, str]:
    """Scope and language, as `Bot.commands` is keyed."""
    if not call.parameters.has("scope"):
        return "default", _language(call)
    scope = call.parameters.json("scope", "can't parse BotCommandScope JSON object")
    if not isinstance(scope, dict) or not isinstance(scope.get("type"), str):
        raise bad_request("can't parse BotCommandScope: Can't find field \"type\"")
    if scope["type"] not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    parts = [str(scope.get(name, "")) for name in _SCOPES[scope["type"]]]
    if parts:
        call.named_chat(parts[0])
    return ":".join((scope["type"], *parts)), _language(call)


def _language(call: Call) -> str:
    language = call.parameters.text("language_code")
    if not re.fullmatch(r"([a-z]{2})?", language):
        raise bad_request("invalid language code specified")
    return language


def _command(item: object) -> Wire:
    if not isinstance(item, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name, words = (_command_field(item, field) for field in ("command", "description"))
    name = name.removeprefix("/")
    for what, text, limit in (
        ("command", name, _NAME_LIMIT),
        ("command description", words, _DESCRIPTION_LIMIT),
    ):
        if not text:
            raise bad_request(f"{what} must be non-empty")
        if len(text) > limit:
            raise bad_request(f"{what} length must not exceed {limit}")
    return {"command": name, "description": words}


def _command_field(item: Wire, field: str) -> str:
    if not isinstance(item.get(field), str):
        raise bad_request(f"can't parse BotCommand: Can't find field \"{field}\"")
    return str(item[field]).strip()


def words_setter(name: str, limit: int) -> Callable[[Call], bool]:
    """setMyName, setMyDescription, setMyShortDescription."""

    def set_words(call: Call) -> bool:
        words = call.parameters.text(name)
        if len(words) > limit:
            raise bad_request(f"bot {name.replace('_', ' ')} is too long")
        call.bot.words[name, call.parameters.text("language_code")] = words
        return True

    return set_words


def words_getter(name: str) -> Callable[[Call], Wire]:
    """A language without words of its own gets the default's."""

    def get_words(call: Call) -> Wire:
        words = call.bot.words
        own = words.get((name, call.parameters.text("language_code")), "")
        return {name: own or words.get((name, ""), "")}

    return get_words
