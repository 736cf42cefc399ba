"""Statements that run at every tap and every letter: put together once, and handed to the driver.

SQLAlchemy's own way costs 90 microseconds a statement, of which SQLite needs five; a tap runs ten of them,
and all people share one writer. With PostgreSQL it is half of what a statement costs us. So what SQLAlchemy
knows (SQL, types) is asked once and kept.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any, NamedTuple, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPICursor, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import visitors
from sqlalchemy.sql.compiler import ExpandedState, SQLCompiler

from storage import sqlite_engine
from storage.transaction import Transaction

Statement: TypeAlias = (
    sa.Select[*tuple[Any, ...]] | sa.CompoundSelect[*tuple[Any, ...]] | sa.Insert | sa.Update | sa.Delete
)
Insert: TypeAlias = sqlite.Insert | postgresql.Insert
Row: TypeAlias = Any
"""One row; its columns have names."""
Convert: TypeAlias = Callable[[Any], Any]

_MANY = 200
"""Forms of one statement, told apart by the lengths of its lists; then all are forgotten."""


class Prepared:
    """One statement. Its values are given by name: what `sa.bindparam` names, and an insert's columns.

    An insert that knows ON CONFLICT, which each database spells for itself, is given as a function of that
    database's insert. Columns' defaults are not filled in: what is left out is NULL.
    """

    def __init__(self, statement: Statement | Callable[[Callable[[sa.Table], Insert]], Statement]) -> None:
        self._statement = statement
        self._spelt = cache(self._spell)
        self._forms: dict[tuple[object, ...], _Form] = {}

    def rows(self, tx: Transaction, **values: object) -> Sequence[Row]:
        """All rows."""
        values = self._in_few_lengths(values)
        form = self._form(tx, values)
        return form.read(_run(tx, form, [form.bound(values)]))

    def first(self, tx: Transaction, **values: object) -> Row | None:
        """The first row, None when there is none."""
        return next(iter(self.rows(tx, **values)), None)

    def scalar(self, tx: Transaction, **values: object) -> Any:  # noqa: ANN401 - the column's, unknown here
        """The first row's first column, None when there is no row."""
        row = self.first(tx, **values)
        return None if row is None else row[0]

    def count(self, tx: Transaction, **values: object) -> int:
        """Run it; how many rows it changed."""
        values = self._in_few_lengths(values)
        form = self._form(tx, values)
        return _run(tx, form, [form.bound(values)]).rowcount

    def many(self, tx: Transaction, each: Sequence[Mapping[str, object]]) -> None:
        """Run it for each; all have the same names, and nothing comes back."""
        if each:
            form = self._form(tx, each[0])
            _run(tx, form, [form.bound(values) for values in each])

    def _spell(self, dialect: str) -> Statement:
        made = self._statement
        if callable(made):
            made = made(sqlite.insert if dialect == "sqlite" else postgresql.insert)
        return visitors.cloned_traverse(made, {}, {"bindparam": _stands_in_the_sql})

    @cached_property
    def _lists(self) -> frozenset[str]:
        """The names of what stands in an IN."""
        binds = visitors.iterate(self._spelt("sqlite"))
        return frozenset(one.key for one in binds if isinstance(one, sa.BindParameter) and one.expanding)

    def _in_few_lengths(self, values: Mapping[str, object]) -> dict[str, object]:
        """A list with its last member again and again, up to a power of two: that asks the same.

        A list of up to a thousand chats at rest then needs eleven forms, and not a thousand.
        """
        return {name: _padded(one) if name in self._lists else one for name, one in values.items()}

    def _form(self, tx: Transaction, values: Mapping[str, Any]) -> "_Form":
        """For these names; a list's SQL has as many places as it has members."""
        dialect = tx.connection.dialect
        names = tuple((name, len(one)) if name in self._lists else name for name, one in values.items())
        if (form := self._forms.get((dialect.name, names))) is None:
            if len(self._forms) >= _MANY:
                self._forms.clear()
            form = _Form(self._spelt(dialect.name), values, dialect)
            self._forms[dialect.name, names] = form
        return form


def _stands_in_the_sql(bind: "sa.BindParameter[Any]") -> None:
    """A value that never changes is written out: by `state = 'pending'` a database finds a partial index.

    For `state = ?` SQLite would plan anew each time, and PostgreSQL never take the index into a lasting plan.
    """
    if bind.unique and not bind.expanding:
        bind.literal_execute = True


