"""`klyngebot backup create|verify|restore`."""

import asyncio
from pathlib import Path

import click

from bot import copies
from bot.clock import SystemClock
from bot.settings import read_local
from storage import backup as kept
from storage.errors import DatabaseUnavailable

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def backup() -> None:
    """Copies of the database. The bot makes one each night, and keeps seven nights and four weeks."""


@backup.command()
@click.pass_obj
def create(env_file: Path) -> None:
    """Make a copy now, in backups/. The bot may run meanwhile."""
    settings = read_local(env_file)
    made = asyncio.run(copies.create(settings, "asked", SystemClock().now()))
    click.echo(f"{made} is made and checked: {copies.contents(made)}.")


@backup.command()
@click.argument("file", type=FILE, required=False)
@click.pass_obj
def verify(env_file: Path, file: Path | None) -> None:
    """Look whether the copy FILE (without it: the newest) is whole, and what it holds."""
    there = kept.copies(copies.folder(read_local(env_file)))
    if file is None and not there:
        raise DatabaseUnavailable("There is no copy yet. Make one: klyngebot backup create")
    looked_at = file or there[-1]
    click.echo(f"{looked_at} is whole: {copies.contents(looked_at)}.")


@backup.command()
@click.argument("file", type=FILE, required=False)
@click.pass_obj
def restore(env_file: Path, file: Path | None) -> None:
    """Put the copy FILE in the place of the database, and forget again whoever was erased since.

    What was there is kept in backups/. Without FILE, as after a restore of your
    own: only the forgetting. Stop the bot first.
    """
    again = asyncio.run(copies.restored(read_local(env_file), file, SystemClock().now()))
    if file is not None:
        click.echo(f"{file} is the database now.")
    click.echo(f"Erased again: {again}.")
