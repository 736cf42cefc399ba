"""A process of its own that sends until all is sent, or until a failpoint kills it.

Arguments: the database's address, the simulated Telegram's log (appended to), how many letters to owe.
"""

import asyncio
import sys
from pathlib import Path

import sqlalchemy as sa

from domain.message import Lane
from domain.pace import UNHURRIED
from simulator import Simulator, SimulatorSettings
from storage import database as databases
from storage import tables
from storage.transaction import Transaction
from tests.sender.conftest import NOW, Office, _found


async def main(url: str, log: Path, letters: int) -> None:
    database = await databases.open(url)
    telegram = Simulator(lambda: NOW, SimulatorSettings(latency=(0.001, 0.01)), log)
    office = Office(database, telegram, UNHURRIED)
    if not await database.transact(_is_founded):
        await database.transact(_found)
        everybody = [await office.neighbour(f"Nabo {n}") for n in range(letters)]
        for text in ("0", "1", "2"):
            await office.put_to_all(everybody, text, lane=Lane.NOTICE)
    for n in range(letters):
        telegram.add_person(f"Nabo {n}", telegram_id=5_000_001 + n) if len(
            telegram.world.people
        ) <= n else None
        telegram.account(5_000_001 + n).chat(office.account).start()
    office.begin()
    await office.drained()
    await office.close()
    await database.close()


def _is_founded(tx: Transaction) -> bool:
    return tx.connection.scalar(sa.select(tables.bots.c.id)) is not None


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
