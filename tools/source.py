"""The project's files as git knows them, and its Python read into trees. A finding is `path:line: what`."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOMS = (
    "bot", "handlers", "scheduler", "web", "actions", "views", "storage", "domain", "locales", "simulator",
)  # fmt: skip
BESIDE = ("tests", "benchmarks", "tools")


@dataclass(frozen=True)
class Module:
    """One Python file; `path` is relative to the project, `room` its top-level folder."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        return self.path.parts[0]

    def finding(self, node: ast.stmt | ast.expr | int, what: str) -> str:
        line = node if isinstance(node, int) else node.lineno
        return f"{self.path}:{line}: {what}"


def modules(root: Path, *rooms: str) -> Iterator[Module]:
    """Every Python file in those rooms."""
    for path in files(root):
        if path.suffix == ".py" and path.parts[0] in rooms:
            text = (root / path).read_text(encoding="utf-8")
            yield Module(path, text, ast.parse(text, str(path)))


def files(root: Path) -> list[Path]:
    """Files git tracks or would track if told to, relative to `root`, in order."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout.decode()
    return sorted(Path(name) for name in set(listed.split("\0")) - {""} if (root / name).is_file())
