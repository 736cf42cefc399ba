"""What people do on their phones meanwhile, and what must have come of it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from random import Random

from tests.crash.harness import Phone
from tests.crash.village import ANSWERS, POLL

ASKS_AGAIN = 20.0
"""Seconds after which somebody who gets no answer begins again."""
ASKS = 5
"""So often they ask once more after the storm."""
YES, WELCOME = "Ja, begge dele", ("Velkommen, ",)
GOODBYE = ("Alt om dig er slettet.", "Du er ikke tilmeldt endnu.")
"""The second where the first was killed on its way, and they had tapped once more meanwhile."""
PAUSED, STOPPED, SENT = "På pause", "Stoppet", "✓ Sendt"
SURE = "Ja, slet alt om mig"


@dataclass(frozen=True)
class Held:
    """An announcement that Karen held up: when she tapped, when she was told, and when she let it go on.

    Seconds of the machine's monotonic clock.
    """

    number: int
    tapped: float
    seen: float
    until: float = float("inf")

    def by(self, clock: Callable[[float], float]) -> "Held":
        """The same by another clock."""
        return replace(self, tapped=clock(self.tapped), seen=clock(self.seen), until=clock(self.until))


@dataclass
class Said:
    """What was last tapped, by Telegram number and by what it is about; who joined, and who left."""

    votes: dict[tuple[int, int], bool] = field(default_factory=dict)
    coming: dict[tuple[int, int], str] = field(default_factory=dict)
    joined: set[int] = field(default_factory=set)
    leaving: set[int] = field(default_factory=set)
    """Among them those who were never told, and may be gone or not."""
    left: set[int] = field(default_factory=set)
    held: list[Held] = field(default_factory=list)
    taps: int = 0
    outlived: int = 0
    """Taps that grew too old for Telegram itself before the bot had them: nobody can know of these."""


async def press(phone: Phone, data: str) -> None:
    """A button under the bot's first message, or one that is gone: what it carries counts."""
    messages = await phone.until(lambda _: True)
    message_id = messages[0]["message_id"] if messages else 1
    await phone.telegram.post(f"{phone.path}/taps", message_id=message_id, data=data)


async def vote_and_answer(
    phone: Phone, events: int, pause: float, said: Said, chance: Random, over: asyncio.Event
) -> None:
    """Votes, and comes or does not, again and again; `pause`: seconds in between, on average.

    As people do, they wait a while for an answer: who has twenty taps waiting is turned away by the bot.
    """
    while not over.is_set():
        said.taps += 1
        version = await phone.version()
        if chance.random() < 0.5:
            answer, on = chance.randrange(len(ANSWERS)), chance.random() < 0.5
            await press(phone, f"v1:pvote:{POLL}:{answer}:{int(on)}")
            said.votes[phone.person, answer] = on
        else:
            event, coming = chance.randint(1, events), chance.choice(("yes", "maybe", "no"))
            await press(phone, f"v1:evsay:{event}:{coming}")
            said.coming[phone.person, event] = coming
        with suppress(TimeoutError):
            await phone.changes(version, ASKS_AGAIN)
        await rest(chance.uniform(0.2, 1.8) * pause, over)


async def join(phone: Phone, said: Said, over: asyncio.Event) -> None:
    """Sign up; begin again where no answer comes."""
    if await _insist(phone, _join, over):
        said.joined.add(phone.person)


async def leave(phone: Phone, said: Said, over: asyncio.Event) -> None:
    """Be erased."""
    said.leaving.add(phone.person)
    if await _insist(phone, _leave, over):
        said.left.add(phone.person)


async def _join(phone: Phone) -> None:
    if YES not in str(await phone.until(lambda _: True)):  # else the question is there, and waits
        await phone.start("v_vigersted")
    if not await _offered(phone, YES, WELCOME):
        await phone.tap(YES)
        await phone.until(partial(tells, WELCOME), ASKS_AGAIN)


async def _leave(phone: Phone) -> None:
    await press(phone, "v1:leave")
    if not await _offered(phone, SURE, GOODBYE):
        await phone.tap(SURE)
        await phone.until(partial(tells, GOODBYE), ASKS_AGAIN)


def tells(words: tuple[str, ...], messages: list[dict]) -> bool:
    return any(one in message["text"] for message in messages for one in words)


async def _offered(phone: Phone, label: str, done: tuple[str, ...]) -> bool:
    """Wait for that button; True when what it is for has happened already."""

    def there(messages: list[dict]) -> bool:
        return tells(done, messages) or any(label in str(one["keyboard"]) for one in messages)

    return tells(done, await phone.until(there, ASKS_AGAIN))


async def _insist(phone: Phone, what: Callable[[Phone], Awaitable[None]], over: asyncio.Event) -> bool:
    """Whether it came to an end; who has asked so often in the calm gives up."""
    asks = ASKS
    while asks:
        asks -= over.is_set()
        with suppress(TimeoutError):
            await what(phone)
            return True
    return False


async def let_go(karen: Phone, numbers: Sequence[int], every: float, said: Said, over: asyncio.Event) -> None:
    """Karen lets one announcement go after the other; of four she pauses one and stops another.

    When the storm is `over` she does not wait any longer, and holds up the rest of them in the calm.
    """
    for number in numbers:
        await press(karen, f"v1:annresume:{number}")
        if number % 2 == 0:
            await asyncio.sleep(1.0)
        if number % 4 == 0:
            said.held += await _hold(karen, number, "annstop", STOPPED)
        elif number % 4 == 2:
            paused = await _hold(karen, number, "annpause", PAUSED)
            await asyncio.sleep(3.0)
            said.held += [replace(one, until=time.monotonic()) for one in paused]
            await press(karen, f"v1:annresume:{number}")
        await rest(every, over)


async def _hold(karen: Phone, number: int, button: str, done: str) -> list[Held]:
    """Nothing where all had it already, or where she was not told in time."""
    tapped = time.monotonic()
    await press(karen, f"v1:{button}:{number}")

    def told(messages: list[dict]) -> bool:
        about = [one["text"] for one in messages if f"Meddelelse {number}«" in one["text"]]
        return any(word in text for text in about for word in (done, SENT))

    with suppress(TimeoutError):
        if any(done in one["text"] for one in await karen.until(told, ASKS_AGAIN)):
            return [Held(number, tapped, time.monotonic())]
    return []


async def rest(seconds: float, over: asyncio.Event) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(over.wait(), seconds)
