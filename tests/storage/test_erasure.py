"""Whoever leaves is gone: a dump of every table is searched for whatever was known of them."""

from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from domain.message import Button, Html, Lane, Message
from domain.people import Person
from storage import database as databases
from storage import erasure, inbox, outbox, people, phrases, presence
from storage.columns import COLUMNS, Until
from storage.database import Database
from storage.inbox import RawUpdate
from storage.outbox import NewLetter
from storage.ownership import HOLDINGS
from storage.tables import contents, metadata
from storage.tables import outbox as letters
from storage.transaction import Transaction
from tests.storage.synthetic import NOW, Synthetic, dump, settle

ANNA, BO = ("Kanarienavn", 77_001_001), ("Andennabo", 88_002_002)
STAYS = {Until.FILED, Until.NAMELESS}


def left(tx: Transaction) -> tuple[Synthetic, Synthetic, str, str]:
    anna, bo = settle(tx, [ANNA, BO])
    before = dump(tx)
    assert erasure.erase(tx, anna.person, NOW)
    erasure.logged(tx, [one.id for one in erasure.unlogged(tx)])
    return anna, bo, before, dump(tx)


async def test_nothing_of_them_is_left_in_a_dump(database: Database):
    anna, _, before, after = await database.transact(left)
    for word in (*ANNA, *free_words(anna)):
        assert str(word) in before
        assert str(word) not in after, word
    assert len(free_words(anna)) > 8


async def test_there_is_something_to_find_in_each_personal_column(database: Database):
    """But in those that would keep them from being written to."""
    anna, *_ = await database.transact(left)
    empty = {
        (holding.table.name, name)
        for holding in HOLDINGS
        for name in holding.columns
        if all(value is None for value in anna.canaries.get((holding.table.name, name), ()))
    }
    assert empty == {("people", name) for name in ("stopped_at", "unreachable_at", "warned_at", "blocked_at")}


def free_words(anna: Synthetic) -> list[str]:
    """What was written for them alone; what stays stays without them, and is told in the note."""
    return [
        value[0] if isinstance(value, list) else value
        for holding in HOLDINGS
        for name, column in holding.columns.items()
        if column.until not in STAYS and name != "alias"  # the audit log knows them by it for good
        for value in anna.canaries.get((holding.table.name, name), ())
        if isinstance(value, (str, list)) and str(value).strip("['").startswith("kanarie")
    ]


async def test_not_even_the_free_pages_of_the_file_keep_them(sqlite_url: str):
    database = await databases.open(sqlite_url)
    anna, *_ = await database.transact(left)
    await database.close()
    kept = Path(sqlite_url.removeprefix("sqlite:///")).read_bytes()  # noqa: ASYNC240 - a test may wait
    assert BO[0].encode() in kept
    assert [word for word in (ANNA[0], *free_words(anna)) if str(word).encode() in kept] == []


async def test_no_row_points_at_them_any_more(database: Database):
    def pointing(tx: Transaction) -> list[str]:
        anna, *_ = left(tx)
        keys = {"id": anna.person.id, "telegram_id": anna.telegram_id}
        found = []
        for holding in HOLDINGS:
            if holding.whose.key in keys:
                here = holding.table.c[holding.whose.column] == keys[holding.whose.key]
                if tx.connection.scalar(sa.select(sa.func.count()).select_from(holding.table).where(here)):
                    found.append(f"{holding.table.name}.{holding.whose.column}")
        return found

    assert await database.transact(pointing) == []


async def test_everybody_else_keeps_all_they_have(database: Database):
    def counted(tx: Transaction) -> tuple[dict, dict]:
        anna, bo = settle(tx, [ANNA, BO])
        before = of(tx, bo)
        erasure.erase(tx, anna.person, NOW)
        return before, of(tx, bo)

    before, after = await database.transact(counted)
    assert before == after
    assert all(before.values())


def of(tx: Transaction, one: Synthetic) -> dict[str, int]:
    row = tx.connection.execute(sa.select(metadata.tables["people"]).where(sa.text(f"id = {one.person.id}")))
    keys = row.mappings().one()
    return {
        f"{holding.table.name}.{holding.whose.column}": tx.connection.scalar(
            sa.select(sa.func.count()).select_from(holding.table).where(holding.theirs(keys))
        )
        for holding in HOLDINGS
        if holding.table.name != "erasures"
    }


def test_what_a_row_must_have_is_only_of_a_person_who_is_known_or_may_stay():
    """Else a row that stays without its person would keep what cannot be emptied."""
    kept = [
        f"{holding.table.name}.{name}"
        for holding in HOLDINGS
        for name, column in holding.columns.items()
        if holding.whose.key != "letters" and holding.stays_without_them
        if not holding.table.c[name].nullable and column.until not in STAYS
    ]
    assert kept == []


def test_a_person_is_named_by_a_column_of_the_table_that_leads_to_people():
    for holding in HOLDINGS:
        if holding.whose.key == "letters":
            assert holding.table is contents
            continue
        column = holding.table.c[holding.whose.column]
        assert COLUMNS[holding.table.name][column.name].whose == holding.whose, column
        assert "cluster_id" in holding.table.c
        points = {key.column.table.name for key in column.foreign_keys}
        assert points == (
            {"people"} if holding.whose.key == "id" and column.table.name != "people" else set()
        )


