"""How far each person is in the dialogue they are in: one at a time."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from domain.dialogue import Progress
from domain.visit import Visit
from storage.prepared import Prepared
from storage.tables import dialogues
from storage.transaction import Transaction


@dataclass(frozen=True)
class Underway:
    """A dialogue that is open, and the language chosen by someone who has not signed up."""

    progress: Progress
    language: str | None
    touched_at: datetime


def load(tx: Transaction, visit: Visit) -> Underway | None:
    """The dialogue this person is in."""
    row = _OPEN.first(tx, cluster=visit.cluster_id, telegram=visit.telegram_id)
    return Underway(Progress(row.name, row.run, row.answers), row.language, row.touched_at) if row else None


def save(tx: Transaction, visit: Visit, progress: Progress, language: str) -> None:
    """Keep how far they are and in which language, in place of whatever dialogue they were in."""
    values = {
        "name": progress.dialogue,
        "run": progress.run,
        "answers": dict(progress.answers),
        "language": language,
        "touched_at": visit.now,
    }
    key = {"cluster_id": visit.cluster_id, "telegram_id": visit.telegram_id}
    tx.insert_or_update(dialogues, key, values)


def set_language(tx: Transaction, visit: Visit, language: str) -> None:
    """A stranger chose a language; it is kept with the dialogue, and goes with it."""
    tx.connection.execute(sa.update(dialogues).where(*_theirs(visit)).values(language=language))


def end(tx: Transaction, visit: Visit) -> None:
    """The dialogue is over; nothing of it is kept."""
    tx.connection.execute(sa.delete(dialogues).where(*_theirs(visit)))


def forget_stale(tx: Transaction, before: datetime) -> int:
    """Forget dialogues nobody has touched since; how many there were."""
    return tx.connection.execute(sa.delete(dialogues).where(dialogues.c.touched_at <= before)).rowcount


def oldest(tx: Transaction) -> datetime | None:
    """When the longest untouched dialogue was touched."""
    return tx.connection.execute(sa.select(sa.func.min(dialogues.c.touched_at))).scalar()


def _theirs(visit: Visit) -> tuple[sa.ColumnElement[bool], ...]:
    return (dialogues.c.cluster_id == visit.cluster_id, dialogues.c.telegram_id == visit.telegram_id)


_OPEN = Prepared(
    sa.select(dialogues).where(
        dialogues.c.cluster_id == sa.bindparam("cluster"),
        dialogues.c.telegram_id == sa.bindparam("telegram"),
    )
)
