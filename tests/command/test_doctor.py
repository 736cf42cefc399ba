import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command.conftest import TOKEN, Call

ROOT = Path(__file__).parents[2]
VILLAGE = str(ROOT / "simulator" / "village" / "ringsted_nord.yaml")


@pytest.fixture(scope="module")
def telegram() -> Iterator[str]:
    """The address of a Telegram in a process of its own: the command has its own loop here."""
    command = [sys.executable, "-m", "simulator", "--bot", f"{TOKEN}@klynge_bot"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        yield process.stdout.readline().strip()
        process.terminate()


def wrong(output: str) -> list[str]:
    return [
        line.removeprefix("WRONG  ").split(":")[0] for line in output.splitlines() if line.startswith("WRONG")
    ]


def test_without_settings_it_says_which_and_looks_at_the_rest(call: Call):
    answer = call("doctor")
    assert answer.exit_code == 1
    assert wrong(answer.output) == ["settings"]
    assert "ok     SQLite" in answer.output


@pytest.mark.usefixtures("token")
def test_each_thing_that_is_wrong_has_one_line_with_its_remedy(call: Call):
    answer = call("doctor")
    assert answer.exit_code == 1
    assert wrong(answer.output) == ["database", "token"]
    assert "Run: klyngebot migrate" in answer.output
    assert "Telegram cannot be reached." in answer.output
    call("migrate")
    assert "klyngebot run shows a link to set yours up in the chat" in call("doctor").output


@pytest.mark.usefixtures("token")
def test_it_changes_nothing(call: Call, tmp_path: Path):
    call("doctor")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("token")
def test_a_telegram_that_never_answers_keeps_it_less_than_three_seconds(
    call: Call, monkeypatch: pytest.MonkeyPatch
):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("KLYNGEBOT_API_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
        began = time.monotonic()
        assert "token" in wrong(call("doctor").output)
    assert time.monotonic() - began < 3


@pytest.mark.usefixtures("token")
def test_when_all_is_well_it_ends_with_0(call: Call, telegram: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KLYNGEBOT_API_URL", telegram)
    call("cluster", "import", VILLAGE)
    answer = call("doctor")
    assert (answer.exit_code, wrong(answer.output)) == (0, [])
    assert "Telegram knows it as @klynge_bot" in answer.output


@pytest.mark.usefixtures("token")
def test_a_token_that_telegram_does_not_know(call: Call, telegram: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KLYNGEBOT_API_URL", telegram)
    monkeypatch.setenv("KLYNGEBOT_TOKEN", "4242:another-canary")
    assert "ask @BotFather for a new one" in call("doctor").output


@pytest.mark.usefixtures("token")
def test_a_folder_that_cannot_be_written(call: Call, tmp_path: Path):
    (tmp_path / "data").write_text("a file is in the way")
    assert "data folder" in wrong(call("doctor").output)