async def test_letters_to_others_lose_the_name(database: Database):
    def told(tx: Transaction) -> list[tuple[str, str]]:
        anna, bo = settle(tx, [("Ånna & Søn", 77_001_001), BO])
        for key, state in (("waits", "pending"), ("went", "sent")):
            letter(tx, bo.person, key, "Ånna &amp; Søn vil gerne være med", "Svar Ånna & Søn")
            settled = {"state": state, "settled_at": NOW if state == "sent" else None}
            tx.connection.execute(sa.update(letters).where(letters.c.unique_key == key).values(settled))
        letter(tx, bo.person, "other", "Johånna kommer også", "Ja")
        letter(tx, bo.person, "hers", "Ring til mig på 12 34", "Ja", about=anna.person.id)
        erasure.erase(tx, anna.person, NOW)
        query = sa.select(letters.c.unique_key, contents.c.text, contents.c.rows).join(contents)
        keys = ("waits", "went", "other", "hers")
        rows = tx.connection.execute(query.where(letters.c.unique_key.in_(keys)).order_by(letters.c.id))
        return [(row.unique_key, row.text, row.rows) for row in rows]

    assert await database.transact(told) == [
        ("waits", "… vil gerne være med", [[{"label": "Svar …", "data": "v1:menu"}]]),
        ("went", "", []),
        ("other", "Johånna kommer også", [[{"label": "Ja", "data": "v1:menu"}]]),
    ]


def letter(tx: Transaction, to: Person, key: str, text: str, button: str, about: int | None = None) -> None:
    bot_id = tx.connection.scalar(sa.select(metadata.tables["bots"].c.id))
    message = Message(Html(text), ((Button(button, "v1:menu"),),))
    new = NewLetter(
        to.cluster_id,
        bot_id,
        to.id,
        to.telegram_id,
        "groups",
        key,
        Lane.NOTICE,
        NOW,
        None,
        message,
        about=about,
    )
    outbox.put(tx, new, NOW)


async def test_what_they_wrote_and_nobody_has_read_is_settled_unread(database: Database):
    def settled(tx: Transaction) -> tuple[list, bool]:
        anna, _ = settle(tx, [ANNA, BO])
        bot_id = tx.connection.scalar(sa.select(metadata.tables["bots"].c.id))
        cluster_id = anna.person.cluster_id
        inbox.put(tx, cluster_id, bot_id, [RawUpdate(7, ANNA[1], '{"text": "hemmeligt"}')], 8, NOW)
        erasure.erase(tx, anna.person, NOW)
        return inbox.waiting(tx, bot_id), inbox.tick(tx, bot_id, 7, NOW)

    assert await database.transact(settled) == ([], False)


async def test_filed_words_stay_without_a_person_and_waiting_ones_go(database: Database):
    def filed(tx: Transaction) -> tuple[list, int]:
        anna, bo = settle(tx, [ANNA, BO])
        phrases.keep(tx, anna.person, "kalibrere oscilloskoper", NOW)
        waiting = phrases.next_waiting(tx, anna.person.cluster_id)
        while waiting is not None and waiting.words != "kalibrere oscilloskoper":
            waiting = phrases.next_waiting(tx, anna.person.cluster_id, waiting.id)
        assert waiting is not None
        phrases.file(tx, bo.person, waiting.id, "sound", NOW)
        phrases.keep(tx, anna.person, "venter endnu", NOW)
        erasure.erase(tx, anna.person, NOW)
        rows = tx.connection.execute(sa.text("SELECT words, person_id FROM skill_phrases ORDER BY id")).all()
        return [tuple(row) for row in rows if "k1" not in row[0][:2]], len(
            phrases.filed(tx, bo.person.cluster_id)
        )

    rows, known = await database.transact(filed)
    assert ("kalibrere oscilloskoper", None) in rows
    assert "venter endnu" not in str(rows)
    assert known >= 1


async def test_one_person_in_two_clusters_leaves_only_the_one(database: Database):
    def two(tx: Transaction) -> tuple[Person | None, Person | None]:
        here = settle(tx, [ANNA])[0].person
        there = settle(tx, [ANNA])[0].person
        assert here.cluster_id != there.cluster_id
        erasure.erase(tx, here, NOW)
        return (
            people.by_telegram(tx, here.cluster_id, ANNA[1]),
            people.by_telegram(tx, there.cluster_id, ANNA[1]),
        )

    here, there = await database.transact(two)
    assert here is None
    assert there is not None


async def test_it_is_noted_for_a_restore_and_then_forgotten(database: Database):
    def noted(tx: Transaction) -> tuple[list, list]:
        anna, _ = settle(tx, [ANNA, BO])
        erasure.erase(tx, anna.person, NOW)
        assert not erasure.erase(tx, anna.person, NOW), "twice is once"
        mine = [one for one in erasure.unlogged(tx) if one.telegram_id == ANNA[1]]
        erasure.logged(tx, [one.id for one in mine])
        return mine, [one for one in erasure.unlogged(tx) if one.telegram_id == ANNA[1]]

    mine, after = await database.transact(noted)
    assert [(one.telegram_id, one.at) for one in mine] == [(ANNA[1], NOW)]
    assert after == []


async def test_a_sign_of_life_is_written_down_once_a_day_and_ends_what_silence_began(database: Database):
    start = NOW + timedelta(days=2)

    def seen(tx: Transaction) -> list[Person]:
        anna = settle(tx, [ANNA])[0].person
        people.set_unreachable(tx, anna.cluster_id, anna.telegram_id, NOW)
        presence.warned(tx, anna, NOW)
        found = []
        for hours in (0, 23, 25):
            anna = people.by_id(tx, anna.cluster_id, anna.id) or anna
            presence.seen(tx, anna, start + timedelta(hours=hours))
            found.append(people.by_id(tx, anna.cluster_id, anna.id))
        return found

    found = await database.transact(seen)
    assert [one.seen_at for one in found] == [start, start, start + timedelta(hours=25)]
    assert {(one.unreachable_at, one.warned_at) for one in found} == {(None, None)}
