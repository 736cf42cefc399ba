"""The settings: read once, from the environment and `.env`, and explained when they are wrong."""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, TypeVar

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.failpoints import VARIABLE as FAILPOINT
from domain.pace import FREE, MOST
from storage import address

PREFIX = "KLYNGEBOT_"
NO_FILE = Path(os.devnull)
"""In place of a file of settings, where they all come in the environment."""
OTHERS = frozenset({FAILPOINT})
"""Variables with our prefix that are read elsewhere."""

ADVICE = {
    "token": "Talk to @BotFather in Telegram, and write in {file} its answer: KLYNGEBOT_TOKEN=123456:AAbb...",
    "token_file": "Write in {file} the path of a readable file that holds tokens and nothing else, or of a "
    "folder of such files.",
    "database_url": f"{address.HELP} It stands in {{file}}.",
    "api_url": "Take it out of {file}, or write the address of a Bot API server: https://api.telegram.org",
    "webhook_url": "Take it out of {file}, or write where Telegram brings updates to: https://bot.example.org",
    "messages_a_second": f"Take it out of {{file}}, or write how many Telegram carries, {FREE} to {MOST}.",
    "data_dir": "Write in {file} a folder that the bot may write to; without it, that is ./data",
    "web_host": "Write 127.0.0.1 in {file}, or the address to listen on.",
    "web_port": "Write a number from 0 to 65535 in {file}; 0 takes any free port.",
    "watch_port": "Write a number from 0 to 65535 in {file}; without it, that is the one after the web port.",
}
"""What to write where, by the setting's name; `file` is where settings stand."""


Kind = TypeVar("Kind", bound=BaseSettings)


class SettingsProblem(Exception):
    """What is wrong with the settings: one sentence each, none of which repeats a secret."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))


def _stripped(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _token(value: SecretStr) -> SecretStr:
    """One, or several with spaces or line breaks between them."""
    if not re.fullmatch(r"\d+:[\w-]+(?:\s+\d+:[\w-]+)*", value.get_secret_value(), re.ASCII):
        raise ValueError
    return value


def _address(value: SecretStr) -> SecretStr:
    address.read(value.get_secret_value())
    return value


def _api(value: str) -> str:
    if not re.fullmatch(r"https?://[^/\s?#]+", value.rstrip("/")):
        raise ValueError
    return value.rstrip("/")


class Local(BaseModel):
    """What can be set for commands that do not talk to Telegram."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    database_url: Annotated[SecretStr, AfterValidator(_address)] | None = None
    api_url: Annotated[str, AfterValidator(_api)] = "https://api.telegram.org"
    data_dir: Path = Path("data")
    web_host: str = Field(default="127.0.0.1", min_length=1)
    web_port: int = Field(default=8081, ge=0, le=65535)
    watch_port: int | None = Field(default=None, ge=0, le=65535)

    @property
    def watched_at(self) -> int:
        """The port for whoever watches over the bot; 0 is any free one."""
        if self.watch_port is not None:
            return self.watch_port
        return (self.web_port + 1) % 65536 if self.web_port else 0

    @property
    def database(self) -> str:
        """The database's address; it may hold a password."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir.absolute() / 'klyngebot.db'}"


class Settings(Local):
    """Everything that can be set. Tests and the demo make it directly: nothing comes from outside then."""

    token: Annotated[SecretStr, BeforeValidator(_stripped), AfterValidator(_token)]
    token_file: Path | None = None
    webhook_url: Annotated[str, AfterValidator(_api)] | None = None
    messages_a_second: int = Field(default=FREE, ge=FREE, le=MOST)

    @property
    def tokens(self) -> tuple[str, ...]:
        """One for each bot, each once."""
        return tuple(dict.fromkeys(self.token.get_secret_value().split()))

    @model_validator(mode="before")
    @classmethod
    def _from_file(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Tokens may stand in a file, or a folder of files, as systemd and Docker hand out credentials."""
        path = values.get("token_file")
        if not path or values.get("token"):
            return values
        return {**values, "token": _file(Path(path))}


_FROM_OUTSIDE = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="ignore")
"""The environment wins over `.env`."""


class _Read(Settings, BaseSettings):
    model_config = _FROM_OUTSIDE


class _ReadLocal(Local, BaseSettings):
    model_config = _FROM_OUTSIDE


def read(dotenv: Path = Path(".env")) -> Settings:
    """The settings as they stand. Raises SettingsProblem."""
    return _checked(_Read, dotenv)


def read_local(dotenv: Path) -> Local:
    """The same, whether or not there is a token. Raises SettingsProblem."""
    return _checked(_ReadLocal, dotenv)


def _checked(kind: type[Kind], dotenv: Path) -> Kind:
    problems = [*_too_open(dotenv), *_unknown(dotenv)]
    try:
        settings = kind(_env_file=dotenv)
    except ValidationError as error:
        wrong = {(str(one["loc"][0]) if one["loc"] else "token_file"): one["type"] for one in error.errors()}
        problems += [_sentence(name, wrong[name], dotenv) for name in ADVICE if name in wrong]
        settings = None
    if settings is None or problems:
        raise SettingsProblem(problems)
    return settings


def _file(path: Path) -> str:
    """Of a folder, all files that are not hidden."""
    try:
        files = sorted(path.glob("[!.]*")) if path.is_dir() else [path]
        return "\n".join(file.read_text(encoding="utf-8") for file in files)
    except (OSError, UnicodeDecodeError):
        raise ValueError from None


def _sentence(name: str, kind: str, dotenv: Path) -> str:
    file = "the environment" if dotenv == NO_FILE else dotenv
    wrong = "is missing" if kind == "missing" else "cannot be used as it is"
    return f"{PREFIX}{name.upper()} {wrong}. {ADVICE[name].format(file=file)}"


def _too_open(dotenv: Path) -> Iterator[str]:
    if not dotenv.is_file() or not dotenv_values(dotenv).get(f"{PREFIX}TOKEN"):
        return
    if dotenv.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield f"Others on this machine can read {dotenv}, and the token in it. Run: chmod 600 {dotenv}"


def _unknown(dotenv: Path) -> Iterator[str]:
    """A misspelt name would go unnoticed for years."""
    known = {PREFIX + name.upper() for name in Settings.model_fields} | OTHERS
    given = {*os.environ, *(dotenv_values(dotenv) if dotenv.is_file() else ())}
    for name in sorted(name for name in given if name.startswith(PREFIX) and name not in known):
        near = get_close_matches(name, known, n=1)
        hint = f"Did you mean {near[0]}?" if near else "Take it away; .env.example has them all."
        yield f"{name} is no setting of Klyngebot. {hint}"
