"""Fifty times somebody pauses an announcement in the middle, lets it go on, and in the end perhaps stops it.

What people notice is looked up at Telegram: after a pause at most a handful more, and nobody gets it twice.
"""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

import pytest
import sqlalchemy as sa

from actions import announcement_rounds
from bot.app import Klyngebot
from simulator import Simulator, SimulatorSettings
from simulator.log import Entry
from simulator.people import Bot
from storage import tables
from storage.transaction import Transaction
from tests.fixtures.bots import SetClock
from tests.fixtures.cast import Member
from tests.stories.test_announcements import NOON, TEXT, drafts

pytestmark = pytest.mark.slow

NEIGHBOURS = range(900_001, 900_121)
IN_HAND = 8
"""What is on its way, or about to be, when the pause is committed."""
ANNOUNCEMENTS, CYCLES = 5, 10
ANSWERS = ("Spring over", "Hele klyngen", "Ja, den er vigtig", "Med det samme")


@pytest.fixture
def telegram(clock: SetClock) -> Simulator:
    """So slow that there is a middle to pause in."""
    return Simulator(clock.now, SimulatorSettings(latency=(0.002, 0.02)))


@dataclass
class Author:
    """Karen, who looks at what Telegram has had to do for one announcement."""

    karen: Member
    telegram: Simulator
    clock: SetClock
    text: str

    def letters(self) -> list[Entry]:
        neighbours = {str(number) for number in NEIGHBOURS}
        sent = self.telegram.log.of("sendMessage")
        return [
            one
            for one in sent
            if self.text in one.parameters["text"] and one.parameters["chat_id"] in neighbours
        ]

    def answers(self, query: str) -> list[Entry]:
        answered = self.telegram.log.of("answerCallbackQuery")
        return [one for one in answered if one.parameters["callback_query_id"] == query]

    async def sends(self) -> None:
        await drafts(self.karen, *ANSWERS, text=self.text)
        await self.karen.taps("Send en prøve til mig")
        await self.karen.taps("Send den")
        await self.ticks()

    async def ticks(self) -> None:
        """The duty looks: letters are written, and go."""
        self.clock.forward(timedelta(seconds=61))
        await self.karen.klyngebot.database.transact(announcement_rounds.go_on, self.clock.now())
        self.karen.klyngebot.fleet.wake()

    async def taps_in_the_middle(self, label: str, after: int) -> int:
        """When so many more have left; how many begin after the tap was answered, until all is still."""
        enough = len(self.letters()) + after
        await self.karen.chat.waits_for(
            lambda chat: any(label in one.labels for one in chat.messages) and len(self.letters()) >= enough
        )
        query = self.karen.chat.tap(
            label
        ).query_id  # of this tap: the answer to the one before may come later
        await self.karen.chat.waits_for(lambda _: self.answers(query))
        at = self.answers(query)[0].monotonic
        await self.ticks()
        await self.karen.klyngebot.settled()
        return sum(one.monotonic > at for one in self.letters())


async def test_pausing_going_on_and_stopping_repeat_nothing_and_lose_nobody(
    karen: Member, klyngebot: Klyngebot, telegram: Simulator, bot: Bot, clock: SetClock
):
    chance = random.Random(5)
    _open_chats(telegram, bot)
    await klyngebot.database.transact(_move_in)
    for number in range(ANNOUNCEMENTS):
        author = Author(karen, telegram, clock, f"{TEXT} Det er nummer {number}.")
        await author.sends()
        for _ in range(CYCLES - 1):
            assert await author.taps_in_the_middle("Sæt på pause", chance.randrange(5)) <= IN_HAND
            await karen.taps("Send videre")
            await author.ticks()
        if stopped := number % 2:
            assert await author.taps_in_the_middle("Stop resten", chance.randrange(5)) <= IN_HAND
        for _ in range(2):  # the rest goes, and it is done
            await author.ticks()
            await klyngebot.settled()
        copies = Counter(one.parameters["chat_id"] for one in author.letters())
        assert set(copies.values()) == {1}
        assert len(copies) < len(NEIGHBOURS) if stopped else len(copies) == len(NEIGHBOURS)


def _open_chats(telegram: Simulator, bot: Bot) -> None:
    for number in NEIGHBOURS:
        telegram.add_person("Nabo", telegram_id=number).chat(bot).conversation.started = True


def _move_in(tx: Transaction) -> None:
    for number in NEIGHBOURS:
        row = {
            "cluster_id": 1, "telegram_id": number, "first_name": "Nabo", "language": "da",
            "village_id": 1, "sixteen_on": NOON.date(), "joined_at": NOON, "seen_at": NOON, "free_times": [],
        }  # fmt: skip
        tx.connection.execute(sa.insert(tables.people), row)
