"""What a command does in the database: by itself, or through the running bot that has the file to itself.

The bot listens at a socket beside that file. It is for its owner alone: whoever may ask there could as well
read the file.
"""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from inspect import signature
from pathlib import Path
from types import GenericAlias
from typing import Any, TypeVar, TypeVarTuple, get_type_hints

import aiohttp
import structlog
from aiohttp import web
from pydantic import TypeAdapter, ValidationError

from actions import clusters, installation
from actions.installation import CannotAdd
from bot.logs import where
from bot.settings import Local
from storage import address, migrations
from storage import database as databases
from storage.address import SqliteFile
from storage.database import Database
from storage.errors import DatabaseBusy, DatabaseInUse, DatabaseUnavailable
from storage.transaction import Transaction

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


def _name(action: Callable[..., object]) -> str:
    return f"{action.__module__}.{action.__qualname__}"


KNOWN = {
    _name(one): one
    for one in (
        clusters.compare,
        clusters.links,
        clusters.put,
        installation.add,
        installation.bots_here,
        installation.disable,
    )
}
"""All that can be asked of a running bot."""
PATIENCE = aiohttp.ClientTimeout(total=30)
"""Seconds for a bot that hangs; where none listens, that is known at once."""

_log = structlog.stdlib.get_logger()


class Errands:
    """The door at the running bot; there is none where others can open the database, too."""

    def __init__(self, database: Database, url: str) -> None:
        pages = web.Application()
        pages.router.add_post("/{name}", self._run)
        self._runner = web.AppRunner(pages, access_log=None)
        self._database = database
        self._file = _file(url)

    async def open(self) -> None:
        """Where no socket can be, people are served all the same; it is said, and commands have to wait."""
        if self._file is None:
            return
        await self._runner.setup()
        try:
            await web.SockSite(self._runner, _listening(self._file)).start()
        except OSError as error:
            _log.warning("No command can ask this bot for anything; stop it first", why=type(error).__name__)

    async def close(self) -> None:
        """What was begun is done. The database is still ours."""
        if self._file is not None and self._runner.sites:
            self._file.unlink(missing_ok=True)
        await self._runner.cleanup()

    async def _run(self, request: web.Request) -> web.Response:
        """200 and what came of it; 409 or 503 and why nothing did; 400 for what another version asks."""
        try:
            action = KNOWN[request.match_info["name"]]
            arguments, result = _kinds(action)
            given = arguments.validate_json(await request.read())
        except (KeyError, ValidationError):
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        try:
            made: object = await self._database.transact(action, *given)
        except CannotAdd as problem:
            return web.Response(status=HTTPStatus.CONFLICT, text=str(problem))
        except (DatabaseBusy, DatabaseUnavailable) as problem:
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE, text=str(problem))
        except Exception as error:  # noqa: BLE001 - one command's trouble is not the bot's; it is told there
            _log.error("A command could not be carried out", why=where(error))
            return web.Response(status=HTTPStatus.INTERNAL_SERVER_ERROR)
        return web.Response(body=result.dump_json(made))


async def done(settings: Local, now: datetime, action: Callable[[Transaction, *Ts], T], *given: *Ts) -> T:
    """What `action` gives back, by whoever has the database. One that is older is brought up to date first.

    Raises what the action raises (of what the running bot does: CannotAdd), and what opening the database
    raises: DatabaseInUse only where whoever has it does not answer.
    """
    try:
        await migrations.upgrade(settings.database, now, data_dir=settings.data_dir)
        database = await databases.open(settings.database)
    except DatabaseInUse as in_use:
        return await _asked(settings, in_use, action, *given)
    try:
        return await database.transact(action, *given)
    finally:
        await database.close()


async def _asked(
    settings: Local, in_use: DatabaseInUse, action: Callable[[Transaction, *Ts], T], *given: *Ts
) -> T:
    arguments, result = _kinds(action)
    status, said = await _post(settings, in_use, _name(action), arguments.dump_json(given))
    if status == HTTPStatus.OK:
        made: T = result.validate_json(said)
        return made
    if status == HTTPStatus.CONFLICT:
        raise CannotAdd(said)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        raise DatabaseUnavailable(said)
    if status == HTTPStatus.BAD_REQUEST:
        raise DatabaseUnavailable("The bot that runs is of another version: start it again first.")
    raise DatabaseUnavailable("The running bot could not do it; its log says why.")


async def _post(settings: Local, in_use: DatabaseInUse, name: str, body: bytes) -> tuple[int, str]:
    beside = _file(settings.database)
    if beside is None:
        raise in_use
    try:
        with _near(beside) as near:
            connector = aiohttp.UnixConnector(near)
            async with (
                aiohttp.ClientSession("http://bot", connector=connector, timeout=PATIENCE) as session,
                session.post(f"/{name}", data=body) as answer,
            ):
                return answer.status, await answer.text()
    except (aiohttp.ClientError, TimeoutError):
        raise DatabaseInUse(
            f"Another Klyngebot has the database {beside.with_suffix('')} open and does not answer. "
            "Try again in a moment, or stop that one first."
        ) from None


def _kinds(action: Callable[..., object]) -> tuple[TypeAdapter[Any], TypeAdapter[Any]]:
    """Of its arguments but the first, which is the transaction; and of what it gives back."""
    hints = get_type_hints(action)
    given = [hints[name] for name in [*signature(action).parameters][1:]]
    arguments: Any = GenericAlias(tuple, tuple(given))
    return TypeAdapter(arguments), TypeAdapter(hints["return"])


def _file(url: str) -> Path | None:
    """Where the socket is."""
    database = address.read(url)
    if not isinstance(database, SqliteFile):
        return None
    return database.path.with_name(f"{database.path.name}.socket")


def _listening(file: Path) -> socket.socket:
    """What a kill left there goes: the database is ours, so nobody listens to it."""
    file.unlink(missing_ok=True)
    door = socket.socket(socket.AF_UNIX)
    try:
        os.fchmod(door.fileno(), 0o600)
        with _near(file) as near:
            door.bind(near)
    except OSError:
        door.close()
        raise
    return door


@contextmanager
def _near(file: Path) -> Iterator[str]:
    """The way to it by an open folder: the name of a socket may be 107 bytes long, however deep it lies."""
    folder = os.open(file.parent, os.O_PATH | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{file.name}"
    finally:
        os.close(folder)
