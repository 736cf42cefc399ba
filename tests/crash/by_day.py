"""The bot as shipped, in a process of its own, on a Sunday noon: at night it writes to nobody by itself.

CRASH_BEGAN says when noon was, by the monotonic clock that all processes of a machine share, so that a bot
that is killed and started again goes on where it was.
"""

import asyncio
import os
import time
from datetime import datetime, timedelta

from bot import logs
from bot.app import Klyngebot
from bot.settings import read
from tests.fixtures.databases import NOW

BEGAN = "CRASH_BEGAN"


class DayClock:
    def __init__(self, began: float) -> None:
        self._began = began

    def now(self) -> datetime:
        return NOW + timedelta(seconds=time.monotonic() - self._began)


async def main() -> None:
    logs.set_up()
    klyngebot = await Klyngebot.open(read(), DayClock(float(os.environ[BEGAN])))
    asyncio.get_running_loop().add_signal_handler(15, klyngebot.ask_to_stop)
    await klyngebot.run()


if __name__ == "__main__":
    asyncio.run(main())
