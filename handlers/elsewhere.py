"""What is not somebody alone with the bot: groups, blocking, and everything we do not know."""

from telegram import ChatMember, Message, Update
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, TypeHandler, filters

from actions import conversations, frame
from handlers.context import Context
from handlers.doors import message


async def blocked_or_back(update: Update, context: Context) -> None:
    """Somebody blocked the bot, came back, or put it into a group."""
    change = update.my_chat_member
    if change is None or change.chat.type != "private":
        await context.turn.transact(frame.ignore)
    elif change.new_chat_member.status == ChatMember.BANNED:
        await context.turn.transact(frame.blocked)
    else:
        await context.turn.transact(frame.came_back)


async def old_button(_update: Update, context: Context) -> None:
    """A button we do not know any more, or never made."""
    turn = context.turn
    await turn.transact(conversations.old_button if turn.visit.private else frame.in_a_group)


async def ignore(_update: Update, context: Context) -> None:
    """Ticked off unanswered: edits, channel posts, reactions, kinds of update that are new to us."""
    await context.turn.transact(frame.ignore)


class _ForUs(filters.MessageFilter):
    """`/start` may be meant for us, `/start@another_bot` is not."""

    def filter(self, message: Message) -> bool:
        command, *_ = (message.text or "").split() or ("",)
        _, _, name = command.partition("@")
        return name.casefold() in {"", message.get_bot().username.casefold()}


IN_A_GROUP = filters.UpdateType.MESSAGE & filters.ChatType.GROUPS & filters.COMMAND & _ForUs()

HANDLERS = (
    message(IN_A_GROUP, frame.in_a_group),
    ChatMemberHandler(blocked_or_back, ChatMemberHandler.MY_CHAT_MEMBER),
    CallbackQueryHandler(old_button),
    TypeHandler(Update, ignore),
)
