"""Changing and deleting what was said."""

from dataclasses import replace
from datetime import timedelta

from simulator.chats import ChatKind, Content, Message
from simulator.errors import bad_request
from simulator.markup import Markup, reply_markup, settled
from simulator.methods.call import Call
from simulator.methods.sending import admit
from simulator.texts import CAPTION_LIMIT, MESSAGE_LIMIT, caption, message_text
from simulator.wire import Wire

_DELETE_WITHIN = timedelta(hours=48)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a"
    " current content and reply markup of the message"
)


def edit_message_text(call: Call) -> Wire:
    words = message_text(call.parameters)
    markup = reply_markup(call.parameters)
    message = editable(call)
    if message.content.media is not None or message.content.other:
        raise bad_request("there is no text in the message to edit")
    words.check_length(MESSAGE_LIMIT, "message is too long")
    return change(call, message, Content(words), markup)


def edit_message_caption(call: Call) -> Wire:
    words = caption(call.parameters)
    markup = reply_markup(call.parameters)
    message = editable(call)
    if message.content.media is None:
        raise bad_request("there is no caption in the message to edit")
    words.check_length(CAPTION_LIMIT, "message caption is too long")
    return change(call, message, replace(message.content, words=words), markup)


def edit_message_reply_markup(call: Call) -> Wire:
    markup = reply_markup(call.parameters)
    message = editable(call)
    return change(call, message, message.content, markup)


def editable(call: Call) -> Message:
    """The bot's own message in message_id."""
    if not call.parameters.has("chat_id") and not call.parameters.integer("message_id"):
        raise bad_request("message identifier is not specified")
    message = call.message(call.chat(), "edit")
    if message.author != call.bot.telegram_id:
        raise bad_request("message can't be edited")
    return message


def change(call: Call, message: Message, content: Content, markup: Markup | None) -> Wire:
    """Without a keyboard in the call the old one goes."""
    if markup is not None and markup.kind != "inline":
        raise bad_request("inline keyboard expected")
    markup = settled(markup)
    if content == message.content and markup == message.markup:
        raise bad_request(NOT_MODIFIED)
    admit(call, message.chat, markup)
    message.content, message.markup = content, markup
    message.edit_date = call.world.seconds()
    message.chat.changed()
    return message.as_wire(call.bot)


def delete_message(call: Call) -> bool:
    if call.parameters.integer("message_id") <= 0:
        raise bad_request("message identifier is not specified")
    chat = call.chat()
    message = call.message(chat, "delete")
    age = call.world.seconds() - message.date
    others = message.author != call.bot.telegram_id and chat.kind is not ChatKind.PRIVATE
    if others or age > _DELETE_WITHIN.total_seconds():
        raise bad_request("message can't be deleted")
    del chat.messages[message.message_id]
    chat.changed()
    return True
