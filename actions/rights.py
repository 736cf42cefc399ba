"""Who may do what. Every press is looked at again: a button may be forged, or older than the role."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec, TypeAlias, TypeVar

from actions.scene import Scene
from domain.message import Reply
from domain.people import Role
from domain.refusals import NotAllowed
from domain.visit import Visit
from storage.transaction import Transaction

P = ParamSpec("P")
T = TypeVar("T")
Guarded: TypeAlias = Callable[Concatenate[Scene, P], Reply]
Action: TypeAlias = Callable[Concatenate[Transaction, Visit, P], Reply]
OfOne: TypeAlias = Callable[Concatenate[Scene, T, P], Reply]
ByNumber: TypeAlias = Callable[Concatenate[Transaction, Visit, int, P], Reply]


def allowed(check: Callable[[Scene], object]) -> Callable[[Guarded[P]], Action[P]]:
    """An action for whoever the check lets by; it raises why not."""

    def guard(action: Guarded[P]) -> Action[P]:
        def checked(tx: Transaction, visit: Visit, /, *arguments: P.args, **named: P.kwargs) -> Reply:
            scene = Scene.of(tx, visit)
            check(scene)
            return action(scene, *arguments, **named)

        return update_wrapper(checked, action)

    return guard


def by_number(find: Callable[[Scene, int], T]) -> Callable[[OfOne[T, P]], ByNumber[P]]:
    """An action on what a button names by its number, for whoever may find it; else `find` raises why."""

    def guard(action: OfOne[T, P]) -> ByNumber[P]:
        def checked(
            tx: Transaction, visit: Visit, number: int, /, *arguments: P.args, **named: P.kwargs
        ) -> Reply:
            scene = Scene.of(tx, visit)
            return action(scene, find(scene, number), *arguments, **named)

        return update_wrapper(checked, action)

    return guard


def must_hold(scene: Scene, *roles: Role) -> None:
    """Raises Stranger, and NotAllowed for whoever has none of these roles."""
    if not scene.person.roles.intersection(roles):
        raise NotAllowed(*roles)


def holding(*roles: Role) -> Callable[[Guarded[P]], Action[P]]:
    """An action for people with one of these roles. Raises Stranger and NotAllowed."""
    return allowed(lambda scene: must_hold(scene, *roles))


def member(action: Guarded[P]) -> Action[P]:
    """An action for whoever has signed up. Raises Stranger."""
    return allowed(lambda scene: scene.person)(action)


def steering(action: Guarded[P]) -> Action[P]:
    """An action for the steering group only. Raises Stranger and NotAllowed."""
    return holding(Role.STEERING)(action)
