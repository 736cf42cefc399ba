"""The command, as a shell sees it: sentences, and exit codes 0, 1 and 2."""

import sqlite3
import traceback
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli import main
from storage import lock
from tests.command.conftest import Call

VILLAGE = str(Path(__file__).parents[2] / "simulator" / "village" / "ringsted_nord.yaml")


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
    assert "Traceback" in shown[0]
    assert traceback.format_exc() == "NoneType: None\n"
