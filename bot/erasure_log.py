"""Who was erased, beside the database: a copy that is put back must forget them again.

A line holds the time and a keyed hash of cluster and Telegram number; the key is a file of its own. Together
they say of somebody one knows already whether they were erased, and of anybody else nothing.
"""

import asyncio
import hmac
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import structlog

from bot.logs import where
from storage import backup, erasure, lock
from storage.database import Database
from storage.errors import DatabaseClosed

EVERY = 5.0
"""Seconds between looks for somebody who was erased."""
KEY_BYTES = 32


class DamagedKey(OSError):
    """The key is not as it was made: what it hashes would match nothing, or hide nobody."""


_log = structlog.stdlib.get_logger()


@dataclass(frozen=True)
class ErasureLog:
    """The two files, for their owner only, in the data folder."""

    folder: Path

    @property
    def _file(self) -> Path:
        return self.folder / "erasures.log"

    def add(self, erased: Iterable[erasure.Erasure]) -> None:
        """On the disk when this returns. Twice the same does no harm. Raises OSError."""
        key = self._key()
        lines = [f"{one.at.isoformat()} {_hash(key, one.cluster_id, one.telegram_id)}\n" for one in erased]
        # The first line ends one that was cut short, if there is such.
        _write(self._file, os.O_APPEND, "".join(("\n", *lines)).encode())

    def read(self) -> Mapping[str, datetime]:
        """When each was erased last; a line that was cut short is passed over. Raises OSError."""
        if not self._file.exists():
            return {}
        found: dict[str, datetime] = {}
        for line in self._file.read_text(encoding="utf-8").splitlines():
            moment, _, hashed = line.partition(" ")
            if len(hashed) == sha256().digest_size * 2:
                found[hashed] = max(datetime.fromisoformat(moment), found.get(hashed, _BEGINNING))
        return found

    def hash_of(self, cluster_id: int, telegram_id: int) -> str:
        """What the log calls that account. Raises OSError."""
        return _hash(self._key(), cluster_id, telegram_id)

    def check(self) -> None:
        """Raises DamagedKey; makes nothing."""
        if self._key_file.exists():
            self._key()

    @property
    def _key_file(self) -> Path:
        return self.folder / "erasures.key"

    def _key(self) -> bytes:
        """Made when it is first needed, and seen by nobody before it is whole. Raises DamagedKey."""
        path = self._key_file
        if not path.exists():
            self._make(path)
        key = path.read_bytes()
        if len(key) != KEY_BYTES:
            raise DamagedKey(
                f"The file {path} is damaged: put the copy of it back; where none was ever kept, delete it, "
                "and copies from before now no longer know who was erased."
            )
        return key

    def _make(self, path: Path) -> None:
        """Of two processes that make one, the first's counts. Not by a link: memory cards know none."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = path.with_name(f"{path.name}.new")
        with lock.alone(self._file):
            if path.exists():
                return
            try:
                _write(made, os.O_TRUNC, secrets.token_bytes(KEY_BYTES))
                made.replace(path)
            finally:
                made.unlink(missing_ok=True)
            backup.to_disk(self.folder)


def _write(path: Path, flags: int, content: bytes) -> None:
    """All of it, on the disk when this returns: on a full one, the system takes a part and says nothing."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | flags, 0o600)
    try:
        while content:
            content = content[os.write(handle, content) :]
        os.fsync(handle)
    finally:
        os.close(handle)


_BEGINNING = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def _hash(key: bytes, cluster_id: int, telegram_id: int) -> str:
    return hmac.new(key, f"{cluster_id}:{telegram_id}".encode(), sha256).hexdigest()


async def keep(database: Database, log: ErasureLog) -> None:
    """Until cancelled: what the database says was erased goes into the log, and then from the database."""
    while True:
        try:
            await write_down(database, log)
        except DatabaseClosed:
            return
        except Exception as error:  # noqa: BLE001 - full disk, a busy moment: the rows wait for the next look
            _log.error("The log of erasures could not be written; trying again", why=where(error))
        await asyncio.sleep(EVERY)


async def write_down(database: Database, log: ErasureLog) -> None:
    """First the file, then the table: killed in between, it is written twice."""
    erased = await database.transact(erasure.unlogged)
    if erased:
        await asyncio.to_thread(log.add, erased)
        await database.transact(erasure.logged, [one.id for one in erased])


async def replay(database: Database, log: ErasureLog, now: datetime) -> int:
    """Erase again whoever the log knows and the database does; how many. Who came back since then stays."""
    erased = log.read()
    again = 0
    for cluster_id, telegram_id, joined_at in await database.transact(erasure.everybody):
        at = erased.get(log.hash_of(cluster_id, telegram_id))
        if at is not None and joined_at <= at:
            again += await database.transact(erasure.erase_again, cluster_id, telegram_id, now)
    return again
