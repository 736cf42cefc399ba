"""How large a picture is, from its first bytes; what is no picture is refused."""

import struct

from simulator.errors import bad_request

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # DHT, JPG and DAC begin no frame
_SEGMENT = 0xFF
_LARGEST_SUM = 10_000
_LARGEST_RATIO = 20


def size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels of a PNG, GIF or JPEG; 400 as Telegram answers other content."""
    found = _size(content)
    if found is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = found
    if width + height > _LARGEST_SUM or max(found) > _LARGEST_RATIO * max(1, min(found)):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height


def _size(content: bytes) -> tuple[int, int] | None:
    try:
        if content.startswith(_PNG):
            width, height = struct.unpack(">II", content[16:24])
            return width, height
        if content[:4] == b"GIF8":
            width, height = struct.unpack("<HH", content[6:10])
            return width, height
        return _jpeg_size(content) if content.startswith(_JPEG) else None
    except (struct.error, IndexError):
        return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """From the first frame header."""
    at = 2
    while content[at] == _SEGMENT:
        marker = content[at + 1]
        length = int(struct.unpack(">H", content[at + 2 : at + 4])[0])
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
