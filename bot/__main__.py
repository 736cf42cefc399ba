"""The command `klyngebot`; and `python -m bot`, also where nothing is installed."""

import gc
import sys

from bot.exits import INTERRUPTED


def main() -> None:
    """To load everything takes a second, in which somebody may think better of it."""
    try:
        # What is loaded stays. The collector need look through it neither while it grows (a tenth of the
        # start) nor ever after (50 ms in which nobody is answered, each time it looks through everything).
        gc.disable()
        from bot import logs  # noqa: PLC0415 - so that Ctrl-C is heard
        from bot.cli import main as command  # noqa: PLC0415 - so that Ctrl-C is heard

        gc.freeze()
        gc.enable()
        logs.catch_the_rest()
        command(prog_name="klyngebot")
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
