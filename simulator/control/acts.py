"""What a person does on their phone."""

import base64
import binascii
from collections.abc import Callable

from aiohttp import web

from simulator import sends
from simulator.chats import Content
from simulator.client import Chat
from simulator.control.body import Wrong, answer, body, chat_of, number, optional_text, text, whole
from simulator.texts import written
from simulator.wire import Wire
from simulator.world import CallbackQuery


async def write(request: web.Request) -> web.Response:
    """One of the kinds of content, or a raw update."""
    given = await body(request)
    chat = chat_of(request)
    if "raw" in given:
        return answer({"update_id": chat.raw(_object(given["raw"], "raw"))}, 201)
    kind = next((name for name in _CONTENTS if name in given), None)
    if kind is None:
        raise Wrong(f"One of {', '.join([*_CONTENTS, 'raw'])} is needed")
    extra = _object(given.get("extra", {}), "extra")
    message = chat.send(_CONTENTS[kind](chat, given), extra)
    return answer({"message_id": message.message_id}, 201)


async def edit(request: web.Request) -> web.Response:
    given = await body(request)
    chat_of(request).edit(whole(given, "message_id"), text(given, "text"))
    return answer({})


async def start(request: web.Request) -> web.Response:
    given = await body(request)
    message = chat_of(request).start(optional_text(given, "payload") or "")
    return answer({"message_id": message.message_id}, 201)


async def tap(request: web.Request) -> web.Response:
    """By data (forged, if you like) or by the words on the button."""
    given = await body(request)
    chat = chat_of(request)
    if "data" in given:
        query = chat.tap_data(whole(given, "message_id"), text(given, "data"))
        return answer({"callback_query_id": query.query_id}, 201)
    tapped = chat.tap(text(given, "label"), whole(given, "message_id") if "message_id" in given else None)
    if isinstance(tapped, CallbackQuery):
        return answer({"callback_query_id": tapped.query_id}, 201)
    return answer({"message_id": tapped.message_id}, 201)


async def block(request: web.Request) -> web.Response:
    chat_of(request).block()
    return answer({})


async def unblock(request: web.Request) -> web.Response:
    chat_of(request).unblock()
    return answer({})


def _text(_chat: Chat, given: Wire) -> Content:
    content = Content(written(text(given, "text")))
    if not content.words.text:
        raise Wrong("text: a phone sends no empty message")
    return content


def _photo(chat: Chat, given: Wire) -> Content:
    return sends.photo(chat.world, _bytes(given, "photo"), text(given, "caption", ""))


def _document(chat: Chat, given: Wire) -> Content:
    name = text(given, "filename", "file.bin")
    return sends.document(chat.world, _bytes(given, "document"), name, text(given, "caption", ""))


def _location(_chat: Chat, given: Wire) -> Content:
    place = _object(given["location"], "location")
    return sends.location(number(place, "latitude"), number(place, "longitude"))


def _sticker(chat: Chat, given: Wire) -> Content:
    return sends.sticker(chat.world, text(given, "sticker"))


def _voice(chat: Chat, given: Wire) -> Content:
    return sends.voice(chat.world, whole(_object(given["voice"], "voice"), "duration", 3))


def _contact(chat: Chat, given: Wire) -> Content:
    card = _object(given["contact"], "contact")
    phone, name = text(card, "phone_number", "+4500000000"), optional_text(card, "first_name")
    return sends.contact(phone, name or chat.person.first_name, None if name else chat.person.telegram_id)


_CONTENTS: dict[str, Callable[[Chat, Wire], Content]] = {
    "text": _text,
    "photo": _photo,
    "document": _document,
    "location": _location,
    "sticker": _sticker,
    "voice": _voice,
    "contact": _contact,
}


def _object(value: object, name: str) -> Wire:
    if not isinstance(value, dict):
        raise Wrong(f"{name}: an object is needed")
    return value


def _bytes(given: Wire, name: str) -> bytes:
    """Base64, also with a data: address in front of it."""
    try:
        return base64.b64decode(text(given, name).rpartition(",")[2], validate=True)
    except (binascii.Error, ValueError):
        raise Wrong(f"{name}: base64 is needed") from None
