"""/start, and whatever link brought somebody here."""

from actions import invited, set_up, sign_up
from actions.scene import Scene
from domain.message import Reply
from domain.roles import CLAIM, INVITATION, hashed
from domain.visit import Visit
from storage.transaction import Transaction


def start(tx: Transaction, visit: Visit, payload: str = "") -> Reply:
    """The link of a village, of a role, or of the one who runs the bot; or none."""
    scene = Scene.of(tx, visit)
    for kind in (CLAIM, INVITATION):
        if payload.startswith(kind):
            return _invited(scene, hashed(payload.removeprefix(kind)))
    if not scene.cluster.named:
        return set_up.come_back_later(scene)
    return sign_up.start(tx, visit, payload)


def _invited(scene: Scene, token_hash: str) -> Reply:
    if not scene.cluster.named:
        return set_up.open_claim(scene, token_hash)
    if not invited.is_good(scene, token_hash):
        return invited.no_longer_good(scene)
    if scene.visit.person is None:
        return sign_up.begin_invited(scene, token_hash)
    return Reply(screen=invited.redeem(scene, token_hash))
