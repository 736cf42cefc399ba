"""What a person can send besides words."""

import base64

from simulator import images
from simulator.chats import Content
from simulator.media import Media
from simulator.texts import written
from simulator.wire import Upload, Wire
from simulator.world import World

SMALLEST_PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_STICKER_SIDE = 512


def photo(world: World, content: bytes, caption: str) -> Content:
    width, height = images.size(content)
    stored = world.files.add(Upload("photo.jpg", content), "photos")
    return Content(written(caption), Media("photo", stored, {"width": width, "height": height}))


def document(world: World, content: bytes, filename: str, caption: str) -> Content:
    stored = world.files.add(Upload(filename, content), "documents")
    return Content(
        written(caption), Media("document", stored, {"file_name": filename, "mime_type": stored.mime})
    )


def sticker(world: World, emoji: str) -> Content:
    stored = world.files.add(Upload("sticker.webp", b"RIFF", "image/webp"), "stickers")
    more: Wire = {
        "type": "regular",
        "width": _STICKER_SIDE,
        "height": _STICKER_SIDE,
        "is_animated": False,
        "is_video": False,
        "emoji": emoji,
    }
    return Content(media=Media("sticker", stored, more))


def voice(world: World, seconds: int) -> Content:
    stored = world.files.add(Upload("voice.oga", b"OggS", "audio/ogg"), "voice")
    return Content(media=Media("voice", stored, {"duration": seconds, "mime_type": stored.mime}))


def location(latitude: float, longitude: float) -> Content:
    return Content(other={"location": {"latitude": latitude, "longitude": longitude}})


def contact(phone: str, first_name: str, user_id: int | None) -> Content:
    card: Wire = {"phone_number": phone, "first_name": first_name}
    return Content(other={"contact": card if user_id is None else card | {"user_id": user_id}})
