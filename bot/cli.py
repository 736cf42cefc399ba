"""The command `klyngebot`."""

import asyncio
import os
import signal
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from bot import doctor as doctors
from bot import logs
from bot.app import Klyngebot
from bot.backup_command import backup
from bot.bot_command import bot
from bot.clock import SystemClock
from bot.cluster_command import cluster
from bot.cluster_file import FileProblem
from bot.exits import FAILED, INTERRUPTED, MISUSED
from bot.findings import diagnosis
from bot.one_bot import CannotStart
from bot.ptb import TokenRefused
from bot.settings import NO_FILE, Settings, SettingsProblem, read, read_local
from bot.welcome import Welcome
from storage import migrations
from storage.errors import DatabaseInUse, DatabaseTooNew, DatabaseUnavailable, WrongAddress
from web.server import PortTaken

EXPECTED = (
    CannotStart,
    DatabaseInUse,
    DatabaseTooNew,
    DatabaseUnavailable,
    FileProblem,
    PortTaken,
    TokenRefused,
    WrongAddress,
)
"""What can go wrong on any good day; each says in its message what to do."""


FOLDER = click.Path(file_okay=False, path_type=Path)


class PlainWords(click.Group):
    """Errors are sentences: exit 1; what is wrong with the settings or the command: exit 2."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - the signature is click's
        """A traceback only with --debug, and never with a token or somebody's words in it."""
        try:
            return super().invoke(ctx)
        except (SettingsProblem, *EXPECTED) as problem:
            _complain(str(problem))
            ctx.exit(MISUSED if isinstance(problem, SettingsProblem) else FAILED)
        except (click.Abort, KeyboardInterrupt):
            _complain("Stopped.")
            ctx.exit(INTERRUPTED)
        except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
            raise  # click ends quietly when nobody reads on, as with `| head`
        except Exception as error:  # noqa: BLE001 - whatever it is, a sentence serves better than a traceback
            if ctx.params["debug"]:
                _complain(logs.trail(error))
            _complain(f"Something unexpected went wrong: {logs.where(error)}. With --debug it says more.")
            ctx.exit(FAILED)


def _version() -> str:
    try:
        return metadata.version("klyngebot")
    except metadata.PackageNotFoundError:
        return "(run from its folder, not installed)"


@click.group(cls=PlainWords, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(_version(), message="Klyngebot %(version)s")
@click.option("--debug", is_flag=True, help="Say more while working, and all about an unexpected error.")
@click.option(
    "--env-file",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path(".env"),
    show_default=True,
    help=f"The file with the settings; see .env.example. {os.devnull}: only the environment counts.",
)
@click.pass_context
def main(ctx: click.Context, *, debug: bool, env_file: Path) -> None:
    """A Telegram bot for a cluster of villages."""
    os.umask(0o077)  # what we write is about people, and for nobody else on this machine
    logs.set_up(debug=debug, plain=ctx.invoked_subcommand == "demo")
    named = ctx.get_parameter_source("env_file") is not ParameterSource.DEFAULT
    if named and env_file != NO_FILE and not env_file.is_file():
        raise SettingsProblem([f"There is no file {env_file}. Make it: cp .env.example {env_file}"])
    ctx.obj = env_file


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 lets phones in the house in.")
@click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data/demo"),
    show_default=True,
)
@click.option("--fresh", is_flag=True, help="Begin anew, with nobody signed up.")
@click.option("--empty", is_flag=True, help="No village yet: Karen opens the link that makes one.")
def demo(port: int, host: str, data_dir: Path, *, fresh: bool, empty: bool) -> None:
    """Try it: a village, its people and the bot, in the browser. Needs no token.

    The bot talks to a Telegram that runs on this machine; nothing leaves it.
    """
    from simulator import demo as demos  # noqa: PLC0415 - only the demo needs a Telegram of its own

    demos.main(port, host, data_dir, fresh=fresh, empty=empty)


@main.command()
@click.pass_obj
def run(env_file: Path) -> None:
    """Answer people on Telegram until stopped (Ctrl-C or SIGTERM)."""
    asyncio.run(_serve(read(env_file)))


@main.command()
@click.pass_obj
def migrate(env_file: Path) -> None:
    """Bring the database up to this version, after a backup copy. `run` does so by itself."""
    settings = read_local(env_file)
    click.echo(
        str(
            asyncio.run(
                migrations.upgrade(settings.database, SystemClock().now(), data_dir=settings.data_dir)
            )
        )
    )


@main.command()
@click.pass_obj
def doctor(env_file: Path) -> None:
    """Say in one sentence what is wrong and how to mend it; below it, all that was looked at.

    Ends with 1 when people get no answers, or would get none.
    """
    findings = asyncio.run(doctors.examine(env_file, SystemClock().now()))
    click.echo(f"{diagnosis(findings)}\n")
    for finding in findings:
        click.echo(f"  {finding}")
    sys.exit(any(finding.grave and not finding.well for finding in findings))


main.add_command(backup)
main.add_command(bot)
main.add_command(cluster)


async def _serve(settings: Settings) -> None:
    klyngebot = await Klyngebot.open(settings, SystemClock())
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, klyngebot.ask_to_stop)
    await klyngebot.run(Welcome())


def _complain(words: str) -> None:
    click.echo(logs.redacted(words), err=True)
