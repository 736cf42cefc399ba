"""What the doctor makes of the bot's own figures: of one that runs, or of what a still one left."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.findings import Finding, ill
from bot.running import Running
from storage.bots import Bot
from storage.load import Load

SLOW = 60
"""Seconds an update may wait before it counts as an ill."""
JUST_NOW = timedelta(minutes=3)
"""A bot says every minute in the database that it is served."""
WRONG_CLOCK = timedelta(minutes=5)
REMEDIES = {
    "The database cannot be written": "look at the disk, or at PostgreSQL; until then nobody is answered",
    "Telegram has not answered for a while": "look at the network and the firewall of this machine",
    "Telegram does not take what the bot sends": "look at the network and the firewall of this machine",
    "The clock has not ticked": "start the bot again",
}


def of_the_running(running: Running) -> list[Finding]:
    """Its own troubles first."""
    troubles = [_trouble(str(said)) for said in running.ready["troubles"]]
    troubles += [ill("bot", str(said)) for said in running.ready["not_served"]]
    off = [_disabled(one["bot"]) for one in running.ready["bots"] if one["state"] == "disabled"]
    well = () if troubles else (Finding("bot", "it runs, and people get their answers"),)
    doubtful = {bot: 0 for (bot,) in running.named("dead_letters")}
    for (bot, _), letters in running.named("letters_in_doubt").items():
        doubtful[bot] = doubtful.get(bot, 0) + int(letters)
    dead = {bot: int(updates) for (bot,), updates in running.named("dead_letters").items()}
    return [*troubles, *well, *off, *_slow(running), *_duties(running), *_lost(dead, doubtful)]


def of_the_still(there: Sequence[Bot], load: Load, now: datetime, *, shared: bool) -> list[Finding]:
    """Of a database that no bot on this machine works with; one elsewhere may where it is `shared`."""
    names = {one.username: 0 for one in there if one.disabled_at is None}
    doubtful, dead = dict(names), dict(names)
    for letters in load.doubtful:
        doubtful[letters.bot] = doubtful.get(letters.bot, 0) + letters.how_many
    dead.update({one.bot: one.dead for one in load.updates})
    return [*_last_alive(there, now, shared=shared), *_lost(dead, doubtful)]


def _last_alive(there: Sequence[Bot], now: datetime, *, shared: bool) -> Iterator[Finding]:
    last = max((one.alive_at for one in there if one.alive_at is not None), default=None)
    if last is None:
        yield Finding("bot", "not running; klyngebot run starts it")
    elif last > now + WRONG_CLOCK:
        remedy = "set it with timedatectl set-ntp true"
        yield Finding(
            "clock", f"This machine's clock is behind, for the bot ran at {last:%Y-%m-%d %H:%M} UTC", remedy
        )
    elif shared and now - last < JUST_NOW:
        yield Finding("bot", "not running here; it was a minute ago, here or elsewhere")
    else:
        remedy = "start it with klyngebot run, or systemctl start klyngebot"
        yield Finding("bot", f"The bot is not running, and was last at {last:%Y-%m-%d %H:%M} UTC", remedy)


def _disabled(username: str) -> Finding:
    return Finding("bot", f"@{username} is disabled; klyngebot bot add @{username} enables it")


def _trouble(said: str) -> Finding:
    for beginning, remedy in REMEDIES.items():
        if said.startswith(beginning):
            return Finding("bot", said.rstrip("."), remedy)
    return ill("bot", said)


def _slow(running: Running) -> Iterator[Finding]:
    for (bot,), seconds in running.named("oldest_update_seconds").items():
        if seconds > SLOW:
            found = f"Somebody has waited for @{bot}'s answer for {seconds / 60:.0f} minutes"
            yield Finding("bot", found, "look in the log for what fails, and start the bot again")


def _duties(running: Running) -> Iterator[Finding]:
    if failing := running.ready["duties_failing"]:
        found = f"The clock cannot do what it should ({', '.join(failing)})"
        yield Finding("duties", found, 'look in the log for "A duty failed", which says where', grave=False)


def _lost(dead: dict[str, int], doubtful: dict[str, int]) -> Iterator[Finding]:
    for bot in sorted({*dead, *doubtful}):
        updates, letters = dead.get(bot, 0), doubtful.get(bot, 0)
        if updates:
            found = f"@{bot} could not deal with {updates} of the messages it got"
            remedy = 'look in the log for "dead letter", and report what it says to whoever makes Klyngebot'
            yield Finding("updates", found, remedy, grave=False)
        if letters:
            found = f"{letters} of @{bot}'s letters of the last month may not have arrived"
            remedy = 'look in the log for "did not get through", and ask those it concerns'
            yield Finding("letters", found, remedy, grave=False)
        if not updates and not letters:
            yield Finding("letters", f"@{bot} has lost none")
