"""Only the steering group, and only in the state that the button belongs to."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from actions.rights import steering
from actions.scene import Scene
from domain.announcements import Announcement, State
from domain.message import Reply
from domain.refusals import OldButton
from storage import announcements as kept

P = ParamSpec("P")


def of_one(
    *states: State,
) -> Callable[[Callable[Concatenate[Scene, Announcement, P], Reply]], Callable[..., Reply]]:
    """An action on an announcement that is in one of these states; else an old button."""

    def guard(action: Callable[Concatenate[Scene, Announcement, P], Reply]) -> Callable[..., Reply]:
        def checked(scene: Scene, number: int, /, *arguments: P.args, **named: P.kwargs) -> Reply:
            one = kept.by_id(scene.tx, scene.visit.cluster_id, number)
            if one is None or (states and one.state not in states):
                raise OldButton
            return action(scene, one, *arguments, **named)

        return steering(update_wrapper(checked, action))

    return guard
