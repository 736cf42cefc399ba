"""The disk is full: whoever wants to be left alone or forgotten is, from the room that was kept for it."""

import pytest

from bot import ballast
from storage.transaction import Transaction
from tests.fixtures.cast import Member, joined
from tests.intake.test_full_disk import Disk, disk, integrity

__all__ = ["disk"]

pytestmark = pytest.mark.usefixtures("no_digests")


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """PostgreSQL's disk is its own matter."""
    return sqlite_url


def how_many(tx: Transaction) -> int:
    return tx.connection.exec_driver_sql("SELECT count(*) FROM people").scalar_one()


async def test_stop_and_erasure_work_on_a_full_disk(disk: Disk, anna: Member, bo: Member, klyngebot):
    await joined(anna, "vigersted")
    klyngebot.ballast.look()
    assert klyngebot.ballast._file.stat().st_size == ballast.SIZE
    disk.full = True
    klyngebot.ballast.look()
    assert klyngebot.ballast.tight
    assert not klyngebot.ballast._file.exists()
    await anna.writes("/stop")
    assert anna.sees.startswith("Nu får du ingen beskeder fra os.")
    await bo.writes("x" * 4000)
    await bo.writes("/settings")
    await bo.taps("Mine oplysninger")
    await bo.taps("Slet mig")
    await bo.taps("Ja, slet alt om mig")
    assert bo.sees.startswith("Alt om dig er slettet.")
    assert await klyngebot.database.transact(how_many) == 1
    disk.full = False
    klyngebot.ballast.look()
    assert not klyngebot.ballast.tight
    assert klyngebot.ballast._file.exists()
    assert await klyngebot.database.transact(integrity) == "ok"