def _padded(members: Any) -> list[Any]:  # noqa: ANN401 - a list of whatever a column takes
    missing = (1 << (len(members) - 1).bit_length()) - len(members) if members else 0
    return [*members, *members[-1:] * missing]


def _run(tx: Transaction, form: "_Form", each: Sequence[Sequence[object]]) -> DBAPICursor:
    """Raises what SQLAlchemy would, and TransactionLost."""
    if (driver := tx.driver) is not None:
        sqlite_engine.in_transaction(driver)
    cursor = tx.connection.connection.cursor()
    try:
        if len(each) == 1:
            cursor.execute(form.sql, each[0])
        else:
            cursor.executemany(form.sql, each)
    except Exception as error:
        raise _as_sqlalchemy_says(tx, form, error) from error
    return cursor


def _as_sqlalchemy_says(tx: Transaction, form: "_Form", error: Exception) -> BaseException:
    """A connection that is gone, or whose plans a migration has made useless, is used for nothing more."""
    dialect, driver = tx.connection.dialect, tx.connection.connection.dbapi_connection
    if not isinstance(error, dialect.loaded_dbapi.Error):
        return error
    stale = isinstance(error, getattr(dialect.loaded_dbapi, "InvalidCachedStatementError", ()))
    gone = stale or dialect.is_disconnect(error, driver, None)
    said = DBAPIError.instance(
        form.sql,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=gone,
        dialect=dialect,
    )
    if gone:
        tx.connection.invalidate(said)
    return said


class _Place(NamedTuple):
    """A place in the SQL: the value of that name (its how-manyth, of a list), made ready; or a constant."""

    name: str | None
    nth: int | None
    ready: Convert | None
    constant: object = None


class _Form:
    """The statement as the driver takes it."""

    def __init__(self, statement: Statement, values: Mapping[str, object], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(values))
        if not isinstance(compiled, SQLCompiler):
            raise TypeError(f"not a statement of rows: {statement}")
        state = compiled.construct_expanded_state(dict(values))
        given = dict(_given(values, state.parameter_expansion))
        self.sql = state.statement
        self._places = [_place(compiled, state, given, place, dialect) for place in state.positiontup or ()]
        columns = list(getattr(statement, "exported_columns", ()))
        self._row = namedtuple("Row", [column.key for column in columns])  # type: ignore[misc]  # noqa: PYI024 - the statement names them
        self._converts = [(nth, made) for nth, one in enumerate(columns) if (made := _reader(one, dialect))]

    def bound(self, values: Mapping[str, object]) -> list[object]:
        """The values in the order of their places, as the driver takes them."""
        return [
            place.constant if place.name is None else _bound(values[place.name], place.nth, place.ready)
            for place in self._places
        ]

    def read(self, cursor: DBAPICursor) -> list[Row]:
        """What came, as SQLAlchemy would give it."""
        if not self._converts:
            return [self._row(*row) for row in cursor.fetchall()]
        return [self._row(*self._converted(row)) for row in cursor.fetchall()]

    def _converted(self, row: Sequence[Any]) -> list[Any]:
        fields = list(row)
        for nth, convert in self._converts:
            fields[nth] = convert(fields[nth])
        return fields


def _bound(value: Any, nth: int | None, convert: Convert | None) -> object:  # noqa: ANN401 - whatever a column takes
    one = value if nth is None else value[nth]
    return convert(one) if convert else one


def _given(
    values: Mapping[str, object], expanded: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, tuple[str, int | None]]]:
    """By its name in the SQL, whose value a place takes, and the how-manyth of a list."""
    for name in values:
        if name in expanded:
            for nth, place in enumerate(expanded[name]):
                yield place, (name, nth)
        else:
            yield name, (name, None)


def _place(
    compiled: SQLCompiler,
    state: ExpandedState,
    given: Mapping[str, tuple[str, int | None]],
    place: str,
    dialect: Dialect,
) -> _Place:
    name, nth = given.get(place, (None, None))
    bind = compiled.binds.get(name or place)
    ready = bind.type.dialect_impl(dialect).bind_processor(dialect) if bind is not None else None
    constant = None if name else _bound(state.parameters[place], None, ready)
    return _Place(name, nth, ready, constant)


def _reader(column: "sa.ColumnElement[Any]", dialect: Dialect) -> Convert | None:
    return column.type.dialect_impl(dialect).result_processor(dialect, None)
