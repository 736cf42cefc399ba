"""`klyngebot cluster import FILE`."""

import asyncio
from contextlib import suppress
from pathlib import Path

import click

from actions import clusters
from actions.clusters import Change
from bot import errands
from bot.clock import SystemClock
from bot.cluster_file import read
from bot.settings import Local, read_local
from domain.clusters import Cluster
from storage import migrations
from storage.errors import DatabaseInUse

IN_THE_FILE = {"zone": "time_zone"}
"""What a file calls otherwise than we do."""


@click.group()
def cluster() -> None:
    """The villages the bot works for."""


@cluster.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.pass_obj
def import_(env_file: Path, file: Path, *, dry_run: bool) -> None:
    """Put the cluster described in FILE (YAML) into the database, new or again.

    People keep their village: one that the file no longer names stays.
    """
    wanted = read(file)
    change = asyncio.run(
        _compared(read_local(env_file), wanted) if dry_run else _put(read_local(env_file), wanted)
    )
    for line in _told(change, wanted):
        click.echo(line)
    click.echo("Nothing was changed: this was a dry run." if dry_run else "Done.")


@cluster.command()
@click.option("--qr", type=click.Path(file_okay=False, path_type=Path), help="Write a QR code for each here.")
@click.pass_obj
def links(env_file: Path, qr: Path | None) -> None:
    """The link of each village, for its posters: who opens it signs up in two taps."""
    import segno  # noqa: PLC0415 - as in bot/welcome.py

    now = SystemClock().now()
    found = asyncio.run(errands.done(read_local(env_file), now, clusters.links))
    if not found:
        click.echo("No bot has been started for a cluster here yet. Run: klyngebot run")
    for village, address in found:
        click.echo(f"{village.name}: {address}")
        if qr is not None:
            qr.mkdir(parents=True, exist_ok=True)
            segno.make(address, error="q").save(str(qr / f"{village.slug}.svg"), scale=10)
    if qr is not None and found:
        click.echo(f"A QR code for each is in {qr}.")


async def _compared(settings: Local, wanted: Cluster) -> Change:
    """Nothing is made and nothing is brought up to date for it."""
    now = SystemClock().now()
    with suppress(DatabaseInUse):  # what runs has brought it up to date
        upgrade = await migrations.look(settings.database)
        if upgrade.before is None:
            return clusters.all_new(wanted)
        if upgrade.before != upgrade.after:
            raise click.ClickException(
                f"The database is an older one ({upgrade.before}). Run: klyngebot migrate"
            )
    return await errands.done(settings, now, clusters.compare, wanted)


async def _put(settings: Local, wanted: Cluster) -> Change:
    now = SystemClock().now()
    change = await errands.done(settings, now, clusters.compare, wanted)
    await errands.done(settings, now, clusters.put, wanted, now)
    return change


def _told(change: Change, wanted: Cluster) -> list[str]:
    lines = [f"{wanted.name}: {'a new cluster' if change.new else 'it is here already'}."]
    if change.told:
        lines.append(f"Changed: {', '.join(IN_THE_FILE.get(name, name) for name in change.told)}")
    parts = (("new", change.added), ("changed", change.changed), ("kept, not in the file", change.unnamed))
    return [*lines, *(f"Villages {word}: {', '.join(names)}" for word, names in parts if names)]
