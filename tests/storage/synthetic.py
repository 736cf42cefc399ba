"""A person with a row in every table that can hold something about them, made from the tables themselves.

Whatever table or column comes: it gets a value here that can be found again, or the test that needs it fails.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import cycle

import sqlalchemy as sa

from domain.people import Person
from storage import people as everybody
from storage.columns import COLUMNS, READER
from storage.ownership import HOLDINGS, Holding
from storage.tables import metadata
from storage.transaction import Transaction

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NUMBERS = cycle(range(1_000, 10_000))
"""Four digits, so that a canary fits the narrowest column ("19:00") however many tests came before."""


@dataclass
class Synthetic:
    """`canaries`: by table and column, what was written there about this one."""

    name: str
    telegram_id: int
    person: Person
    canaries: dict[tuple[str, str], list[object]]


def settle(tx: Transaction, names: list[tuple[str, int]]) -> list[Synthetic]:
    """A cluster with these people, each with all that can be known of them."""
    ground: dict[str, int] = {}
    for table in metadata.sorted_tables:
        if all(one.stays_without_them for one in HOLDINGS if one.table is table):
            nobody = {one.whose.column: None for one in HOLDINGS if one.table is table}
            ground[table.name] = number_of(insert(tx, table, nobody, ground))
    made = [enter(tx, name, telegram_id, ground) for name, telegram_id in names]
    for one in made:
        fill(tx, one, ground)
    return made


def enter(tx: Transaction, name: str, telegram_id: int, ground: dict[str, int]) -> Synthetic:
    known = {"telegram_id": telegram_id, "first_name": name, "language": "da"}
    row = insert(tx, metadata.tables["people"], known, ground)
    person = everybody.by_id(tx, ground["clusters"], number_of(row))
    assert person is not None
    return Synthetic(name, telegram_id, person, {("people", name): [row[name]] for name in COLUMNS["people"]})


def fill(tx: Transaction, one: Synthetic, ground: dict[str, int]) -> None:
    """A row of every table in which all that can name somebody names this one."""
    here = sa.select(metadata.tables["people"]).where(metadata.tables["people"].c.id == one.person.id)
    keys = tx.connection.execute(here).mappings().one()
    theirs = dict(ground)
    for table in metadata.sorted_tables:
        held = [holding for holding in HOLDINGS if holding.table is table and table.name != "people"]
        by_letter = [holding for holding in held if holding.whose == READER]
        if by_letter:
            row = insert(tx, table, {"about": None}, theirs)
            note(one, by_letter, row)
            theirs[table.name] = number_of(row)
        named = [holding for holding in held if holding.whose != READER]
        if named:
            given = {holding.whose.column: keys[holding.whose.key] for holding in named}
            note(one, named, insert(tx, table, given, theirs))


def note(one: Synthetic, held: list[Holding], row: dict[str, object]) -> None:
    for holding in held:
        for name in holding.columns:
            one.canaries.setdefault((holding.table.name, name), []).append(row[name])


def insert(
    tx: Transaction, table: sa.Table, given: dict[str, object], ground: dict[str, int]
) -> dict[str, object]:
    row = {column.name: value(table, column, given, ground) for column in table.columns}
    row = {name: found for name, found in row.items() if found is not _LEFT_OUT}
    written = sa.insert(table).values(row).returning(*table.columns)
    return dict(tx.connection.execute(written).mappings().one())


def number_of(row: dict[str, object]) -> int:
    number = row.get("id", 0)
    assert isinstance(number, int)
    return number


_LEFT_OUT = object()


def value(table: sa.Table, column: sa.Column, given: dict[str, object], ground: dict[str, int]) -> object:
    if column.name in given:
        return given[column.name]
    if (table.name, column.name) in FIXED:
        return FIXED[table.name, column.name]
    for key in column.foreign_keys:
        return ground.get(key.column.table.name)
    if column.primary_key and isinstance(column.type, sa.Integer) and len(table.primary_key) == 1:
        return _LEFT_OUT if table.name != "bots" else next(NUMBERS) + 900_000
    return canary(column)


FIXED = {
    ("roles", "role"): "steering",
    ("invitations", "role"): "lead",
    ("clusters", "zone"): "Europe/Copenhagen",
    ("needs", "wanted"): 3,
    ("needs", "found"): 1,
    ("members", "leads"): False,
    ("events", "seats"): None,
    ("events", "taken"): 0,
    ("event_answers", "eaters"): 2,
    ("outbox", "act"): "send",
    ("outbox", "lane"): "notice",
    ("outbox", "state"): "pending",
    ("outbox", "settled_at"): None,
    ("outbox", "owner"): None,
    ("contents", "attachment"): None,
    ("inbox", "state"): "dead",
    ("skill_phrases", "filed_at"): None,
    ("skill_phrases", "filed_by"): None,
    ("people", "stopped_at"): None,
    ("people", "blocked_at"): None,
    ("people", "unreachable_at"): None,
    ("people", "warned_at"): None,
}


def canary(column: sa.Column) -> object:
    number = next(NUMBERS)
    kind = column.type
    if isinstance(kind, sa.Boolean):
        return True
    if isinstance(kind, sa.Date):
        return date(2027, 1, 1) + timedelta(days=number)
    if isinstance(kind, sa.TypeDecorator):
        return NOW + timedelta(seconds=number)
    if isinstance(kind, sa.JSON):
        return [f"kanarie{number}"]
    if isinstance(kind, sa.Integer | sa.Float):
        return 5_000_000 + number
    short = isinstance(kind, sa.String) and kind.length and kind.length < len(f"kanarie{number}")
    return f"k{number}" if short else f"kanarie{number}"


def dump(tx: Transaction) -> str:
    """Everything in every table, as text."""
    return "\n".join(_lines(tx))


def _lines(tx: Transaction) -> Iterator[str]:
    for table in metadata.sorted_tables:
        for row in tx.connection.execute(sa.select(table)).mappings():
            cells = {name: str(found) for name, found in row.items()}
            yield f"{table.name}: {json.dumps(cells, ensure_ascii=False)}"
