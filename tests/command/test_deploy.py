"""The command beside the systemd unit: it has the service's user, tokens and settings, whatever they are."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.command.conftest import Call

SCRIPT = Path(__file__).parents[2] / "deploy" / "klyngebot"
RUNUSER = """#!/bin/sh
printf '%s\\n' "$@" "$KLYNGEBOT_TOKEN" "$KLYNGEBOT_DATA_DIR" "${KLYNGEBOT_DATABASE_URL-none}" "${PATHS-none}"
"""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """Two tokens in a folder, and a `runuser` that tells what it was asked."""
    tokens = tmp_path / "etc" / "tokens"
    tokens.mkdir(parents=True)
    (tokens / "nord").write_text("4242:canary\n")
    (tokens / "syd").write_text("4343:canary")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "runuser").write_text(RUNUSER)
    (tmp_path / "bin" / "runuser").chmod(0o755)
    script = SCRIPT.read_text(encoding="utf-8").replace("/etc/klyngebot", str(tmp_path / "etc"))
    (tmp_path / "bin" / "klyngebot").write_text(script, encoding="utf-8")
    return tmp_path


def asked(machine: Path, *arguments: str) -> list[str]:
    search = f"{machine / 'bin'}:{os.environ['PATH']}"
    answer = subprocess.run(
        ["/bin/sh", machine / "bin" / "klyngebot", *arguments],
        env={"PATH": search},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return answer.stdout.splitlines()


CODE = "/usr/local/lib/klyngebot"
BEGINNING = ["-u", "klyngebot", "--", f"{CODE}/.venv/bin/klyngebot", "--env-file", "/dev/null"]


def test_it_has_the_services_user_tokens_and_folder(machine: Path):
    assert asked(machine, "cluster", "import", "my villages.yaml") == [
        *BEGINNING,
        "cluster",
        "import",
        "my villages.yaml",
        "4242:canary",
        "4343:canary",
        "/var/lib/klyngebot",
        "none",
        "none",
    ]


@pytest.mark.parametrize("end", ["\n", ""])
def test_a_password_means_nothing_to_the_shell(machine: Path, end: str):
    url = "postgresql://u:p$(touch${IFS}here)&;'\\@127.0.0.1/k?sslmode=require"
    (machine / "etc" / "settings").write_text(f"# ours\nPATHS=/nowhere\nKLYNGEBOT_DATABASE_URL={url}{end}")
    assert asked(machine, "doctor")[-2:] == [url, "none"]


def test_where_nothing_but_the_environment_counts_the_command_starts(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """As the service and the command beside it begin; a .env of somebody else's is not looked at."""
    (tmp_path / ".env").write_text("KLYNGEBOT_WEB_PORT=none at all")
    monkeypatch.setenv("KLYNGEBOT_DATA_DIR", str(tmp_path / "elsewhere"))
    answer = call("--env-file", "/dev/null", "bot", "list")
    assert (answer.exit_code, (tmp_path / "elsewhere" / "klyngebot.db").exists()) == (0, True)
    missing = call("--env-file", "/dev/null", "run").output
    assert missing.startswith(
        "KLYNGEBOT_TOKEN is missing. Talk to @BotFather in Telegram, and write in the env"
    )


def test_the_service_and_the_command_beside_it_read_the_same_settings():
    unit = (SCRIPT.parent / "klyngebot.service").read_text(encoding="utf-8")
    script = SCRIPT.read_text(encoding="utf-8")
    (started,) = re.findall(r"^ExecStart=(.*) run$", unit, re.MULTILINE)
    assert started == " ".join([f"{CODE}/.venv/bin/klyngebot", *BEGINNING[-2:]])
    assert "EnvironmentFile=-/etc/klyngebot/settings" in unit
    assert "Environment=HOME=/var/lib/klyngebot" in unit, "asyncpg fails where it may not look into the home"
    assert "< /etc/klyngebot/settings" in script
