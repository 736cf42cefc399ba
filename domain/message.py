"""What we want a person to see, before Telegram knows about it."""

from dataclasses import dataclass
from enum import StrEnum

from domain.attachments import Attachment


class Html(str):
    """Text that may be shown as it stands: our own words, or a person's words already escaped."""

    __slots__ = ()


@dataclass(frozen=True)
class Button:
    """`data` is what comes back when it is pressed: at most 64 bytes, see `domain.buttons`."""

    label: str
    data: str


@dataclass(frozen=True)
class Link:
    """A button that opens an address instead of answering the bot."""

    label: str
    url: str


Row = tuple[Button | Link, ...]


@dataclass(frozen=True)
class Message:
    """One message: Telegram's HTML subset and the rows of buttons under it; with an attachment, its caption.

    A `fleeting` answer is kept no longer than it takes to send: it names others, or holds a link with power.
    """

    text: Html
    rows: tuple[Row, ...] = ()
    attachment: Attachment | None = None
    fleeting: bool = False


@dataclass(frozen=True)
class Reply:
    """What the one who wrote or tapped gets back.

    `screen` takes the place of the message whose button was tapped; it is a new message when they wrote
    instead, and where a picture would have to become mere words, which Telegram cannot do. `messages` are
    receipts, always new; `alert` is the small pop-up over the chat.
    """

    screen: Message | None = None
    messages: tuple[Message, ...] = ()
    alert: str | None = None


class Lane(StrEnum):
    """How urgent a letter is: an answer to a tap, a notice, or one of a great many."""

    ANSWER = "answer"
    NOTICE = "notice"
    MASS = "mass"
