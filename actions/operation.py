"""What the one who runs the bot sees in the chat: whether letters go out, in numbers and without names."""

from actions.rights import holding
from actions.scene import Scene
from domain.message import Reply
from domain.people import Role
from storage import inbox, outbox
from views import operation as views


@holding(Role.OPERATOR)
def show(scene: Scene) -> Reply:
    """What waits, what did not arrive, and what could not be understood."""
    here = scene.visit.cluster_id
    counts = views.Counts(
        waiting=outbox.waiting(scene.tx, here, scene.visit.now),
        troubles=outbox.how_many_troubles(scene.tx, here),
        dead=inbox.dead(scene.tx, here),
    )
    return Reply(screen=views.page(scene.words, counts))
