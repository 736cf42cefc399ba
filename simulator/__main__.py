"""`python -m simulator`: a Telegram of its own process, until it is stopped."""

import argparse
import asyncio
import signal
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from simulator.core import Simulator
from simulator.server import application
from simulator.settings import FloodLimits, SimulatorSettings


def main() -> None:
    options = _options()
    asyncio.run(_serve(options))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulator", description="A Telegram on this machine")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0: the system chooses; it is printed first")
    parser.add_argument("--log", type=Path, help="append every call to this file, one JSON object a line")
    parser.add_argument("--latency-ms", default="0", help="how long a call waits: 40, or 40-120")
    parser.add_argument("--flood", action="store_true", help="refuse with 429 what is too fast")
    parser.add_argument("--seed", type=int, default=0, help="for latency and for faults by chance")
    parser.add_argument("--callback-seconds", type=float, default=15.0, help="how long a tap can be answered")
    parser.add_argument(
        "--bot", action="append", default=[], metavar="TOKEN@USERNAME", help="may be repeated"
    )
    return parser.parse_args()


async def _serve(options: argparse.Namespace) -> None:
    simulator = Simulator(lambda: datetime.now(UTC), _settings(options), options.log)
    for bot in options.bot:
        token, _, username = bot.partition("@")
        simulator.add_bot(token, username or "klynge_bot")
    runner = web.AppRunner(application(simulator), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, options.host, options.port)
    await site.start()
    print(f"http://{options.host}:{_port(runner)}", flush=True)
    try:
        await _stopped()
    finally:
        await runner.cleanup()


def _settings(options: argparse.Namespace) -> SimulatorSettings:
    shortest, _, longest = options.latency_ms.partition("-")
    return SimulatorSettings(
        latency=(float(shortest) / 1000, float(longest or shortest) / 1000),
        flood=FloodLimits() if options.flood else None,
        seed=options.seed,
        callback_seconds=options.callback_seconds,
    )


def _port(runner: web.AppRunner) -> int:
    return int(runner.addresses[0][1])


async def _stopped() -> None:
    """Ctrl-C or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()


if __name__ == "__main__":
    main()
