import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage import lock
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


def lose_something(database: Path) -> None:
    """An update that failed three times, and a letter that did not get through."""
    update = "insert into inbox (bot_id, cluster_id, update_id, state, attempts, received_at)"
    content = "insert into contents (id, cluster_id, text, rows, created_at)"
    letter = (
        "insert into outbox (cluster_id, bot_id, chat_id, kind, unique_key, act, content_id, lane, state,"
        " attempts, copies, not_before, created_at, settled_at)"
    )
    with closing(sqlite3.connect(database)) as opened, opened:
        opened.execute("insert into bots (id, cluster_id, username) values (4242, 1, 'klynge_bot')")
        opened.execute(f"{update} values (4242, 1, 7, 'dead', 3, '2026-11-22')")
        opened.execute(f"{content} values (1, 1, 'Hej', '[]', '2026-11-22')")
        opened.execute(
            f"{letter} values (1, 4242, 7, 'answer', 'answer:7:0', 'send', 1, 0, 'dead', 1, 1,"
            " '2026-11-22', '2026-11-22', '2026-11-22')"
        )


@pytest.mark.usefixtures("token")
def test_it_counts_what_was_lost(call: Call, tmp_path: Path):
    call("cluster", "import", VILLAGE)
    assert (
        "Ringsted Nord: updates not served: 0, letters that may not have arrived: 0" in call("doctor").output
    )
    lose_something(tmp_path / "data" / "klyngebot.db")
    assert (
        "Ringsted Nord: updates not served: 1, letters that may not have arrived: 1" in call("doctor").output
    )


@pytest.mark.usefixtures("token")
def test_a_token_that_telegram_does_not_know(call: Call, telegram: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KLYNGEBOT_API_URL", telegram)
    monkeypatch.setenv("KLYNGEBOT_TOKEN", "4242:another-canary")
    assert "ask @BotFather for a new one" in call("doctor").output


@pytest.mark.usefixtures("token")
def test_a_folder_that_cannot_be_written(call: Call, tmp_path: Path):
    (tmp_path / "data").write_text("a file is in the way")
    said = call("doctor").output
    assert "data folder" in wrong(said)
    assert "KLYNGEBOT_DATA_DIR in .env" in said


@pytest.mark.usefixtures("token")
def test_a_port_that_is_taken(call: Call, monkeypatch: pytest.MonkeyPatch):
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setenv("KLYNGEBOT_WEB_PORT", str(other.getsockname()[1]))
        said = call("doctor").output
    assert "port" in wrong(said)
    assert "Set KLYNGEBOT_WEB_PORT in .env" in said
    assert "port" not in wrong(call("doctor").output)


@pytest.mark.usefixtures("token")
def test_a_bot_that_runs_has_the_database_and_its_port(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    call("migrate")
    with socket.create_server(("127.0.0.1", 0)) as its, lock.held(tmp_path / "data" / "klyngebot.db"):
        monkeypatch.setenv("KLYNGEBOT_WEB_PORT", str(its.getsockname()[1]))
        assert wrong(call("doctor").output) == ["token"]
