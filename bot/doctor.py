"""Looks whether the bot can run here, and how the one that runs is; for each thing that is wrong, what to do.

The order matters: what comes first may be why the rest is wrong, and is said first.
"""

import shutil
import socket
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryFile
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from telegram.error import NetworkError

from bot import copies
from bot.ballast import TIGHT
from bot.erasure_log import DamagedKey, ErasureLog
from bot.findings import Finding, ill
from bot.ptb import TokenRefused, build, introduce
from bot.running import Running, ask
from bot.settings import Settings, SettingsProblem, read
from bot.transport import AiohttpRequest, Client, Patience
from bot.vital_signs import of_the_running, of_the_still
from domain.languages import LANGUAGES
from locales import catalogue
from storage import address, backup, bots, clusters, load, migrations
from storage import database as databases
from storage.errors import DatabaseInUse, DatabaseTooNew, DatabaseUnavailable, WrongAddress

ROOM_NEEDED = 500
"""MB free: the database, its copies, and some air."""
OLDEST_SQLITE = (3, 35, 0)
"""It brought RETURNING, which the outbox uses."""
OLDEST_COPY = timedelta(days=2)
IN_A_HURRY = Patience(connect=1.2, write=0.3, read=1.2)
"""Seconds for Telegram, so that all of it takes less than three."""


async def examine(dotenv: Path, now: datetime) -> list[Finding]:
    """Everything that can be looked at without changing anything."""
    here = [_clock(now), _zones(), _languages(), _sqlite()]
    try:
        settings = read(dotenv)
    except SettingsProblem as problem:
        return [*(ill("settings", sentence) for sentence in problem.sentences), *here]
    running = await ask(settings.watched_at)
    findings = [Finding("settings", "complete"), *here, *_folder(settings.data_dir)]
    findings += await _database(settings, running, now)
    if running is None and not _in_use(findings):
        findings += _ports(settings)
    findings += [await _token(settings, token) for token in settings.tokens]
    return [*findings, *_copies(settings, now)]


def _clock(now: datetime) -> Finding:
    shown = f"This machine's clock shows {now:%Y-%m-%d %H:%M} UTC"
    if now.year < 2026:  # noqa: PLR2004 - no version of the bot is older
        return Finding("clock", shown, "set it with timedatectl set-ntp true")
    return Finding("clock", shown)


def _zones() -> Finding:
    try:
        ZoneInfo("Europe/Copenhagen")
    except ZoneInfoNotFoundError:
        return Finding("time zones", "The rules of time zones are missing", "install the package tzdata")
    return Finding("time zones", f"known (tzdata {metadata.version('tzdata')})")


def _languages() -> Finding:
    for language in LANGUAGES:
        try:
            catalogue(language).sentence("frame.help")
        except (OSError, KeyError):
            return Finding("languages", f"The words in {language} are missing", "install Klyngebot again")
    return Finding("languages", ", ".join(LANGUAGES))


def _sqlite() -> Finding:
    found = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        return Finding("SQLite", f"SQLite {found} is too old", "3.35 is needed, which Debian has since 12")
    return Finding("SQLite", found)


