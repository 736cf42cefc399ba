"""A bot's queue of updates: numbered, kept for a day, confirmed by the next offset."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from simulator.bell import Bell
from simulator.wire import Wire, dumps

UPDATE_KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "purchased_paid_media",
    "chat_member",
    "message_reaction",
    "message_reaction_count",
)
ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
DEFAULT_KINDS = frozenset(UPDATE_KINDS) - ONLY_WHEN_ASKED
LARGEST_ANSWER = 4 * 2**20
_SLACK = 10


@dataclass(frozen=True)
class Waiting:
    """`queue_key`: what must be delivered in order with it (a chat); `dies` on the monotonic clock."""

    update_id: int
    wire: Wire
    queue_key: int
    dies: float


class UpdateQueue:
    """Both doors (getUpdates and the webhook) take from here; nothing leaves before it is confirmed."""

    def __init__(self, monotonic: Callable[[], float], life: float, tap_life: float) -> None:
        self.bell = Bell()
        self.outlived = 0
        """How many grew too old before the bot had them."""
        self.allowed: frozenset[str] = DEFAULT_KINDS
        self._monotonic = monotonic
        self._life = life
        self._tap_life = min(life, tap_life)
        self._next_id = 100_000_001
        self._waiting: deque[Waiting] = deque()

    def number_from(self, first: int) -> None:
        """Give the next update this number: a Telegram that starts anew must not use old ones again."""
        self._next_id = first

    def put(self, kind: str, body: Wire, queue_key: int = 0) -> int | None:
        """The update's id, or None when the bot did not ask for this kind."""
        if kind not in self.allowed:
            return None
        life = self._tap_life if kind == "callback_query" else self._life
        return self._append({kind: body}, queue_key, life)

    def put_raw(self, update: Wire, queue_key: int = 0) -> int:
        """Anything, also what no client could parse; it gets a number unless it brings one."""
        return self._append(update, queue_key, self._life)

    def take_all(self) -> list[Wire]:
        taken = [waiting.wire for waiting in self.fresh()]
        self._waiting.clear()
        return taken

    def confirm(self, offset: int) -> None:
        """A positive offset forgets what is below it, unless it lies in the future; -n keeps the last n."""
        if 0 < offset <= self._next_id + _SLACK:
            self._keep(waiting for waiting in self._waiting if waiting.update_id >= offset)
        elif offset < 0:
            self._keep(list(self._waiting)[offset:])

    def settle(self, waiting: Waiting) -> None:
        """Delivered by webhook; gone already when the bot dropped what was pending meanwhile."""
        with suppress(ValueError):
            self._waiting.remove(waiting)

    def forget_all(self) -> None:
        self._waiting.clear()

    def fresh(self) -> Sequence[Waiting]:
        """What waits, after the too old have been dropped."""
        now = self._monotonic()
        if any(waiting.dies <= now for waiting in self._waiting):
            alive = [waiting for waiting in self._waiting if waiting.dies > now]
            self.outlived += len(self._waiting) - len(alive)
            self._keep(alive)
        return self._waiting

    def batch(self, limit: int) -> list[Wire]:
        """The oldest updates, at most `limit` and about 4 MiB of them."""
        chosen: list[Wire] = []
        size = 0
        for waiting in self.fresh():
            size += len(dumps(waiting.wire).encode())
            if len(chosen) == limit or (chosen and size > LARGEST_ANSWER):
                break
            chosen.append(waiting.wire)
        return chosen

    def remember_allowed(self, kinds: list[str] | None) -> None:
        """None leaves the earlier choice; an empty list is the default; unknown names are passed over."""
        if kinds is not None:
            self.allowed = frozenset(kinds) & frozenset(UPDATE_KINDS) or DEFAULT_KINDS

    def _append(self, body: Wire, queue_key: int, life: float) -> int:
        update_id = self._next_id
        given = body.get("update_id")
        if isinstance(given, int) and not isinstance(given, bool):
            update_id = given
        self._next_id = max(self._next_id, update_id) + 1
        wire: Wire = {"update_id": update_id} | body
        self._waiting.append(Waiting(update_id, wire, queue_key, self._monotonic() + life))
        self.bell.ring()
        return update_id

    def _keep(self, those: Iterable[Waiting]) -> None:
        self._waiting = deque(those)
