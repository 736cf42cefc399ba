"""Chats as a whole: asking about them, typing, leaving."""

from simulator.chats import ChatKind, Membership
from simulator.errors import bad_request
from simulator.methods.call import Call, check_reachable
from simulator.wire import Wire

_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
_GIFTS: Wire = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


def send_chat_action(call: Call) -> bool:
    action = call.parameters.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = call.chat()
    check_reachable(chat)
    chat.action = action
    chat.changed()
    return True


def get_chat(call: Call) -> Wire:
    chat = call.known_chat()
    if chat.kind is ChatKind.PRIVATE and not chat.started:
        raise bad_request("chat not found")
    return chat.as_chat() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _GIFTS}


def leave_chat(call: Call) -> bool:
    chat = call.chat()
    if chat.kind is ChatKind.PRIVATE:
        raise bad_request("can't leave private chats")
    chat.bots[call.bot.telegram_id] = Membership.LEFT
    return True


def set_chat_menu_button(call: Call) -> bool:
    button: object = {"type": "default"}
    if call.parameters.has("menu_button"):
        button = call.parameters.json("menu_button", "can't parse menu button JSON object")
    if not isinstance(button, dict):
        raise bad_request("can't parse menu button: MenuButton must be an Object")
    if button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("can't parse menu button: MenuButton has unsupported type")
    call.bot.menu_buttons[_menu_chat(call)] = button
    return True


def get_chat_menu_button(call: Call) -> Wire:
    buttons = call.bot.menu_buttons
    button = buttons.get(_menu_chat(call), {"type": "default"})
    return buttons.get(0, {"type": "commands"}) if button["type"] == "default" else button


def _menu_chat(call: Call) -> int:
    """0: every chat without a button of its own."""
    return call.chat().chat_id if call.parameters.has("chat_id") else 0


def log_out(call: Call) -> bool:
    """From then on this server knows the bot no more."""
    call.bot.logged_out = True
    call.bot.updates.forget_all()
    return True


def close(call: Call) -> bool:
    """The bot may move to another server: nothing waits here any more."""
    call.bot.polls.end_waiting("terminated by other getUpdates request")
    return True
