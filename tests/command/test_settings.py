import os
import re
from pathlib import Path

import pytest
from dotenv import dotenv_values
from pydantic import SecretStr

from bot.settings import ADVICE, PREFIX, Settings, SettingsProblem, read

TOKEN = "4242:canary-canary"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def write(env_file: Path, text: str, mode: int = 0o600) -> Path:
    env_file.write_text(text)
    env_file.chmod(mode)
    return env_file


def sentences(env_file: Path) -> tuple[str, ...]:
    with pytest.raises(SettingsProblem) as problem:
        read(env_file)
    assert "canary" not in str(problem.value)
    return problem.value.sentences


def test_a_token_is_all_that_is_needed(env_file: Path):
    settings = read(write(env_file, f"KLYNGEBOT_TOKEN={TOKEN}\n"))
    assert settings.token.get_secret_value() == TOKEN
    assert settings.api_url == "https://api.telegram.org"
    assert settings.database == f"sqlite:///{Path.cwd()}/data/klyngebot.db"


def test_the_environment_wins(env_file: Path, monkeypatch: pytest.MonkeyPatch):
    write(env_file, f"KLYNGEBOT_TOKEN={TOKEN}\nKLYNGEBOT_WEB_PORT=1\n")
    monkeypatch.setenv("KLYNGEBOT_WEB_PORT", "2")
    assert read(env_file).web_port == 2


def test_made_directly_nothing_comes_from_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KLYNGEBOT_DATABASE_URL", "sqlite:////srv/real.db")
    settings = Settings(token=SecretStr(TOKEN), data_dir=tmp_path)
    assert settings.database == f"sqlite:///{tmp_path}/klyngebot.db"


def test_a_missing_token_says_where_to_get_one(env_file: Path):
    assert sentences(env_file) == (f"KLYNGEBOT_TOKEN is missing. {ADVICE['token'].format(file=env_file)}",)


def test_an_empty_token_is_a_missing_one(env_file: Path):
    assert sentences(write(env_file, "KLYNGEBOT_TOKEN=\n"))[0].startswith("KLYNGEBOT_TOKEN is missing.")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TOKEN", "canary"),
        ("TOKEN", "4242:canary canary"),
        ("DATABASE_URL", "mysql://user:canary@host/name"),
        ("DATABASE_URL", "sqlite://"),
        ("API_URL", "api.telegram.org"),
        ("API_URL", "https://api.telegram.org?token=canary"),
        ("WEBHOOK_URL", "bot.example.org"),
        ("WEBHOOK_URL", "canary"),
        ("WEB_PORT", "canary"),
        ("WEB_PORT", "65536"),
    ],
)
def test_a_wrong_value_names_its_variable_and_what_to_write(
    env_file: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
):
    monkeypatch.setenv("KLYNGEBOT_TOKEN", TOKEN)
    monkeypatch.setenv(f"KLYNGEBOT_{name}", value)
    assert sentences(env_file) == (
        f"KLYNGEBOT_{name} cannot be used as it is. {ADVICE[name.lower()].format(file=env_file)}",
    )


def test_all_that_is_wrong_is_said_at_once(env_file: Path):
    wrong = sentences(write(env_file, "KLYNGEBOT_WEBHOOK_URL=x\nKLYNGEBOT_WEB_PORT=x\n"))
    assert [sentence.split()[0] for sentence in wrong] == [
        "KLYNGEBOT_TOKEN",
        "KLYNGEBOT_WEBHOOK_URL",
        "KLYNGEBOT_WEB_PORT",
    ]


def test_a_misspelt_name_is_noticed(env_file: Path):
    write(env_file, f"KLYNGEBOT_TOKEN={TOKEN}\nKLYNGEBOT_DATABASE=x\n")
    assert sentences(env_file) == (
        "KLYNGEBOT_DATABASE is no setting of Klyngebot. Did you mean KLYNGEBOT_DATABASE_URL?",
    )


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_token_that_others_can_read_is_refused(env_file: Path, mode: int):
    write(env_file, f"KLYNGEBOT_TOKEN={TOKEN}\n", mode)
    assert f"chmod 600 {env_file}" in sentences(env_file)[0]


def test_a_file_without_a_token_may_be_read_by_all(env_file: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KLYNGEBOT_TOKEN", TOKEN)
    assert read(write(env_file, "KLYNGEBOT_WEB_PORT=7\n", 0o644)).web_port == 7


def test_the_token_may_stand_in_a_file_of_its_own(env_file: Path, tmp_path: Path):
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    write(env_file, f"KLYNGEBOT_TOKEN_FILE={tmp_path}/token\n")
    assert read(env_file).token.get_secret_value() == TOKEN


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"\n"])
def test_a_token_file_that_is_no_such_is_said(env_file: Path, tmp_path: Path, content: bytes | None):
    if content is not None:
        (tmp_path / "token").write_bytes(content)
    write(env_file, f"KLYNGEBOT_TOKEN_FILE={tmp_path}/token\n")
    assert re.match(r"KLYNGEBOT_TOKEN(_FILE)? cannot be used", sentences(env_file)[0])


def test_no_repr_shows_a_secret():
    url = SecretStr("postgresql://user:canary@host/name")
    assert "canary" not in repr(Settings(token=SecretStr(TOKEN), database_url=url))


def test_the_example_names_every_setting_and_only_those():
    text = (ROOT / ".env.example").read_text()
    named = set(re.findall(r"^#?(KLYNGEBOT_\w+)=", text, re.MULTILINE))
    assert named == {PREFIX + name.upper() for name in Settings.model_fields}
    assert dotenv_values(ROOT / ".env.example") == {"KLYNGEBOT_TOKEN": ""}


def test_every_setting_has_its_advice():
    assert set(ADVICE) == set(Settings.model_fields)


def test_nothing_was_set_by_whoever_runs_the_tests():
    assert not [name for name in os.environ if name.startswith(PREFIX) and "TEST" not in name]
