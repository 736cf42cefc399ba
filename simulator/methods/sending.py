"""New messages: words."""

from simulator.chats import ChatKind, Content, Conversation, Message
from simulator.markup import Markup, check_inside, reply_markup, settled
from simulator.methods.call import Call, check_reachable
from simulator.texts import MESSAGE_LIMIT, message_text
from simulator.wire import Wire


def send_message(call: Call) -> Wire:
    words = message_text(call.parameters)
    answer = call.answer()
    markup = reply_markup(call.parameters)
    chat = call.chat()
    reply_to = answer.found(chat)
    words.check_length(MESSAGE_LIMIT, "message is too long")
    return post(call, chat, Content(words), markup, reply_to)


def post(
    call: Call, chat: Conversation, content: Content, markup: Markup | None, reply_to: Message | None
) -> Wire:
    """The last hurdles; then the message is in the chat."""
    markup = settled(markup)
    admit(call, chat, markup)
    message = Message(
        message_id=next(chat.message_ids),
        chat=chat,
        author=call.bot.telegram_id,
        sender=None if chat.kind is ChatKind.CHANNEL else call.bot.as_user(),
        date=call.world.seconds(),
        content=content,
        markup=markup,
        reply_to=reply_to,
        extra=_extra(call, chat),
    )
    _set_reply_keyboard(chat, markup)
    return call.world.add_message(message).as_wire(call.bot)


def admit(call: Call, chat: Conversation, markup: Markup | None) -> None:
    """What Telegram's inner server looks at; a message or an edit counts one of the pace."""
    check_reachable(chat)
    check_inside(markup)
    call.world.flood.spend(call.bot.telegram_id, chat.chat_id, group=chat.kind is not ChatKind.PRIVATE)


def _extra(call: Call, chat: Conversation) -> Wire:
    extra: Wire = {"sender_chat": chat.as_chat()} if chat.kind is ChatKind.CHANNEL else {}
    if call.parameters.boolean("protect_content"):
        extra["has_protected_content"] = True
    return extra


def _set_reply_keyboard(chat: Conversation, markup: Markup | None) -> None:
    if markup is not None and markup.kind in ("keyboard", "remove"):
        chat.reply_keyboard = markup if markup.kind == "keyboard" else None
    chat.action = None
