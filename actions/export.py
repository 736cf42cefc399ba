"""Somebody gets everything we keep about them, as a file in the chat."""

from collections.abc import Callable
from functools import partial

from actions.scene import Scene
from domain.attachments import File, Wanted
from domain.consent import Purpose
from domain.message import Reply
from domain.visit import Visit
from storage import clusters, consents, export, people
from storage.transaction import Transaction
from views import export as views
from views import rights
from views.words import Words


def show(tx: Transaction, visit: Visit) -> Reply:
    """My data: have it, have it forgotten."""
    scene = Scene.of(tx, visit)
    if scene.person.blocked_at is not None:
        return Reply(screen=rights.data_of_one_shut_out(scene.words))
    agreed = consents.holds(tx, scene.person, Purpose.PROFILE)
    return Reply(screen=rights.data(scene.words, agreed=agreed))


def send(tx: Transaction, visit: Visit) -> Reply:
    """Owe them the file. It is drawn when it is sent, from what is true then, and never kept."""
    words = Words(Scene.of(tx, visit).person.language)
    return Reply(messages=(views.receipt(words),), alert=views.on_its_way(words))


def sketch(tx: Transaction, wanted: Wanted) -> Callable[[], File] | None:
    """What the file is to hold, read in one go; called outside of here, it draws it. None: they have left."""
    reader = wanted.person_id
    person = people.by_id(tx, wanted.cluster_id, reader) if reader is not None else None
    if person is None:
        return None
    cluster = clusters.by_id(tx, wanted.cluster_id)
    return partial(views.draw, Words(person.language), cluster, export.gather(tx, person), wanted.now)
