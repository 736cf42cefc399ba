"""A person and their phone, for tests that read like a chat."""

from collections.abc import Callable
from dataclasses import dataclass

from simulator import acts, sends
from simulator.chats import Content, Conversation, Message
from simulator.errors import BlockedByPersonError, NotOnScreenError
from simulator.people import Bot, Person
from simulator.screen import Shown, find_key, shown
from simulator.texts import written
from simulator.wire import Wire
from simulator.world import CallbackQuery, World


@dataclass(frozen=True)
class Account:
    """A person on this Telegram."""

    world: World
    person: Person

    @property
    def id(self) -> int:
        return self.person.telegram_id

    def chat(self, bot: Bot) -> "Chat":
        return Chat(self.world, self.person, bot)

    def deactivate(self) -> None:
        """They delete their account."""
        self.person.deactivated = True


@dataclass(frozen=True)
class Chat:
    """What this person's phone shows of their chat with one bot, and what they can do there."""

    world: World
    person: Person
    bot: Bot

    @property
    def conversation(self) -> Conversation:
        return self.world.private_chat(self.bot, self.person)

    @property
    def messages(self) -> list[Shown]:
        """Everything in the chat, oldest first, as it looks now."""
        return [shown(message, [self.bot]) for message in self.conversation.messages.values()]

    @property
    def inbox(self) -> list[str]:
        """The texts of the bot's messages."""
        return [message.text for message in self.messages if message.from_bot]

    @property
    def screen(self) -> Shown:
        """The bot's newest message with a keyboard."""
        for message in reversed(self.messages):
            if message.from_bot and message.keyboard:
                return message
        raise NotOnScreenError(f"No message with buttons; the bot has said {self.inbox}")

    @property
    def alerts(self) -> list[str]:
        """The pop-ups that answered this person's taps."""
        return [alert.text for alert in self.conversation.alerts]

    @property
    def version(self) -> int:
        """Grows with every change of the chat."""
        return self.conversation.version

    async def waits_for(self, what: "str | Callable[[Chat], bool]", seconds: float = 60.0) -> None:
        """Until a message or pop-up of the bot has these words in it, or `what(chat)` is true."""
        end = self.world.monotonic() + seconds
        while not (self._says(what) if isinstance(what, str) else what(self)):
            left = end - self.world.monotonic()
            if left <= 0:
                raise TimeoutError(
                    f"Waited {seconds} s for {what!r}; the bot has said {self.inbox} {self.alerts}"
                )
            await self.conversation.changes.bell.wait(left)

    def _says(self, words: str) -> bool:
        return any(words in text for text in [*self.inbox, *self.alerts])

    def write(self, text: str) -> Message:
        return self.send(Content(written(text)))

    def start(self, payload: str = "") -> Message:
        """Press START, perhaps after following a link t.me/bot?start=payload; it also unblocks."""
        self.unblock()
        return self.write(f"/start {payload}".strip())

    def send(self, content: Content, extra: Wire | None = None) -> Message:
        """Any content; `extra` adds or replaces fields of the message (forward_origin, from, ...)."""
        if self.conversation.blocked:
            raise BlockedByPersonError(f"{self.person.first_name} has blocked {self.bot.username}")
        return acts.arrive(self.world, self.conversation, [self.bot], content, self.person, extra)

    def open(self) -> None:
        """As if they had pressed START long ago: the bot may write to them."""
        self.conversation.started = True

    def tap(self, label: str, message: Shown | int | None = None) -> CallbackQuery | Message:
        """Press the button with these words: on that message, or on the newest that shows it.

        A button under the writing field sends its words. A link opens nothing here: it is an error.
        """
        wanted = message.message_id if isinstance(message, Shown) else message
        if wanted is None and label in self.reply_labels:
            return self.write(label)
        return self.tap_data(*find_key(self.conversation, [self.bot], label, wanted))

    @property
    def reply_labels(self) -> list[str]:
        """The buttons under the writing field."""
        markup = self.conversation.reply_keyboard
        return [str(button["text"]) for row in markup.rows for button in row] if markup else []

    def tap_data(self, message_id: int, data: str) -> CallbackQuery:
        """A forged or stale tap: any data, from any message, also one that is gone."""
        return acts.press(self.world, self.bot, self.conversation, self.person, message_id, data)

    def edit(self, message_id: int, text: str) -> None:
        message = self.conversation.messages.get(message_id)
        if message is None or message.author != self.person.telegram_id:
            raise NotOnScreenError(f"Message {message_id} is not {self.person.first_name}'s own")
        acts.edit(self.world, [self.bot], message, Content(written(text)))

    def block(self) -> None:
        acts.set_blocked(self.world, self.bot, self.conversation, self.person, blocked=True)

    def unblock(self) -> None:
        acts.set_blocked(self.world, self.bot, self.conversation, self.person, blocked=False)

    def raw(self, update: Wire) -> int:
        """An update of any shape, also one no client could parse; its update_id."""
        return self.bot.updates.put_raw(update, self.conversation.chat_id)

    def send_photo(
        self, content: bytes = sends.SMALLEST_PNG, caption: str = "", album: str | None = None
    ) -> Message:
        """`album`: what photos that were chosen together have in common."""
        extra: Wire = {"media_group_id": album} if album else {}
        return self.send(sends.photo(self.world, content, caption), extra)

    def send_document(self, content: bytes = b"x", filename: str = "file.txt", caption: str = "") -> Message:
        return self.send(sends.document(self.world, content, filename, caption))

    def send_sticker(self, emoji: str = "👍") -> Message:
        return self.send(sends.sticker(self.world, emoji))

    def send_voice(self, seconds: int = 3) -> Message:
        return self.send(sends.voice(self.world, seconds))

    def send_location(self, latitude: float = 55.52, longitude: float = 11.85) -> Message:
        return self.send(sends.location(latitude, longitude))

    def send_contact(self, phone: str = "+4500000000", first_name: str | None = None) -> Message:
        """Their own number unless another first name is given."""
        own = None if first_name else self.person.telegram_id
        return self.send(sends.contact(phone, first_name or self.person.first_name, own))
