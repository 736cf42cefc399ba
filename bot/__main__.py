"""`python -m bot` is the command `klyngebot`, also where nothing is installed."""

from bot.cli import main

main(prog_name="klyngebot")
