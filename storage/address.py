"""Which database the settings mean. The drivers are our choice, not the operator's."""

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from storage.errors import WrongAddress

HELP = (
    "Write sqlite:////srv/klyngebot/klyngebot.db (four slashes before a path from the root) "
    "or postgresql://user:password@host/name."
)


@dataclass(frozen=True)
class SqliteFile:
    path: Path


@dataclass(frozen=True)
class PostgresServer:
    url: sa.URL


def read(url: str) -> SqliteFile | PostgresServer:
    """Raises WrongAddress, whose words never repeat the address: it may hold a password."""
    try:
        parts = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        raise WrongAddress(f"The database address cannot be read. {HELP}") from None
    match parts.get_backend_name() if "+" not in parts.drivername else "":
        case "sqlite":
            return _file(parts)
        case "postgresql" | "postgres":
            return _server(parts)
        case _:
            raise WrongAddress(f"The database address begins with {parts.drivername}://. {HELP}")


def _file(parts: sa.URL) -> SqliteFile:
    if parts.database in (None, "", ":memory:"):
        raise WrongAddress(f"The database address names no file, and people must be kept in one. {HELP}")
    if parts.host or parts.query:
        raise WrongAddress(f"The database address has something before or after the path. {HELP}")
    return SqliteFile(Path(parts.database or "").absolute())


def _server(parts: sa.URL) -> PostgresServer:
    if not parts.database:
        raise WrongAddress(f"The database address names no database. {HELP}")
    if set(parts.query) - {"sslmode"}:
        raise WrongAddress(f"The database address has more than ?sslmode=... after the name. {HELP}")
    encryption = {"ssl": mode} if (mode := parts.query.get("sslmode")) else {}
    return PostgresServer(parts.set(drivername="postgresql+asyncpg", query=encryption))
