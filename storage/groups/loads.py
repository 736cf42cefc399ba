"""How much people carry, and how many can what: numbers for the steering group, without who is shut out."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa

from domain.asks import Answer
from domain.groups import GroupState, Load
from domain.people import Person
from storage.audiences import NOT_SHUT_OUT
from storage.tables import asks, groups, people, person_skills
from storage.tables import members as roles
from storage.tables import needs as lacks
from storage.transaction import Transaction


def load(tx: Transaction, person: Person, today: date) -> Load:
    """What one person carries: their groups at work, and the hours they said yes to there."""
    in_groups = _AT_WORK.where(roles.c.cluster_id == person.cluster_id, roles.c.person_id == person.id)
    said_yes = (
        sa.select(sa.func.coalesce(sa.func.sum(lacks.c.hours), 0))
        .join_from(asks, lacks, asks.c.need_id == lacks.c.id)
        .where(
            asks.c.cluster_id == person.cluster_id,
            asks.c.person_id == person.id,
            asks.c.answer == Answer.YES,
            lacks.c.until >= today,
            lacks.c.group_id.in_(in_groups.with_only_columns(roles.c.group_id)),
        )
    )
    count = tx.connection.execute(sa.select(sa.func.count()).select_from(in_groups.subquery())).scalar_one()
    return Load(count, int(tx.connection.execute(said_yes).scalar_one()))


def roles_each(tx: Transaction, cluster_id: int) -> list[int]:
    """In how many groups at work each person is who is in any, the most loaded first."""
    query = _AT_WORK.where(roles.c.cluster_id == cluster_id)
    counted = Counter(row.person_id for row in tx.connection.execute(query))
    return sorted(counted.values(), reverse=True)


def heads(tx: Transaction, cluster_id: int) -> dict[int, int]:
    """How many are in each group at work that has anybody in it."""
    query = _AT_WORK.where(roles.c.cluster_id == cluster_id)
    return dict(Counter(row.group_id for row in tx.connection.execute(query)))


def volunteers(tx: Transaction, cluster_id: int) -> dict[int, int]:
    """How many people of each village have told a skill."""
    told = sa.select(person_skills.c.person_id).where(person_skills.c.cluster_id == cluster_id)
    count = sa.func.count()
    query = sa.select(people.c.village_id, count.label("heads")).where(
        people.c.cluster_id == cluster_id, people.c.id.in_(told), NOT_SHUT_OUT
    )
    return {row.village_id: row.heads for row in tx.connection.execute(query.group_by(people.c.village_id))}


def skilled(tx: Transaction, cluster_id: int) -> Mapping[str, Mapping[int, int]]:
    """How many people of each village have told each skill."""
    query = (
        sa.select(person_skills.c.skill, people.c.village_id, sa.func.count().label("heads"))
        .join_from(person_skills, people, person_skills.c.person_id == people.c.id)
        .where(person_skills.c.cluster_id == cluster_id, NOT_SHUT_OUT)
        .group_by(person_skills.c.skill, people.c.village_id)
    )
    found: dict[str, dict[int, int]] = {}
    for row in tx.connection.execute(query):
        found.setdefault(row.skill, {})[row.village_id] = row.heads
    return found


_AT_WORK = (
    sa.select(roles.c.person_id, roles.c.group_id)
    .join_from(roles, groups, roles.c.group_id == groups.c.id)
    .join(people, roles.c.person_id == people.c.id)
    .where(groups.c.state == GroupState.OPEN, NOT_SHUT_OUT)
)
