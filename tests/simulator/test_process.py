"""`python -m simulator`, as crash tests and benchmarks start it."""

import asyncio
import json
import signal
import sys
from pathlib import Path

from aiohttp import ClientSession

from tests.fixtures.patience import in_time

ROOT = Path(__file__).parents[2]


async def test_it_prints_its_address_serves_and_stops(tmp_path: Path) -> None:
    log = tmp_path / "calls.jsonl"
    arguments = ["--log", str(log), "--latency-ms", "1-2", "--flood", "--bot", "123:abc@klynge_bot"]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "simulator", *arguments, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    address = (await process.stdout.readline()).decode().strip()
    async with ClientSession() as session, session.get(f"{address}/bot123:abc/getMe") as response:
        me = await response.json()
    process.send_signal(signal.SIGTERM)

    assert await in_time(process.wait()) == 0
    assert me["result"]["username"] == "klynge_bot"
    assert json.loads(log.read_text())["method"] == "getMe"
