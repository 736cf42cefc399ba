"""A token and words that can be found again: through a chat, a webhook, a kill and a crash, at DEBUG.

The token must be nowhere at all. What people say is in the database, where it belongs, and in no log, no
error, and nothing else the bot leaves behind.
"""

import asyncio
import json
import shutil
import socket
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest

from bot.webhook import SECRET, made_of
from bot.workers import EACH
from domain.clusters import Cluster
from tests.crash.harness import PATIENCE, Machine, Phone, Telegram, rows, telegram
from tests.crash.neighbours import press
from tests.fixtures.bots import import_cluster
from tests.fixtures.databases import NOW

pytestmark = pytest.mark.slow

BOT, ANNA = 700_901, 5_190_417
SECRET_PART = "kanarieToken"  # too short for the pattern of real ones: only its being named hides it
TOKEN = f"{BOT}:{SECRET_PART}"
NAME, WORDS = "Kanarinette", "mit knirkende kanarieknae"
PATHS = (
    "An update that cannot be read is a dead letter",
    "An update is a dead letter",
    "An update is ticked off",
    "Somebody writes faster than they can be answered",
    "A message did not get through",
    "A tap could not be answered",
    "Telegram does not know the token of bot",
)
"""What the log says where an update or a letter is in somebody's hands: each of them can repeat it."""


@pytest.fixture
def home(tmp_path: Path, sqlite_template: Path) -> Path:
    (tmp_path / "home").mkdir()
    shutil.copy(sqlite_template, tmp_path / "home" / "klyngebot.db")
    return tmp_path / "home"


async def chat(world: Telegram, anna: Phone) -> None:
    """Sign up, say too much at every question, meet Telegram's own errors, and ask for all of it."""
    echo = {"kind": "error", "status": 400, "description": f"Bad Request: can't parse entities: {WORDS}"}
    await anna.start()
    await anna.sees("Er du fyldt 16 år?")
    await anna.write(WORDS)
    await anna.tap("Ja, jeg er fyldt 16")
    await anna.sees("Trin 2 af 2")
    await anna.write(WORDS)
    await anna.write("vigerstd")
    await anna.sees(f"Velkommen, {NAME}!")
    await world.post("faults", bot_id=BOT, method="sendMessage", times=1, **echo)
    await anna.write("/mig")
    await world.post("faults", bot_id=BOT, method="answerCallbackQuery", times=1, **echo)
    await press(anna, f"v1:{WORDS}")
    await anna.write(f"/start {WORDS}")


async def listens(port: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            with suppress(ConnectionRefusedError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.05)


async def strangers_and_nonsense(address: str) -> None:
    """What comes in by the webhook's path: forged, cut short, with fields that nobody can read, and what
    nobody answers, which is ticked off without any handler.
    """
    where = f"{address}/telegram/{made_of(TOKEN, 'path')}"
    sender = {"id": ANNA, "is_bot": False, "first_name": NAME}
    said = {"message_id": 9, "chat": {**sender, "type": "private"}, "from": sender, "text": WORDS}
    cut, whole = (json.dumps({"update_id": one, "message": {**said, "date": 2**70}}) for one in (1, 2))
    edited, posted = (
        json.dumps({"update_id": number, kind: {**said, "date": 1, "edit_date": 2}})
        for number, kind in ((3, "edited_message"), (4, "channel_post"))
    )
    async with aiohttp.ClientSession() as session:
        for secret, body, status in (
            (WORDS, whole, 403),
            (TOKEN, whole, 403),
            (made_of(TOKEN, "secret"), cut[:-20], 200),
            (made_of(TOKEN, "secret"), whole, 200),
            (made_of(TOKEN, "secret"), edited, 200),
            (made_of(TOKEN, "secret"), posted, 200),
        ):
            async with session.post(where, data=body, headers={SECRET: secret}) as answer:
                assert answer.status == status
        async with session.get(f"{address}/{TOKEN}/{WORDS}") as answer:
            assert answer.status == 404


def left_behind(home: Path) -> dict[str, bytes]:
    return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}


async def test_what_nobody_may_find_is_nowhere(home: Path, ringsted_nord: Cluster, tmp_path: Path):
    await import_cluster(f"sqlite:///{home / 'klyngebot.db'}", ringsted_nord, NOW)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    address = f"http://127.0.0.1:{port}"
    async with telegram(tmp_path / "telegram.log") as world:
        await world.post("bots", token=TOKEN, username="kanarie_bot", first_name="Klynge")
        await world.post("people", first_name=NAME, telegram_id=ANNA)
        settings = {"KLYNGEBOT_TOKEN": TOKEN, "KLYNGEBOT_API_URL": world.address}
        anna = Phone(world, ANNA, BOT)

        machine = Machine(settings, home)
        await machine.switch_on("before_send:5")
        await chat(world, anna)
        await machine.has_died(1)
        await machine.rests()
        assert await machine.switch_off() == 0

        webhook = Machine({**settings, "KLYNGEBOT_WEBHOOK_URL": address}, home, web_port=port)
        await webhook.switch_on()
        await listens(int(port))
        await strangers_and_nonsense(address)
        await anna.write(WORDS)
        await webhook.rests()
        arguments = Path(f"/proc/{webhook._process.pid}/cmdline").read_bytes()  # noqa: ASYNC240 - not a disk
        assert await webhook.switch_off() == 0

        for _ in range(2 * EACH):
            await anna.write(WORDS)
        refused = Machine(settings, home)
        await refused.switch_on()
        await anna.sees("Det gik lidt hurtigt for mig.")
        await world.post("faults", bot_id=BOT, kind="error", times=None, status=401, method="getUpdates")
        await anna.write(f"{WORDS}: now the question that waits for this ends, and the next is refused")
        async with asyncio.timeout(PATIENCE):
            assert await refused._process.wait() == 1
        refused._keeping.cancel()

    assert SECRET_PART.encode() not in arguments
    nothing_is_found(home)


def nothing_is_found(home: Path) -> None:
    left = left_behind(home)
    assert not [name for name, content in left.items() if SECRET_PART.encode() in content]
    outside = [name for name in left if not name.startswith("klyngebot.db")]
    told = left["bot.log"].decode()
    assert not [line for line in PATHS if line not in told], (
        "a path on which words could get out was not gone"
    )
    for words in (NAME, WORDS, "vigerstd", str(ANNA)):
        assert not [name for name in outside if words.encode() in left[name]], words
    updates, letters = (
        {error for (error,) in rows(home / "klyngebot.db", f"select error from {table}") if error}
        for table in ("inbox", "outbox")
    )
    assert {error.split()[0] for error in updates} == {"OverflowError", "unreadable"}
    assert "Can't parse entities" in letters
    for words in (NAME, WORDS, "vigerstd", SECRET_PART):
        assert not [error for error in updates | letters if words in error], words
