"""Everything that exists on this Telegram, and finding it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from simulator.bell import Changes
from simulator.chats import ChatKind, Conversation, Membership, Message
from simulator.errors import Refusal
from simulator.files import FileStore
from simulator.flood import Flood
from simulator.people import Bot, Person
from simulator.polls import PollDoor
from simulator.settings import SimulatorSettings
from simulator.updates import UpdateQueue
from simulator.wire import Wire

_FIRST_PERSON = 5_000_001
_FIRST_GROUP = -1_001_000_000_001
_TOKEN_LIMIT = 80
_LARGEST_ID = 2**52


@dataclass(eq=False)
class CallbackQuery:
    """A tap: `born` on the monotonic clock; `answer` once the bot has answered."""

    query_id: str
    bot: Bot
    chat: Conversation
    message_id: int
    born: float
    answered: bool = False
    alert: str | None = None


class World:
    def __init__(
        self, now: Callable[[], datetime], settings: SimulatorSettings, monotonic: Callable[[], float]
    ) -> None:
        self.now = now
        self.monotonic = monotonic
        self.settings = settings
        self.bots: dict[int, Bot] = {}
        self.people: dict[int, Person] = {}
        self.private: dict[tuple[int, int], Conversation] = {}
        self.groups: dict[int, Conversation] = {}
        self.queries: dict[str, CallbackQuery] = {}
        self.changes = Changes()
        self.files = FileStore()
        self.flood = Flood(settings.flood, monotonic)
        self.webhook_changed: Callable[[Bot], None] = lambda _bot: None
        self._people_ids = count(_FIRST_PERSON)
        self._group_ids = count(_FIRST_GROUP, -1)
        self._query_ids = count(4_000_000_000_000_001)

    def seconds(self) -> int:
        """Telegram's dates: whole seconds of the Unix epoch."""
        return int(self.now().timestamp())

    def add_bot(self, token: str, username: str, first_name: str) -> Bot:
        updates = UpdateQueue(self.monotonic, self.settings.update_seconds, self.settings.tap_seconds)
        polls = PollDoor(updates, lambda: self.settings, self.monotonic)
        bot = Bot(token, username, first_name, updates, polls)
        self.bots[bot.telegram_id] = bot
        return bot

    def add_person(
        self, first_name: str, language_code: str | None, username: str | None, telegram_id: int | None
    ) -> Person:
        person = Person(telegram_id or self._free_id(), first_name, language_code, username)
        self.people[person.telegram_id] = person
        return person

    def add_group(self, title: str, kind: ChatKind) -> Conversation:
        group = Conversation(next(self._group_ids), kind, self.changes, title=title)
        self.groups[group.chat_id] = group
        return group

    def bot_by_token(self, token: str) -> Bot:
        number, colon, _ = token.partition(":")
        too_odd = not colon or token.startswith("0") or len(token) > _TOKEN_LIMIT or not number.isdigit()
        if too_odd or int(number) > _LARGEST_ID:
            raise Refusal(401, "Unauthorized: invalid token specified")
        bot = self.bots.get(int(number))
        if bot is None or bot.token != token or bot.revoked:
            raise Refusal(401, "Unauthorized")
        return bot

    def private_chat(self, bot: Bot, person: Person) -> Conversation:
        """Made on first use; nobody has pressed start in it yet."""
        key = bot.telegram_id, person.telegram_id
        if key not in self.private:
            self.private[key] = Conversation(
                person.telegram_id, ChatKind.PRIVATE, self.changes, person, message_ids=bot.message_ids
            )
        return self.private[key]

    def listeners(self, chat: Conversation) -> list[Bot]:
        """The bots in a group or channel."""
        return [self.bots[number] for number, role in chat.bots.items() if role is Membership.MEMBER]

    def tell(self, bot: Bot, kind: str, body: Wire, chat: Conversation) -> None:
        bot.updates.put(kind, body, chat.chat_id)

    def add_message(self, message: Message) -> Message:
        message.chat.messages[message.message_id] = message
        message.chat.changed()
        return message

    def new_query(self, bot: Bot, chat: Conversation, message_id: int) -> CallbackQuery:
        query = CallbackQuery(str(next(self._query_ids)), bot, chat, message_id, self.monotonic())
        self.queries[query.query_id] = query
        return query

    def _free_id(self) -> int:
        return next(number for number in self._people_ids if number not in self.people)
