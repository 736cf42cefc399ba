"""What Telegram shows of the bot before anybody has written to it, and the commands in its menu."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.clusters import Cluster
from domain.people import Role
from views.words import Words

FIRST, LAST = ("menu", "sker"), ("mig", "grupper", "settings", "help", "cancel", "stop")
OF_ROLE: Mapping[Role, Sequence[str]] = {
    Role.LEAD: (),
    Role.STEERING: ("styregruppen", "ord", "plan", "tal", "roller", "log"),
    Role.MUNICIPAL: ("tal",),
    Role.OPERATOR: ("drift", "tal"),
}
"""What stands in the menu of commands of those who have a role, beside what everybody has."""
NAMES: Mapping[str, Mapping[str, str]] = {
    "da": {"settings": "indstillinger", "cancel": "afbryd"},
    "en": {"sker": "events", "mig": "me", "grupper": "groups", "styregruppen": "steering", "tal": "figures"},
}
"""What a command is called where the language has a name of its own for it; all are understood in all."""


@dataclass(frozen=True)
class Command:
    """`/name`, and what it is for (at most 256 characters)."""

    name: str
    purpose: str


def commands(words: Words, roles: Iterable[Role] = ()) -> tuple[Command, ...]:
    """The menu of commands of somebody with those roles."""
    held = [name for role in sorted(roles, key=list(Role).index) for name in OF_ROLE[role]]
    names = dict.fromkeys((*FIRST, *held, *LAST))
    called = NAMES[words.language]
    return tuple(Command(called.get(name, name), words.label(f"command.{name}")) for name in names)


def description(words: Words, cluster: Cluster) -> str:
    """Stands in the empty chat, above START (at most 512 characters)."""
    if not cluster.named:
        return words.label("set_up.not_yet")
    return words.label("command.description", cluster=cluster.name)
