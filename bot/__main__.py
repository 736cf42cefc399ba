"""The command `klyngebot`; and `python -m bot`, also where nothing is installed."""

import sys

INTERRUPTED = 130
"""What a shell calls an end by Ctrl-C."""


def main() -> None:
    """To load everything takes a second, in which somebody may think better of it."""
    try:
        from bot import logs  # noqa: PLC0415 - see above
        from bot.cli import main as command  # noqa: PLC0415 - see above

        logs.catch_the_rest()
        command(prog_name="klyngebot")
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
