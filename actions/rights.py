"""Who may do what. Every press is looked at again: a button may be forged, or older than the role."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from actions.scene import Scene
from domain.message import Reply
from domain.people import Role
from domain.refusals import NotAllowed
from domain.visit import Visit
from storage.transaction import Transaction

P = ParamSpec("P")


def steering(
    action: Callable[Concatenate[Scene, P], Reply],
) -> Callable[Concatenate[Transaction, Visit, P], Reply]:
    """An action for the steering group only."""

    def checked(tx: Transaction, visit: Visit, /, *arguments: P.args, **named: P.kwargs) -> Reply:
        scene = Scene.of(tx, visit)
        if Role.STEERING not in scene.person.roles:
            raise NotAllowed
        return action(scene, *arguments, **named)

    return update_wrapper(checked, action)
