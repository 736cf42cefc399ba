"""The command, as a shell sees it: sentences, and exit codes 0, 1 and 2."""

import os
import socket
import sqlite3
import subprocess
import sys
import traceback
from contextlib import closing
from pathlib import Path

import pytest

from bot.__main__ import main as command
from bot.cli import main
from storage import lock
from tests.command.conftest import Call
from tests.fixtures.patience import PATIENCE

ROOT = Path(__file__).parents[2]
VILLAGE = str(ROOT / "simulator" / "village" / "ringsted_nord.yaml")


@pytest.mark.parametrize(
    "words", [[], ["demo"], ["run"], ["migrate"], ["doctor"], ["cluster"], ["cluster", "import"]]
)
def test_help_is_everywhere(call: Call, words: list[str]):
    for option in ("--help", "-h"):
        answer = call(*words, option)
        assert answer.exit_code == 0
        assert answer.output.startswith(" ".join(["Usage: klyngebot", *words]))


def test_every_command_says_what_it_does():
    assert all(command.get_short_help_str() for command in main.commands.values())


def test_the_version(call: Call):
    assert call("--version").output.startswith("Klyngebot ")


def test_wrong_settings_end_with_2_and_sentences(call: Call):
    answer = call("run")
    assert answer.exit_code == 2
    assert answer.output.startswith("KLYNGEBOT_TOKEN is missing. Talk to @BotFather")


