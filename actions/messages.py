"""How much somebody hears from us: everything, less, nothing for a month; /stop is in the frame."""

from dataclasses import replace

from actions.scene import Scene
from domain.message import Reply
from domain.retention import PAUSE
from domain.visit import Visit
from storage import people
from storage.transaction import Transaction
from views import rights as views


def show(tx: Transaction, visit: Visit) -> Reply:
    """What they hear, and the one tap that changes it."""
    return _page(Scene.of(tx, visit))


def pause(tx: Transaction, visit: Visit) -> Reply:
    """A month of quiet."""
    scene = Scene.of(tx, visit)
    people.set_paused(tx, scene.person, visit.now + PAUSE)
    return _page(_anew(scene))


def unpause(tx: Transaction, visit: Visit) -> Reply:
    """They are back earlier."""
    scene = Scene.of(tx, visit)
    people.set_paused(tx, scene.person, None)
    return _page(_anew(scene))


def fewer(tx: Transaction, visit: Visit) -> Reply:
    """Only what they take part in, and who asks them by name."""
    scene = Scene.of(tx, visit)
    people.set_fewer(tx, scene.person, fewer=True)
    return _page(_anew(scene))


def more(tx: Transaction, visit: Visit) -> Reply:
    """Everything again."""
    scene = Scene.of(tx, visit)
    people.set_fewer(tx, scene.person, fewer=False)
    return _page(_anew(scene))


def _page(scene: Scene) -> Reply:
    return Reply(screen=views.messages(scene.words, scene.cluster, scene.person, scene.visit.now))


def _anew(scene: Scene) -> Scene:
    person = people.by_id(scene.tx, scene.visit.cluster_id, scene.person.id)
    return replace(scene, visit=replace(scene.visit, person=person))
