"""The connection breaks just after the server has committed: the same comes again, and nothing is lost."""

import pytest

from actions import turns
from domain.message import Html, Message, Reply
from domain.visit import Visit
from storage import bots, inbox, postgres
from storage.database import Database
from storage.errors import DatabaseUnavailable
from storage.inbox import RawUpdate
from storage.outbox import Owner
from storage.transaction import Transaction
from tests.intake.conftest import NOW, found_cluster

BOT, ANNA = 4242, 7
UPDATE = RawUpdate(5, ANNA, "{}")
US = Owner("us", NOW)


class Line:
    """Once it is `cut`, the next answer of the server does not arrive."""

    def __init__(self) -> None:
        self.cut = False
        self._once = postgres._once

    async def once(self, engine, work):
        result = await self._once(engine, work)
        if self.cut:
            self.cut = False
            raise DatabaseUnavailable("the line broke after COMMIT")
        return result


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    line = Line()
    monkeypatch.setattr(postgres, "_once", line.once)
    return line


@pytest.fixture
async def database(postgresql_database: Database, line: Line) -> Database:
    await postgresql_database.transact(found)
    return postgresql_database


def found(tx: Transaction) -> None:
    found_cluster(tx, "ringsted-nord")
    bots.bind(tx, BOT, "klynge_bot")


def thanks(tx: Transaction, visit: Visit) -> Reply:
    return Reply(messages=(Message(Html("Tak")), Message(Html("Farvel"))))


def visit() -> Visit:
    return Visit(1, BOT, UPDATE.update_id, ANNA, ANNA, "Anna", "da", None, NOW)


async def test_updates_whose_commit_was_not_heard_of_are_served(database: Database, line: Line):
    line.cut = True
    keep = (1, BOT, [UPDATE], 6, NOW)
    assert [one.update_id for one in await database.transact(inbox.put, *keep)] == [5]
    assert not line.cut


async def test_an_answer_whose_commit_was_not_heard_of_is_sent(database: Database, line: Line):
    await database.transact(inbox.put, 1, BOT, [UPDATE], 6, NOW)
    line.cut = True
    handover = await database.transact(turns.take, visit(), thanks, US)
    assert not line.cut
    assert [letter.text for letter in handover.letters] == ["Tak", "Farvel"]
    others = await database.transact(turns.take, visit(), thanks, Owner("somebody else", NOW))
    assert others.letters == []


@pytest.mark.parametrize("say", [turns.slow_down, lambda *one: turns.give_up(*one[:-1], "KeyError", one[-1])])
async def test_a_notice_whose_commit_was_not_heard_of_is_sent(database: Database, line: Line, say):
    await database.transact(inbox.put, 1, BOT, [UPDATE], 6, NOW)
    line.cut = True
    assert len(await database.transact(say, visit(), US)) == 1
    assert not line.cut
