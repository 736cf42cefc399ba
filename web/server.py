"""Opens and closes the door for HTTP."""

from aiohttp import web


class PortTaken(Exception):
    """Nothing can listen there; the message says what to do."""


class Server:
    """An application served until it is closed. `setting` is what one changes to have it elsewhere."""

    def __init__(self, application: web.Application, host: str, port: int, setting: str) -> None:
        self._runner = web.AppRunner(application, access_log=None)
        self._host = host
        self._port = port
        self._setting = setting

    @property
    def port(self) -> int:
        """Where it listens, also when any free port was asked for."""
        taken: int = self._runner.addresses[0][1]
        return taken

    async def open(self) -> None:
        """Raises PortTaken."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            raise PortTaken(
                f"Nothing can listen at {self._host}:{self._port}: another program does, or it is not this "
                f"machine's address. Set {self._setting} in .env to another."
            ) from error

    async def close(self) -> None:
        """Let what is being answered end."""
        await self._runner.cleanup()
