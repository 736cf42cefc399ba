"""Who may do what. Every press is looked at again: a button may be forged, or older than the role."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec, TypeAlias

from actions.scene import Scene
from domain.message import Reply
from domain.people import Role
from domain.refusals import NotAllowed, Stranger
from domain.visit import Visit
from storage.transaction import Transaction

P = ParamSpec("P")
Guarded: TypeAlias = Callable[Concatenate[Scene, P], Reply]
Action: TypeAlias = Callable[Concatenate[Transaction, Visit, P], Reply]


def member(action: Guarded[P]) -> Action[P]:
    """An action for whoever has signed up. Raises Stranger."""

    def checked(tx: Transaction, visit: Visit, /, *arguments: P.args, **named: P.kwargs) -> Reply:
        scene = Scene.of(tx, visit)
        if visit.person is None:
            raise Stranger
        return action(scene, *arguments, **named)

    return update_wrapper(checked, action)


def holding(*roles: Role) -> Callable[[Guarded[P]], Action[P]]:
    """An action for people with one of these roles. Raises Stranger and NotAllowed."""

    def guard(action: Guarded[P]) -> Action[P]:
        def checked(tx: Transaction, visit: Visit, /, *arguments: P.args, **named: P.kwargs) -> Reply:
            scene = Scene.of(tx, visit)
            if not scene.person.roles.intersection(roles):
                raise NotAllowed(*roles)
            return action(scene, *arguments, **named)

        return update_wrapper(checked, action)

    return guard


def steering(action: Guarded[P]) -> Action[P]:
    """An action for the steering group only."""
    return holding(Role.STEERING)(action)
