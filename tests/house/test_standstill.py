"""The clock that leaves out the time in which the machine stood still."""

import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.fixtures.standstill import Standstill

ROOT = Path(__file__).parents[2]
WATCHES = """
import sys, time
from tests.fixtures.standstill import watched
with watched() as still:
    began = time.monotonic()
    print("watching", flush=True)
    sys.stdin.readline()
ended = time.monotonic()
print(ended - began, still.lived(ended) - still.lived(began))
"""


def test_the_clock_stands_still_in_each_gap():
    still = Standstill()
    still.gaps += [(10.0, 13.0), (20.0, 21.0)]
    moments = (5.0, 10.0, 11.0, 13.0, 15.0, 20.5, 30.0)
    assert [still.lived(at) for at in moments] == [5.0, 10.0, 10.0, 10.0, 12.0, 17.0, 26.0]


def test_who_was_stopped_for_a_while_did_not_live_then():
    with subprocess.Popen(
        [sys.executable, "-c", WATCHES], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as watcher:
        assert watcher.stdout.readline() == "watching\n"
        watcher.send_signal(signal.SIGSTOP)
        time.sleep(1.0)
        watcher.send_signal(signal.SIGCONT)
        said, _ = watcher.communicate("\n")
    went, lived = map(float, said.split())
    assert went >= 1.0
    assert lived <= went - 0.9
