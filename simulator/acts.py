"""What people do to chats, and the updates bots get of it."""

from collections.abc import Sequence
from dataclasses import replace

from simulator.chats import Content, Conversation, Message
from simulator.people import Bot, Person
from simulator.wire import Wire
from simulator.world import CallbackQuery, World


def arrive(
    world: World,
    chat: Conversation,
    bots: Sequence[Bot],
    content: Content,
    author: Person | None,
    extra: Wire | None = None,
    kind: str = "message",
) -> Message:
    """A message in a chat, told to the bots there; fields in `extra` win over what follows from `author`."""
    more = dict(extra or {})
    sender = more.pop("from", author.as_user() if author is not None else None)
    message = Message(
        message_id=next(chat.message_ids),
        chat=chat,
        author=author.telegram_id if author is not None else None,
        sender=sender if isinstance(sender, dict) else None,
        date=world.seconds(),
        content=content,
        extra=more,
    )
    chat.started = True
    world.add_message(message)
    for bot in bots:
        world.tell(bot, kind, message.as_wire(bot), chat)
    return message


def edit(world: World, bots: Sequence[Bot], message: Message, content: Content) -> None:
    """A person corrects what they wrote."""
    message.content = replace(content, media=message.content.media)
    message.edit_date = world.seconds()
    message.chat.changed()
    for bot in bots:
        world.tell(bot, "edited_message", message.as_wire(bot), message.chat)


def press(
    world: World, bot: Bot, chat: Conversation, person: Person, message_id: int, data: str
) -> CallbackQuery:
    """A tap on a button, real or forged; a message that is gone is told as inaccessible."""
    query = world.new_query(bot, chat, message_id)
    message = chat.messages.get(message_id)
    shown = message.as_wire(bot) if message else _gone(chat, message_id)
    body: Wire = {
        "id": query.query_id,
        "from": person.as_user(),
        "message": shown,
        "chat_instance": str(hash((chat.chat_id, bot.telegram_id)) & (2**62 - 1)),
        "data": data,
    }
    world.tell(bot, "callback_query", body, chat)
    return query


def _gone(chat: Conversation, message_id: int) -> Wire:
    return {"chat": chat.as_chat(), "message_id": message_id, "date": 0}


def set_blocked(world: World, bot: Bot, chat: Conversation, person: Person, *, blocked: bool) -> None:
    """Block or unblock; told as my_chat_member, and only when it changes something."""
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    chat.changed()
    was, becomes = ("member", "kicked") if blocked else ("kicked", "member")
    tell_membership(world, bot, chat, person, was, becomes)


def tell_membership(
    world: World, bot: Bot, chat: Conversation, person: Person, was: str, becomes: str
) -> None:
    body: Wire = {
        "chat": chat.as_chat(),
        "from": person.as_user(),
        "date": world.seconds(),
        "old_chat_member": _member(bot, was),
        "new_chat_member": _member(bot, becomes),
    }
    world.tell(bot, "my_chat_member", body, chat)


def _member(bot: Bot, status: str) -> Wire:
    member: Wire = {"user": bot.as_user(), "status": status}
    return member | {"until_date": 0} if status == "kicked" else member
