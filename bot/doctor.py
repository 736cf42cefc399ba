"""Looks whether the bot could run here, and says for each thing that is wrong what to do about it."""

import shutil
import socket
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from telegram.error import NetworkError

from bot.ptb import TokenRefused, build, introduce
from bot.settings import Settings, SettingsProblem, read
from bot.transport import AiohttpRequest, Client, Patience
from domain.languages import LANGUAGES
from locales import catalogue
from storage import clusters, inbox, migrations, outbox
from storage import database as databases
from storage.errors import DatabaseInUse, DatabaseTooNew, DatabaseUnavailable, WrongAddress
from storage.transaction import Transaction

ROOM_NEEDED = 500
"""MB free: the database, its copies before upgrades, and some air."""
OLDEST_SQLITE = (3, 35, 0)
"""It brought RETURNING, which the outbox uses."""
MOST_LETTERS = 1000
"""Counted, of those that did not get through."""
IN_A_HURRY = Patience(connect=1.2, write=0.3, read=1.2)
"""Seconds for Telegram, so that all of it takes less than three."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what was found, or what is wrong and what to do about it."""

    what: str
    found: str
    well: bool = True


RUNNING = Finding("database", "in use: the bot is running")


async def examine(dotenv: Path, now: datetime) -> list[Finding]:
    """Everything that can be looked at without changing anything."""
    findings = [_clock(now), _zones(), _languages(), _sqlite()]
    try:
        settings = read(dotenv)
    except SettingsProblem as problem:
        return [*(Finding("settings", sentence, well=False) for sentence in problem.sentences), *findings]
    database = await _database(settings)
    findings += [*_folder(settings.data_dir), *database]
    if RUNNING not in database:
        findings.append(_port(settings))
    findings += [await _token(settings, token) for token in settings.tokens]
    return [Finding("settings", "complete"), *findings]


def _clock(now: datetime) -> Finding:
    shown = f"{now:%Y-%m-%d %H:%M} UTC"
    if now.year < 2026:  # noqa: PLR2004 - no version of the bot is older
        return Finding("clock", f"It shows {shown}. Set it: timedatectl set-ntp true", well=False)
    return Finding("clock", shown)


def _zones() -> Finding:
    try:
        ZoneInfo("Europe/Copenhagen")
    except ZoneInfoNotFoundError:
        return Finding("time zones", "They are missing. Install the package tzdata.", well=False)
    return Finding("time zones", "known")


def _languages() -> Finding:
    for language in LANGUAGES:
        try:
            catalogue(language).sentence("frame.help")
        except (OSError, KeyError):
            return Finding("languages", f"{language} is missing. Install Klyngebot again.", well=False)
    return Finding("languages", ", ".join(LANGUAGES))


def _sqlite() -> Finding:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        return Finding("SQLite", f"{sqlite3.sqlite_version} is too old; 3.35 is needed.", well=False)
    return Finding("SQLite", sqlite3.sqlite_version)


def _folder(folder: Path) -> Iterator[Finding]:
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    try:
        TemporaryFile(dir=there).close()
    except OSError:
        advice = "Give it to the bot's user (chown), or name another one with KLYNGEBOT_DATA_DIR in .env."
        yield Finding("data folder", f"{there} cannot be written. {advice}", well=False)
        return
    yield Finding("data folder", str(folder))
    free = shutil.disk_usage(there).free // 1_000_000
    if free < ROOM_NEEDED:
        yield Finding("disk", f"{free} MB are free; make room for {ROOM_NEEDED}.", well=False)
    else:
        yield Finding("disk", f"{free // 1000} GB are free")


def _port(settings: Settings) -> Finding:
    host, port = settings.web_host, settings.web_port
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        socket.create_server((host, port), family=family).close()
    except OSError:
        advice = (
            "Another program does, or it is not this machine's. Set KLYNGEBOT_WEB_PORT in .env to another."
        )
        return Finding("port", f"Nothing can listen at {host}:{port}. {advice}", well=False)
    return Finding("port", f"{port} is free")


async def _database(settings: Settings) -> list[Finding]:
    try:
        upgrade = await migrations.look(settings.database)
    except DatabaseInUse:
        return [RUNNING]
    except (DatabaseTooNew, DatabaseUnavailable, WrongAddress) as error:
        return [Finding("database", str(error), well=False)]
    if upgrade.before is None:
        return [Finding("database", "There is none yet. Run: klyngebot migrate", well=False)]
    if upgrade.before != upgrade.after:
        advice = f"It is an older one ({upgrade.before}). Run: klyngebot migrate"
        return [Finding("database", advice, well=False)]
    return await _clusters(settings, upgrade.after)


NO_CLUSTER = (
    "There is no cluster in it yet. klyngebot run shows a link to set yours up in the chat; "
    "or describe it in a file and run: klyngebot cluster import FILE"
)


async def _clusters(settings: Settings, revision: str) -> list[Finding]:
    database = await databases.open(settings.database)
    lost = await database.transact(_lost)
    await database.close()
    if not lost:
        return [Finding("database", NO_CLUSTER)]
    return [Finding("database", f"up to date ({revision})"), *lost]


def _lost(tx: Transaction) -> list[Finding]:
    """For each cluster, what a human may want to look into."""
    found = []
    for number in clusters.ids(tx):
        updates, letters = inbox.dead(tx, number), len(outbox.troubles(tx, number, MOST_LETTERS))
        lost = f"updates not served: {updates}, letters that may not have arrived: {letters}"
        why = "; the log says why" if updates or letters else ""
        found.append(Finding(clusters.by_id(tx, number).name or "the new cluster", lost + why))
    return found


async def _token(settings: Settings, token: str) -> Finding:
    request = AiohttpRequest(Client(), IN_A_HURRY)
    application = build(token, settings.api_url, request, request, ())
    try:
        await introduce(application)
    except TokenRefused as refused:
        return Finding("token", str(refused), well=False)
    except NetworkError:
        advice = "Telegram cannot be reached. Look at the network, a firewall, and KLYNGEBOT_API_URL."
        return Finding("token", advice, well=False)
    finally:
        await application.bot.shutdown()
    return Finding("token", f"Telegram knows it as @{application.bot.username}")
