"""The machine room: log, faults, settings, clock, cast, files."""

from dataclasses import asdict, fields, replace

from aiohttp import web

from simulator.control.body import Wrong, answer, body, number, query, simulator_of, text, whole
from simulator.faults import Fault, FaultKind
from simulator.hooks import ClockHook
from simulator.settings import FloodLimits, Rate, SimulatorSettings
from simulator.wire import Wire


async def log(request: web.Request) -> web.Response:
    calls = simulator_of(request).log
    entries = calls.since(int(query(request, "since", 0)))
    return answer({"last": calls.count, "entries": [entry.as_wire() for entry in entries]})


async def faults(request: web.Request) -> web.Response:
    return answer([asdict(fault) for fault in simulator_of(request).faults.in_force()])


async def inject(request: web.Request) -> web.Response:
    fault = simulator_of(request).inject(_fault(await body(request)))
    return answer(asdict(fault), 201)


async def clear(request: web.Request) -> web.Response:
    """One by ?id=, or all."""
    fault_id = int(query(request, "id", 0))
    simulator_of(request).faults.clear(fault_id or None)
    return answer({})


def _fault(given: Wire) -> Fault:
    kind = text(given, "kind")
    if kind not in list(FaultKind):
        raise Wrong(f"kind: one of {', '.join(FaultKind)} is needed")
    return Fault(
        kind=FaultKind(kind),
        method=text(given, "method") if given.get("method") is not None else None,
        chat_id=_maybe_whole(given, "chat_id"),
        bot_id=_maybe_whole(given, "bot_id"),
        times=_maybe_whole(given, "times") if "times" in given else 1,
        probability=number(given, "probability", 1.0),
        seconds=number(given, "seconds", 5.0),
        status=whole(given, "status", 500),
        description=text(given, "description", "Internal Server Error"),
    )


def _maybe_whole(given: Wire, name: str) -> int | None:
    return None if given.get(name) is None else whole(given, name)


async def settings(request: web.Request) -> web.Response:
    return answer(asdict(simulator_of(request).world.settings))


async def change_settings(request: web.Request) -> web.Response:
    """Only what is named changes; new flood limits start with full buckets."""
    world = simulator_of(request).world
    given = await body(request)
    world.settings = _changed(world.settings, given)
    if "flood" in given:
        world.flood.limit(world.settings.flood)
    return answer(asdict(world.settings))


def _changed(old: SimulatorSettings, given: Wire) -> SimulatorSettings:
    unknown = set(given) - {field.name for field in fields(old)}
    if unknown:
        raise Wrong(f"No such setting: {', '.join(sorted(unknown))}")
    numbers = {name: number(given, name) for name in given if name not in ("latency", "flood")}
    new = replace(old, **numbers)  # type: ignore[arg-type]  # names and numbers were checked just above
    if "latency" in given:
        new = replace(new, latency=_latency(given["latency"]))
    return replace(new, flood=_flood(given["flood"])) if "flood" in given else new


def _latency(value: object) -> tuple[float, float]:
    if isinstance(value, list) and len(value) == len(("shortest", "longest")):
        shortest, longest = (number({"latency": item}, "latency") for item in value)
        return shortest, longest
    raise Wrong("latency: [shortest, longest] in seconds is needed")


def _flood(value: object) -> FloodLimits | None:
    """true: the guide values; null or false: none; an object names the buckets there are."""
    if value is None or value is False:
        return None
    if value is True:
        return FloodLimits()
    if not isinstance(value, dict):
        raise Wrong("flood: true, null or {chat, bot, group} is needed")
    return FloodLimits(_rate(value.get("chat")), _rate(value.get("bot")), _rate(value.get("group")))


def _rate(value: object) -> Rate | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise Wrong("flood: {per_second, burst} is needed for a bucket")
    return Rate(number(value, "per_second"), whole(value, "burst"))


async def clock(request: web.Request) -> web.Response:
    return answer(_time(_clock(request)))


async def jump(request: web.Request) -> web.Response:
    """Answers when everything due on the way has happened."""
    hook = _clock(request)
    to = text(await body(request), "to")
    try:
        await hook.jump(to)
    except ValueError as wrong:
        raise Wrong(str(wrong)) from wrong
    return answer(_time(hook))


def _clock(request: web.Request) -> ClockHook:
    hook = simulator_of(request).clock
    if hook is None:
        raise web.HTTPNotFound(text="No clock to turn here")
    return hook


def _time(hook: ClockHook) -> Wire:
    return {"now": hook.now().isoformat(), "jumps": [asdict(jump) for jump in hook.jumps()]}


async def cast(request: web.Request) -> web.Response:
    return answer([asdict(member) for member in simulator_of(request).cast])


async def file(request: web.Request) -> web.Response:
    """By any bot's file_id."""
    stored = simulator_of(request).world.files.by_any_id(request.match_info["file_id"])
    if stored is None:
        raise web.HTTPNotFound(text="No such file")
    headers = {"Content-Type": stored.mime, "Cache-Control": "no-cache"}
    return web.Response(body=stored.content, headers=headers)
