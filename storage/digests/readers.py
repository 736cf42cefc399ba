"""Who reads which village and which group."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from domain.digests import Every, Kind, Source
from domain.kinds import Kind as Letters
from domain.people import Person
from storage import audiences
from storage.tables import digest_choices, follows, members, people
from storage.transaction import Transaction


@dataclass(frozen=True)
class Reader:
    """What they read, and how often."""

    id: int
    language: str
    wants: dict[Source, Every]


def next_readers(tx: Transaction, cluster_id: int, now: datetime, after: int, most: int) -> list[Reader]:
    """Those with numbers beyond `after` who want to hear from us at all."""
    here = (
        people.c.cluster_id == cluster_id,
        people.c.id > after,
        audiences.get(Letters.DIGEST, now),
    )
    columns = (people.c.id, people.c.language, people.c.village_id)
    rows = tx.connection.execute(sa.select(*columns).where(*here).order_by(people.c.id).limit(most)).all()
    if not rows:
        return []
    read = _read(tx, cluster_id, {row.id: row.village_id for row in rows})
    return [Reader(row.id, row.language, read[row.id]) for row in rows]


def sources_of(tx: Transaction, person: Person) -> list[Source]:
    """What that person reads: their village, those they follow, and their groups."""
    return sorted(_read(tx, person.cluster_id, {person.id: person.village_id})[person.id])


def _read(tx: Transaction, cluster_id: int, homes: dict[int, int]) -> dict[int, dict[Source, Every]]:
    first, last = min(homes), max(homes)
    wants: dict[int, dict[Source, Every]] = defaultdict(dict)
    for person_id, village_id in homes.items():
        wants[person_id][Source(Kind.VILLAGE, village_id)] = Every.WEEK
    for kind, table, column in (
        (Kind.VILLAGE, follows, follows.c.village_id),
        (Kind.GROUP, members, members.c.group_id),
    ):
        theirs = (table.c.cluster_id == cluster_id, table.c.person_id.between(first, last))
        for row in tx.connection.execute(sa.select(table.c.person_id, column.label("id")).where(*theirs)):
            if row.person_id in homes:
                wants[row.person_id][Source(kind, row.id)] = Every.WEEK
    chosen = (digest_choices.c.cluster_id == cluster_id, digest_choices.c.person_id.between(first, last))
    for row in tx.connection.execute(sa.select(digest_choices).where(*chosen)):
        source = Source.of(row.source)
        if source in wants.get(row.person_id, {}):
            wants[row.person_id][source] = Every(row.every)
    return wants
