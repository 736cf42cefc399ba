"""A small Telegram: one bot, Anna who has pressed START, Dan who has not."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from simulator import Bot, Chat, Simulator, SimulatorSettings, Upload

TOKEN = "4242:secret"
QUICK = SimulatorSettings(
    conflict_pause=0.02, same_offset_wait=0.05, webhook_first_wait=0.01, webhook_longest_wait=0.04
)


@dataclass
class Hands:
    """Both clocks, turned by hand."""

    date: datetime = field(default_factory=lambda: datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
    seconds: float = 1000.0

    def now(self) -> datetime:
        return self.date

    def monotonic(self) -> float:
        return self.seconds

    def forward(self, seconds: float) -> None:
        self.seconds += seconds
        self.date += timedelta(seconds=seconds)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
async def telegram(hands: Hands) -> Any:
    simulator = Simulator(hands.now, QUICK)
    yield simulator
    await simulator.close()


@pytest.fixture
async def turned(hands: Hands) -> Any:
    """A Telegram whose waiting, too, goes by the hands: for pace and old age."""
    simulator = Simulator(hands.now, QUICK, monotonic=hands.monotonic)
    yield simulator
    await simulator.close()


@pytest.fixture
def bot(telegram: Simulator) -> Bot:
    return telegram.add_bot(TOKEN, "klynge_bot")


@pytest.fixture
def anna(telegram: Simulator, bot: Bot) -> Chat:
    """Has pressed START; her message is number 1 and the bot has fetched it."""
    chat = telegram.add_person("Anna", username="anna_v").chat(bot)
    chat.start()
    bot.take_updates()
    return chat


class Said:
    """An answer of the Bot API."""

    def __init__(self, status: int, body: bytes, headers: Any) -> None:
        self.status = status
        self.body = body
        self.headers = headers
        self.json: Any = json.loads(body) if status != 502 else None

    @property
    def result(self) -> Any:
        assert self.json["ok"], self.json
        return self.json["result"]

    @property
    def description(self) -> str:
        return self.json["description"]


class Api:
    """Calls as a bot makes them; what is no text goes as JSON."""

    def __init__(self, simulator: Simulator, token: str = TOKEN) -> None:
        self.simulator = simulator
        self.token = token

    async def __call__(self, method: str, files: dict[str, Upload] | None = None, **parameters: Any) -> Said:
        values = {n: v if isinstance(v, str) else json.dumps(v) for n, v in parameters.items()}
        answer = await self.simulator.call(self.token, method, values, files or {})
        return Said(answer.status, answer.body, answer.headers)


@pytest.fixture
def api(telegram: Simulator, bot: Bot) -> Api:
    return Api(telegram)


@pytest.fixture
def as_bot(telegram: Simulator) -> Callable[[str], Api]:
    return lambda token: Api(telegram, token)


def buttons(*labels: str) -> dict[str, Any]:
    """One button a row; each sends its own words in lower case."""
    return {"inline_keyboard": [[{"text": label, "callback_data": label.lower()}] for label in labels]}
