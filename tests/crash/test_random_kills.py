"""The power goes at any moment, again and again, while several people chat.

`KLYNGEBOT_TEST_KILLS=200` kills longer, `KLYNGEBOT_TEST_SEED=7` at the moments of an earlier run.
"""

import asyncio
import os
import secrets
import shutil
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from domain.clusters import Cluster
from tests.crash.harness import Machine, Phone, Telegram, rows, telegram
from tests.fixtures.bots import import_cluster
from tests.fixtures.databases import NOW

KILLS = int(os.environ.get("KLYNGEBOT_TEST_KILLS", "10"))
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", secrets.token_hex(8))
"""The same in every process of one run, so that all of them name the seed alike."""
SEED = int(os.environ.get("KLYNGEBOT_TEST_SEED", int(RUN, 16) % 10_000))
PEOPLE = 6
IN_FLIGHT = 8
"""Messages of one bot on their way at once: what a kill may double."""
LIFE = (0.1, 1.5)
"""Seconds between a start and the next kill: short enough to hit what follows a start, too."""
GIVES_UP = 10.0
"""Seconds after which a person asks again."""
BOT = 700_900

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120 + 10 * KILLS)]


@pytest.mark.parametrize("seed", [SEED])
async def test_nothing_is_lost_and_only_what_was_in_flight_is_doubled(
    seed: int, sqlite_template: Path, ringsted_nord: Cluster, tmp_path: Path
):
    database = shutil.copy(sqlite_template, tmp_path / "klyngebot.db")
    await import_cluster(f"sqlite:///{database}", ringsted_nord, NOW)
    async with telegram(tmp_path / "telegram.log") as world:
        phones = await move_in(world)
        machine = Machine({"KLYNGEBOT_TOKEN": f"{BOT}:crash", "KLYNGEBOT_API_URL": world.address}, tmp_path)
        await machine.switch_on()
        try:
            acts = await chat_while_killed(machine, phones, Random(seed), chatter)
            await machine.rests()
        finally:
            code = await machine.switch_off()
        sent = Counter(
            int(call["parameters"]["chat_id"])
            for call in await world.calls(BOT)
            if call["method"] == "sendMessage" and call["status"] == 200
        )
    assert (code, machine.kills) == (0, KILLS), machine.said
    perhaps = Counter(dict(rows(machine.database, UNKNOWN)))
    assert acts - sent <= perhaps, "lost"
    assert (sent - acts).total() <= KILLS * IN_FLIGHT
    look_into(machine.database)


async def test_numbered_answers_are_neither_lost_nor_swapped(
    sqlite_template: Path, ringsted_nord: Cluster, tmp_path: Path
):
    """Of counts alone, one answer lost and another sent twice would look right."""
    database = shutil.copy(sqlite_template, tmp_path / "klyngebot.db")
    await import_cluster(f"sqlite:///{database}", ringsted_nord, NOW)
    async with telegram(tmp_path / "telegram.log") as world:
        phones = await move_in(world)
        settings = {"KLYNGEBOT_TOKEN": f"{BOT}:crash", "KLYNGEBOT_API_URL": world.address}
        machine = Machine(settings, tmp_path, ["tests.crash.echo"])
        await machine.switch_on()
        try:
            asked = await chat_while_killed(machine, phones, Random(SEED), questioner)
            await machine.rests()
        finally:
            code = await machine.switch_off()
        said = {phone.person: await said_to(world, phone) for phone in phones}
    assert (code, machine.kills) == (0, KILLS), machine.said
    perhaps = rows(machine.database, MAYBE)
    assert len(perhaps) <= KILLS // 3, "it takes three kills in the middle of one message"
    for person, questions in asked.items():
        answers = [f"Svar {number}" for number in range(1, questions + 1)]
        unsure = {text for chat, text in perhaps if chat == person}
        first = [*dict.fromkeys(said[person])]
        assert set(answers) - set(first) <= unsure, "lost"
        assert first == [one for one in answers if one in first], "swapped"
        assert max(Counter(said[person]).values()) <= 3


MAYBE = (
    "select outbox.chat_id, contents.text from outbox join contents on contents.id = outbox.content_id "
    "where outbox.state = 'unknown'"
)


async def said_to(world: Telegram, phone: Phone) -> list[str]:
    """What Telegram took for this chat, copies too, in its order."""
    return [
        call["parameters"]["text"]
        for call in await world.calls(BOT)
        if (call["method"], call["status"]) == ("sendMessage", 200)
        and int(call["parameters"]["chat_id"]) == phone.person
    ]


async def questioner(anna: Phone, over: asyncio.Event) -> int:
    """Asks two things in a row, waits for both answers, and goes on."""
    asked = 0
    while not over.is_set():
        for _ in range(2):
            asked += 1
            await anna.write(str(asked))
        with suppress(TimeoutError):
            await anna.has(asked, GIVES_UP)
    return asked


UNKNOWN = "select chat_id, count(*) from outbox where state = 'unknown' group by chat_id"
"""After three kills in the middle of the same message it is left to a human."""


def look_into(database: Path) -> None:
    """What everybody did stands there once."""
    assert rows(database, "select count(*), count(distinct telegram_id) from people") == [(PEOPLE, PEOPLE)]
    assert rows(database, "select count(*) from consents") == [(PEOPLE,)]
    assert rows(database, "select count(*) from inbox where state <> 'done'") == [(0,)]
    assert rows(database, "select * from outbox where state not in ('sent', 'unknown')") == []
    assert rows(database, "pragma integrity_check") == [("ok",)]
    assert rows(database, "pragma foreign_key_check") == []


async def move_in(world: Telegram) -> list[Phone]:
    await world.post("settings", latency=[0.02, 0.08])
    await world.post("bots", token=f"{BOT}:crash", username="klynge_bot", first_name="Klyngebot")
    phones = [Phone(world, 5_200_001 + number, BOT) for number in range(PEOPLE)]
    for phone in phones:
        await world.post("people", first_name="Anna", telegram_id=phone.person)
    return phones


async def chat_while_killed(
    machine: Machine, phones: list[Phone], chance: Random, person: Callable[..., Awaitable[int]]
) -> Counter[int]:
    """How many messages each person must have got."""
    over = asyncio.Event()
    chats = [asyncio.create_task(person(phone, over)) for phone in phones]
    for number in range(KILLS):
        await machine.is_up()
        await asyncio.sleep(chance.uniform(*LIFE))
        machine.kill()
        await machine.has_died(number + 1)
    over.set()
    return Counter(dict(zip((phone.person for phone in phones), await asyncio.gather(*chats), strict=True)))


async def chatter(anna: Phone, over: asyncio.Event) -> int:
    """Sign up, then ask for the menu over and over. A tap's answer takes the place of its question."""
    await anna.start()
    await anna.sees("Er du fyldt 16 år?")
    await anna.tap("Ja, jeg er fyldt 16")
    await anna.sees("Trin 2 af 2")
    await anna.write("vigerstd")
    await anna.sees("Velkommen, Anna!")
    messages = 2
    while not over.is_set():
        await anna.write("/menu")
        messages += 1
        with suppress(TimeoutError):
            await anna.has(messages, GIVES_UP)
    return messages
