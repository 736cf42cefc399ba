"""Telling people what they have not asked for: once per reason, and not at night."""

from datetime import timedelta

from actions.scene import Scene
from domain.kinds import Kind
from domain.message import Lane, Message
from domain.people import Person
from domain.quiet import outside_quiet_hours
from storage import outbox

GOOD_FOR = timedelta(days=2)


def tell(scene: Scene, person: Person, kind: Kind, key: str, message: Message) -> None:
    """Now, or in the morning. `key` names the reason; a second notice for the same one is none."""
    when = outside_quiet_hours(scene.visit.now, scene.cluster.zone)
    letter = outbox.NewLetter(
        cluster_id=person.cluster_id,
        bot_id=scene.visit.bot_id,
        person_id=person.id,
        chat_id=person.telegram_id,
        kind=kind,
        unique_key=key,
        lane=Lane.NOTICE,
        not_before=when,
        not_after=when + GOOD_FOR,
        message=message,
    )
    outbox.put(scene.tx, letter, scene.visit.now)
