"""The way of one call: token, method, latency, faults, the method itself, the log."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from simulator.errors import ConnectionDroppedError, Refusal
from simulator.faults import Fault, Faults
from simulator.log import CallLog, Entry
from simulator.methods.call import Call
from simulator.methods.table import METHODS, WAITING_METHODS
from simulator.parameters import Parameters
from simulator.people import Bot
from simulator.wire import Answer, Upload, failure, success
from simulator.world import World


@dataclass
class _Trace:
    """What the log will say of a call."""

    method: str
    parameters: Mapping[str, str]
    began: float
    bot: Bot | None = None
    fault: Fault | None = None
    message_id: int | None = None


class CallDesk:
    def __init__(self, world: World, log: CallLog, faults: Faults) -> None:
        self._world = world
        self._log = log
        self._faults = faults
        self._random = Random(world.settings.seed)  # noqa: S311  spreads latency, guards nothing

    async def call(
        self, token: str, method: str, parameters: Mapping[str, str], files: Mapping[str, Upload]
    ) -> Answer:
        trace = _Trace(method, parameters, self._world.monotonic())
        try:
            answer = await self._served(token, Parameters(parameters, files), trace)
        except Refusal as refusal:
            self._write(trace, refusal.status, refusal.description)
            return failure(refusal)
        except ConnectionDroppedError:
            self._write(trace, None, None)
            raise
        self._write(trace, answer.status, None)
        return answer

    async def _served(self, token: str, parameters: Parameters, trace: _Trace) -> Answer:
        trace.bot = bot = self._world.bot_by_token(token)
        name = trace.method.lower()
        if name not in METHODS and name not in WAITING_METHODS:
            raise Refusal(404, "Not Found: method not found")
        await self._dawdle()
        trace.fault = fault = self._faults.strike(bot.telegram_id, name, _chat_id(parameters))
        instead = await fault.before() if fault else None
        if instead is not None:
            return instead
        if bot.logged_out:
            raise Refusal(400, "Bad Request: Logged out")
        result = await _result(name, Call(self._world, bot, parameters))
        trace.message_id = _message_id(result)
        if fault is not None:
            await fault.after()
        return success(result)

    async def _dawdle(self) -> None:
        shortest, longest = self._world.settings.latency
        if longest > 0:
            await asyncio.sleep(self._random.uniform(shortest, longest))

    def _write(self, trace: _Trace, status: int | None, description: str | None) -> None:
        world = self._world
        self._log.add(
            Entry(
                number=self._log.next_number(),
                monotonic=trace.began,
                wall=world.now().isoformat(),
                took=world.monotonic() - trace.began,
                bot_id=trace.bot.telegram_id if trace.bot else None,
                method=trace.method,
                parameters=dict(trace.parameters),
                status=status,
                description=description,
                message_id=trace.message_id,
                fault=trace.fault.kind.value if trace.fault else None,
            )
        )


async def _result(name: str, call: Call) -> object:
    if name in METHODS:
        return METHODS[name](call)
    return await WAITING_METHODS[name](call)


def _chat_id(parameters: Parameters) -> int | None:
    return parameters.integer("chat_id") if parameters.has("chat_id") else None


def _message_id(result: object) -> int | None:
    number = result.get("message_id") if isinstance(result, dict) else None
    return number if isinstance(number, int) else None
