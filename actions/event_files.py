"""What goes with an event: a file for one's own calendar, and the picture of how it went."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from actions.event_access import seen
from actions.scene import Scene
from domain.attachments import File, Wanted
from domain.clusters import Cluster
from domain.events import Event
from domain.message import Reply
from domain.refusals import OldButton
from domain.visit import Visit
from storage import clusters, events, people
from storage.transaction import Transaction
from views import event_answers as views
from views.words import Words


def send(tx: Transaction, visit: Visit, event_id: int) -> Reply:
    """Owe them the file."""
    scene = Scene.of(tx, visit)
    event = seen(scene, event_id)
    return Reply(messages=(views.for_calendar(scene.words, event),), alert=views.on_its_way(scene.words))


def picture(tx: Transaction, visit: Visit, event_id: int) -> Reply:
    """The picture somebody sent of how it went."""
    scene = Scene.of(tx, visit)
    event = seen(scene, event_id)
    if event.picture is None:
        raise OldButton
    return Reply(messages=(views.picture(scene.words, event),))


def sketch(tx: Transaction, wanted: Wanted) -> Callable[[], File] | None:
    """The event as it is when the file is sent. None: one of the two is gone."""
    reader = wanted.person_id
    person = people.by_id(tx, wanted.cluster_id, reader) if reader is not None else None
    event = events.by_id(tx, wanted.cluster_id, int(wanted.ref))
    if person is None or event is None:
        return None
    cluster = clusters.by_id(tx, wanted.cluster_id)
    return partial(_file, Words(person.language), cluster, event, wanted.now)


def _file(words: Words, cluster: Cluster, event: Event, now: datetime) -> File:
    """Drawn outside the transaction."""
    from views import calendar  # noqa: PLC0415 - icalendar, 3.4 MiB: only where somebody asks for a file

    return calendar.draw(words, cluster, event, now)
