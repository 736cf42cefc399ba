"""How often each person wants each source."""

import sqlalchemy as sa

from domain.digests import Every, Source
from domain.people import Person
from storage.tables import digest_choices
from storage.transaction import Transaction


def choices(tx: Transaction, person: Person) -> dict[Source, Every]:
    """What they have chosen; every week where they have chosen nothing."""
    theirs = (digest_choices.c.cluster_id == person.cluster_id, digest_choices.c.person_id == person.id)
    found = tx.connection.execute(sa.select(digest_choices).where(*theirs))
    return {Source.of(row.source): Every(row.every) for row in found}


def choose(tx: Transaction, person: Person, source: Source, every: Every) -> None:
    """From now on."""
    key = {"person_id": person.id, "source": str(source)}
    tx.insert_or_update(digest_choices, key, {"cluster_id": person.cluster_id, "every": every})
