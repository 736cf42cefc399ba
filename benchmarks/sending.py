"""A mass send through the whole sender against loops that keep no record: `python -m benchmarks.sending`.

`python -m benchmarks.sending [letters] [rounds]`.
"""

import asyncio
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from benchmarks import figures, village
from benchmarks.figures import Figures, Spread

SENDERS = [sys.executable, "-m", "benchmarks.rivals.senders"]
PTB = 0.15
"""Of the letters: it is slow, and its rate does not depend on how many there are."""
WINDOWS = ((8, 0.0, "no delay, as shipped: 8 on their way"), (64, 0.04, "an API of 40 ms, the paid pace: 64"))
BEST = {"raw": {8: 16, 64: 64}, "ptb": {8: 2, 64: 16}, "aiogram": {8: 8, 64: 64}}
"""How many calls at once each rival is fastest with, where ours has a window of 8 or 64."""


def main(letters: int, rounds: int) -> None:
    kept = {}
    for window, delay, words in WINDOWS:
        print(f"\n{words}; {letters} letters, {rounds} rounds")
        with figures.stub(delay) as base:
            kept[words] = compare(base, window, letters, rounds)
    figures.keep("sending", kept)


def compare(base: str, window: int, letters: int, rounds: int) -> dict[str, dict[str, Spread]]:
    found: dict[str, list[Figures]] = defaultdict(list)
    aiogram = figures.aiogram()
    for _ in range(rounds):
        for name in ("raw", "ours", "ptb"):
            found[name].append(one(name, [*SENDERS, name], base, window, letters))
        if aiogram:
            script = str(figures.HERE / "rivals" / "aiogram_sender.py")
            found["aiogram"].append(one("aiogram", [aiogram, script, "aiogram"], base, window, letters))
    return {name: told(name, runs, found) for name, runs in found.items()}


def one(name: str, command: list[str], base: str, window: int, letters: int) -> Figures:
    letters = round(letters * PTB) if name == "ptb" else letters
    window = BEST[name][window] if name in BEST else window
    asked = ["--base", base, "--letters", str(letters), "--window", str(window)]
    before = int(figures.said(base, "stats"))
    with tempfile.TemporaryDirectory() as folder:
        if name == "ours":
            url = f"sqlite:///{Path(folder) / 'klyngebot.db'}"
            asyncio.run(village.made(url, letters))
            asked += ["--database", url]
        run = figures.rival([*command, *asked])
    came = int(figures.said(base, "stats")) - before
    if int(run["done"]) != letters or came < letters:
        raise SystemExit(f"{name}: {came} of {letters} letters came, {run['done']} are written down as sent")
    return run | {"rate": letters / run["wall"], "a_cpu_second": letters / run["cpu"]}


def told(name: str, runs: list[Figures], found: dict[str, list[Figures]]) -> dict[str, Spread]:
    spread = {key: Spread.of([run[key] for run in runs]) for key in ("rate", "a_cpu_second", "peak")}
    for rival in ("raw", "ptb", "aiogram"):
        for key in ("rate", "a_cpu_second"):
            pairs = zip(runs, found.get(rival, []), strict=False)
            if ratios := [mine[key] / theirs[key] for mine, theirs in pairs]:
                spread[f"{key} x {rival}"] = Spread.of(ratios)
    print(f"{name:8}", "; ".join(f"{key} {value}" for key, value in spread.items()))
    return spread


if __name__ == "__main__":
    main(*(int(word) for word in (sys.argv[1:] + ["5000", "5"][len(sys.argv) - 1 :])))
