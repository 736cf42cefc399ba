"""How long `klyngebot run` takes to start on an empty database, and what it holds when it has nothing to do.

`python -m benchmarks.starting [rounds]`, against the simulator. Seconds until /healthz answers, of the clock
and of the processor; MiB five seconds later. Aimed at: less than 100 MiB.
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

from benchmarks import figures
from benchmarks.rivals.letter import TOKEN
from benchmarks.talk import talk

SIMULATOR = [sys.executable, "-m", "simulator", "--bot", f"{TOKEN}@klynge_bot"]
WITHIN = 120.0
SETTLED = 5.0
"""Seconds after which it is idle."""


def main(rounds: int) -> None:
    with subprocess.Popen(SIMULATOR, stdout=subprocess.PIPE, text=True) as simulator:
        try:
            base = simulator.stdout.readline().strip()
            found = [started(base) for _ in range(rounds)]
        finally:
            simulator.terminate()
    figures.told("starting", "klyngebot run on an empty database", {"SQLite": found})


def started(base: str) -> figures.Figures:
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        told = {"TOKEN": TOKEN, "API_URL": base, "DATA_DIR": folder, "WEB_PORT": str(port)}
        environment = os.environ | {f"KLYNGEBOT_{name}": value for name, value in told.items()}
        settings = Path(folder) / "settings"
        settings.touch(mode=0o600)
        begun = time.monotonic()
        command = [*figures.cores()[1], sys.executable, "-m", "bot", "--env-file", str(settings), "run"]
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
