"""Whether a statement says of which cluster it is: read off what SQLAlchemy is given, before it becomes SQL.

Each table with a `cluster_id` that a SELECT, UPDATE or DELETE touches, at any depth, must be held to one
cluster: by a value (`cluster_id == 7`, or a bot's number: a bot is one cluster's), or by a key that it has in
common with a table that is held (`members.group_id == groups.id`, IN, EXISTS).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import sqlalchemy as sa
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import Grouping
from sqlalchemy.sql.selectable import FromGrouping

from storage.tables import bots, clusters

Statement: TypeAlias = sa.Select | sa.Update | sa.Delete
Names: TypeAlias = frozenset[str]
"""Of tables or their aliases, as the SQL calls them."""

NONE: Names = frozenset()
SAYS_THE_CLUSTER = frozenset({clusters.c.id, bots.c.id})


@dataclass(frozen=True)
class Source:
    """A table in a statement. `joined`: what its rows fulfil beside what all rows of the statement do."""

    table: sa.FromClause
    joined: tuple[sa.ClauseElement, ...]


@dataclass(frozen=True)
class Verdict:
    """`held`: which sources, in the statement and around it, are of one cluster. `loose`: which tables of
    clusters are not, also in the statements inside."""

    held: Names
    loose: Names


def loose(statement: sa.ClauseElement) -> Names:
    """The tables of which it does not say the cluster."""
    return NONE.union(*(judge(one).loose for one in outermost(statement)))


def judge(statement: Statement, around: Names = NONE) -> Verdict:
    """`around` is held in the statements around this one, which it may refer to."""
    sources = own_sources(statement, around)
    held = around - {source.table.name for source in sources}
    while more := {one.table.name for one in sources if is_held(one, statement, held)} - held:
        held |= more
    open_ = {one.table.name for one in sources if one.table.name not in held and of_a_cluster(one.table)}
    return Verdict(held, NONE.union(open_, *(judge(inner, held).loose for inner in inside(statement))))


def is_held(source: Source, statement: Statement, held: Names) -> bool:
    if isinstance(source.table, sa.Subquery):
        return all(judge(one, held).loose == NONE for one in outermost(source.table.element))
    conditions = [statement.whereclause, *source.joined]
    return any(holds(one, source.table.name, held) for one in conditions if one is not None)


def holds(condition: sa.ClauseElement, name: str, held: Names) -> bool:
    """Whether where this is true the source of that name has only rows of what is held."""
    if isinstance(condition, Grouping):
        return holds(condition.element, name, held)
    if isinstance(condition, sa.BooleanClauseList):
        enough = any if condition.operator is operators.and_ else all
        return enough(holds(one, name, held) for one in condition.clauses)
    if isinstance(condition, sa.Exists):
        return all(reaches_out(one, name, held) for one in outermost(condition))
    if isinstance(condition, sa.BinaryExpression) and condition.operator in (operators.eq, operators.in_op):
        sides = ((condition.left, condition.right), (condition.right, condition.left))
        return any(equals(mine, other, name, held) for mine, other in sides)
    return False


def reaches_out(inner: Statement, name: str, held: Names) -> bool:
    """EXISTS (SELECT .. WHERE members.person_id = people.id): whether it holds `people`."""
    if any(source.table.name == name for source in own_sources(inner, held | {name})):
        return False
    return inner.whereclause is not None and holds(inner.whereclause, name, judge(inner, held).held)


def equals(mine: sa.ClauseElement, other: sa.ClauseElement, name: str, held: Names) -> bool:
    """Whether a column of that source is equal to what says the cluster, or to a key of what is held."""
    chosen = list(outermost(other))
    if not chosen:
        return equal(mine, other, name, held)
    columns = list(mine.clauses) if isinstance(mine, sa.Tuple) else [mine]
    return all(
        any(
            equal(column, found, name, judge(one, held).held)
            for column, found in zip(columns, one.selected_columns, strict=False)
        )
        for one in chosen
    )


def equal(mine: sa.ClauseElement, other: sa.ClauseElement, name: str, held: Names) -> bool:
    if not isinstance(mine, sa.ColumnClause) or mine.table is None or mine.table.name != name:
        return False
    columns = (one for one in visitors.iterate(other) if isinstance(one, sa.ColumnClause))
    named = [one for one in columns if one.table is not None]
    number = key(mine)
    if number is None or not named:
        return number in SAYS_THE_CLUSTER
    return [one.table.name in held and key(one) for one in named] == [number]


def key(column: "sa.ColumnClause[object]") -> "sa.ColumnElement[object] | None":
    """The number of a row that it names in the end; None for what is no such number."""
    (first, *_) = column.base_columns
    for foreign in getattr(first, "foreign_keys", ()):
        return key(foreign.column)
    table = getattr(first, "table", None)
    return first if isinstance(table, sa.Table) and [first] == [*table.primary_key] else None


def of_a_cluster(table: sa.FromClause) -> bool:
    return isinstance(table, sa.Table | sa.Alias) and "cluster_id" in table.c


def outermost(element: sa.ClauseElement) -> Iterator[Statement]:
    """The statements in it that stand in no other."""
    if isinstance(element, Statement):
        yield element
    elif not isinstance(element, sa.TableClause | sa.ColumnClause):
        for child in element.get_children():
            yield from outermost(child)


def inside(statement: Statement) -> Iterator[Statement]:
    for child in statement.get_children():
        yield from outermost(child)


def own_sources(statement: Statement, around: Names) -> list[Source]:
    """Without those that it only refers to, as SQLAlchemy correlates them."""
    if not isinstance(statement, sa.Select):
        return [Source(statement.table, ())]
    found = statement.get_final_froms()
    own = [one for one in found if getattr(one, "name", None) not in around]
    return [source for one in (own if len(found) > 1 else found) for source in leaves(one, ())]


def leaves(source: sa.FromClause, joined: tuple[sa.ClauseElement, ...]) -> Iterator[Source]:
    """Of an outer join, the right side alone fulfils what it is joined on."""
    if isinstance(source, FromGrouping):
        yield from leaves(source.element, joined)
    elif isinstance(source, sa.Join):
        both = (*joined, source.onclause)
        yield from leaves(source.left, joined if source.isouter or source.full else both)
        yield from leaves(source.right, joined if source.full else both)
    else:
        yield Source(source, joined)
