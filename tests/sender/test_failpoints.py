"""The process dies where it is told to, and nowhere else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.failpoints import Failpoint
from tests.fixtures.patience import PATIENCE

ROOT = Path(__file__).parents[2]
WALK = """
from bot.failpoints import failpoint
for step in range(1, 4):
    print(step, flush=True)
    failpoint({!r})
"""


def walk(by: str, armed: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"KLYNGEBOT_FAILPOINT": armed, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", WALK.format(by)]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


@pytest.mark.parametrize(
    ("armed", "steps", "code"),
    [
        ("", 3, 0),
        ("before_send", 3, 0),
        ("after_send", 1, -9),
        ("after_send:3", 3, -9),
        ("after_send:4", 3, 0),
    ],
)
def test_it_dies_at_the_place_and_the_time_it_was_told(armed, steps, code):
    walked = walk("after_send", armed)
    assert (walked.returncode, len(walked.stdout.split())) == (code, steps)


def test_a_place_that_does_not_exist_is_said_at_once():
    walked = walk("after_send", "after_lunch")
    assert "after_lunch" in walked.stderr
    assert walked.stdout == ""


def test_each_place_is_passed_somewhere_in_the_bot():
    code = "".join(file.read_text() for file in (ROOT / "bot").glob("*.py") if file.name != "failpoints.py")
    assert [place for place in Failpoint if f"Failpoint.{place.name}" not in code] == []
