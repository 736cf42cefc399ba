"""What Telegram shows of the bot before anybody has written to it, and the commands in its menu."""

from dataclasses import dataclass

from domain.clusters import Cluster
from views.words import Words

EVERYBODY = ("menu", "mig", "grupper", "settings", "help", "cancel", "stop")
STEERING = ("menu", "ord", "roller", "mig", "grupper", "settings", "help", "cancel", "stop")


@dataclass(frozen=True)
class Command:
    """`/name`, and what it is for (at most 256 characters)."""

    name: str
    purpose: str


def commands(words: Words, *, steering: bool) -> tuple[Command, ...]:
    """The menu of commands for one role."""
    names = STEERING if steering else EVERYBODY
    return tuple(Command(name, words.label(f"command.{name}")) for name in names)


def description(words: Words, cluster: Cluster) -> str:
    """Stands in the empty chat, above START (at most 512 characters)."""
    if not cluster.named:
        return words.label("set_up.not_yet")
    return words.label("command.description", cluster=cluster.name)
