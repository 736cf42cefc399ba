"""Pictures, documents and places."""

import re

from simulator import images
from simulator.chats import Content
from simulator.errors import bad_request
from simulator.files import StoredFile, downloadable
from simulator.markup import reply_markup
from simulator.media import Media
from simulator.methods.call import Call
from simulator.methods.editing import change, editable
from simulator.methods.sending import post
from simulator.parameters import Parameters
from simulator.texts import CAPTION_LIMIT, Formatted, caption
from simulator.wire import Upload, Wire, dumps

_PHOTO_LIMIT = 10 * 2**20
_ATTACHED = "attach://"
_WEB = re.compile(r"https?://", re.IGNORECASE)


def send_photo(call: Call) -> Wire:
    return _send(call, "photo")


def send_document(call: Call) -> Wire:
    return _send(call, "document")


def _send(call: Call, kind: str) -> Wire:
    media = _media(call, kind, call.parameters.text(kind), kind)
    words = caption(call.parameters)
    answer = call.answer()
    markup = reply_markup(call.parameters)
    chat = call.chat()
    reply_to = answer.found(chat)
    words.check_length(CAPTION_LIMIT, "message caption is too long")
    return post(call, chat, Content(words, media), markup, reply_to)


def edit_message_media(call: Call) -> Wire:
    given = _input_media(call)
    words = _input_caption(given)
    kind = str(given.get("type", ""))
    if kind not in ("photo", "document"):
        raise bad_request(f'can\'t parse InputMedia: type "{kind}" is unsupported')
    source = str(given.get("media", ""))
    if not source or (source.startswith(_ATTACHED) and source[len(_ATTACHED) :] not in call.parameters.files):
        raise bad_request("can't parse InputMedia: media not found")
    media = _media(call, kind, source, "media")
    markup = reply_markup(call.parameters)
    message = editable(call)
    words.check_length(CAPTION_LIMIT, "message caption is too long")
    return change(call, message, Content(words, media), markup)


def _input_media(call: Call) -> Wire:
    if not call.parameters.has("media"):
        raise bad_request('parameter "media" is required')
    value = call.parameters.json("media", "can't parse input media JSON object")
    if not isinstance(value, dict):
        raise bad_request("can't parse InputMedia: expected an Object")
    return value


def _input_caption(given: Wire) -> Formatted:
    values = {
        name: value if isinstance(value, str) else dumps(value)
        for name, value in given.items()
        if name in ("caption", "parse_mode", "caption_entities")
    }
    return caption(Parameters(values, {}))


def _media(call: Call, kind: str, given: str, field: str) -> Media:
    """An upload in the field or named attach://, or a file_id this bot knows."""
    upload = call.parameters.files.get(given.removeprefix(_ATTACHED) if given else field)
    stored = _stored(call, kind, upload) if upload else _known(call, kind, given)
    if kind == "photo":
        width, height = images.size(stored.content)
        return Media(kind, stored, {"width": width, "height": height})
    return Media(kind, stored, {"file_name": stored.name, "mime_type": stored.mime})


def _stored(call: Call, kind: str, upload: Upload) -> StoredFile:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if kind == "photo":
        images.size(upload.content)
        size = len(upload.content)
        if size > _PHOTO_LIMIT:
            raise bad_request(
                f"file of size {size} bytes is too big for a photo; the maximum size is {_PHOTO_LIMIT} bytes"
            )
    return call.world.files.add(upload, f"{kind}s")


def _known(call: Call, kind: str, given: str) -> StoredFile:
    if not given or given.startswith(_ATTACHED):
        raise bad_request(f"there is no {kind} in the request")
    if _WEB.match(given):
        raise bad_request("failed to get HTTP URL content")
    stored = call.world.files.by_id(call.bot, given)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return stored


def send_location(call: Call) -> Wire:
    return _send_place(call, {"location": _location(call)})


def send_venue(call: Call) -> Wire:
    location = _location(call)
    title, address = call.parameters.text("title").strip(), call.parameters.text("address").strip()
    if not title or not address:
        raise bad_request(f"{'address' if title else 'title'} is empty")
    venue: Wire = {"location": location, "title": title, "address": address}
    return _send_place(call, {"venue": venue, "location": location})


def _send_place(call: Call, other: Wire) -> Wire:
    answer = call.answer()
    markup = reply_markup(call.parameters)
    chat = call.chat()
    return post(call, chat, Content(other=other), markup, answer.found(chat))


def _location(call: Call) -> Wire:
    for name in ("latitude", "longitude"):
        if not call.parameters.has(name):
            raise bad_request(f"{name} is empty")
    latitude, longitude = call.parameters.number("latitude"), call.parameters.number("longitude")
    if abs(latitude) > 90 or abs(longitude) > 180:  # noqa: PLR2004  degrees of a globe
        raise bad_request("wrong location specified")
    return {"latitude": latitude, "longitude": longitude}


def get_file(call: Call) -> Wire:
    if not call.parameters.has("file_id"):
        raise bad_request("file_id not specified")
    stored = downloadable(call.world.files.by_id(call.bot, call.parameters.text("file_id")))
    return stored.as_wire(call.bot) | {"file_path": stored.path}
