"""A PostgreSQL of our own, to be restarted at will. Never the machine's."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Server:
    """`url` is that of an empty database in it."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    async def restart(self) -> None:
        """As if its machine's power had gone for a moment."""
        await _run(self.folder, "pg_ctl", "--wait", "--mode=immediate", *self._where, "restart")

    async def start(self) -> None:
        words = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories={self.folder}"
        await _run(self.folder, "initdb", "--auth=trust", "--username=postgres", f"--pgdata={self._data}")
        await _run(self.folder, "pg_ctl", "--wait", *self._where, f"--options={words}", "start")

    async def stop(self) -> None:
        await _run(self.folder, "pg_ctl", "--wait", "--mode=immediate", f"--pgdata={self._data}", "stop")

    async def damage(self) -> list[str]:
        """What PostgreSQL's own check finds wrong with its tables and their indexes."""
        where = ("--host=127.0.0.1", f"--port={self.port}", "--username=postgres")
        options = ("--install-missing", "--heapallindexed", "--parent-check", "--rootdescend")
        process = await asyncio.create_subprocess_exec(
            _newest() / "pg_amcheck", *where, *options, "postgres",
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        words = (await process.communicate())[0].decode()
        return words.splitlines() or ["pg_amcheck failed"] if process.returncode else []

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _where(self) -> tuple[str, str]:
        return f"--pgdata={self._data}", f"--log={self.folder / 'log'}"


@asynccontextmanager
async def server(port: int) -> AsyncIterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="klyngebot-crash-"))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    ours = Server(folder, port)
    try:
        await ours.start()
        yield ours
    finally:
        await ours.stop()
        shutil.rmtree(folder)


async def _run(folder: Path, program: str, *arguments: str) -> None:
    """PostgreSQL refuses to run as root."""
    process = await asyncio.create_subprocess_exec(
        _newest() / program,
        *arguments,
        cwd=folder,
        stdout=asyncio.subprocess.DEVNULL,
        user="postgres" if os.getuid() == 0 else None,
    )
    if await process.wait():
        raise RuntimeError(f"{program} failed")


def _newest() -> Path:
    return max(PROGRAMS.iterdir(), key=lambda one: int(one.name)) / "bin"
