"""The demo's village is large enough that its steering group sees figures, and none of them names anybody."""

import re
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from actions import group_overview
from bot.cluster_file import read
from domain.message import Message
from domain.visit import Visit
from simulator import Simulator, demo
from simulator.demo_village import KAREN, METTE, VILLAGE, by_day, settle
from storage import people, tables
from storage.database import Database
from storage.transaction import Transaction

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
async def village(sqlite_database: Database) -> Database:
    await sqlite_database.transact(settle, read(VILLAGE / "ringsted_nord.yaml"), NOW)
    return sqlite_database


def sees(tx: Transaction, who: int, action, *arguments: object) -> Message:
    person = people.by_telegram(tx, 1, who)
    assert person is not None
    visit = Visit(1, 1, 1, who, who, person.first_name, "da", None, NOW, person)
    screen = action(tx, visit, *arguments).screen
    assert isinstance(screen, Message)
    return screen


@pytest.mark.parametrize("who", [KAREN, METTE])
async def test_heads_by_village_and_what_the_five_busiest_carry_are_shown(village: Database, who: int):
    text = (await village.transact(sees, who, group_overview.numbers)).text
    for name in ("Vigersted", "Fjællebro-Kværkeby", "Jystrup-Valsølille", "Haraldsted-Allindemagle"):
        assert re.search(rf"{name}: \d+", text), text
    assert "De fem, der er med i flest grupper, har 10 af alle 24 pladser." in text
    assert "få" not in text


async def test_heads_by_village_and_skill_are_shown(village: Database):
    labels = [row[0].label for row in (await village.transact(sees, KAREN, group_overview.by_skill, 0)).rows]
    assert any(re.match(r"Bage.* · 26$", label) for label in labels), labels
    text = (await village.transact(sees, KAREN, group_overview.one_skill, "baking")).text
    assert text.endswith(
        "Vigersted: 8\nFjællebro-Kværkeby: 7\nJystrup-Valsølille: 6\nHaraldsted-Allindemagle: 5"
    )


async def test_what_is_sent_to_all_reaches_everybody(village: Database):
    telegram = Simulator(now=lambda: NOW)
    bot = telegram.add_bot("4242:demo", "demo_bot")
    for chat in demo.phones(telegram, bot, read(VILLAGE / "ringsted_nord.yaml")):
        chat.start()
    known = await village.transact(
        lambda tx: set(tx.connection.scalars(sa.select(tables.people.c.telegram_id)))
    )
    reached = {person for (_, person), chat in telegram.world.private.items() if chat.started}
    assert len(known) > len(demo.CAST)
    assert reached == known


def test_a_demo_begins_by_day():
    noon, night = datetime(2026, 11, 22, 12, tzinfo=UTC), datetime(2026, 11, 22, 22, tzinfo=UTC)
    assert by_day(noon) == noon
    assert by_day(night) == datetime(2026, 11, 23, 9, tzinfo=UTC)
