"""What every rival sends. Only the standard library, because aiogram runs in an environment of its own."""

import argparse
import json
import resource
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

TOKEN = "7000000001:AAEin-token-that-only-the-stub-knows"
TEXT = (
    "<b>Fællesspisning i forsamlingshuset, fredag den 27. november kl. 18</b>\n\nHej alle sammen. Vi laver "
    "gullasch til firs, og børn under tolv spiser gratis. Tag selv drikkevarer med, eller køb dem i baren. "
    "Har du lyst til at dække bord, så mød op klokken 16; vi er fire, der allerede har sagt ja. Der er plads "
    "til kørestole, og de, der bor langt ude, kan blive hentet: svar her, så ringer vi.\n\nKommer du?"
)
BUTTONS = (("Ja, jeg kommer", "v1:event:1842:yes"), ("Nej tak", "v1:event:1842:no"))
KEYBOARD = {"inline_keyboard": [[{"text": label, "callback_data": data}] for label, data in BUTTONS]}
Send = Callable[[int], Awaitable[object]]


def arguments() -> argparse.Namespace:
    """What each process is told."""
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("--base", required=True)
    parser.add_argument("--letters", type=int, default=0)
    parser.add_argument("--window", type=int, default=8)
    parser.add_argument("--database", default="")
    parser.add_argument("--rate", type=float, default=0)
    return parser.parse_args()


@dataclass(frozen=True)
class Where:
    """Where a webhook listens, and the secret it wants to hear."""

    port: int
    path: str
    secret: str


class Watch:
    """Wall seconds, the process's own processor seconds, and its peak memory in MiB."""

    def __init__(self) -> None:
        self._wall, self._own = time.perf_counter(), time.process_time()

    def say(self, done: int) -> None:
        """One line of JSON for whoever started this process."""
        wall, own = time.perf_counter() - self._wall, time.process_time() - self._own
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"done": done, "wall": wall, "cpu": own, "peak": peak}), flush=True)
