"""How chats, bots and people look in the control API."""

from simulator.chats import Alert, Conversation, Message
from simulator.entities import as_html
from simulator.people import Bot, Person
from simulator.wire import Wire

_NOT_SHOWN = ("from", "chat", "reply_markup", "edit_date", "reply_to_message")


def bot_shape(bot: Bot) -> Wire:
    """The token is left out; `outlived`: updates that grew too old before the bot had them."""
    return {
        "id": bot.telegram_id,
        "username": bot.username,
        "first_name": bot.first_name,
        "description": bot.words.get(("description", ""), ""),
        "outlived": bot.updates.outlived,
    }


def person_shape(person: Person) -> Wire:
    return {
        "id": person.telegram_id,
        "first_name": person.first_name,
        "language_code": person.language_code,
        "username": person.username,
    }


def chat_shape(chat: Conversation, bot: Bot) -> Wire:
    return {
        "version": chat.version,
        "messages": [message_shape(message, bot) for message in chat.messages.values()],
        "alerts": alert_shapes(chat),
        "blocked": chat.blocked,
        "started": chat.started,
        "action": chat.action,
        "reply_keyboard": [list(row) for row in chat.reply_keyboard.rows] if chat.reply_keyboard else [],
    }


def message_shape(message: Message, bot: Bot) -> Wire:
    """The Bot API's fields, with who said it, its HTML and its buttons in place of the markup."""
    words = message.content.words
    shape = {name: value for name, value in message.as_wire(bot).items() if name not in _NOT_SHOWN}
    reply_to = message.reply_to.message_id if message.reply_to else None
    return shape | {
        "from": "bot" if message.author == bot.telegram_id else "person",
        "author": message.author,
        "edited": message.edit_date is not None,
        "html": as_html(words.text, words.entities),
        "keyboard": _keyboard(message),
        "reply_to": reply_to,
    }


def _keyboard(message: Message) -> list[list[Wire]]:
    if message.markup is None or message.markup.kind != "inline":
        return []
    return [[_key(button) for button in row] for row in message.markup.rows]


def _key(button: Wire) -> Wire:
    """Other actions (copy_text, web_app ...) keep their names."""
    names = {"text": "label", "callback_data": "data"}
    return {names.get(name, name): value for name, value in button.items()}


def alert_shapes(chat: Conversation) -> list[Wire]:
    return [_alert(number, alert) for number, alert in enumerate(chat.alerts, 1)]


def _alert(number: int, alert: Alert) -> Wire:
    shape: Wire = {
        "id": number,
        "message_id": alert.message_id,
        "text": alert.text,
        "show_alert": alert.modal,
        "version": alert.version,
    }
    return shape | {"url": alert.url} if alert.url else shape
