"""Processes that are told something, a line each, and answer with one; none is waited for without end."""

import json
import os
import selectors
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks import figures

TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 30.0
"""Seconds for a process to begin, or to end when asked to."""


class Silent(RuntimeError):
    """It did not answer in time, or ended; with the last it said on standard error."""


class Talk:
    """One process."""

    def __init__(self, process: "subprocess.Popen[bytes]", errors: object) -> None:
        self.process = process
        self._errors = errors
        self._ready = selectors.DefaultSelector()
        self._ready.register(process.stdout, selectors.EVENT_READ)

    def ask(self, words: dict[str, object], within: float) -> dict[str, float]:
        self.process.stdin.write(json.dumps(words).encode() + b"\n")
        return self.said(within)

    def said(self, within: float = PATIENCE) -> dict[str, float]:
        """The next line, which is JSON. Raises Silent."""
        line = self.process.stdout.readline() if self._ready.select(within) else b""
        if not line:
            self._errors.seek(0)
            raise Silent(f"{self.process.args}: {self._errors.read()[-2000:].decode()}")
        return json.loads(line)

    def used(self) -> tuple[float, float]:
        """Seconds of the processor until now, and the peak of its memory in MiB."""
        about = Path("/proc") / str(self.process.pid)
        fields = (about / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS, figures.memory(self.process.pid)


@contextmanager
def talk(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Iterator[Talk]:
    """It is asked to end afterwards, and made to if it does not."""
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, bufsize=0, env=environment
        ) as process,
    ):
        try:
            yield Talk(process, errors)
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
