"""Whose each row is, read off the table of columns (`storage/columns/`): what export and erasure go by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import sqlalchemy as sa

from domain.people import Person
from storage.columns import COLUMNS, EVERYBODY, READER, Column, Kind, Whose
from storage.tables import metadata, outbox, people
from storage.transaction import Transaction

Keys: TypeAlias = Mapping[str, object]
"""A person's own row in `people`: by one of its columns every other table names them."""


@dataclass(frozen=True)
class Holding:
    """The columns of one table that are about the person whom one and the same column names."""

    table: sa.Table
    whose: Whose
    columns: Mapping[str, Column]

    def theirs(self, keys: Keys) -> sa.ColumnElement[bool]:
        """The rows that are theirs; never those of another cluster."""
        here = self.table.c.cluster_id == keys["cluster_id"]
        if self.whose == READER:
            got = (outbox.c.cluster_id == keys["cluster_id"], outbox.c.chat_id == keys["telegram_id"])
            return sa.and_(here, self.table.c.id.in_(sa.select(outbox.c.content_id).where(*got)))
        return sa.and_(here, self.table.c[self.whose.column] == keys[self.whose.key])

    @property
    def stays_without_them(self) -> bool:
        """Whether the row can do without its person: then it stays, and what was theirs is emptied."""
        return self.whose == READER or bool(self.table.c[self.whose.column].nullable)


def keys_of(tx: Transaction, person: Person) -> Keys | None:
    """What names them in every table; None when they have left."""
    them = (people.c.cluster_id == person.cluster_id, people.c.id == person.id)
    row = tx.connection.execute(sa.select(people).where(*them)).mappings().one_or_none()
    return dict(row) if row else None


def _holdings() -> Iterator[Holding]:
    for table in metadata.sorted_tables:
        held = {
            name: column
            for name, column in COLUMNS[table.name].items()
            if column.kind is not Kind.NONE and column.whose != EVERYBODY
        }
        for whose in dict.fromkeys(column.whose for column in held.values()):
            yield Holding(table, whose, {name: one for name, one in held.items() if one.whose == whose})


HOLDINGS = tuple(_holdings())
"""In the order in which rows may be written: what others point at comes first."""
