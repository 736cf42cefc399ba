"""What people send besides words: pictures and places."""

from collections import OrderedDict

from telegram import Message, Update
from telegram.ext import MessageHandler, filters

from actions import conversations, frame
from handlers.context import Context
from handlers.doors import PRIVATE, Door

MOST_ALBUMS = 1000
"""Albums of which we remember that they were answered; one more answer is all that forgetting one costs."""


class Albums:
    """Pictures sent together come one by one, and only the first is answered."""

    def __init__(self) -> None:
        self._met: OrderedDict[tuple[int, str], None] = OrderedDict()

    def knows(self, message: Message) -> bool:
        """Whether an earlier picture of the same album has been answered."""
        return self._name(message) in self._met

    def remember(self, message: Message) -> None:
        """It has been answered."""
        self._met[self._name(message)] = None
        while len(self._met) > MOST_ALBUMS:
            self._met.popitem(last=False)

    @staticmethod
    def _name(message: Message) -> tuple[int, str]:
        return message.chat_id, message.media_group_id or ""


def picture() -> Door:
    """A picture, in its largest size."""
    albums, action, rest = Albums(), conversations.picture, frame.ignore

    async def sent(update: Update, context: Context) -> None:
        message = update.message
        if message is None or (message.media_group_id and albums.knows(message)):
            await context.turn.transact(rest)
            return
        album = message.media_group_id or ""
        await context.turn.transact(action, message.photo[-1].file_id, message.caption or "", album)
        if album:
            albums.remember(message)

    return MessageHandler(PRIVATE & filters.PHOTO, sent)


def picture_as_file() -> Door:
    """A picture sent as a file."""
    action = conversations.picture_as_file

    async def sent(update: Update, context: Context) -> None:
        await context.turn.transact(action, (update.message and update.message.caption) or "")

    return MessageHandler(PRIVATE & filters.Document.IMAGE, sent)


def place() -> Door:
    """A place on the map, also one with a name."""
    action, other = conversations.place, conversations.not_words

    async def sent(update: Update, context: Context) -> None:
        where = update.message.location if update.message else None
        if where is None:
            await context.turn.transact(other)
        else:
            await context.turn.transact(action, where.latitude, where.longitude)

    return MessageHandler(PRIVATE & filters.LOCATION, sent)


HANDLERS = (picture(), picture_as_file(), place())
