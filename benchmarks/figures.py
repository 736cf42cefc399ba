"""Running rivals side by side, and their figures: on the terminal, and as JSON in .make/bench/.

The stub runs on one core and each rival on another, one after the other in rounds, so that a busy machine
disturbs all alike; ratios are taken within a round. `cpu` is the process's own: it is disturbed least.
"""

import json
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
MADE = HERE.parent / ".make"
Figures = dict[str, float]


@dataclass(frozen=True)
class Spread:
    least: float
    median: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        return cls(min(values), statistics.median(values), max(values))

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.least:.2f}-{self.most:.2f})"


def cores() -> tuple[list[str], list[str]]:
    """What to put before a command so that it runs on the stub's core, and on the rival's."""
    free = sorted(os.sched_getaffinity(0))
    if len(free) < 2:
        return [], []
    return ["taskset", "-c", str(free[0])], ["taskset", "-c", str(free[1])]


@contextmanager
def stub(delay: float = 0.0) -> Iterator[str]:
    """The address of a Bot API that answers after so many seconds."""
    command = [*cores()[0], sys.executable, "-m", "benchmarks.rivals.stub", "0", str(delay)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            port = process.stdout.readline().strip() if process.stdout else ""
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def said(base: str, what: str) -> str:
    with urllib.request.urlopen(f"{base}/{what}", timeout=5) as answer:
        result: object = json.loads(answer.read())["result"]
    return str(result)


def wait_for(base: str, messages: int, within: float) -> None:
    """Until so many came. Raises TimeoutError."""
    until = time.monotonic() + within
    while (came := int(said(base, "stats"))) < messages:
        if time.monotonic() > until:
            raise TimeoutError(f"{came} of {messages} messages came")
        time.sleep(0.05)


def rival(command: Sequence[str]) -> Figures:
    """What it printed last."""
    came = subprocess.run([*cores()[1], *command], check=True, capture_output=True, text=True, timeout=600)
    figures: Figures = json.loads(came.stdout.splitlines()[-1])
    return figures


def aiogram() -> str | None:
    """A Python that has aiogram; None, and the reason said, when there can be none."""
    home = MADE / "aiogram"
    python = home / "bin" / "python"
    if not (home / "ready").exists():
        steps = (
            [sys.executable, "-m", "venv", "--clear", str(home)],
            [str(python), "-m", "pip", "-q", "install", "-r", str(HERE / "aiogram-requirements.txt")],
        )
        for step in steps:
            done = subprocess.run(step, check=False, capture_output=True, text=True, timeout=600)
            if done.returncode:
                print(f"aiogram is left out, it could not be installed: {done.stderr.strip()[-200:]}")
                return None
        (home / "ready").touch()
    return str(python)


def told(name: str, words: str, found: Mapping[str, Sequence[Figures]], against: Sequence[str] = ()) -> None:
    """Print the figures of all, with their ratios to the rivals' of the same round, and keep them."""
    rows = {who: _spread(runs, found, [one for one in against if one != who]) for who, runs in found.items()}
    print(f"\n{words}; {len(next(iter(found.values())))} rounds; load {_load()}", flush=True)
    for who, row in rows.items():
        print(f"{who:20}", "; ".join(f"{key} {value}" for key, value in row.items()), flush=True)
    keep(name, rows)


def _spread(
    runs: Sequence[Figures], found: Mapping[str, Sequence[Figures]], against: Sequence[str]
) -> dict[str, Spread]:
    spread = {key: Spread.of([run[key] for run in runs]) for key in runs[0]}
    for rival in against:
        for key in ("rate", "a_cpu_second"):
            ratios = [mine[key] / theirs[key] for mine, theirs in zip(runs, found[rival], strict=True)]
            spread[f"{key} x {rival}"] = Spread.of(ratios)
    return spread


def memory(pid: int, which: str = "VmHWM") -> float:
    """A process's peak, or with "VmRSS" what it holds now, in MiB; `getrusage` counts its parent, too."""
    lines = (Path("/proc") / str(pid) / "status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(which)).split()[1]) / 1024


def table() -> None:
    """All that is kept in .make/bench/, a figure to a line: median, least and most."""
    print(f"\n{'':72}{'median':>12}{'least':>12}{'most':>12}")
    for file in sorted((MADE / "bench").glob("*.json")):
        for words, spread in _leaves(json.loads(file.read_text()), file.stem):
            print(
                f"{words[:71]:72}" + "".join(f"{spread[key]:12,.2f}" for key in ("median", "least", "most"))
            )
    print(f"load of this machine over 1, 5 and 15 minutes: {_load()}")


def _leaves(kept: object, words: str) -> Iterator[tuple[str, dict[str, float]]]:
    if not isinstance(kept, dict):
        return
    if kept.keys() == {"least", "median", "most"}:
        yield words, kept
        return
    for name, inner in kept.items():
        yield from _leaves(inner, f"{words}: {name}")


def keep(name: str, figures: object) -> None:
    folder = MADE / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(figures, indent=1, default=vars) + "\n")


def _load() -> str:
    """Of this machine, over 1, 5 and 15 minutes."""
    return ", ".join(f"{one:.1f}" for one in os.getloadavg())
