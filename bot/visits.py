"""Who is at the door: an update as PTB reads it, made a visit, or None for what nobody answers."""

from datetime import datetime

from telegram import CallbackQuery, Chat, Message, Update, User

from domain.visit import Visit

NAMELESS = frozenset({1087968824, 136817688})
"""Telegram's stand-ins for an anonymous administrator and for somebody who writes as a channel.

They get an answer in the group, but nobody signs up under these numbers, so they can do nothing.
"""
SERVICE = 777000
"""Telegram itself, also when it copies a channel's posts into a group."""


def visit_of(update: Update, cluster_id: int, bot_id: int, now: datetime) -> Visit | None:
    """None for edits, channels, other bots and whatever has no person and chat: these get no answer."""
    who, where = _who(update), _where(update)
    if who is None or where is None or not _is_heard(who, where):
        return None
    return Visit(
        cluster_id=cluster_id,
        bot_id=bot_id,
        update_id=update.update_id,
        telegram_id=who.id,
        chat_id=where.id,
        first_name=who.first_name,
        language_code=who.language_code,
        message_id=_tapped(update.callback_query),
        now=now,
        holds_file=_holds_file(update.callback_query),
        replies_to=_answered(update.message),
    )


def _who(update: Update) -> User | None:
    if update.message is not None:
        return update.message.from_user
    if update.callback_query is not None:
        return update.callback_query.from_user
    return update.my_chat_member.from_user if update.my_chat_member is not None else None


def _where(update: Update) -> Chat | None:
    """A button under a message that Telegram no longer shows still says which chat it stood in."""
    if update.message is not None:
        return update.message.chat
    if update.callback_query is not None:
        message = update.callback_query.message
        return message.chat if message is not None else None
    return update.my_chat_member.chat if update.my_chat_member is not None else None


def _is_heard(who: User, where: Chat) -> bool:
    if where.type == Chat.CHANNEL or who.id == SERVICE:
        return False
    if where.type == Chat.PRIVATE and where.id != who.id:
        return False
    return not who.is_bot or who.id in NAMELESS


def _answered(message: Message | None) -> int | None:
    """The message of ours under which they pressed "reply"."""
    replied = message.reply_to_message if message is not None else None
    return replied.message_id if replied is not None else None


def _tapped(query: CallbackQuery | None) -> int | None:
    if query is None or query.message is None or not query.message.is_accessible:
        return None
    return query.message.message_id


def _holds_file(query: CallbackQuery | None) -> bool:
    message = query.message if query is not None else None
    return isinstance(message, Message) and message.effective_attachment is not None
