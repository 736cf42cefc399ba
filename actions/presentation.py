"""How the bot presents itself in each language and role."""

from dataclasses import dataclass

from domain.languages import LANGUAGES
from domain.people import Role
from storage import clusters, people
from storage.transaction import Transaction
from views import presentation as views
from views.presentation import Command
from views.words import Words


@dataclass(frozen=True)
class Presentation:
    """In one language: what stands above START, and the commands of everybody and of the steering group."""

    description: str
    everybody: tuple[Command, ...]
    steering: tuple[Command, ...]


def presentations(tx: Transaction, cluster_id: int) -> dict[str, Presentation]:
    """One for each language we speak."""
    cluster = clusters.by_id(tx, cluster_id)
    voices = {language: Words(language) for language in LANGUAGES}
    return {
        language: Presentation(
            description=views.description(words, cluster),
            everybody=views.commands(words, steering=False),
            steering=views.commands(words, steering=True),
        )
        for language, words in voices.items()
    }


def steering_chats(tx: Transaction, cluster_id: int) -> list[tuple[int, str]]:
    """The chats that have the steering group's commands, and their languages."""
    return [(p.telegram_id, p.language) for p in people.with_role(tx, cluster_id, Role.STEERING)]
