"""A place to call the command in, with nothing set from outside, and the log put back afterwards."""

import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner, Result

from bot.cli import main

TOKEN = "4242:canary-canary"
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
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    """A token, a Telegram that is not there, and no port that somebody else may have."""
    monkeypatch.setenv("KLYNGEBOT_TOKEN", TOKEN)
    monkeypatch.setenv("KLYNGEBOT_API_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("KLYNGEBOT_WEB_PORT", "0")
