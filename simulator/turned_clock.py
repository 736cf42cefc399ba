"""A clock that can be turned forward, for the demo."""

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from simulator.hooks import Jump

JUMPS = (
    Jump("tomorrow8", "i morgen kl. 8.00", "tomorrow at 8:00"),
    Jump("sunday17", "søndag kl. 17.00", "Sunday at 17:00"),
)


class TurnedClock:
    """This machine's clock, set forward; by how much is kept in a file, and survives a restart."""

    def __init__(self, file: Path) -> None:
        self._file = file
        kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {"ahead_seconds": 0.0}
        self._ahead = timedelta(seconds=kept["ahead_seconds"])

    def now(self) -> datetime:
        """The demo's moment, in UTC."""
        return datetime.now(UTC) + self._ahead

    def set(self, moment: datetime) -> None:
        """Go on from that moment."""
        self._ahead = moment - datetime.now(UTC)
        draft = self._file.with_suffix(".new")
        draft.write_text(json.dumps({"ahead_seconds": self._ahead.total_seconds()}), encoding="utf-8")
        draft.replace(self._file)


def moment_of(to: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Where a jump of `JUMPS`, or an ISO time (local where it names no zone), leads. ValueError: nowhere."""
    local = now.astimezone(zone)
    if to == "tomorrow8":
        return _at(local.date() + timedelta(days=1), time(8), zone)
    if to == "sunday17":
        sunday = _at(local.date() + timedelta(days=6 - local.weekday()), time(17), zone)
        return sunday if sunday > local else sunday + timedelta(days=7)
    moment = datetime.fromisoformat(to)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _at(day: date, clock_time: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock_time, zone)
