"""What may stand in KLYNGEBOT_DATABASE_URL."""

from pathlib import Path

import pytest

from storage import address
from storage.errors import WrongAddress


def test_four_slashes_are_a_path_from_the_root():
    assert address.read("sqlite:////srv/klyngebot.db") == address.SqliteFile(Path("/srv/klyngebot.db"))


def test_three_slashes_are_a_path_from_here():
    assert address.read("sqlite:///klyngebot.db") == address.SqliteFile(Path.cwd() / "klyngebot.db")


def test_a_path_may_hold_spaces_and_danish_letters():
    assert address.read("sqlite:////srv/Åse og Bo/by.db") == address.SqliteFile(Path("/srv/Åse og Bo/by.db"))


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_we_choose_the_driver(scheme: str):
    where = address.read(f"{scheme}://bo:hemmeligt@db.example:5433/klyngebot")
    assert isinstance(where, address.PostgresServer)
    assert where.url.drivername == "postgresql+asyncpg"
    assert (where.url.username, where.url.password, where.url.port) == ("bo", "hemmeligt", 5433)


def test_a_server_far_away_can_be_asked_to_encrypt():
    where = address.read("postgresql://bo@host/db?sslmode=verify-full")
    assert isinstance(where, address.PostgresServer)
    assert where.url.query == {"ssl": "verify-full"}


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("", "cannot be read"),
        ("klyngebot.db", "cannot be read"),
        ("mysql://bo:hemmeligt@host/db", "begins with mysql://"),
        ("postgresql+psycopg://bo:hemmeligt@host/db", r"begins with postgresql\+psycopg://"),
        ("sqlite+aiosqlite:////srv/a.db", r"begins with sqlite\+aiosqlite://"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite://srv/klyngebot.db", "before or after the path"),
        ("sqlite:////srv/a.db?hemmeligt=1", "before or after the path"),
        ("postgresql://bo:hemmeligt@host", "names no database"),
        ("postgresql://bo:hemmeligt@host/db?options=-c", "more than"),
        ("postgresql://bo:hemmeligt@host:port/db", "cannot be read"),
    ],
)
def test_what_cannot_be_used_is_said_with_what_to_write_and_without_the_password(url: str, complaint: str):
    with pytest.raises(WrongAddress, match=complaint) as raised:
        address.read(url)
    assert "Write sqlite:////" in str(raised.value)
    assert "hemmeligt" not in str(raised.value)
