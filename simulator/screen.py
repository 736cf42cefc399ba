"""How a chat looks on a person's phone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from simulator.chats import Conversation, Message
from simulator.entities import as_html
from simulator.errors import NotOnScreenError
from simulator.markup import Markup
from simulator.people import Bot
from simulator.wire import Wire


class Key(NamedTuple):
    """A button: what it says, and the data it sends or the address it opens (empty: neither)."""

    label: str
    target: str


@dataclass(frozen=True)
class Shown:
    """One bubble. `kind`: text, photo, document, location ... `text` is the caption where there is a file."""

    message_id: int
    from_bot: bool
    text: str
    html: str
    keyboard: tuple[tuple[Key, ...], ...]
    edited: bool
    alerts: tuple[str, ...]
    date: int
    kind: str

    @property
    def labels(self) -> list[str]:
        return [key.label for row in self.keyboard for key in row]

    def data(self, label: str) -> str:
        """What the button with these words would send."""
        return next(key.target for row in self.keyboard for key in row if key.label == label)


def shown(message: Message, bots: Iterable[Bot]) -> Shown:
    words = message.content.words
    return Shown(
        message_id=message.message_id,
        from_bot=message.author in {bot.telegram_id for bot in bots},
        text=words.text,
        html=as_html(words.text, words.entities),
        keyboard=keys(message.markup),
        edited=message.edit_date is not None,
        alerts=tuple(alert.text for alert in message.chat.alerts if alert.message_id == message.message_id),
        date=message.date,
        kind=kind_of(message),
    )


def keys(markup: Markup | None) -> tuple[tuple[Key, ...], ...]:
    if markup is None or markup.kind != "inline":
        return ()
    return tuple(tuple(_key(button) for button in row) for row in markup.rows)


def _key(button: Wire) -> Key:
    target = button.get("callback_data") or button.get("url") or ""
    return Key(str(button["text"]), str(target))


def kind_of(message: Message) -> str:
    if message.content.media is not None:
        return message.content.media.kind
    other = message.content.other
    return next((name for name in ("venue", *other) if name in other), "text")


def find_key(chat: Conversation, bots: Iterable[Bot], label: str, message_id: int | None) -> tuple[int, str]:
    """Message and data of the button with these words: on that message, or the newest that shows it."""
    for message in reversed(chat.messages.values()):
        if message_id in (None, message.message_id) and label in shown(message, bots).labels:
            return message.message_id, _data(message, label)
    raise NotOnScreenError(f"No button {label!r}; there is:\n{described(chat)}")


def _data(message: Message, label: str) -> str:
    rows = message.markup.rows if message.markup else ()
    button = next(button for row in rows for button in row if button["text"] == label)
    if "callback_data" not in button:
        raise NotOnScreenError(f"{label!r} does not answer the bot: {button}")
    return str(button["callback_data"])


def described(chat: Conversation) -> str:
    """What there is to press, for the complaint about what there is not."""
    lines = [
        f"  message {message.message_id}: {[key.label for row in keys(message.markup) for key in row]}"
        for message in chat.messages.values()
        if keys(message.markup)
    ]
    return "\n".join(lines) or "  no buttons at all"
