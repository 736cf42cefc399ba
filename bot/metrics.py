"""The figures of `/metrics`, made anew each time they are asked for: nothing counts in a global place.

Labels name bots, lanes and states. A person's name, number or words are in none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.fleet import Fleet
from storage.load import Load
from web.health import Readiness

Row = tuple[Sequence[str], float]
"""The labels' values, and the figure."""


class _Once(Collector):
    """Gives out what it was given."""

    def __init__(self, families: Sequence[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


def text(ready: Readiness, load: Load | None, fleet: Fleet, free: int, now: datetime) -> bytes:
    """In the form that Prometheus reads, without what the database knows if there is no `load`.

    `free` is in bytes.
    """
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    waiting = _of_the_database(load, now) if load is not None else ()
    disk = _gauge("free_bytes", "On the disk of the data folder.", (), [((), free)])
    registry.register(_Once([disk, *_of_the_process(ready), *_of_the_bots(ready, fleet), *waiting]))
    return generate_latest(registry)


def _of_the_process(ready: Readiness) -> Iterator[Metric]:
    yield _gauge("ready", "Whether people get their answers.", (), [((), float(not ready.troubles))])
    yield _gauge("last_tick_seconds", "Since the clock last ticked.", (), [((), ready.last_tick_seconds)])
    yield _gauge("duties_failing", "Of the clock's duties.", (), [((), len(ready.duties_failing))])
    if ready.newest_copy_seconds is not None:
        made = ready.newest_copy_seconds
        yield _gauge("newest_copy_seconds", "Since the last nightly copy was made.", (), [((), made)])
    if ready.database_write_seconds is not None:
        took = ready.database_write_seconds
        yield _gauge("database_write_seconds", "How long one took just now.", (), [((), took)])


def _of_the_bots(ready: Readiness, fleet: Fleet) -> Iterator[Metric]:
    states = [((one.bot, one.state), 1.0) for one in ready.bots]
    yield _gauge("bot", "1 for the state a bot is in.", ("bot", "state"), states)
    polls = [((one.bot,), one.last_poll_seconds) for one in ready.bots if one.last_poll_seconds is not None]
    yield _gauge("last_poll_seconds", "Since Telegram last answered.", ("bot",), polls)
    sent = [(bot.application.bot.username, bot.service.sender.counts) for bot in fleet.bots]
    tries = [((name, _snake(fate)), how_many) for name, fates in sent for fate, how_many in fates.items()]
    about = "What came of tries to send a letter, since the start."
    yield _counter("tries", about, ("bot", "outcome"), tries)
    limited = [((name,), fates["PauseBot"]) for name, fates in sent]
    yield _counter("too_many_requests", "429s from Telegram, since the start.", ("bot",), limited)
    desks = [(bot.application.bot.username, bot.service.desk.counts) for bot in fleet.bots]
    oddly = [((name, how), how_many) for name, counts in desks for how, how_many in counts.items()]
    about = "Updates that got no ordinary answer, since the start."
    yield _counter("updates_not_answered", about, ("bot", "how"), oddly)


def _of_the_database(load: Load, now: datetime) -> Iterator[Metric]:
    letters = [((one.bot, one.lane, one.state), one.how_many) for one in load.letters]
    yield _gauge("letters", "Letters that are owed.", ("bot", "lane", "state"), letters)
    due = [((one.bot, one.lane), _age(one.oldest, now)) for one in load.letters if one.state == "due"]
    yield _gauge("oldest_letter_seconds", "Since the first that is due is.", ("bot", "lane"), due)
    doubtful = [((one.bot, one.state), one.how_many) for one in load.doubtful]
    about = "Letters of the last month that may not have arrived."
    yield _gauge("letters_in_doubt", about, ("bot", "state"), doubtful)
    waiting = [((one.bot,), one.waiting) for one in load.updates]
    yield _gauge("updates_waiting", "Updates that are kept and not answered.", ("bot",), waiting)
    lag = [((one.bot,), _age(one.oldest, now)) for one in load.updates]
    yield _gauge("oldest_update_seconds", "Since the first of them came.", ("bot",), lag)
    dead = [((one.bot,), one.dead) for one in load.updates]
    yield _gauge("dead_letters", "Updates given up after three tries; they go in time.", ("bot",), dead)


def _gauge(name: str, about: str, labels: Sequence[str], rows: Iterable[Row]) -> Metric:
    return _filled(GaugeMetricFamily(f"klyngebot_{name}", about, labels=labels), rows)


def _counter(name: str, about: str, labels: Sequence[str], rows: Iterable[Row]) -> Metric:
    return _filled(CounterMetricFamily(f"klyngebot_{name}", about, labels=labels), rows)


def _filled(family: GaugeMetricFamily | CounterMetricFamily, rows: Iterable[Row]) -> Metric:
    for values, figure in rows:
        family.add_metric(values, figure)
    return family


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since is not None else 0.0


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
