"""What people agreed to: a log that is only ever added to, so that it can be shown when it is asked for."""

from datetime import datetime

import sqlalchemy as sa

from domain.consent import TEXT_VERSIONS, Purpose
from domain.people import Person
from storage.tables import consents
from storage.transaction import Transaction


def record(tx: Transaction, person: Person, purpose: Purpose, now: datetime, *, given: bool) -> None:
    """Write down a yes or a no, with the version of the words they saw."""
    tx.connection.execute(
        sa.insert(consents).values(
            cluster_id=person.cluster_id,
            person_id=person.id,
            purpose=purpose,
            text_version=TEXT_VERSIONS[purpose],
            given=given,
            at=now,
        )
    )


def holds(tx: Transaction, person: Person, purpose: Purpose) -> bool:
    """Whether the last thing they said about it was yes."""
    query = (
        sa.select(consents.c.given)
        .where(
            consents.c.cluster_id == person.cluster_id,
            consents.c.person_id == person.id,
            consents.c.purpose == purpose,
        )
        .order_by(consents.c.id.desc())
        .limit(1)
    )
    return bool(tx.connection.execute(query).scalar())


def asked(tx: Transaction, person: Person, purpose: Purpose) -> bool:
    """Whether they have said anything about it since they last took back what they told about themselves."""
    theirs = (consents.c.cluster_id == person.cluster_id, consents.c.person_id == person.id)
    taken_back = sa.select(sa.func.coalesce(sa.func.max(consents.c.id), 0)).where(
        *theirs, consents.c.purpose == Purpose.PROFILE, ~consents.c.given
    )
    since = (consents.c.purpose == purpose, consents.c.id > taken_back.scalar_subquery())
    return tx.connection.execute(sa.select(consents.c.id).where(*theirs, *since).limit(1)).first() is not None
