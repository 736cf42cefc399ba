"""Only the steering group, and only in the state that the button belongs to."""

from collections.abc import Callable
from typing import ParamSpec

from actions.rights import ByNumber, OfOne, by_number, must_hold
from actions.scene import Scene
from domain.announcements import Announcement, State
from domain.people import Role
from domain.refusals import OldButton
from storage import announcements as kept

P = ParamSpec("P")


def of_one(*states: State) -> Callable[[OfOne[Announcement, P]], ByNumber[P]]:
    """An action on an announcement that is in one of these states; else an old button."""

    def find(scene: Scene, number: int) -> Announcement:
        must_hold(scene, Role.STEERING)
        one = kept.by_id(scene.tx, scene.visit.cluster_id, number)
        if one is None or (states and one.state not in states):
            raise OldButton
        return one

    return by_number(find)
