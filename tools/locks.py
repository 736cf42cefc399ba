"""The lock files name what pyproject.toml asks for, in the same version, each package with its hashes."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

LOCKS: Mapping[str, tuple[str, ...]] = {
    "requirements.lock": ("build",),
    "requirements-dev.lock": ("build", "dev"),
}
LOCKED = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?P<hashes>(?:.*\\\n\s+--hash=\S+)*)", re.MULTILINE
)


def findings(root: Path) -> list[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    groups: Mapping[str, list[str]] = project["dependency-groups"]
    wanted: list[str] = project["project"]["dependencies"]
    return [
        finding
        for lock, named in LOCKS.items()
        for finding in unlocked(root, lock, wanted + [pinned for group in named for pinned in groups[group]])
    ]


def unlocked(root: Path, lock: str, wanted: list[str]) -> Iterator[str]:
    found = list(LOCKED.finditer((root / lock).read_text(encoding="utf-8")))
    locked = {(plain(each["name"]), each["version"]) for each in found}
    for each in found:
        if "--hash=" not in each["hashes"]:
            yield f"{lock}:1: {each['name']} has no hash"
    for pinned in wanted:
        name, _, version = pinned.partition("==")
        if (plain(name), version) not in locked:
            yield f"{lock}:1: {pinned} is not locked: run make lock"


def plain(name: str) -> str:
    """One spelling of a package's name, as PEP 503 has it."""
    return re.sub(r"[-_.]+", "-", name).lower()
