"""A tap and a look at the outbox read what waits, not a month of what was sent."""

import pytest

from domain.message import Html, Message, Reply
from storage import outbox
from storage.outbox import Room


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def plans(tx, action, *arguments) -> list[str]:
    """How SQLite finds the letters `action` asks for."""
    asked: list[str] = []
    driver = tx.driver
    driver.set_trace_callback(asked.append)
    action(tx, *arguments)
    driver.set_trace_callback(None)
    found = [driver.execute(f"EXPLAIN QUERY PLAN {statement}") for statement in asked]
    return [step[3] for steps in found for step in steps]


async def test_nothing_that_comes_often_walks_through_what_was_sent(office):
    anna = await office.neighbour("Anna")
    await office.put(anna, "Nyt")
    visit, now = office.visit(anna, message_id=9), office.clock.now()
    screen = Reply(screen=Message(Html("Skærm")))
    rooms = [Room((lane,), 8, frozenset({1})) for lane in ("answer", "notice")]
    for asked in (
        (outbox.answer, visit, screen, office.owner()),
        (outbox.changed_since, visit, now),
        (outbox.exchange, 4242, office.owner(), (), rooms, now),
        (outbox.sweep, 4242, office.owner(), (), rooms, (), now),
    ):
        steps = await office.database.transact(plans, *asked)
        assert any("outbox" in step for step in steps)
        assert [step for step in steps if "SCAN outbox" in step or "sqlite_autoindex_outbox" in step] == []
