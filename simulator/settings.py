"""What one can turn on a simulated Telegram: latency, flood limits, the timers of the real server."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """A token bucket: `burst` at once, then `per_second`."""

    per_second: float
    burst: int


@dataclass(frozen=True)
class FloodLimits:
    """Guide values, not Telegram's thresholds (nobody outside knows those). None: no limit."""

    chat: Rate | None = Rate(1.0, 5)
    bot: Rate | None = Rate(30.0, 30)
    group: Rate | None = Rate(20 / 60, 20)


@dataclass(frozen=True)
class SimulatorSettings:
    """Times in seconds. `latency`: the shortest and the longest a call waits before it is worked on."""

    latency: tuple[float, float] = (0.0, 0.0)
    flood: FloodLimits | None = None
    seed: int = 0
    callback_seconds: float = 15.0
    update_seconds: float = 86_400.0
    tap_seconds: float = 150.0
    conflict_pause: float = 3.0
    same_offset_wait: float = 3.0
    webhook_timeout: float = 60.0
    webhook_first_wait: float = 2.0
    webhook_longest_wait: float = 60.0
    log_memory: int = 50_000
