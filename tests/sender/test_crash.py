"""The sender killed at each of its failpoints, in the middle of sending."""

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from tests.fixtures.patience import PATIENCE

ROOT = Path(__file__).parents[2]
PEOPLE = 20
WINDOW = 8
ARMED = ["after_claim", "before_send:3", "after_send:5", "before_settle:2", "after_settle:2", "after_send"]


def run(url: str, log: Path, armed: str = "") -> int:
    environment = os.environ | {"KLYNGEBOT_FAILPOINT": armed, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.sender.crash_child", url, str(log), str(PEOPLE)]
    done = subprocess.run(
        command, env=environment, cwd=ROOT, timeout=PATIENCE, check=False, capture_output=True
    )
    assert done.returncode in (0, -9), done.stderr.decode()
    return done.returncode


@pytest.mark.slow
def test_killed_at_every_failpoint_nothing_is_lost_and_little_comes_twice(sqlite_url, tmp_path):
    log = tmp_path / "telegram.jsonl"
    assert [run(sqlite_url, log, armed) for armed in ARMED] == [-9] * len(ARMED)
    assert run(sqlite_url, log) == 0
    sent = [
        (entry["parameters"]["chat_id"], entry["parameters"]["text"])
        for entry in map(json.loads, log.read_text().splitlines())
        if entry["method"] == "sendMessage"
    ]
    copies = Counter(sent)
    assert len(copies) == PEOPLE * 3
    assert max(copies.values()) <= 3
    assert len(sent) - len(copies) <= WINDOW * len(ARMED)
    orders: dict[str, list[str]] = defaultdict(list)
    for chat_id, text in sent:
        if text not in orders[chat_id]:
            orders[chat_id].append(text)
    assert all(texts == ["0", "1", "2"] for texts in orders.values())
