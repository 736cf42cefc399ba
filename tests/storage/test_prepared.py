"""A prepared statement does what the same statement does the ordinary way, on both databases."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from storage.database import Database
from storage.prepared import Prepared
from storage.sqlite_engine import TransactionLost
from storage.tables import contents
from storage.transaction import Transaction
from tests.storage.rows import found

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ROWS = [[{"label": "Tilmeld mig", "data": "v1:æ"}]]
NEW = Prepared(lambda insert: insert(contents).on_conflict_do_nothing().returning(contents.c.id))
PLAIN = Prepared(sa.insert(contents))
EVERYTHING = sa.select(contents).where(contents.c.cluster_id == 1).order_by(contents.c.id)
ALL = Prepared(EVERYTHING)
AMONG = Prepared(
    sa.select(contents.c.key)
    .where(contents.c.cluster_id == sa.bindparam("cluster"))
    .where(contents.c.key.in_(sa.bindparam("keys", expanding=True)), contents.c.text != "Hej")
    .order_by(contents.c.key)
)
RENAME = Prepared(
    sa.update(contents)
    .where(contents.c.cluster_id == 1, contents.c.key == sa.bindparam("old"))
    .values(text=sa.bindparam("new"), attachment=None)
)


def words(key: str | None, moment: datetime = NOW) -> dict[str, object]:
    return {"cluster_id": 1, "key": key, "text": f"Om {key}", "rows": ROWS, "created_at": moment}


def write(tx: Transaction, *keys: str | None) -> list[int | None]:
    return [NEW.scalar(tx, **words(key)) for key in keys]


@pytest.fixture
async def kept(database: Database) -> Database:
    await database.transact(found, "nord")
    await database.transact(write, "a", "b", None)
    return database


async def test_it_gives_the_rows_that_the_ordinary_way_gives(kept):
    def both(tx: Transaction) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
        ordinary = tx.connection.execute(EVERYTHING)
        return [tuple(row) for row in ALL.rows(tx)], [tuple(row) for row in ordinary]

    prepared, ordinary = await kept.transact(both)
    assert prepared == ordinary
    assert len(prepared) == 3


async def test_types_go_in_and_come_out(kept):
    first, *_, last = await kept.transact(ALL.rows)
    assert first.rows == ROWS
    assert first.created_at == NOW
    assert (last.key, last.attachment) == (None, None)


async def test_what_stands_there_already_is_not_written_again(kept):
    assert await kept.transact(write, "a") == [None]


@pytest.mark.parametrize(
    ("keys", "found"), [([], []), (["a"], ["a"]), (["b", "x", "a"], ["a", "b"]), (["b"] * 40, ["b"])]
)
async def test_a_list_may_have_any_length(kept, keys, found):
    assert [row.key for row in await kept.transact(AMONG.rows, cluster=1, keys=keys)] == found


async def test_a_list_of_a_new_length_seldom_needs_a_new_form(kept):
    keys = contents.c.key.in_(sa.bindparam("keys", expanding=True))
    among = Prepared(sa.select(contents.c.key).where(contents.c.cluster_id == 1, keys))
    for length in range(100):
        found = {row.key for row in await kept.transact(among.rows, keys=["a", *["b"] * length])}
        assert found == ({"a", "b"} if length else {"a"})
    assert len(among._forms) <= 8


async def test_a_list_in_a_column_stays_as_it_is(kept):
    row = words("c") | {"rows": ROWS * 3}
    await kept.transact(NEW.scalar, **row)
    assert [row.rows for row in await kept.transact(ALL.rows)][-1] == ROWS * 3


async def test_it_counts_what_it_changed(kept):
    assert await kept.transact(RENAME.count, old="a", new="Nyt") == 1
    assert await kept.transact(RENAME.count, old="x", new="Nyt") == 0


async def test_many_at_once(kept):
    await kept.transact(RENAME.many, [{"old": "a", "new": "Ny"}, {"old": "b", "new": "Nyere"}])
    await kept.transact(RENAME.many, [])
    assert [row.text for row in await kept.transact(ALL.rows)] == ["Ny", "Nyere", "Om None"]


async def test_a_time_without_a_zone_is_refused(kept):
    with pytest.raises(Exception, match="a time without a zone"):
        await kept.transact(NEW.scalar, **words("c", datetime(2026, 11, 22)))


async def test_a_broken_rule_is_the_error_it_is_the_ordinary_way(kept):
    with pytest.raises(sa.exc.IntegrityError):
        await kept.transact(PLAIN.count, **words("a"))


class TestOnSqlite:
    @pytest.fixture
    def database_url(self, sqlite_url: str) -> str:
        return sqlite_url

    @pytest.mark.parametrize("way", ["rows", "count", "many"])
    async def test_nothing_is_committed_by_itself_when_the_transaction_is_lost(self, kept, way):
        def lose_it(tx: Transaction) -> None:
            tx.driver.execute("ROLLBACK")
            values = {"old": "a", "new": "Nyt"}
            if way == "many":
                RENAME.many(tx, [values])
            else:
                getattr(RENAME, way)(tx, **values)

        with pytest.raises(TransactionLost):
            await kept.transact(lose_it)
        assert (await kept.transact(ALL.rows))[0].text == "Om a"

    async def test_of_more_forms_than_it_keeps_each_is_right(self, kept, monkeypatch):
        monkeypatch.setattr("storage.prepared._MANY", 5)
        for length in (*range(12), 3):
            assert len(await kept.transact(AMONG.rows, cluster=1, keys=["a"] * length)) == min(1, length)
