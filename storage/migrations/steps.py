"""Alembic's part: the steps that lead from one revision to the next."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from storage.migrations import HERE


def take(connection: sa.Connection, versions: Sequence[Path]) -> None:
    """All that are left, in the transaction under way."""
    config = configure(versions)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def revisions(versions: Sequence[Path]) -> list[str]:
    """The oldest first, as they follow on each other."""
    scripts = ScriptDirectory.from_config(configure(versions))
    return [script.revision for script in scripts.walk_revisions()][::-1]


def configure(versions: Sequence[Path]) -> Config:
    config = Config()
    config.set_main_option("script_location", _literal(HERE))
    config.set_main_option("version_locations", "\n".join(map(_literal, versions)))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("file_template", "%%(rev)s")
    return config


def _literal(path: Path) -> str:
    return str(path).replace("%", "%%")
