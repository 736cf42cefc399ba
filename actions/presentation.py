"""How the bot presents itself in each language, and to whoever has a role."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.languages import LANGUAGES
from storage import audit, clusters, roles
from storage.transaction import Transaction
from views import presentation as views
from views.presentation import Command
from views.words import Words


@dataclass(frozen=True)
class Presentation:
    """What stands above START, and everybody's commands, by language; and those of whoever has more.

    `chats` is by Telegram number; whoever had more until lately has none of their own there.
    """

    descriptions: Mapping[str, str] = field(default_factory=dict)
    everybody: Mapping[str, tuple[Command, ...]] = field(default_factory=dict)
    chats: Mapping[int, tuple[Command, ...]] = field(default_factory=dict)


def presentation(tx: Transaction, cluster_id: int) -> Presentation:
    """As it is now: whoever has a role that has commands sees them in their own chat.

    Those who lost a role lately are named, too: we may have been stopped before Telegram heard of it.
    """
    cluster = clusters.by_id(tx, cluster_id)
    holders = {one.person.id: one.person for one in roles.holders(tx, cluster_id)}
    return Presentation(
        descriptions={language: views.description(Words(language), cluster) for language in LANGUAGES},
        everybody={language: views.commands(Words(language)) for language in LANGUAGES},
        chats=dict.fromkeys(audit.lost_a_role(tx, cluster_id), ())
        | {
            person.telegram_id: views.commands(Words(person.language), person.roles)
            for person in holders.values()
            if any(views.OF_ROLE[role] for role in person.roles)
        },
    )
