"""The set-up, as far as it goes without a network: what it asks for kindly, and when it does nothing."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]
FILES = ("tools/set_up.sh", "pyproject.toml", "requirements.lock", "requirements-dev.lock")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(HERE / name, tmp_path / name)
    return tmp_path


def set_up(checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [checkout / "tools/set_up.sh", "requirements.lock"]
    path = {"PATH": "/usr/bin:/bin"}
    return subprocess.run(command, env=path | environment, capture_output=True, text=True, check=False)


def test_without_venv_it_says_what_to_install(checkout: Path) -> None:
    python = checkout / "python"
    python.write_text('#!/bin/sh\ncase "$*" in *ensurepip*) exit 1;; esac\n', encoding="utf-8")
    python.chmod(0o755)
    done = set_up(checkout, PYTHON=str(python))
    assert done.returncode == 1
    assert "On Debian: apt-get install python3-venv" in done.stderr


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_what_is_installed_already_is_left_alone(checkout: Path, lock: str) -> None:
    """But our own code, which may be newer, is compiled: who runs it as a service cannot do so."""
    for folder in (".venv/installed", ".venv/bin", "room"):
        (checkout / folder).mkdir(parents=True)
    for name in (lock, "pyproject.toml"):
        shutil.copy(checkout / name, checkout / ".venv/installed")
    (checkout / ".venv/bin/python").symlink_to(sys.executable)
    (checkout / "room/__init__.py").touch()
    done = set_up(checkout)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [*checkout.glob("room/__pycache__/*.pyc")]


def test_make_alone_lists_what_it_can_do() -> None:
    listed = subprocess.run(
        ["make", "--no-print-directory"], cwd=HERE, capture_output=True, text=True, check=True
    )
    targets = [line.split()[1] for line in listed.stdout.splitlines()]
    assert {"demo", "run", "test", "check", "bench", "lock", "format"} <= set(targets)
