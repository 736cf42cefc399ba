"""Files kept in memory: one unique id for the world, one file_id for each bot."""

import base64
import binascii
import mimetypes
from dataclasses import dataclass, field
from itertools import count

from simulator.errors import bad_request
from simulator.people import Bot
from simulator.wire import Upload, Wire

DOWNLOAD_LIMIT = 20 * 2**20


@dataclass(frozen=True)
class StoredFile:
    """`path` is what getFile answers, below /file/bot<token>/."""

    number: int
    name: str
    mime: str
    path: str
    content: bytes = field(repr=False)

    @property
    def unique_id(self) -> str:
        return _coded(f"u{self.number}")

    def id_for(self, bot: Bot) -> str:
        return _coded(f"{bot.telegram_id}:{self.number}:{self.path}")

    def as_wire(self, bot: Bot) -> Wire:
        return {
            "file_id": self.id_for(bot),
            "file_unique_id": self.unique_id,
            "file_size": len(self.content),
        }


class FileStore:
    def __init__(self) -> None:
        self._numbers = count(1)
        self._files: dict[int, StoredFile] = {}
        self._paths: dict[str, StoredFile] = {}

    def add(self, upload: Upload, folder: str) -> StoredFile:
        number = next(self._numbers)
        mime = upload.mime
        if mime == "application/octet-stream":
            mime = mimetypes.guess_type(upload.filename)[0] or mime
        suffix = mimetypes.guess_extension(mime) or ".bin"
        path = f"{folder}/file_{number}{suffix}"
        stored = StoredFile(number, upload.filename, mime, path, upload.content)
        self._files[number] = self._paths[path] = stored
        return stored

    def by_path(self, path: str) -> StoredFile | None:
        return self._paths.get(path)

    def by_id(self, bot: Bot, file_id: str) -> StoredFile | None:
        """None for what is no file_id, and for another bot's."""
        stored = self.by_any_id(file_id)
        return stored if stored and stored.id_for(bot) == file_id else None

    def by_any_id(self, file_id: str) -> StoredFile | None:
        """Whichever bot's id it is."""
        number = _decoded(file_id).split(":")[1:2]
        return self._files.get(int(number[0])) if number and number[0].isdecimal() else None


def downloadable(stored: StoredFile | None) -> StoredFile:
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.content) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return stored


def _coded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decoded(text: str) -> str:
    try:
        return base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)).decode()
    except (binascii.Error, ValueError):
        return ""
