"""Chats as the server keeps them, and the messages in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count

from simulator.bell import Changes
from simulator.markup import Markup
from simulator.media import Media
from simulator.people import Bot, Person
from simulator.texts import Formatted
from simulator.wire import Wire


class ChatKind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Membership(StrEnum):
    MEMBER = "member"
    LEFT = "left"
    KICKED = "kicked"


@dataclass(frozen=True)
class Alert:
    """The answer to a tap. `modal`: it must be closed; otherwise it fades by itself."""

    message_id: int | None
    text: str
    modal: bool
    version: int
    url: str | None = None


@dataclass(frozen=True)
class Content:
    """All an edit can change, the keyboard apart. `other`: location, venue, contact ... as on the wire."""

    words: Formatted = field(default_factory=Formatted)
    media: Media | None = None
    other: Wire = field(default_factory=dict)

    def as_wire(self, bot: Bot) -> Wire:
        if self.media is None:
            return self.other | self.words.as_wire()
        return (
            {self.media.kind: self.media.as_wire(bot)}
            | self.other
            | self.words.as_wire("caption", "caption_entities")
        )


@dataclass(eq=False)
class Message:
    """`author`: the bot's or person's id, None for a channel; `extra`: sender_chat, forward_origin ..."""

    message_id: int
    chat: "Conversation"
    author: int | None
    sender: Wire | None
    date: int
    content: Content
    markup: Markup | None = None
    edit_date: int | None = None
    reply_to: "Message | None" = None
    extra: Wire = field(default_factory=dict)

    def as_wire(self, bot: Bot) -> Wire:
        """As that bot sees it; only inline keyboards are shown to bots."""
        wire: Wire = {"message_id": self.message_id}
        if self.sender is not None:
            wire["from"] = self.sender
        wire |= {"chat": self.chat.as_chat(), "date": self.date} | self.extra
        if self.edit_date is not None:
            wire["edit_date"] = self.edit_date
        if self.reply_to is not None:
            wire["reply_to_message"] = self.reply_to.as_wire(bot)
        wire |= self.content.as_wire(bot)
        if self.markup is not None and self.markup.kind == "inline":
            wire["reply_markup"] = self.markup.as_wire()
        return wire


@dataclass(eq=False)
class Conversation:
    """A bot's chat with a person, or a group or channel several bots may be in (`bots`)."""

    chat_id: int
    kind: ChatKind
    changes: Changes
    person: Person | None = None
    title: str = ""
    username: str | None = None
    started: bool = False
    blocked: bool = False
    bots: dict[int, Membership] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    alerts: list[Alert] = field(default_factory=list)
    reply_keyboard: Markup | None = None
    action: str | None = None
    migrated_to: int | None = None
    message_ids: Iterator[int] = field(default_factory=lambda: count(1))
    version: int = 0

    def changed(self) -> int:
        self.version = self.changes.next()
        return self.version

    def as_chat(self) -> Wire:
        wire: Wire = {"id": self.chat_id}
        if self.person is not None:
            wire |= {
                name: value
                for name, value in self.person.as_user().items()
                if name in ("first_name", "last_name", "username")
            }
        else:
            wire["title"] = self.title
            if self.username is not None:
                wire["username"] = self.username
        return wire | {"type": self.kind.value}
