"""Every benchmark in this folder, one after the other, each in a process of its own: `make bench`."""

import pkgutil
import subprocess
import sys
from pathlib import Path

from benchmarks import figures

NOT_ONE = ("__main__", "figures", "stage", "stores", "talk", "village")
"""What the benchmarks share."""


def main() -> int:
    """The number of benchmarks that failed. All that was kept is told once more, as one table."""
    failed = sum(run(name) for name in names())
    figures.table()
    return failed


def names() -> list[str]:
    folder = str(Path(__file__).parent)
    found = [module.name for module in pkgutil.iter_modules([folder]) if not module.ispkg]
    return [name for name in found if name not in NOT_ONE]


def run(name: str) -> bool:
    print(f"\n== {name}", flush=True)
    return subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode != 0


if __name__ == "__main__":
    sys.exit(main())
