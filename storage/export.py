"""All we keep about one person, by the table of columns: of rows that are shared, only what is theirs."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

import sqlalchemy as sa

from domain.export import Field, Sheet
from domain.people import Person
from storage.columns import Kind
from storage.ownership import HOLDINGS, Holding, Keys, keys_of
from storage.tables import metadata
from storage.transaction import Transaction

Names: TypeAlias = Mapping[str, Mapping[object, str]]
"""For a column that points at something with a name: the names by number."""

SAYS_WHAT = ("name", "skill", "title", "question")
"""Columns by which people know a village, a group, a need."""


def gather(tx: Transaction, person: Person) -> list[Sheet]:
    """A sheet for each table that has something of theirs. Of secrets they have no need."""
    keys = keys_of(tx, person)
    if keys is None:
        return []
    rows: dict[str, list[tuple[Field, ...]]] = {table.name: [] for table in metadata.sorted_tables}
    for holding in HOLDINGS:
        rows[holding.table.name] += _rows(tx, holding, keys)
    return [Sheet(table, tuple(found)) for table, found in rows.items() if found]


def _rows(tx: Transaction, holding: Holding, keys: Keys) -> Iterator[tuple[Field, ...]]:
    told = [name for name, column in holding.columns.items() if column.kind is not Kind.SECRET]
    columns = [holding.table.c[name] for name in told]
    query = sa.select(*columns).where(holding.theirs(keys)).order_by(*holding.table.primary_key)
    found = tx.connection.execute(query).all()
    names = _names(tx, holding, keys) if found else {}
    for row in found:
        yield tuple(
            Field(name, value, names[name].get(value) if name in names else None)
            for name, value in zip(told, row, strict=True)
        )


def _names(tx: Transaction, holding: Holding, keys: Keys) -> Names:
    found = {}
    for name in holding.columns:
        for key in holding.table.c[name].foreign_keys:
            target = key.column.table
            said = next((target.c[one] for one in SAYS_WHAT if one in target.c), None)
            if said is not None:
                here = target.c.cluster_id == keys["cluster_id"]
                found[name] = dict(tx.connection.execute(sa.select(target.c.id, said).where(here)).all())
    return found
