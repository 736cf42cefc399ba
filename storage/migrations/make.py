"""`python -m storage.migrations.make "what changes"`: write the next revision from storage/tables/.

Until the first release (`FROZEN` is None) there is only one revision, and it is written anew.
"""

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from sqlalchemy.dialects import sqlite

from storage import migrations, sqlite_engine
from storage.migrations import steps
from storage.tables import metadata

VERSIONS = (migrations.HERE / "versions",)


def main(message: str) -> None:
    before = _forget_unreleased()
    with tempfile.TemporaryDirectory() as folder:
        engine = sqlite_engine.create(Path(folder) / "empty.db")
        with engine.begin() as connection:
            if before:
                migrations.to_head(connection, VERSIONS)
            made = _write(connection, message, f"{before + 1:04}_{fingerprint()}")
        engine.dispose()
    _tidy(Path(made))
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", made], check=True)  # noqa: S603 - ours
    sys.stdout.write(f"{made}\n")


def fingerprint() -> str:
    """Of the tables' shape. A database made by an unreleased 0001 is recognised and refused, not misread."""
    dialect = sqlite.dialect()
    shape = "".join(
        str(sa.schema.CreateTable(table).compile(dialect=dialect)) for table in metadata.sorted_tables
    )
    return hashlib.sha256(shape.encode()).hexdigest()[:6]


def _forget_unreleased() -> int:
    """The number of revisions that stay."""
    kept = 0
    for path in VERSIONS[0].glob("[0-9]*.py"):
        if migrations.FROZEN is None:
            path.unlink()
        else:
            kept += 1
    return kept


def _write(connection: sa.Connection, message: str, revision: str) -> str:
    config = steps.configure(VERSIONS)
    config.attributes["connection"] = connection
    made = command.revision(config, message, autogenerate=True, rev_id=revision)
    if made is None or isinstance(made, list):
        raise RuntimeError("Alembic wrote no revision, or several")
    return made.path


def _tidy(made: Path) -> None:
    lines = made.read_text().splitlines(keepends=True)
    made.write_text("".join(line for line in lines if "### " not in line))


if __name__ == "__main__":
    main(*sys.argv[1:])
