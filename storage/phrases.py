"""What people said they can do that fitted no skill, until the steering group files it."""

from datetime import datetime

import sqlalchemy as sa

from domain.people import Person
from domain.phrases import Phrase
from storage.tables import skill_phrases
from storage.transaction import Transaction

_WAITING = skill_phrases.c.filed_at.is_(None)


def keep(tx: Transaction, person: Person, words: str, now: datetime, need_id: int | None = None) -> None:
    """Keep their words for the steering group to file; the same words of the same person only once."""
    here = _of(person.cluster_id)
    again = sa.select(skill_phrases.c.id).where(
        here,
        _WAITING,
        skill_phrases.c.person_id == person.id,
        skill_phrases.c.words == words,
        skill_phrases.c.need_id.is_not_distinct_from(need_id),
    )
    if tx.connection.execute(again).first() is None:
        row = {
            "cluster_id": person.cluster_id,
            "person_id": person.id,
            "words": words,
            "need_id": need_id,
            "told_at": now,
        }
        tx.connection.execute(sa.insert(skill_phrases).values(row))


def waiting_of(tx: Transaction, person: Person) -> int:
    """How many of theirs wait."""
    here = (_of(person.cluster_id), _WAITING, skill_phrases.c.person_id == person.id)
    return tx.connection.execute(
        sa.select(sa.func.count()).select_from(skill_phrases).where(*here)
    ).scalar_one()


def waiting(tx: Transaction, cluster_id: int) -> int:
    """How many wait to be filed."""
    query = sa.select(sa.func.count()).select_from(skill_phrases).where(_of(cluster_id), _WAITING)
    return tx.connection.execute(query).scalar_one()


def next_waiting(tx: Transaction, cluster_id: int, after: int = 0) -> Phrase | None:
    """The one that has waited longest, or the next one after `after`."""
    here = (_of(cluster_id), _WAITING, skill_phrases.c.id > after)
    query = sa.select(skill_phrases).where(*here).order_by(skill_phrases.c.id).limit(1)
    row = tx.connection.execute(query).one_or_none()
    return Phrase(row.id, row.words, row.person_id, row.need_id) if row else None


def by_id(tx: Transaction, cluster_id: int, phrase_id: int) -> Phrase | None:
    """That phrase, if it still waits."""
    here = (_of(cluster_id), _WAITING, skill_phrases.c.id == phrase_id)
    row = tx.connection.execute(sa.select(skill_phrases).where(*here)).one_or_none()
    return Phrase(row.id, row.words, row.person_id, row.need_id) if row else None


def unfile(tx: Transaction, person: Person, phrase_id: int) -> str | None:
    """It meant something else: their own words wait again. Where they were filed; None when they were not."""
    theirs = (_of(person.cluster_id), skill_phrases.c.id == phrase_id, skill_phrases.c.person_id == person.id)
    filed_under: str | None = tx.connection.scalar(sa.select(skill_phrases.c.skill).where(*theirs))
    back = {"skill": None, "filed_at": None, "filed_by": None}
    tx.connection.execute(sa.update(skill_phrases).where(*theirs).values(back))
    return filed_under


def drop(tx: Transaction, cluster_id: int, phrase_id: int) -> bool:
    """It is no skill: it goes. False when somebody has filed it, or dropped it, already."""
    here = (_of(cluster_id), _WAITING, skill_phrases.c.id == phrase_id)
    return tx.connection.execute(sa.delete(skill_phrases).where(*here)).rowcount == 1


def file(tx: Transaction, by: Person, phrase_id: int, skill: str, now: datetime) -> bool:
    """File it under a skill; False when somebody did already."""
    here = (_of(by.cluster_id), _WAITING, skill_phrases.c.id == phrase_id)
    values = {"skill": skill, "filed_at": now, "filed_by": by.id}
    return tx.connection.execute(sa.update(skill_phrases).where(*here).values(values)).rowcount == 1


def filed(tx: Transaction, cluster_id: int) -> list[tuple[str, str]]:
    """Words and skill of everything filed so far: what the steering group taught us."""
    query = sa.select(skill_phrases.c.words, skill_phrases.c.skill).where(
        _of(cluster_id), skill_phrases.c.skill.is_not(None)
    )
    return [(row.words, row.skill) for row in tx.connection.execute(query)]


def forget_of(tx: Transaction, person: Person) -> list[int]:
    """Their waiting words go; what was filed stays as words without a person. The numbers of the latter."""
    theirs = (_of(person.cluster_id), skill_phrases.c.person_id == person.id)
    tx.connection.execute(sa.delete(skill_phrases).where(*theirs, _WAITING))
    parted = sa.update(skill_phrases).where(*theirs).values(person_id=None).returning(skill_phrases.c.id)
    return list(tx.connection.execute(parted).scalars())


def _of(cluster_id: int) -> sa.ColumnElement[bool]:
    return skill_phrases.c.cluster_id == cluster_id