def _folder(folder: Path) -> Iterator[Finding]:
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    try:
        TemporaryFile(dir=there).close()
    except OSError:
        advice = "give it to the bot's user (chown), or name another one with KLYNGEBOT_DATA_DIR in .env"
        yield Finding("data folder", f"The data folder {there} cannot be written", advice)
        return
    yield Finding("data folder", str(folder))
    try:
        ErasureLog(folder).check()
    except DamagedKey as damaged:
        yield ill("erasures", str(damaged))
    free = shutil.disk_usage(there).free // 1_000_000
    if free < ROOM_NEEDED:
        remedy = f"make room until {ROOM_NEEDED} MB are free, or soon nothing that people say can be kept"
        found = f"Only {free} MB are free on the disk of the data folder"
        yield Finding("disk", found, remedy, grave=free < TIGHT // 1_000_000)
    else:
        yield Finding("disk", f"{free // 1000} GB are free")


def _ports(settings: Settings) -> Iterator[Finding]:
    yield _port(settings.web_host, settings.web_port, "KLYNGEBOT_WEB_PORT")
    yield _port("127.0.0.1", settings.watched_at, "KLYNGEBOT_WATCH_PORT")


def _port(host: str, port: int, setting: str) -> Finding:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        socket.create_server((host, port), family=family).close()
    except OSError:
        why = f"Nothing can listen at {host}:{port}, since another program does or it is not this machine's"
        return Finding("port", why, f"set {setting} in .env to another")
    return Finding("port", f"{port} is free")


IN_USE = "The bot has the database open, but does not answer"


def _in_use(findings: list[Finding]) -> bool:
    return any(one.found == IN_USE for one in findings)


async def _database(settings: Settings, running: Running | None, now: datetime) -> list[Finding]:
    try:
        upgrade = await migrations.look(settings.database)
    except DatabaseInUse:
        hangs = Finding("bot", IN_USE, "if it does not within a minute, start it again")
        return [hangs] if running is None else of_the_running(running)
    except (DatabaseTooNew, DatabaseUnavailable, WrongAddress) as error:
        return [ill("database", str(error))]
    if upgrade.before != upgrade.after:
        found = (
            f"The database is an older one ({upgrade.before})"
            if upgrade.before
            else "There is no database yet"
        )
        remedy = (
            "run klyngebot migrate" if upgrade.before else "start the bot with klyngebot run, which makes one"
        )
        return [Finding("database", found, remedy)]
    up_to_date = Finding("database", f"up to date ({upgrade.after})")
    if running is not None and _alone(settings):  # it would hold the file that we have just opened
        return [_another(settings), up_to_date, *await _still(settings, now)]
    signs = await _still(settings, now) if running is None else of_the_running(running)
    return [up_to_date, *signs]


def _alone(settings: Settings) -> bool:
    return isinstance(address.read(settings.database), address.SqliteFile)


def _another(settings: Settings) -> Finding:
    found = f"A Klyngebot with another database answers at 127.0.0.1:{settings.watched_at}"
    return Finding("port", found, "set KLYNGEBOT_WEB_PORT in .env to another, so that both can run")


NO_CLUSTER = (
    "There is no cluster in it yet; klyngebot run shows a link to set yours up in the chat, "
    "or describe it in a file and run klyngebot cluster import FILE"
)


async def _still(settings: Settings, now: datetime) -> list[Finding]:
    """Nobody runs here: what the database says itself."""
    database = await databases.open(settings.database)
    try:
        if not await database.transact(clusters.ids):
            return [Finding("cluster", NO_CLUSTER)]
        there = await database.transact(bots.everyone)
        return of_the_still(there, await database.transact(load.read, now), now, shared=database.shared)
    finally:
        await database.close()


def _copies(settings: Settings, now: datetime) -> Iterator[Finding]:
    if not _alone(settings) and not shutil.which("pg_dump"):
        remedy = "install the package postgresql-client"
        yield Finding("copies", "No copy can be made of the database, since pg_dump is missing", remedy)
        return
    newest = backup.newest(copies.folder(settings))
    if newest is None:
        yield Finding("copies", "none yet; the bot makes one each night")
    elif now - newest > OLDEST_COPY:
        remedy = (
            'look in the log for "nightly copy", which says why, or start the bot if it stood still; '
            "until then run klyngebot backup create"
        )
        yield Finding("copies", f"The last nightly copy is of {newest:%Y-%m-%d}", remedy, grave=False)
    else:
        yield Finding("copies", f"the last nightly one is of {newest:%Y-%m-%d %H:%M} UTC")


async def _token(settings: Settings, token: str) -> Finding:
    request = AiohttpRequest(Client(), IN_A_HURRY)
    application = build(token, settings.api_url, request, request, ())
    try:
        await introduce(application)
    except TokenRefused as refused:
        return ill("token", str(refused))
    except NetworkError:
        remedy = "look at the network, a firewall, and KLYNGEBOT_API_URL"
        return Finding("token", "Telegram cannot be reached", remedy)
    finally:
        await application.bot.shutdown()
    return Finding("token", f"Telegram knows it as @{application.bot.username}")
