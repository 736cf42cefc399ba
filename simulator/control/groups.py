"""Groups and channels."""

from aiohttp import web

from simulator.chats import ChatKind, Membership
from simulator.client import Account
from simulator.control.body import (
    Wrong,
    account,
    answer,
    body,
    bot_of,
    group_of,
    simulator_of,
    text,
    whole,
)
from simulator.control.shapes import message_shape
from simulator.groups import Group
from simulator.people import Bot
from simulator.wire import Wire


async def groups(request: web.Request) -> web.Response:
    world = simulator_of(request).world
    return answer([_shape(Group(world, group)) for group in world.groups.values()])


async def found(request: web.Request) -> web.Response:
    """`members`: ids of people and bots; the first person adds the bots."""
    given = await body(request)
    simulator = simulator_of(request)
    kind = text(given, "kind", ChatKind.SUPERGROUP.value)
    if kind not in (ChatKind.GROUP, ChatKind.SUPERGROUP, ChatKind.CHANNEL):
        raise Wrong("kind: group, supergroup or channel is needed")
    ids = given.get("members", [])
    members = [_member(request, number) for number in ids] if isinstance(ids, list) else []
    group = simulator.add_group(text(given, "title"), members, ChatKind(kind))
    return answer(_shape(group), 201)


def _member(request: web.Request, number: object) -> Account | Bot:
    simulator = simulator_of(request)
    if not isinstance(number, int):
        raise Wrong("members: ids are needed")
    return simulator.world.bots.get(number) or account(simulator, number)


async def group(request: web.Request) -> web.Response:
    """With its messages, as the group's first bot sees them."""
    return answer(_shape(group_of(request)) | {"messages": _messages(group_of(request))})


def _messages(group: Group) -> list[Wire]:
    bots = group.bots
    return (
        [message_shape(message, bots[0]) for message in group.conversation.messages.values()] if bots else []
    )


async def write(request: web.Request) -> web.Response:
    """By a `person`, by an anonymous administrator, or (in a channel) by nobody but the channel."""
    given = await body(request)
    place = group_of(request)
    words = text(given, "text")
    if given.get("anonymous") is True:
        message = place.write_anonymously(words)
    elif place.conversation.kind is ChatKind.CHANNEL:
        message = place.post(words)
    else:
        message = place.write(account(simulator_of(request), whole(given, "person")), words)
    return answer({"message_id": message.message_id}, 201)


async def tap(request: web.Request) -> web.Response:
    given = await body(request)
    who = account(simulator_of(request), whole(given, "person"))
    bot = simulator_of(request).world.bots.get(whole(given, "bot"))
    if bot is None:
        raise Wrong("bot: no such bot")
    query = group_of(request).tap(who, bot, text(given, "label"))
    return answer({"callback_query_id": query.query_id}, 201)


async def change_role(request: web.Request) -> web.Response:
    """`status`: member or kicked; `person`: who did it."""
    given = await body(request)
    place, bot = group_of(request), bot_of(request)
    by = account(simulator_of(request), whole(given, "person"))
    if text(given, "status") == Membership.MEMBER:
        place.admit(bot, by)
    else:
        place.kick(bot, by)
    return answer(_shape(place))


async def migrate(request: web.Request) -> web.Response:
    return answer(_shape(group_of(request).migrate()), 201)


def _shape(group: Group) -> Wire:
    chat = group.conversation
    return {
        "id": group.id,
        "title": chat.title,
        "kind": chat.kind.value,
        "bots": {str(number): role.value for number, role in chat.bots.items()},
        "migrated_to": chat.migrated_to,
        "version": chat.version,
    }
