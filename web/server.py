"""Opens and closes the door for HTTP."""

from aiohttp import web


class PortTaken(Exception):
    """Nothing can listen there; the message says what to do."""


class Server:
    """An application served until it is closed."""

    def __init__(self, application: web.Application, host: str, port: int) -> None:
        self._runner = web.AppRunner(application, access_log=None)
        self._host = host
        self._port = port

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
                "machine's address. Set KLYNGEBOT_WEB_PORT (or KLYNGEBOT_WEB_HOST) in .env to another."
            ) from error

    async def close(self) -> None:
        """Let what is being answered end."""
        await self._runner.cleanup()
