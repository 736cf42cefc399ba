"""Somebody leaves, in two steps; or stays after all, when we said we would forget them."""

from datetime import datetime, timedelta

from actions.forgetting import forget
from actions.scene import Scene
from domain.message import Reply
from domain.people import Role
from domain.refusals import OldButton
from domain.visit import Visit
from storage import people
from storage.transaction import Transaction
from views import rights as views

GOOD_FOR = timedelta(hours=24)
"""A confirmation that lies in the chat must not erase somebody by a slip of the finger next year."""


def ask(tx: Transaction, visit: Visit) -> Reply:
    """The first step: what will happen, what stays, and the way back."""
    scene = Scene.of(tx, visit)
    steering = people.with_role(tx, visit.cluster_id, Role.STEERING)
    alone = [one.id for one in steering] == [scene.person.id]
    return Reply(screen=views.leave(scene.words, scene.person, int(visit.now.timestamp()), alone=alone))


def leave(tx: Transaction, visit: Visit, person_id: int, asked_at: int) -> Reply:
    """The second: nothing of them is left when this is committed. The answer goes when it is sent."""
    scene = Scene.of(tx, visit)
    asked = datetime.fromtimestamp(min(max(asked_at, 0), 2**33), visit.now.tzinfo)
    if scene.person.id != person_id or visit.now - asked > GOOD_FOR:
        raise OldButton
    forget(tx, scene.person, visit.now)
    return Reply(screen=views.gone(scene.words))


def stay(tx: Transaction, visit: Visit) -> Reply:
    """They answered our word that we would forget them; to be here is enough."""
    scene = Scene.of(tx, visit)
    return Reply(screen=views.stays(scene.words, scene.person))
