"""The power goes in the middle of a sign-up, at every place where something could be lost or doubled.

What counts is what Telegram saw, so it is compared with what Telegram sees when nothing goes wrong. The
scenes are played side by side, each with a bot, a person and a database of its own.
"""

import asyncio
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.failpoints import Failpoint
from domain.clusters import Cluster
from tests.crash.harness import Machine, Phone, Telegram, rows, telegram
from tests.fixtures.bots import import_cluster
from tests.fixtures.databases import NOW, Apart

AT_ONCE = 4
Call = tuple[str, str]


@dataclass(frozen=True)
class Scene:
    """Each start of the bot is armed with the next of `failpoints`, and the last with none."""

    name: str
    failpoints: Sequence[str] = ()
    fault: dict | None = None


@dataclass
class Ending:
    kills: int
    exit_code: int
    calls: list[dict]
    said: str
    database: Path

    def rows(self, query: str) -> list[tuple]:
        return rows(self.database, query)

    @property
    def shown(self) -> Counter[Call]:
        """What reached the chat, and how often."""
        arrived = (one for one in self.calls if one["method"] in {"sendMessage", "editMessageText"})
        return Counter((one["method"], one["parameters"]["text"]) for one in arrived if one["status"] == 200)


UNDISTURBED = Scene("undisturbed")
SLOW_DOWN = {"kind": "retry_after", "method": "sendMessage", "times": 1, "seconds": 1}
KILLED = [
    *(Scene(name, (f"{name}:2",)) for name in Failpoint if name is not Failpoint.AFTER_CLAIM),
    # Answers go from memory; what Telegram put off is claimed from the outbox.
    Scene(Failpoint.AFTER_CLAIM, (Failpoint.AFTER_CLAIM,), SLOW_DOWN),
    Scene("again and again at the receipt", ("after_send:3", "after_send:1", "after_send:1")),
]


async def sign_up(anna: Phone) -> None:
    """A question in place of the one before, and a receipt of its own."""
    await anna.start()
    await anna.sees("Er du fyldt 16 år?")
    await anna.tap("Ja, jeg er fyldt 16")
    await anna.sees("Trin 2 af 2")
    await anna.write("vigerstd")
    await anna.sees("Velkommen, Anna!")


@pytest.fixture(scope="module")
def endings(
    sqlite_template: Path,
    ringsted_nord: Cluster,
    tmp_path_factory: pytest.TempPathFactory,
    loop_apart: Apart,
) -> dict[str, Ending | BaseException]:
    folder = tmp_path_factory.mktemp("crash")
    database = shutil.copy(sqlite_template, folder / "klyngebot.db")
    loop_apart(import_cluster(f"sqlite:///{database}", ringsted_nord, NOW))
    return loop_apart(play(folder, [UNDISTURBED, *KILLED]))


async def play(folder: Path, scenes: Sequence[Scene]) -> dict[str, Ending | BaseException]:
    places = asyncio.Semaphore(AT_ONCE)

    async def in_turn(world: Telegram, number: int, scene: Scene) -> Ending:
        async with places:
            return await one_scene(world, folder, number, scene)

    async with telegram(folder / "telegram.log") as world:
        played = (in_turn(world, number, scene) for number, scene in enumerate(scenes))
        results = await asyncio.gather(*played, return_exceptions=True)
    return {scene.name: result for scene, result in zip(scenes, results, strict=True)}


async def one_scene(world: Telegram, folder: Path, number: int, scene: Scene) -> Ending:
    phone = Phone(world, 5_100_001 + number, 700_001 + number)
    home = folder / f"{number}"
    home.mkdir()
    shutil.copy(folder / "klyngebot.db", home)
    await world.post("bots", token=f"{phone.bot}:crash", username=f"klynge{number}_bot", first_name="Klynge")
    await world.post("people", first_name="Anna", telegram_id=phone.person)
    if scene.fault:
        await world.post("faults", bot_id=phone.bot, **scene.fault)
    machine = Machine({"KLYNGEBOT_TOKEN": f"{phone.bot}:crash", "KLYNGEBOT_API_URL": world.address}, home)
    await machine.switch_on(*scene.failpoints)
    try:
        await sign_up(phone)
        await machine.has_died(len(scene.failpoints))
        await machine.rests()
    finally:
        code = await machine.switch_off()
    return Ending(machine.kills, code, await world.calls(phone.bot), machine.said, machine.database)


def the(endings: dict[str, Ending | BaseException], scene: Scene) -> Ending:
    ending = endings[scene.name]
    if isinstance(ending, BaseException):
        raise ending
    return ending


@pytest.fixture(params=KILLED, ids=lambda scene: scene.name)
def scene(request: pytest.FixtureRequest) -> Scene:
    return request.param


pytestmark = pytest.mark.slow


def test_the_power_went_as_often_as_it_should(endings: dict[str, Ending | BaseException], scene: Scene):
    assert the(endings, scene).kills == len(scene.failpoints)


def test_nothing_is_lost(endings: dict[str, Ending | BaseException], scene: Scene):
    expected, ending = the(endings, UNDISTURBED).shown, the(endings, scene)
    assert not expected - ending.shown
    assert ending.rows("select first_name from people") == [("Anna",)]


def test_only_the_message_in_flight_is_doubled(endings: dict[str, Ending | BaseException], scene: Scene):
    extra = the(endings, scene).shown - the(endings, UNDISTURBED).shown
    assert len(extra) <= 1
    assert extra.total() <= len(scene.failpoints)
    assert max(the(endings, scene).shown.values()) <= 3


def test_nothing_is_left_lying(endings: dict[str, Ending | BaseException], scene: Scene):
    ending = the(endings, scene)
    assert ending.exit_code == 0
    assert ending.rows("select * from inbox where state = 'waiting'") == []
    assert ending.rows("select * from outbox where state in ('pending', 'sending')") == []
    assert ending.rows("pragma integrity_check") == [("ok",)]
    assert ending.rows("pragma foreign_key_check") == []


def test_the_log_has_no_token_and_nobody_s_words(endings: dict[str, Ending | BaseException], scene: Scene):
    said = the(endings, scene).said
    assert "[token]" in said or "crash" not in said
    assert "vigerstd" not in said
    assert "Anna" not in said
