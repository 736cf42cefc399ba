"""Before any action: who is shut out, and a cluster that nobody has set up yet."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from actions import conversations, dialogues, export, frame, leaving, set_up
from actions import start as starts
from actions.scene import Scene
from domain.message import Reply
from domain.visit import Visit
from storage import dialogues as kept
from storage.transaction import Transaction
from views import roles as views

P = ParamSpec("P")

OF_RIGHT = (export.show, export.send, leaving.ask, leaving.leave)
"""What the law gives also to somebody who is shut out: all we keep about them, and to be forgotten."""
UNASKED = (frame.blocked, frame.came_back, frame.ignore)
"""What nobody said to us, and what therefore gets no word back."""
ANSWERS = (
    conversations.press,
    conversations.write,
    conversations.not_words,
    conversations.cancel,
    conversations.set_language,
    starts.start,
)
"""What somebody may do while they set a cluster up; everything else shows the open question."""


def admit(
    tx: Transaction,
    visit: Visit,
    action: Callable[Concatenate[Transaction, Visit, P], Reply],
    /,
    *arguments: P.args,
    **named: P.kwargs,
) -> Reply:
    """Do it; or say the one sentence there is for whoever is shut out, or comes before the cluster is ready.

    In a group nobody is told anything about themselves.
    """
    turned_away = None
    if visit.private and action not in UNASKED:
        turned_away = _turned_away(Scene.of(tx, visit), action)
    return turned_away or action(tx, visit, *arguments, **named)


def _turned_away(scene: Scene, action: Callable[..., Reply]) -> Reply | None:
    person = scene.visit.person
    if person is not None:
        shut_out = person.blocked_at is not None and action not in OF_RIGHT
        return _shut_out(scene) if shut_out else None
    if scene.cluster.named or action is starts.start:
        return None
    if kept.load(scene.tx, scene.visit) is None:
        return set_up.come_back_later(scene)
    return None if action in ANSWERS else dialogues.resume(scene, set_up.SCRIPTS)


def _shut_out(scene: Scene) -> Reply:
    return Reply(screen=views.shut_out(scene.words, scene.cluster))
