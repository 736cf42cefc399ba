"""The command, as a shell sees it."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
VILLAGE = ROOT / "simulator" / "village" / "ringsted_nord.yaml"
TOKEN = "4242:canary-canary"
