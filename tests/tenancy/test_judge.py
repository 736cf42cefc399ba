"""The judge of statements: what names its cluster, and what does not."""

import importlib

import pytest
import sqlalchemy as sa

from storage.database import Database
from storage.tables import clusters, groups, members, outbox, people, roles
from storage.transaction import Transaction
from tests.tenancy import listener
from tests.tenancy.exemptions import REASONS
from tests.tenancy.judge import loose

HERE = people.c.cluster_id == 7
OTHERS = people.alias("others")
LEADS = sa.select(members.c.person_id).where(members.c.leads)
HERE_LEADS = LEADS.where(members.c.cluster_id == 7)
SAME = sa.and_(OTHERS.c.first_name == people.c.first_name, OTHERS.c.id != people.c.id)

NAMED = {
    "a value": sa.select(people).where(HERE),
    "one of several": sa.select(people).where(people.c.id == 1, HERE, people.c.fewer),
    "either way named": sa.select(people).where(sa.or_(sa.and_(HERE, people.c.fewer), HERE)),
    "another's key": sa.select(people).join_from(members, people).where(members.c.cluster_id == 7),
    "two steps": sa.select(roles).join_from(roles, people).join(members).where(members.c.cluster_id == 7),
    "a key in what is named": sa.select(people).where(people.c.id.in_(HERE_LEADS)),
    "there is something named": sa.select(people).where(
        HERE_LEADS.where(members.c.person_id == people.c.id).exists()
    ),
    "the same cluster": sa.select(people, OTHERS.c.id).where(
        HERE, OTHERS.c.cluster_id == people.c.cluster_id
    ),
    "a bot's number": sa.update(outbox).where(outbox.c.bot_id == sa.bindparam("bot")).values(attempts=1),
    "perhaps somebody": sa.select(outbox, people)
    .join_from(outbox, people, outbox.c.person_id == people.c.id, isouter=True)
    .where(outbox.c.bot_id == 4),
    "to delete": sa.delete(people).where(HERE),
    "all of a named lot": sa.select(sa.func.count()).select_from(HERE_LEADS.subquery()),
    "nobody's": sa.select(clusters),
    "a new row": sa.insert(people).values(id=1),
}
LOOSE = {
    "nothing": (sa.select(people), "people"),
    "its own number": (sa.select(people).where(people.c.id == 1), "people"),
    "any but one": (sa.select(people).where(people.c.cluster_id != 7), "people"),
    "not so": (sa.select(people).where(sa.not_(HERE)), "people"),
    "one way named": (sa.select(people).where(sa.or_(HERE, people.c.fewer)), "people"),
    "itself": (sa.select(people).where(people.c.cluster_id == people.c.cluster_id), "people"),
    "the same, whichever": (sa.select(people).join_from(members, people), "members people"),
    "no key": (
        sa.select(people, groups).where(HERE, groups.c.name == people.c.first_name),
        "groups",
    ),
    "a key of another kind": (sa.select(groups).where(groups.c.id.in_(HERE_LEADS)), "groups"),
    "in what is not named": (sa.select(people).where(people.c.id.in_(LEADS)), "members people"),
    "beside what is named": (
        sa.select(people).where(HERE, people.c.id.in_(LEADS)),
        "members",
    ),
    "there is something": (sa.select(people).where(HERE_LEADS.exists()), "people"),
    "there is nothing": (
        sa.select(people).where(~HERE_LEADS.where(members.c.person_id == people.c.id).exists()),
        "people",
    ),
    "named where it may be missing": (
        sa.select(outbox, people).join_from(
            outbox, people, sa.and_(outbox.c.person_id == people.c.id, HERE), isouter=True
        ),
        "outbox",
    ),
    "another of it": (sa.select(people).where(HERE, sa.select(OTHERS.c.id).where(SAME).exists()), "others"),
    "to change": (sa.update(people).where(people.c.id == 1).values(fewer=True), "people"),
    "to delete": (sa.delete(people).where(people.c.id.in_([1, 2])), "people"),
    "to copy": (sa.insert(roles).from_select(["person_id"], sa.select(people.c.id)), "people"),
    "a lot": (sa.select(LEADS.subquery()), "members"),
    "a value in a new row": (
        sa.insert(roles).values(person_id=sa.select(people.c.id).where(people.c.id == 1).scalar_subquery()),
        "people",
    ),
}


@pytest.mark.parametrize("statement", NAMED.values(), ids=NAMED)
def test_a_cluster_is_named(statement: sa.ClauseElement):
    assert loose(statement) == set()


@pytest.mark.parametrize(("statement", "tables"), LOOSE.values(), ids=LOOSE)
def test_no_cluster_is_named(statement: sa.ClauseElement, tables: str):
    assert loose(statement) == set(tables.split())


MADE_UP = """
def everybody(tx):
    return tx.connection.execute(sa.select(people)).all()
"""


async def test_a_query_of_storage_that_names_none_is_found_and_a_test_s_own_is_not(database: Database):
    made_up = {"__name__": "storage.made_up", "sa": sa, "people": people}
    exec(MADE_UP, made_up)  # stands in storage, as far as anybody can see

    def own(tx: Transaction) -> None:
        tx.connection.execute(sa.select(people)).all()

    await database.transact(own)
    assert listener.found() == []
    await database.transact(made_up["everybody"])
    assert [one.split(":")[0] for one in listener.found()] == [
        "made_up.everybody asks for people of any cluster"
    ]
    assert listener.found() == []


def test_no_exemption_is_left_of_what_is_gone():
    for verbs in REASONS.values():
        for verb in verbs:
            module, _, function = verb.rpartition(".")
            assert hasattr(importlib.import_module(f"storage.{module}"), function), verb
