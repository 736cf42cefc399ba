"""Who takes part: people with their phones, and bots."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from simulator.polls import PollDoor
from simulator.updates import UpdateQueue
from simulator.webhook import Delivery
from simulator.wire import Wire


@dataclass(eq=False)
class Person:
    telegram_id: int
    first_name: str
    language_code: str | None = None
    username: str | None = None
    last_name: str | None = None
    deactivated: bool = False

    def as_user(self) -> Wire:
        user: Wire = {"id": self.telegram_id, "is_bot": False, "first_name": self.first_name}
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return user | {name: value for name, value in optional.items() if value is not None}


@dataclass(eq=False)
class Bot:
    """A bot as its owner registered it, with what it has set through the API."""

    token: str
    username: str
    first_name: str
    updates: UpdateQueue
    polls: PollDoor
    delivery: Delivery = field(default_factory=Delivery)
    commands: dict[tuple[str, str], list[Wire]] = field(default_factory=dict)
    words: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_buttons: dict[int, Wire] = field(default_factory=dict)
    message_ids: Iterator[int] = field(default_factory=lambda: count(1))
    revoked: bool = False
    logged_out: bool = False

    @property
    def telegram_id(self) -> int:
        return int(self.token.partition(":")[0])

    def as_user(self) -> Wire:
        return {
            "id": self.telegram_id,
            "is_bot": True,
            "first_name": self.first_name,
            "username": self.username,
        }

    def as_me(self) -> Wire:
        return self.as_user() | {
            "can_join_groups": True,
            "can_read_all_group_messages": True,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def commands_for(self, person: Person) -> list[Wire]:
        """The menu in this person's chat: the narrowest scope wins, in it their language."""
        for scope in (f"chat:{person.telegram_id}", "all_private_chats", "default"):
            for language in (person.language_code or "", ""):
                if (scope, language) in self.commands:
                    return self.commands[scope, language]
        return []

    def take_updates(self) -> list[Wire]:
        """For tests without a poller: everything waiting, confirmed."""
        return self.updates.take_all()
