"""One call in progress, and finding the chat and message it is about."""

import re
from dataclasses import dataclass

from simulator.chats import ChatKind, Conversation, Membership, Message
from simulator.errors import Refusal, bad_request, forbidden
from simulator.parameters import Parameters
from simulator.people import Bot
from simulator.world import World

_NAMES = {
    ChatKind.GROUP: "group chat",
    ChatKind.SUPERGROUP: "supergroup chat",
    ChatKind.CHANNEL: "channel chat",
}


@dataclass(frozen=True)
class AnswerTo:
    """Which message is answered. It is read before the chat is looked for, and found afterwards."""

    number: int
    lenient: bool

    def found(self, chat: Conversation) -> Message | None:
        if self.number <= 0:
            return None
        message = chat.messages.get(self.number)
        if message is None and not self.lenient:
            raise bad_request("message to be replied not found")
        return message


@dataclass(frozen=True)
class Call:
    world: World
    bot: Bot
    parameters: Parameters

    def known_chat(self) -> Conversation:
        """The chat in chat_id, whether or not one may write there."""
        given = self.parameters.text("chat_id")
        if not given:
            raise bad_request("chat_id is empty")
        return self.named_chat(given)

    def named_chat(self, given: str) -> Conversation:
        """The chat with that number or @name, whether or not one may write there."""
        chat = self._named(given) if given.startswith("@") else self._numbered(given)
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def chat(self) -> Conversation:
        """The chat in chat_id, if the bot may write there as far as it knows itself."""
        chat = self.known_chat()
        if chat.kind is ChatKind.PRIVATE:
            _check_account(chat)
        else:
            self._check_group(chat)
        return chat

    def message(self, chat: Conversation, verb: str) -> Message:
        """The message in message_id; `verb` is for the complaint."""
        message = chat.messages.get(self.parameters.integer("message_id"))
        if message is None:
            raise bad_request(f"message to {verb} not found")
        return message

    def answer(self) -> AnswerTo:
        """What the new message answers, in the old or the new way of saying so."""
        if not self.parameters.has("reply_parameters"):
            old = self.parameters.integer("reply_to_message_id")
            return AnswerTo(old, lenient=self.parameters.boolean("allow_sending_without_reply"))
        value = self.parameters.json("reply_parameters", "can't parse reply parameters JSON object")
        if not isinstance(value, dict):
            raise bad_request("object expected as reply parameters")
        number = value.get("message_id")
        lenient = value.get("allow_sending_without_reply") is True
        return AnswerTo(number if isinstance(number, int) else 0, lenient=lenient)

    def _numbered(self, given: str) -> Conversation | None:
        if not re.fullmatch(r"-?\d{1,19}", given):
            return None
        number = int(given)
        if number in self.world.bots:
            raise forbidden("bot can't send messages to bots")
        person = self.world.people.get(number)
        return (
            self.world.private_chat(self.bot, person)
            if person
            else self._group(self.world.groups.get(number))
        )

    def _named(self, given: str) -> Conversation | None:
        name = given[1:].lower()
        groups = self.world.groups.values()
        return self._group(next((g for g in groups if (g.username or "").lower() == name), None))

    def _group(self, group: Conversation | None) -> Conversation | None:
        return group if group is not None and self.bot.telegram_id in group.bots else None

    def _check_group(self, chat: Conversation) -> None:
        if chat.migrated_to is not None:
            words = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refusal(400, words, migrate_to=chat.migrated_to)
        role = chat.bots[self.bot.telegram_id]
        if role is Membership.KICKED:
            raise forbidden(f"bot was kicked from the {_NAMES[chat.kind]}")
        if role is Membership.LEFT:
            raise forbidden(f"bot is not a member of the {_NAMES[chat.kind]}")


def _check_account(chat: Conversation) -> None:
    if chat.person is not None and chat.person.deactivated:
        raise forbidden("user is deactivated")


def check_reachable(chat: Conversation) -> None:
    """Known to Telegram's inner server only: everything that can be seen from outside comes before it."""
    if chat.kind is not ChatKind.PRIVATE:
        return
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")
