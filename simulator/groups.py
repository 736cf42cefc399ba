"""Groups and channels, as far as a bot that lives in private chats can meet them."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator import acts
from simulator.chats import ChatKind, Content, Conversation, Membership, Message
from simulator.client import Account
from simulator.people import Bot
from simulator.screen import Shown, find_key, shown
from simulator.texts import written
from simulator.wire import Wire
from simulator.world import CallbackQuery, World

ANONYMOUS_ADMIN: Wire = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
CHANNEL_BOT: Wire = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}


@dataclass(frozen=True)
class Group:
    """A group, supergroup or channel. Bots in it see every message: privacy mode is off."""

    world: World
    conversation: Conversation

    @property
    def id(self) -> int:
        return self.conversation.chat_id

    @property
    def bots(self) -> list[Bot]:
        return self.world.listeners(self.conversation)

    @property
    def messages(self) -> list[Shown]:
        return [shown(message, self.world.bots.values()) for message in self.conversation.messages.values()]

    @property
    def inbox(self) -> list[str]:
        """The texts of the bots' messages."""
        return [message.text for message in self.messages if message.from_bot]

    def write(self, account: Account, text: str, extra: Wire | None = None) -> Message:
        """`extra` adds or replaces fields: a member writing as a channel, a forwarded post ..."""
        return self._arrives(Content(written(text)), account, extra)

    def write_anonymously(self, text: str) -> Message:
        """An administrator who hides behind the group."""
        return self._arrives(
            Content(written(text)),
            None,
            {"from": ANONYMOUS_ADMIN, "sender_chat": self.conversation.as_chat()},
        )

    def write_as_channel(self, channel: "Group", text: str) -> Message:
        """Somebody who speaks as their channel, or a post forwarded from the linked channel."""
        extra: Wire = {"from": CHANNEL_BOT, "sender_chat": channel.conversation.as_chat()}
        return self._arrives(Content(written(text)), None, extra)

    def post(self, text: str) -> Message:
        """In a channel: a channel_post, with no sender but the channel."""
        extra: Wire = {"sender_chat": self.conversation.as_chat()}
        return acts.arrive(
            self.world, self.conversation, self.bots, Content(written(text)), None, extra, "channel_post"
        )

    def tap(self, account: Account, bot: Bot, label: str) -> CallbackQuery:
        message_id, data = find_key(self.conversation, self.world.bots.values(), label, None)
        return acts.press(self.world, bot, self.conversation, account.person, message_id, data)

    def admit(self, bot: Bot, by: Account) -> None:
        self._change(bot, by, Membership.MEMBER)

    def kick(self, bot: Bot, by: Account) -> None:
        self._change(bot, by, Membership.KICKED)

    def migrate(self) -> "Group":
        """The group becomes a supergroup under a new id; the old id answers with migrate_to_chat_id."""
        old = self.conversation
        new = self.world.add_group(old.title, ChatKind.SUPERGROUP)
        new.bots = dict(old.bots)
        successor = Group(self.world, new)
        self._arrives(Content(other={"migrate_to_chat_id": new.chat_id}), None, {"from": ANONYMOUS_ADMIN})
        successor._arrives(
            Content(other={"migrate_from_chat_id": old.chat_id}), None, {"from": ANONYMOUS_ADMIN}
        )
        old.migrated_to = new.chat_id
        return successor

    def _arrives(self, content: Content, account: Account | None, extra: Wire | None) -> Message:
        author = account.person if account is not None else None
        return acts.arrive(self.world, self.conversation, self.bots, content, author, extra)

    def _change(self, bot: Bot, by: Account, becomes: Membership) -> None:
        was = self.conversation.bots.get(bot.telegram_id, Membership.LEFT)
        self.conversation.bots[bot.telegram_id] = becomes
        acts.tell_membership(self.world, bot, self.conversation, by.person, was.value, becomes.value)


def founded(world: World, title: str, members: Sequence[Account | Bot], kind: ChatKind) -> Group:
    """The first person adds the bots, which hear of it."""
    group = Group(world, world.add_group(title, kind))
    people = [member for member in members if isinstance(member, Account)]
    for member in members:
        if isinstance(member, Bot):
            if people:
                group.admit(member, people[0])
            group.conversation.bots[member.telegram_id] = Membership.MEMBER
    return group
