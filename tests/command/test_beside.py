"""Commands beside the bot that runs, and what its start shows of the clusters that nobody leads yet."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.bot_command import bot as bot_group
from bot.cluster_command import cluster as cluster_group
from storage import lock
from tests.command.conftest import ROOT, VILLAGE, Call
from tests.fixtures.patience import PATIENCE

LINK = re.compile(r"https://t\.me/(\w+)\?start=claim_\S{32}")

pytestmark = pytest.mark.usefixtures("two_bots")


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch, postgresql_url: str) -> None:
    """On PostgreSQL instead."""
    monkeypatch.setenv("KLYNGEBOT_DATABASE_URL", postgresql_url)


@pytest.fixture(params=["sqlite", "postgresql"])
def running(request: pytest.FixtureRequest, tmp_path: Path, call: Call, two_bots: None) -> Iterator[Path]:
    """Both bots serve, each a cluster that nobody leads; what their process said."""
    if request.param == "postgresql":
        request.getfixturevalue("shared")
    call("cluster", "import", VILLAGE)
    call("bot", "add", "nord_bot", "ringsted-nord")
    call("bot", "add", "syd_bot")
    with started(tmp_path / "said", lambda said: said.count("Serving a bot") == 2) as said:
        yield said


@contextmanager
def started(said: Path, enough: Callable[[str], bool]) -> Iterator[Path]:
    """`klyngebot run` with these settings, until it has said enough, and stopped afterwards."""
    ours = {"PYTHONPATH": str(ROOT), "KLYNGEBOT_WEB_PORT": "0", "KLYNGEBOT_WATCH_PORT": "0"}
    command = (sys.executable, "-m", "bot", "run")
    with said.open("wb") as out:
        bot = subprocess.Popen(command, env={**os.environ, **ours}, stdout=out, stderr=out)
    try:
        end = time.monotonic() + PATIENCE
        while not enough(said.read_text()):
            assert bot.poll() is None, said.read_text()
            assert time.monotonic() < end, said.read_text()
            time.sleep(0.05)
        yield said
    finally:
        bot.terminate()
        assert bot.wait(PATIENCE) == 0


@pytest.mark.slow
def test_every_command_about_bots_and_clusters_goes_beside_a_running_bot(
    running: Path, call: Call, tmp_path: Path
):
    """What is added below is missing here until it is tried, too."""
    shown = running.read_text()
    assert sorted(LINK.findall(shown)) == ["nord_bot", "syd_bot"]
    assert not LINK.search("".join(line for line in shown.splitlines() if line.startswith("{"))), "logged"

    assert {*bot_group.commands} == {"add", "disable", "list"}
    assert {*cluster_group.commands} == {"import", "links"}

    assert call("bot", "list").output.splitlines() == [
        "4242  @nord_bot  Ringsted Nord  served",
        "4343  @syd_bot  a new cluster  served",
    ]
    again = call("bot", "add", "syd_bot").output
    assert LINK.search(again).group() not in shown, "the newest link counts"
    assert "for another cluster" in call("bot", "add", "syd_bot", "ringsted-nord").output
    assert call("bot", "disable", "syd_bot").exit_code == 0
    assert "There is no bot @other_bot" in call("bot", "disable", "other_bot").output
    assert call("bot", "list").output.splitlines()[1].endswith("disabled")

    assert call("cluster", "links").output.count("https://t.me/nord_bot?start=v_") == 4
    other = tmp_path / "other.yaml"
    other.write_text(Path(VILLAGE).read_text().replace("name: Vigersted\n", "name: Vigersted by\n"))
    for option, result in (("--dry-run", "a dry run."), ("", "Done.")):
        answer = call("cluster", "import", str(other), *filter(None, [option]))
        assert (answer.exit_code, "Villages changed: Vigersted by" in answer.output) == (0, True)
        assert answer.output.endswith(f"{result}\n")
    assert "Vigersted by: https" in call("cluster", "links").output


@pytest.mark.slow
def test_neither_what_a_kill_left_nor_a_long_way_keeps_the_next_start_from_listening(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The name of a socket may be 107 bytes long."""
    home = tmp_path / "/".join(["a folder with a long name"] * 8)
    monkeypatch.setenv("KLYNGEBOT_DATA_DIR", str(home))
    call("bot", "add", "nord_bot")
    door = home / "klyngebot.db.socket"
    with socket.socket(socket.AF_UNIX) as dead, monkeypatch.context() as there:
        there.chdir(home)
        dead.bind(door.name)
    with started(tmp_path / "said", lambda said: "Serving a bot" in said):
        assert "@nord_bot" in call("bot", "list").output
    assert not door.exists()


def test_where_whoever_has_the_database_does_not_answer_it_says_so(call: Call, tmp_path: Path):
    call("bot", "add", "nord_bot")
    with lock.held(tmp_path / "data" / "klyngebot.db"):
        answers = [call("bot", "list"), call("cluster", "import", "--dry-run", VILLAGE)]
    for answer in answers:
        assert answer.exit_code == 1
        assert "klyngebot.db open and does not answer. Try again in a moment" in answer.output
