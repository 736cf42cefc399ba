"""Whatever any test makes the bot ask is judged: it names its cluster, or stands in exemptions.py.

What a test itself asks (its nearest frame is not in `storage/`) is its own affair.
"""

import sys
from collections.abc import Iterator, Mapping
from types import FrameType

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from storage import prepared
from tests.tenancy.exemptions import EXEMPTIONS
from tests.tenancy.judge import loose

MACHINERY = ("storage.prepared", "storage.transaction")
"""What runs others' statements."""

_Form = prepared._Form
_judged: set[str] = set()
_found: set[str] = set()


def pytest_configure(config: pytest.Config) -> None:
    sa.event.listen(sa.Engine, "before_cursor_execute", _executed)
    config.add_cleanup(lambda: sa.event.remove(sa.Engine, "before_cursor_execute", _executed))
    patch = pytest.MonkeyPatch()
    patch.setattr(prepared, "_Form", _formed)
    config.add_cleanup(patch.undo)


@pytest.fixture(autouse=True)
def _clusters_are_named() -> Iterator[None]:
    yield
    loose_ones = found()
    assert not loose_ones, "name the cluster, or say in tests/tenancy/exemptions.py why not"


def found() -> list[str]:
    """Since it was asked last."""
    told = sorted(_found)
    _found.clear()
    return told


def _executed(connection, cursor, sql, parameters, context, executemany) -> None:
    if sql not in _judged and context.compiled is not None and judged(context.compiled.statement):
        _judged.add(sql)


def _formed(statement: prepared.Statement, values: Mapping[str, object], dialect: Dialect) -> prepared._Form:
    """What a driver is given past SQLAlchemy; a form is made once and kept."""
    judged(statement)
    return _Form(statement, values, dialect)


def judged(statement: sa.ClauseElement) -> bool:
    """Whether that is all there is to say of it: where it is loose, that depends on who asks."""
    if not (tables := loose(statement)):
        return True
    who = asker(sys._getframe())
    if who is not None and not tables <= EXEMPTIONS.get(who, frozenset()):
        _found.add(f"{who} asks for {', '.join(sorted(tables))} of any cluster: {statement}")
    return False


def asker(frame: FrameType | None) -> str | None:
    """The nearest verb of `storage/`, "outbox.tidying.forget"; None when somebody else asks."""
    name = None
    while frame is not None:
        module, function = frame.f_globals.get("__name__", ""), frame.f_code.co_name
        if module.startswith("storage.") and not module.startswith(MACHINERY):
            name = f"{module.removeprefix('storage.')}.{function}"
            if not function.startswith(("_", "<")):
                return name
        elif name or (module.startswith("tests.") and module != __name__):
            return name
        frame = frame.f_back
    return name