def test_where_nobody_reads_on_it_ends_quietly():
    """As with `klyngebot doctor | head -1`."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "bot", "doctor"],
        cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True, check=False, timeout=PATIENCE,
    )  # fmt: skip
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


def test_a_settings_file_that_is_not_there_is_named(call: Call):
    answer = call("--env-file", "nowhere.env", "migrate")
    assert answer.exit_code == 2
    assert answer.output.startswith("There is no file nowhere.env.")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KLYNGEBOT_DATA_DIR", "taken/data"),
        ("KLYNGEBOT_DATABASE_URL", "postgresql://somebody:canary@127.0.0.1:1/klyngebot"),
    ],
)
def test_what_cannot_be_used_names_the_setting_and_its_file(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
):
    (tmp_path / "taken").write_text("a file is in the way")
    monkeypatch.setenv(name, value)
    monkeypatch.setattr("storage.postgres.PAUSES", ())
    answer = call("migrate")
    assert answer.exit_code == 1
    assert f"{name} in .env" in answer.output


def test_a_demo_at_no_address_of_this_machine_ends_with_a_sentence(call: Call):
    answer = call("demo", "--host", "192.0.2.1", "--port", "0")
    assert answer.exit_code == 1
    assert "192.0.2.1 is no address of this machine." in answer.output


def test_a_demo_at_what_is_no_address_at_all_ends_with_a_sentence(tmp_path: Path):
    words = ["-m", "bot", "demo", "--host", "999.9.9.9", "--port", "0", "--data-dir", tmp_path]
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert done.returncode == 1
    assert "999.9.9.9 is no address of this machine." in done.stderr


def test_a_demo_on_a_taken_port_names_another(call: Call):
    with socket.create_server(("127.0.0.1", 0)) as other:
        answer = call("demo", "--port", str(other.getsockname()[1]))
    assert answer.exit_code == 1
    assert "is taken. Choose another one: make demo PORT=" in answer.output


def test_a_second_demo_in_the_same_folder_names_data_dir(call: Call, tmp_path: Path):
    (tmp_path / "data").mkdir()
    with lock.held(tmp_path / "data" / "demo.db"):
        for fresh in ([], ["--fresh"]):
            answer = call("demo", "--port", "0", "--data-dir", "data", *fresh)
            assert answer.exit_code == 1
            assert "klyngebot demo --data-dir data/another" in answer.output


def test_a_demo_in_a_folder_that_cannot_be_written_names_data_dir(call: Call, tmp_path: Path):
    (tmp_path / "data").write_text("a file is in the way")
    answer = call("demo", "--port", "0", "--data-dir", "data/demo")
    assert answer.exit_code == 1
    assert "Name another one: klyngebot demo --data-dir" in answer.output


def test_ctrl_c_while_it_starts_ends_with_a_sentence(call: Call, monkeypatch: pytest.MonkeyPatch):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.cli.migrations.upgrade", interrupted)
    answer = call("migrate")
    assert (answer.exit_code, answer.output) == (130, "Stopped.\n")


class Interrupted:
    """A module in whose loading somebody presses Ctrl-C."""

    def __getattr__(self, name: str) -> object:
        raise KeyboardInterrupt


def test_ctrl_c_while_it_is_loaded_ends_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
):
    monkeypatch.setitem(sys.modules, "bot.cli", Interrupted())
    with pytest.raises(SystemExit) as ended:
        command()
    assert (ended.value.code, capsys.readouterr().err) == (130, "Stopped.\n")


def test_an_unknown_command_ends_with_2(call: Call):
    assert call("fly").exit_code == 2


@pytest.mark.parametrize(
    "words",
    [["migrate"], ["cluster", "import", VILLAGE], ["cluster", "import", "--dry-run", VILLAGE]],
)
def test_what_does_not_talk_to_telegram_needs_no_token(call: Call, words: list[str]):
    assert call(*words).exit_code == 0


def test_a_wrong_setting_is_said_without_a_token_too(call: Call, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KLYNGEBOT_DATABASE_URL", "mysql://canary")
    answer = call("migrate")
    assert answer.exit_code == 2
    assert answer.output.startswith("KLYNGEBOT_DATABASE_URL cannot be used as it is.")


@pytest.mark.usefixtures("token")
def test_migrate_makes_the_database_and_then_finds_it_up_to_date(call: Call):
    assert call("migrate").output.startswith("A new database was made")
    assert call("migrate").output.startswith("The database is up to date")


@pytest.mark.usefixtures("token")
def test_nobody_else_on_the_machine_can_read_what_it_keeps(call: Call, tmp_path: Path):
    call("migrate")
    assert [path.name for path in tmp_path.rglob("*") if path.stat().st_mode & 0o077] == []
    assert (tmp_path / "data" / "klyngebot.db").exists()


@pytest.mark.usefixtures("token")
def test_a_cluster_is_imported_once_and_again(call: Call):
    first, again = call("cluster", "import", VILLAGE), call("cluster", "import", VILLAGE)
    assert "Ringsted Nord: a new cluster." in first.output
    assert "Villages new: Vigersted" in first.output
    assert "it is here already" in again.output
    assert "Villages" not in again.output


def test_a_dry_run_makes_nothing(call: Call, tmp_path: Path):
    answer = call("cluster", "import", "--dry-run", VILLAGE)
    assert "a new cluster" in answer.output
    assert "Nothing was changed" in answer.output
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_names_what_would_change_and_changes_nothing(call: Call, tmp_path: Path):
    call("cluster", "import", VILLAGE)
    here = Path(VILLAGE).read_text()
    there = here.replace("Europe/Copenhagen", "UTC").replace("municipality: ", "municipality: Ny ")
    (tmp_path / "other.yaml").write_text(there)
    for _ in range(2):
        answer = call("cluster", "import", "--dry-run", "other.yaml")
        assert "Changed: municipality, time_zone\n" in answer.output


def test_a_dry_run_refuses_a_database_of_another_version(call: Call, tmp_path: Path):
    call("migrate")
    with closing(sqlite3.connect(tmp_path / "data" / "klyngebot.db")) as other, other:
        other.execute("UPDATE alembic_version SET version_num = '0000'")
    answer = call("cluster", "import", "--dry-run", VILLAGE)
    assert answer.exit_code == 1


@pytest.mark.usefixtures("token")
def test_a_file_that_is_no_cluster_ends_with_1_and_names_the_faults(call: Call, tmp_path: Path):
    (tmp_path / "wrong.yaml").write_text("name: Mols\n")
    answer = call("cluster", "import", "wrong.yaml")
    assert answer.exit_code == 1
    assert "villages:" in answer.output


@pytest.mark.usefixtures("token")
def test_a_database_that_another_bot_has_open_ends_with_1(call: Call, tmp_path: Path):
    with lock.held(tmp_path / "data" / "klyngebot.db"):
        answer = call("migrate")
    assert answer.exit_code == 1
    assert "has the database" in answer.output


@pytest.mark.usefixtures("token")
def test_the_unexpected_is_a_sentence_with_its_place(call: Call, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.cli.migrations.upgrade", None)
    answer = call("migrate")
    assert answer.exit_code == 1
    assert answer.output.startswith("Something unexpected went wrong: TypeError at bot/cli.py:")
    assert "--debug" in answer.output


@pytest.mark.usefixtures("token")
def test_debug_shows_all_of_it_but_the_token(monkeypatch: pytest.MonkeyPatch, call: Call):
    shown: list[str] = []
    monkeypatch.setattr("bot.cli._complain", shown.append)
    monkeypatch.setattr("bot.cli.migrations.upgrade", None)
    assert call("--debug", "migrate").exit_code == 1
    assert "in migrate" in shown[0]
    assert shown[0].endswith("TypeError")
    assert traceback.format_exc() == "NoneType: None\n"
