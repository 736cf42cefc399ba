"""Taking a consent back: what stood on it goes in the same transaction."""

from actions.scene import Scene
from domain.consent import Purpose
from storage import asks, consents, outbox, people, phrases


def withdraw(scene: Scene) -> None:
    """They do not want us to know what they can: it goes, with what waits to be sent about it."""
    tx, person, now = scene.tx, scene.person, scene.visit.now
    for purpose in (Purpose.FOUND, Purpose.PROFILE):  # whoever has told nothing cannot be found for it
        consents.record(tx, person, purpose, now, given=False)
    people.forget_profile(tx, person)
    for phrase_id in phrases.forget_of(tx, person):
        outbox.cancel(tx, person.cluster_id, f"phrase:{phrase_id}", now)
    for ask in asks.open_of(tx, person):
        for key in (f"ask:{ask.id}", f"ask:{ask.id}:again"):
            outbox.cancel(tx, person.cluster_id, key, now)
