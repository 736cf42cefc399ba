"""Asks the bot that runs on this machine how it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from bot.watch import HERE, WITHIN

PATIENCE = aiohttp.ClientTimeout(total=2 * WITHIN + 1, connect=1)


@dataclass(frozen=True)
class Running:
    """What `/readyz` says, and the figures of `/metrics` by name and the labels' values."""

    ready: Mapping[str, Any]
    figures: Mapping[tuple[str, ...], float]

    def named(self, name: str) -> dict[tuple[str, ...], float]:
        """One figure, by its labels' values."""
        wanted = f"klyngebot_{name}"
        return {key[1:]: value for key, value in self.figures.items() if key[0] == wanted}


async def ask(port: int) -> Running | None:
    """None when nobody answers there who is one of ours."""
    try:
        async with aiohttp.ClientSession(f"http://{HERE}:{port}", timeout=PATIENCE) as session:
            async with session.get("/readyz") as answer:
                ready = await answer.json()
            async with session.get("/metrics") as answer:
                text = await answer.text()
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return None
    if "klyngebot_ready" not in text:
        return None
    samples = (one for family in text_string_to_metric_families(text) for one in family.samples)
    return Running(ready, {(one.name, *one.labels.values()): one.value for one in samples})
