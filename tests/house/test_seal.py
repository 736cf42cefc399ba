"""What every test may count on (tests/seal.py), tried on the suite itself and on a suite of two tests."""

import os
import socket
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from tests import seal
from tests.fixtures.patience import PATIENCE
from tests.seal import NetworkIsSealed, scrub_settings, write_to

HERE = Path(__file__).parents[2]


def test_no_other_machine_can_be_reached() -> None:
    with socket.socket() as sock, pytest.raises(NetworkIsSealed, match=r"192\.0\.2\.1:80"):
        sock.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkIsSealed, match=r"example\.org"):
        socket.getaddrinfo("example.org", 80)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as sock:
        sock.connect(server.getsockname())


def test_a_warning_is_an_error() -> None:
    with pytest.raises(UserWarning, match="mind the gap"):
        warnings.warn("mind the gap", stacklevel=1)


def test_settings_from_outside_are_not_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLYNGEBOT_TOKEN", "from outside")
    monkeypatch.setenv("KLYNGEBOT_TEST_POSTGRES", "postgresql://here")
    scrub_settings()
    assert "KLYNGEBOT_TOKEN" not in os.environ
    assert os.environ["KLYNGEBOT_TEST_POSTGRES"] == "postgresql://here"


def test_what_tests_write_lies_in_memory_where_there_is_room(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("PYTEST_DEBUG_TEMPROOT", raising=False)
    write_to(tmp_path / "of a machine that has none")
    monkeypatch.setattr(seal, "ROOM", 2**60)
    write_to(tmp_path)
    assert "PYTEST_DEBUG_TEMPROOT" not in os.environ
    monkeypatch.setattr(seal, "ROOM", 0)
    write_to(tmp_path)
    assert os.environ["PYTEST_DEBUG_TEMPROOT"] == str(tmp_path)


def test_a_hang_is_a_failure(tmp_path: Path) -> None:
    hanging = "import time\n\n\ndef test_hangs():\n    time.sleep(30)\n"
    (tmp_path / "test_hanging.py").write_text(hanging, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--timeout=0.2", tmp_path]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert done.returncode == 1, done.stdout
    assert "test_hangs" in done.stdout


def test_every_test_ends(request: pytest.FixtureRequest) -> None:
    assert float(request.config.getini("timeout")) == 180


SLOW = """
import pytest

@pytest.mark.slow
def test_slow(request):
    assert request.node.get_closest_marker("timeout").args == (600,)

@pytest.mark.slow
@pytest.mark.timeout(900)
def test_very_slow(request):
    assert request.node.get_closest_marker("timeout").args == (900,)

def test_quick(request):
    assert request.node.get_closest_marker("timeout") is None
"""


def test_a_slow_test_may_take_longer(tmp_path: Path) -> None:
    (tmp_path / "test_slow.py").write_text(SLOW, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.seal", "-p", "no:cacheprovider", tmp_path]
    environment = os.environ | {"PYTHONPATH": str(HERE)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert "3 passed" in done.stdout


def test_files_with_slow_tests_begin_then_those_with_many(tmp_path: Path) -> None:
    """Each stays whole, since it is one process's: at the end of a run there are only short ones left."""
    one, many = "def test_one(): pass\n", "def test_one(): pass\ndef test_two(): pass\n"
    for name, words in (("a", one), ("b", many), ("c", f"{one}\n{SLOW}"), ("d", one)):
        (tmp_path / f"test_{name}.py").write_text(words, encoding="utf-8")
    arguments = ("-p", "tests.seal", "-p", "no:cacheprovider", "--collect-only", tmp_path)
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    environment = os.environ | {"PYTHONPATH": str(HERE)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    files = [line.partition("::")[0] for line in done.stdout.splitlines() if "::" in line]
    assert files == ["test_c.py"] * 4 + ["test_b.py"] * 2 + ["test_a.py", "test_d.py"]


SUITE = """
import pytest

def test_passes():
    pass

@pytest.mark.skip(reason="there is no PostgreSQL")
def test_needs_a_server():
    pass
"""


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("false", 0)])
def test_a_skip_counts_as_a_failure_in_ci_alone_and_is_named(tmp_path: Path, ci: str, status: int) -> None:
    (tmp_path / "test_two.py").write_text(SUITE, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.seal", "-p", "no:cacheprovider", tmp_path]
    environment = os.environ | {"CI": ci, "PYTHONPATH": str(HERE)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout
    assert ("test_needs_a_server: Skipped: there is no PostgreSQL" in done.stdout) == (ci == "true")
