"""A place to call the command in, with nothing set from outside, and the log put back afterwards."""

import io
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner, Result

from bot import logs
from bot.cli import main

ROOT = Path(__file__).parents[2]
VILLAGE = str(ROOT / "simulator" / "village" / "ringsted_nord.yaml")
TOKEN = "4242:canary-canary"
NORD, SYD = "4242:canary-nord", "4343:canary-syd"
Call = Callable[..., Result]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Call]:
    """`call("doctor")`: what the command `klyngebot doctor` answers, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    mask = os.umask(0o022)

    def called(*arguments: str) -> Result:
        result = CliRunner().invoke(main, [*arguments], prog_name="klyngebot")
        assert "Traceback" not in result.output
        assert "canary" not in result.output
        return result

    yield called
    os.umask(mask)
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


@pytest.fixture
def said(call: Call) -> io.StringIO:
    """What the log says from now on."""
    stream = io.StringIO()
    logs.set_up(stream=stream)
    return stream


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    """A token, a Telegram that is not there, and no port that somebody else may have."""
    monkeypatch.setenv("KLYNGEBOT_TOKEN", TOKEN)
    monkeypatch.setenv("KLYNGEBOT_API_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("KLYNGEBOT_WEB_PORT", "0")


@pytest.fixture
def two_bots(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Their tokens, and a Telegram in a process of its own that knows them."""
    command = [sys.executable, "-m", "simulator", "--bot", f"{NORD}@nord_bot", "--bot", f"{SYD}@syd_bot"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        monkeypatch.setenv("KLYNGEBOT_API_URL", process.stdout.readline().strip())
        monkeypatch.setenv("KLYNGEBOT_TOKEN", f"{NORD} {SYD}")
        yield
        process.terminate()
