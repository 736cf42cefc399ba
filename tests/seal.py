"""What every test may count on: an end, no other machine, no settings from outside; in CI no skips.

What tests write lies in memory, where there is room.
"""

import ipaddress
import os
import shutil
import socket
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# What tests themselves are told, such as where a PostgreSQL is.
FOR_TESTS = "KLYNGEBOT_TEST_"
LOCAL_NAMES = {"localhost", "", None}
MEMORY = Path("/dev/shm")
ROOM = 2**30
"""Bytes that have to be free there: what fails is kept until the next but two runs."""


# A property holds or not; how long it takes is a matter of the machine (and of benchmarks/).
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


class NetworkIsSealed(AssertionError):
    """A test wanted to reach another machine."""


SLOW = 600
"""Seconds a test marked `slow` may take, unless it says so itself; for the others see pyproject.toml."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests begin, then those with many: at the end no processor waits for another."""
    tests = Counter(item.path for item in items)
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (item.path not in slow, -tests[item.path], item.path))
    for item in items:
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(SLOW))


def pytest_configure(config: pytest.Config) -> None:
    scrub_settings()
    write_to(MEMORY)
    patch = pytest.MonkeyPatch()
    seal_network(patch)
    config.add_cleanup(patch.undo)


def scrub_settings() -> None:
    for name in list(os.environ):
        if name.startswith("KLYNGEBOT_") and not name.startswith(FOR_TESTS):
            del os.environ[name]


def write_to(memory: Path) -> None:
    """Where `tmp_path` is. A commit then waits for no disk.

    No test can tell the difference: processes are killed, the machine they run on never loses its power.
    """
    if memory.is_dir() and shutil.disk_usage(memory).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


def seal_network(patch: pytest.MonkeyPatch) -> None:
    """Only this process: a command that a test starts is on its own."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def sealed_connect(self: socket.socket, address: Any) -> None:
        connect(self, local(self, address))

    def sealed_connect_ex(self: socket.socket, address: Any) -> int:
        return connect_ex(self, local(self, address))

    def sealed_look_up(host: str | bytes | None, *rest: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if not is_local(name):
            raise NetworkIsSealed(name)
        return look_up(host, *rest, **named)

    patch.setattr(socket.socket, "connect", sealed_connect)
    patch.setattr(socket.socket, "connect_ex", sealed_connect_ex)
    patch.setattr(socket, "getaddrinfo", sealed_look_up)


def local(sock: socket.socket, address: Any) -> Any:
    if sock.family in (socket.AF_INET, socket.AF_INET6) and not is_local(address[0]):
        raise NetworkIsSealed(f"{address[0]}:{address[1]}")
    return address


def is_local(host: str | None) -> bool:
    if host in LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if skipped := skipped_in_ci(terminalreporter):
        terminalreporter.section("skipped, which in CI is a failure")
        for report in skipped:
            terminalreporter.line(f"{report.nodeid}: {report.longrepr[-1]}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if skipped_in_ci(session.config.pluginmanager.get_plugin("terminalreporter")) and not exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def skipped_in_ci(terminalreporter: Any) -> list[Any]:
    return terminalreporter.stats.get("skipped", []) if os.environ.get("CI") == "true" else []
