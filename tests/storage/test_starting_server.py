"""A server that is just being started, as after a power cut: it listens already, and takes nobody in."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime

import sqlalchemy as sa

from storage import database as databases
from storage import migrations

NOW = datetime(2026, 11, 22, 17, 5, 9, tzinfo=UTC)
SSL_REQUEST = 80_877_103
STARTING = b"SFATAL\0C57P03\0Mthe database system is starting up\0\0"


class Door:
    """Before a server; the first ones who knock are sent away in its own words."""

    def __init__(self, url: str, sends_away: int) -> None:
        self._server = sa.make_url(url)
        self.sends_away = sends_away

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """The address it stands for."""
        door = await asyncio.start_server(self._take_in, "127.0.0.1", 0)
        async with door:
            here = self._server.set(port=door.sockets[0].getsockname()[1])
            yield here.render_as_string(hide_password=False)

    async def _take_in(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer):
            greeting = await packet(reader)
            if int.from_bytes(greeting[4:8], "big") == SSL_REQUEST:
                writer.write(b"N")
                greeting = await packet(reader)
            if self.sends_away:
                self.sends_away -= 1
                writer.write(b"E" + (len(STARTING) + 4).to_bytes(4, "big") + STARTING)
                await writer.drain()
                return
            from_server, to_server = await asyncio.open_connection(self._server.host, self._server.port)
            with closing(to_server):
                to_server.write(greeting)
                await asyncio.gather(pass_on(reader, to_server), pass_on(from_server, writer))


async def packet(reader: asyncio.StreamReader) -> bytes:
    length = await reader.readexactly(4)
    return length + await reader.readexactly(int.from_bytes(length, "big") - 4)


async def pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while piece := await source.read(65_536):
        target.write(piece)
        await target.drain()
    target.close()


async def test_a_start_waits_for_a_server_that_is_just_being_started(empty_postgresql_url: str):
    door = Door(empty_postgresql_url, sends_away=3)
    async with door.open() as url:
        done = await migrations.upgrade(url, NOW)
        assert (done.before, door.sends_away) == (None, 0)
        door.sends_away = 3
        database = await databases.open(url)
        assert await database.transact(lambda tx: tx.connection.scalar(sa.select(1))) == 1
        await database.close()
