"""The village's year in pictures: `python -m tools.year FOLDER` (needs chromium and fonts-noto-color-emoji).

Begins with an empty demo, plays Karen, Anna and Bo through its control API as they would tap and write, turns
the clock to the Sunday digest, and looks at the phones on a narrow screen at each step.
"""

import asyncio
import json
import shutil
import sys
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, async_playwright

from tools.screenshots import NARROW, WIDE, demo, opened, shoot

BOT = 4242
PATIENCE = 20
"""Seconds, or changes of one chat, that one tap may take."""
PEOPLE = {"Anna": 7001, "Bo": 7002, "Karen": 7003}
Step = tuple[str, ...]

SET_UP: Sequence[Step] = (
    ("Karen", "start", "claim"),
    ("Karen", "tap", "Ja, jeg er fyldt 16"),
    *(
        ("Karen", "write", words)
        for words in ("Ringsted Nord", "Ringsted", "Vigersted", "1100", "Jystrup", "900")
    ),
    ("Karen", "tap", "Det var alle landsbyerne"),
    ("Karen", "tap", "Vigersted"),
    *(("Karen", "write", words) for words in ("Landsbyklyngen", "Karen Eksempel", "12345678")),
    ("picture", "Karen", "01-set-up"),
    ("Karen", "tap", "Ja, det er rigtigt"),
    ("Anna", "start", "v_vigersted"),
    ("Anna", "tap", "Ja, begge dele"),
    ("Bo", "start", "v_jystrup"),
    ("Bo", "tap", "Ja, begge dele"),
    ("picture", "Anna", "02-joined"),
)
EVENT: Sequence[Step] = (
    ("Karen", "write", "/menu"),
    *(("Karen", "tap", label) for label in ("Styregruppen", "Lav et arrangement")),
    ("Karen", "write", "Fællesspisning"),
    ("Karen", "write", "mandag den 30. november kl. 18-21"),
    ("picture", "Karen", "03-when"),
    ("Karen", "tap", "Ja"),
    ("Karen", "write", "Forsamlingshuset"),
    *(("Karen", "tap", label) for label in ("Hele klyngen", "Plads til alle", "Ja, der er spisning")),
    ("Karen", "tap", "Opret arrangementet"),
    ("Anna", "write", "/menu"),
    *(("Anna", "tap", label) for label in ("Hvad sker der?", "Fællesspisning", "Kommer", "2", "2")),
    ("picture", "Anna", "04-coming"),
)
IDEA: Sequence[Step] = (
    ("Anna", "write", "/menu"),
    *(("Anna", "tap", label) for label in ("Idéer", "Skriv en idé")),
    ("Anna", "write", "Lys på stien til skolen"),
    ("Anna", "write", "Børnene går i mørke."),
    *(("Anna", "tap", label) for label in ("Vigersted", "Spring over ›", "Send idéen")),
    ("Bo", "write", "/menu"),
    *(
        ("Bo", "tap", label)
        for label in ("Idéer", "Se de nyeste", "Lys på stien til skolen · 0", "Støt idéen")
    ),
    ("picture", "Bo", "05-idea"),
)
POLL: Sequence[Step] = (
    ("Karen", "write", "/styregruppen"),
    *(("Karen", "tap", label) for label in ("Afstemninger", "Lav en ny afstemning")),
    ("Karen", "write", "Skal vi have et fælles madhus?"),
    *(("Karen", "tap", label) for label in ("Ja eller nej", "Hele klyngen", "14 dage", "Send afstemningen")),
)
ANNOUNCEMENT: Sequence[Step] = (
    ("Karen", "write", "/styregruppen"),
    *(("Karen", "tap", label) for label in ("Meddelelser", "Skriv en meddelelse")),
    ("Karen", "write", "Vi holder borgermøde om skolevejen. Kom og hør mere."),
    *(
        ("Karen", "tap", label)
        for label in ("Spring over ›", "Hele klyngen", "Nej, en almindelig", "Med det samme")
    ),
    ("picture", "Karen", "06-announcement"),
    ("Karen", "tap", "Send den"),
    ("clock", "tomorrow8"),
    ("picture", "Anna", "07-asked-and-told"),
    ("Anna", "tap", "Ja"),
    ("picture", "Anna", "08-answered"),
    ("clock", "sunday17"),
    ("picture", "Anna", "09-digest"),
    ("picture", "", "10-all-phones"),
)
YEAR = (*SET_UP, *EVENT, *IDEA, *POLL, *ANNOUNCEMENT)


class NoButtonError(Exception):
    """The step's button is not there."""


@dataclass(frozen=True)
class Play:
    """One demo, and the folder for its pictures."""

    address: str
    browser: Browser
    folder: Path

    async def step(self, step: Step) -> None:
        match step:
            case ("picture", name, picture):
                await self.look(name, picture)
            case ("clock", to):
                await self.call("/clock", {"to": to})
            case (name, "start", payload):
                await self.start(PEOPLE[name], payload)
            case (name, "write", words):
                await self.act(PEOPLE[name], "messages", {"text": words})
            case (name, "tap", label):
                await self.tap(PEOPLE[name], label)

    async def start(self, person: int, payload: str) -> None:
        if payload == "claim":
            cast = await self.call("/cast")
            payload = next(one["start_payload"] for one in cast if one["person"] == person)
        await self.act(person, "start", {"payload": payload})

    async def tap(self, person: int, label: str) -> None:
        for message in reversed((await self.chat(person))["messages"]):
            for key in (key for row in message.get("keyboard") or () for key in row):
                if key["label"] == label:
                    pressed = {"message_id": message["message_id"], "data": key["data"]}
                    await self.act(person, "taps", pressed)
                    return
        raise NoButtonError(f"{label!r} is on no screen of {person}")

    async def act(self, person: int, what: str, body: dict[str, Any]) -> None:
        """Do it, wait for the bot to say something else than before, and then until it has said all."""
        before = said(await self.chat(person))
        await self.call(f"/people/{person}/chats/{BOT}/{what}", body)
        chat = await self.chat(person)
        for _ in range(PATIENCE):
            earlier, chat = chat, await self.chat(person, since=chat["version"])
            if earlier["version"] == chat["version"] and said(chat) != before:
                return

    async def chat(self, person: int, since: int = 0) -> dict[str, Any]:
        """As it is; with `since`, when it has changed or a second is over."""
        found: dict[str, Any] = await self.call(f"/people/{person}/chats/{BOT}?since={since}&wait=1")
        return found

    async def look(self, name: str, picture: str) -> None:
        page = await opened(self.browser, self.address, NARROW if name else WIDE)
        if name and name != "Anna":
            await page.get_by_role("button", name=name).first.click()
        await shoot(page, self.folder / f"{picture}.png")
        await page.context.close()

    async def call(self, path: str, body: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - JSON
        data = None if body is None else json.dumps(body).encode()
        url = f"{self.address}/control{path}"
        request = urllib.request.Request(url, data, {"Content-Type": "application/json"})  # noqa: S310 - our demo
        return await asyncio.to_thread(_read, request)


def said(chat: dict[str, Any]) -> list[dict[str, Any]]:
    """What the bot says in that chat, as it looks now."""
    return [message for message in chat["messages"] if message["from"] == "bot"]


def _read(request: urllib.request.Request) -> Any:  # noqa: ANN401 - JSON
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - our demo
        return json.load(answer)


async def main(folder: Path) -> None:
    async with demo("--empty") as address, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"))
        play = Play(address, browser, folder)
        for step in YEAR:
            await play.step(step)
        await browser.close()


if __name__ == "__main__":
    here = Path(sys.argv[1])
    here.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(here))
