"""One person at the door: who, through which bot, with what in hand, and when."""

from dataclasses import dataclass
from datetime import datetime

from domain.people import Person


@dataclass(frozen=True)
class Visit:
    """An update, as far as an action may know it.

    `message_id` is the message whose button was tapped, None when they wrote or when Telegram no
    longer shows us that message; `holds_file`: a picture or file goes with it. `chat_id` is where the answer
    goes: their own chat (the same number as `telegram_id`), or a group they wrote in. `person` is None for
    someone who has not signed up. `replies_to`: the message they answered with Telegram's own "reply".
    Times are UTC.
    """

    cluster_id: int
    bot_id: int
    update_id: int
    telegram_id: int
    chat_id: int
    first_name: str
    language_code: str | None
    message_id: int | None
    now: datetime
    person: Person | None = None
    holds_file: bool = False
    replies_to: int | None = None

    @property
    def private(self) -> bool:
        """Whether they are alone with the bot; in a group nothing personal may be said."""
        return self.chat_id == self.telegram_id
