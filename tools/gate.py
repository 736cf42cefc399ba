"""The gate: every step, also after one has failed, with its time; what `make check` and CI run."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from tools import catalogues, habits, leaks, locks, rooms, sizes

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent

Step = Callable[[], bool]


@dataclass(frozen=True)
class Result:
    name: str
    passed: bool
    seconds: float

    def __str__(self) -> str:
        return f"  {self.name:<11} {'ok' if self.passed else 'FAILED':<7} {self.seconds:6.1f} s"


def main(wanted: list[str]) -> int:
    """The exit status: 0 where every step passed. `wanted` names steps; empty means all."""
    require_gettext()
    results = [run(name, step) for name, step in STEPS.items() if name in wanted or not wanted]
    print("\nThe gate:", *results, sep="\n")
    return 0 if all(result.passed for result in results) else 1


def require_gettext() -> None:
    if shutil.which("msgfmt") is None:
        sys.exit("klyngebot: msgfmt is needed to check the catalogues. On Debian: apt-get install gettext")


def run(name: str, step: Step) -> Result:
    print(f"\n== {name}", flush=True)
    start = perf_counter()
    passed = step()
    return Result(name, passed, perf_counter() - start)


def command(program: str, *arguments: str) -> Step:
    def step() -> bool:
        return subprocess.run([BIN / program, *arguments], cwd=ROOT, check=False).returncode == 0

    return step


def house(findings: Callable[[Path], list[str]]) -> Step:
    def step() -> bool:
        found = findings(ROOT)
        print(*found, sep="\n", end="\n" if found else "")
        return not found

    return step


STEPS: Mapping[str, Step] = {
    "lint": command("ruff", "check", "--quiet", "."),
    "form": command("ruff", "format", "--check", "--quiet", "."),
    "types": command("mypy"),
    "contracts": command("lint-imports", "--no-logo"),
    "rooms": house(rooms.findings),
    "habits": house(habits.findings),
    "sizes": house(sizes.findings),
    "catalogues": house(catalogues.findings),
    "leaks": house(leaks.findings),
    "locks": house(locks.findings),
    "migrations": command("python", "-m", "storage.migrations.check"),
    "tests": command("pytest", "-n", "auto", "--dist", "loadfile"),
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
