"""A tap and a look at the outbox read what waits, not a month of what was sent."""

import re
from collections.abc import Sequence

import pytest
import sqlalchemy as sa

from domain.message import Html, Message, Reply
from domain.outcome import Sent
from storage import outbox, prepared, statistics, tables
from storage.outbox import Room, Settlement, settling

HELLO = Reply(messages=(Message(Html("Hej")),))
CROWD = 20_000
WALK = re.compile("SCAN (outbox|contents)|.* sqlite_autoindex_outbox")


def plans(tx, action, *arguments) -> list[str]:
    """How SQLite finds the letters `action` asks for."""
    asked: list[str] = []
    driver = tx.driver
    driver.set_trace_callback(asked.append)
    action(tx, *arguments)
    driver.set_trace_callback(None)
    found = [driver.execute(f"EXPLAIN QUERY PLAN {statement}") for statement in asked]
    return [step[3] for steps in found for step in steps]


@pytest.mark.parametrize("counted", [False, True])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_nothing_that_comes_often_walks_through_what_was_sent(office, counted: bool):
    """Nor where SQLite has counted while there was little: within the hour there may be very many."""
    anna = await office.neighbour("Anna")
    await office.put(anna, "Nyt")
    stranger = await office.neighbour("Ida", stranger=True)
    answers = [one for _ in range(8) for one in await office.written(stranger, HELLO)]
    if counted:
        await office.database.transact(statistics.renew)
    visit, now = office.visit(anna, message_id=9), office.clock.now()
    screen = Reply(screen=Message(Html("Skærm")))
    rooms = [Room((lane,), 8, frozenset({1})) for lane in ("answer", "notice")]
    for asked in (
        (outbox.answer, visit, screen, office.owner()),
        (outbox.changed_since, visit, now),
        (outbox.exchange, 4242, office.owner(), (), rooms, now),
        (outbox.sweep, 4242, office.owner(), (), rooms, (), now),
        (outbox.settle, office.owner().name, [Settlement(one, Sent(1)) for one in answers], now),
        (settling.drop_contents, [1, 2]),
    ):
        steps = await office.database.transact(plans, *asked)
        assert any("outbox" in step for step in steps)
        assert [step for step in steps if WALK.match(step)] == []


def passed_over(tx, watched, action, *arguments) -> list[int]:
    """How many rows PostgreSQL looks at in vain for what `action` asks, step by step."""
    watched.clear()
    action(tx, *arguments)
    cursor, plan = tx.connection.connection.cursor(), []
    for sql, values in watched:
        if sql.startswith(("SELECT", "UPDATE")):
            cursor.execute(f"EXPLAIN ANALYZE {sql}", values)
            plan += [line for (line,) in cursor.fetchall()]
    assert any("outbox" in line for line in plan)
    return [int(found[1]) for line in plan if (found := re.search(r"Removed by Filter: (\d+)", line))]


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Sequence[object]]]:
    """The prepared statements that are run, with their values."""
    asked: list[tuple[str, Sequence[object]]] = []
    run = prepared._run

    def watching(tx, form, each):
        asked.append((form.sql, each[0]))
        return run(tx, form, each)

    monkeypatch.setattr(prepared, "_run", watching)
    return asked


def owe_a_crowd(tx, cluster_id: int) -> None:
    """To many chats at once, before PostgreSQL has learnt how many there are."""
    words = "INSERT INTO contents (cluster_id, text, rows, created_at) VALUES (:cluster, '', '[]', now())"
    content = tx.connection.scalar(sa.text(f"{words} RETURNING id"), {"cluster": cluster_id})
    letters = """
        INSERT INTO outbox (cluster_id, bot_id, chat_id, kind, unique_key, act, content_id, lane, state,
            attempts, copies, not_before, created_at)
        SELECT :cluster, 4242, n, 'news', 'crowd', 'send', :content, 'mass', 'pending', 0, 0,
            '2020-01-01', '2020-01-01' FROM generate_series(1000, 999 + :crowd) AS n
    """
    tx.connection.execute(sa.text(letters), {"cluster": cluster_id, "content": content, "crowd": CROWD})


@pytest.mark.parametrize("used", [False, True])
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_neither_a_tap_nor_a_letter_walks_through_all_that_waits(office, watched, used: bool):
    """Also where indexes have become unlike each other in height: then it likes the lower ones better."""
    anna = await office.neighbour("Anna")
    if used:
        await office.put_a_thousand(anna)
        await office.database.transact(lambda tx: tx.connection.execute(sa.delete(tables.outbox)).rowcount)
    visit, now = office.visit(anna, message_id=9), office.clock.now()
    await office.database.transact(owe_a_crowd, visit.cluster_id)
    screen = Reply(screen=Message(Html("Skærm")))
    for asked in (
        (outbox.answer, visit, screen, office.owner()),
        (outbox.exchange, 4242, office.owner(), (), [Room(("mass",), 20)], now),
    ):
        assert max(await office.database.transact(passed_over, watched, *asked), default=0) < CROWD / 100
