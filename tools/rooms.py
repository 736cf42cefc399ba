"""Every top-level package has its place, and imports from outside only what its room may."""

import ast
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.source import BESIDE, ROOMS, Module, files, modules

# Rooms that are not named here may use anything the contracts in pyproject.toml leave them.
OUTSIDE: Mapping[str, frozenset[str]] = {
    "domain": frozenset({"highspy", "holidays", "numpy", "rapidfuzz", "snowballstemmer"}),
    "locales": frozenset({"babel"}),
    "views": frozenset({"icalendar"}),
    "actions": frozenset(),
    "storage": frozenset({"alembic", "asyncpg", "greenlet", "sqlalchemy", "structlog"}),
    "scheduler": frozenset({"apscheduler", "structlog"}),
    "handlers": frozenset({"structlog", "telegram"}),
    "tools": frozenset({"babel", "playwright", "telegram"}),
}
# Not in the layers: a world of its own, and the gate; both have contracts of their own.
ASIDE = {"simulator", "tools"}


def findings(root: Path) -> list[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    return [*unplaced(root, project), *strangers(root)]


def unplaced(root: Path, project: Mapping[str, Any]) -> Iterator[str]:
    tools = project["tool"]
    layers = tools["importlinter"]["contracts"][0]["layers"]
    places = {
        "tools/source.py": {*ROOMS, *BESIDE},
        "root_packages of the import contracts": set(tools["importlinter"]["root_packages"]),
        "the layers": {room for layer in layers for room in layer.split(" | ")} | ASIDE,
        "mypy's files": set(tools["mypy"]["files"]) | {"tests", "benchmarks"},
        "the wheel (only-include)": {*tools["hatch"]["build"]["targets"]["wheel"]["only-include"], *BESIDE},
    }
    packages = {path.parts[0] for path in files(root) if path.suffix == ".py" and len(path.parts) > 1}
    for package in sorted(packages):
        for place, known in places.items():
            if package not in known:
                yield f"{package}/:1: a new top-level package: give it a place in {place}"


def strangers(root: Path) -> Iterator[str]:
    for module in modules(root, *OUTSIDE):
        for node in ast.walk(module.tree):
            for name in imported(node):
                if name not in sys.stdlib_module_names | OUTSIDE[module.room] | {*ROOMS, *BESIDE}:
                    yield finding(module, node, name)


def finding(module: Module, node: ast.AST, name: str) -> str:
    return module.finding(getattr(node, "lineno", 1), f"{module.room}/ may not import {name}")


def imported(node: ast.AST) -> set[str]:
    """Top-level names that an import statement brings in."""
    if isinstance(node, ast.Import):
        return {alias.name.split(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return {node.module.split(".")[0]}
    return set()
