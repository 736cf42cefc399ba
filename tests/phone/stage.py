"""A small scripted bot, a simulator behind a port, and a browser that looks at it."""

import asyncio
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from playwright.async_api import ConsoleMessage, Page, Request

from simulator import Simulator
from simulator.hooks import CastMember, Jump
from simulator.people import Bot
from simulator.server import application
from simulator.wire import Upload

TOKEN = "4242:only-for-the-phone"
BEGIN = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
WELCOME = "<b>Velkommen til Ringsted Nord</b>\n\nVi husker kun det, du fortæller.\n\nEr du 16 år eller over?"
VILLAGES = (
    "Vigersted",
    "Fjællebro-Kværkeby",
    "Jystrup-Valsølille",
    "Haraldsted-Allindemagle",
    "Tilbage",
    "Afbryd",
)


class DemoClock:
    """Jumps at once; nothing is due on the way."""

    def __init__(self) -> None:
        self.ahead = timedelta()
        self._begun = datetime.now(UTC)

    def now(self) -> datetime:
        return BEGIN + (datetime.now(UTC) - self._begun) + self.ahead

    def jumps(self) -> list[Jump]:
        return [
            Jump("tomorrow", "I morgen kl. 8.00", "Tomorrow at 8:00"),
            Jump("sunday", "Søndag kl. 17.00", "Sunday at 17:00"),
        ]

    async def jump(self, to: str) -> None:
        goals = {
            "tomorrow": datetime(2026, 11, 23, 7, tzinfo=UTC),
            "sunday": datetime(2026, 11, 29, 16, tzinfo=UTC),
        }
        goal = goals.get(to) or datetime.fromisoformat(to)
        if goal < self.now():
            raise ValueError("Tiden går kun fremad")
        self.ahead += goal - self.now()


@dataclass
class ScriptedBot:
    """Answers what the tests need: a question, edits, both kinds of pop-ups, and an echo of anything else."""

    simulator: Simulator
    offset: int = 0

    async def run(self) -> None:
        while True:
            for update in await self.call("getUpdates", offset=self.offset, timeout=25):
                self.offset = update["update_id"] + 1
                if "callback_query" in update:
                    await self.tapped(update["callback_query"])
                elif "message" in update:
                    await self.told(update["message"])

    async def call(self, method: str, **parameters: Any) -> Any:
        files = {name: value for name, value in parameters.items() if isinstance(value, Upload)}
        texts = {
            k: v if isinstance(v, str) else json.dumps(v) for k, v in parameters.items() if k not in files
        }
        answer = json.loads((await self.simulator.call(TOKEN, method, texts, files)).body)
        assert answer["ok"], answer
        return answer["result"]

    async def say(self, chat_id: int, text: str, *rows: tuple[str, str]) -> None:
        await self.call(
            "sendMessage", chat_id=chat_id, text=text, parse_mode="HTML", reply_markup=keyboard(rows)
        )

    async def told(self, message: dict[str, Any]) -> None:
        chat_id, text = message["chat"]["id"], message.get("text", "")
        if text == "/start privacy":
            await self.say(chat_id, "Sådan passer vi på det, du fortæller.")
        elif text.startswith("/start"):
            await self.say(chat_id, WELCOME, *WELCOME_KEYS)
        elif text == "svar med markup":
            await self.say(
                chat_id,
                "&lt;img src=x onerror=alert(1)&gt; <blockquote>citat</blockquote><u>understreget</u>",
            )
        else:
            await self.say(chat_id, f"Du skrev: <i>{text or 'noget andet'}</i>")

    async def tapped(self, query: dict[str, Any]) -> None:
        message, data = query["message"], query["data"]
        popup = {"age:no": ("Kom igen, når du er 16.", True), "lang:en": ("Nu på engelsk", False)}.get(data)
        if popup:
            await self.call(
                "answerCallbackQuery", callback_query_id=query["id"], text=popup[0], show_alert=popup[1]
            )
            return
        await self.call("answerCallbackQuery", callback_query_id=query["id"])
        await self.call(
            "editMessageText",
            chat_id=message["chat"]["id"],
            message_id=message["message_id"],
            text="Trin 2 af 4: Hvor bor du?",
            reply_markup=keyboard((village, f"v:{village}") for village in VILLAGES),
        )


WELCOME_KEYS = (
    ("Ja, jeg er 16 eller over", "age:yes"),
    ("Nej, jeg er yngre", "age:no"),
    ("Read this in English", "lang:en"),
    ("Om persondata", "https://t.me/klynge_bot?start=privacy"),
    ("Hjemmesiden", "https://example.org/"),
)


def keyboard(rows: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """One button per row; what looks like an address is a link."""
    return {
        "inline_keyboard": [
            [{"text": label, "url" if target.startswith("http") else "callback_data": target}]
            for label, target in rows
        ]
    }


@dataclass
class Stage:
    """A simulator with a cast of four and its phone's address."""

    clock: DemoClock = field(default_factory=DemoClock)
    port: int = 0

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """A Telegram nobody has used yet; at the same port when there was one."""
        self.simulator = Simulator(self.clock.now)
        self.simulator.clock = self.clock
        self.bot: Bot = self.simulator.add_bot(TOKEN, "klynge_bot")
        self.people = [self.simulator.add_person(name) for name in ("Anna", "Bo", "Karen", "Mette")]
        self.simulator.cast = [
            CastMember(
                account.id, self.bot.telegram_id, f"{account.person.first_name} på dansk", "In English"
            )
            for account in self.people
        ]
        anna = self.people[0]
        self.simulator.cast[0] = CastMember(
            anna.id, self.bot.telegram_id, "Nytilflytter i Vigersted", "Newcomer in Vigersted", "v_vigersted",
            "Scan plakaten fra Vigersted", "Scan the poster of Vigersted",
        )  # fmt: skip

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    async def open(self) -> None:
        self.runner = web.AppRunner(application(self.simulator), access_log=None, shutdown_timeout=0.1)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self.runner.addresses[0][1]

    async def close(self) -> None:
        await self.runner.cleanup()

    async def play(self) -> asyncio.Task[None]:
        """The bot at work, with its commands told."""
        self.script = bot = ScriptedBot(self.simulator)
        await bot.call("setMyCommands", commands=[{"command": "menu", "description": "Vis menuen"}])
        await bot.call("setMyDescription", description="Klyngebot samler landsbyerne i Ringsted Nord.")
        return asyncio.create_task(bot.run())


@dataclass
class Watch:
    """What a page complained of, and what it asked of others than this machine."""

    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.hostname != "127.0.0.1":
            self.strangers.append(request.url)


def chromium() -> str:
    path = shutil.which("chromium")
    assert path, "These tests need Debian's Chromium: apt-get install chromium"
    return path
