"""`klyngebot bot add|list|disable`. Tokens stand in the settings; the database knows only whose a bot is."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import click
from telegram.error import NetworkError

from actions import installation
from bot import errands
from bot.clock import SystemClock
from bot.ptb import TokenRefused, build, introduce, number
from bot.settings import Settings, SettingsProblem, read, read_local
from bot.transport import AiohttpRequest, Client


@click.group()
def bot() -> None:
    """The bots of this installation, and which cluster each speaks for."""


@bot.command()
@click.argument("username")
@click.argument("cluster", required=False)
@click.pass_obj
def add(env_file: Path, username: str, cluster: str | None) -> None:
    """Let the bot USERNAME speak for CLUSTER (its short name), or for a new one to be set up in the chat.

    Its token stands in the settings already. One that was disabled is enabled again.
    """
    settings, name, now = read(env_file), _name(username), SystemClock().now()
    bot_id = asyncio.run(_number_of(settings, name))
    try:
        link = asyncio.run(errands.done(settings, now, installation.add, bot_id, name, cluster, now))
    except installation.CannotAdd as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(f"@{name} is served, if not yet, then from the next start on.")
    if link is not None:
        click.echo(f"Nobody leads its cluster yet. When it is served, open within 30 minutes: {link}")


@bot.command("list")
@click.pass_obj
def list_(env_file: Path) -> None:
    """Every bot that was ever added or started here, and tokens whose bot never was."""
    here = {number(token) for token in _tokens(env_file)}
    now = SystemClock().now()
    known = asyncio.run(errands.done(read_local(env_file), now, installation.bots_here))
    for one in known:
        state = (
            "disabled" if one.disabled else "served" if one.id in here else "its token is not in the settings"
        )
        click.echo(f"{one.id}  @{one.username}  {one.cluster}  {state}")
    for bot_id in sorted(here - {one.id for one in known}):
        click.echo(f"{bot_id}  has a token in the settings and no cluster. Say which: klyngebot bot add")
    if not (known or here):
        click.echo("There is no bot yet. Write its token into the settings first: KLYNGEBOT_TOKEN.")


@bot.command()
@click.argument("username")
@click.pass_obj
def disable(env_file: Path, username: str) -> None:
    """Serve the bot USERNAME no longer, from the next start on. Nothing is forgotten."""
    name, now = _name(username), SystemClock().now()
    if not asyncio.run(errands.done(read_local(env_file), now, installation.disable, name, now)):
        raise click.ClickException(f"There is no bot @{name} here. Look: klyngebot bot list")
    click.echo(f"@{name} is disabled. To enable it: klyngebot bot add {name}")


def _name(username: str) -> str:
    """As people write it: with an @, or as a link."""
    return username.strip().rstrip("/").rpartition("/")[2].removeprefix("@")


def _tokens(env_file: Path) -> Sequence[str]:
    try:
        return read(env_file).tokens
    except SettingsProblem:
        return ()  # to look at the bots needs none


async def _number_of(settings: Settings, username: str) -> int:
    """Ask Telegram, token by token."""
    for token in settings.tokens:
        request = AiohttpRequest(Client())
        application = build(token, settings.api_url, request, request, ())
        try:
            await introduce(application)
        except TokenRefused as refused:
            click.echo(str(refused), err=True)
            continue
        except NetworkError:
            raise click.ClickException("Telegram cannot be reached.") from None
        finally:
            await application.bot.shutdown()
        if application.bot.username.lower() == username.lower():
            return number(token)
    raise click.ClickException(
        f"No token in the settings is @{username}'s. Write it there first: KLYNGEBOT_TOKEN."
    )
