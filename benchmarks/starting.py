"""How long `klyngebot run` takes to start, and what it holds when it has nothing to do.

`python -m benchmarks.starting [rounds]`, against the simulator: on an empty database, then again on the one
that was made, as after a kill. Seconds until /healthz answers, of the clock and of the processor; MiB five
seconds later. Aimed at: less than 100 MiB. Rich and Pygments, which only tools of the gate bring and httpx
loads where it finds them, are kept away: where the bot serves, there are none.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from benchmarks import figures, stores
from benchmarks.rivals.letter import TOKEN
from benchmarks.talk import talk

SIMULATOR = [sys.executable, "-m", "simulator", "--bot", f"{TOKEN}@klynge_bot"]
AS_WHERE_IT_SERVES = """
import sys
sys.modules.update(dict.fromkeys(("rich", "pygments")))
from bot.__main__ import main
main()
"""
WITHIN = 120.0
SETTLED = 5.0
"""Seconds after which it is idle."""


def main(rounds: int) -> None:
    found: dict[str, list[figures.Figures]] = {}
    with subprocess.Popen(SIMULATOR, stdout=subprocess.PIPE, text=True) as simulator:
        try:
            base = simulator.stdout.readline().strip()
            for _ in range(rounds):
                for kind in stores.kinds():
                    with tempfile.TemporaryDirectory() as folder, stores.new(kind) as database:
                        for which in ("new", "again"):
                            found.setdefault(f"{kind}, {which}", []).append(started(base, folder, database))
        finally:
            simulator.terminate()
    figures.told("starting", "klyngebot run", found)


def started(base: str, folder: str, database: str) -> figures.Figures:
    port = free_port()
    told = {"TOKEN": TOKEN, "API_URL": base, "DATA_DIR": folder, "DATABASE_URL": database}
    told |= {"WEB_PORT": str(port), "WATCH_PORT": "0"}
    environment = os.environ | {f"KLYNGEBOT_{name}": value for name, value in told.items()}
    settings = Path(folder) / "settings"
    settings.touch(mode=0o600)
    begun = time.monotonic()
    command = [
        *figures.cores()[1],
        sys.executable,
        "-c",
        AS_WHERE_IT_SERVES,
        "--env-file",
        str(settings),
        "run",
    ]
    with talk(command, environment) as running:
        answered(port, begun + WITHIN)
        wall = time.monotonic() - begun
        own, _ = running.used()
        time.sleep(SETTLED)
        return {"seconds": wall, "cpu": own, "idle MiB": figures.memory(running.process.pid, "VmRSS")}


def answered(port: int, until: float) -> None:
    """Return when it is alive. Raises TimeoutError."""
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.05)
    raise TimeoutError("klyngebot does not answer")


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
