"""Opening a link to a role. It is good once; a link that is not good says no more than that."""

from actions.notices import tell
from actions.scene import Scene
from domain.kinds import Kind
from domain.message import Message, Reply
from domain.people import Person, Role
from domain.roles import Deed, Invitation
from storage import audit, invitations, people, roles
from views import roles as views
from views.words import Words


def is_good(scene: Scene, token_hash: str) -> bool:
    """Whether that link gives something today; nothing is used up."""
    return invitations.good(scene.tx, scene.visit.cluster_id, token_hash, scene.visit.now) is not None


def no_longer_good(scene: Scene) -> Reply:
    """One answer for a link that was used, ran out, or never was: it tells nobody which."""
    return Reply(screen=views.link_not_good(scene.words))


def redeem(scene: Scene, token_hash: str) -> Message:
    """The person gets what the link gives; of all who open it at once, one does.

    Somebody who has the role already leaves the link for whoever it was meant for.
    """
    tx, here, now = scene.tx, scene.visit.cluster_id, scene.visit.now
    found = invitations.good(tx, here, token_hash, now)
    if found is not None and found.role in scene.person.roles:
        return views.yours_already(scene.words, found.role)
    used = invitations.use(tx, here, token_hash, now)
    if used is None:
        return views.link_not_good(scene.words)
    invitations.used_by(tx, here, token_hash, scene.person.id)
    _give(scene, used)
    return views.yours_now(scene.words, used.role)


def tell_steering(scene: Scene, number: int, deed: Deed, role: Role | None = None) -> None:
    """A notice to everybody else in the steering group about that line of the audit log.

    It names nobody, so that nothing is left in other people's letters of somebody who leaves.
    """
    for member in people.with_role(scene.tx, scene.visit.cluster_id, Role.STEERING):
        if member.id != scene.person.id:
            message = views.changed(Words(member.language), deed, role)
            tell(scene, member, Kind.ROLES, f"audit:{number}", message)


def _give(scene: Scene, used: Invitation) -> None:
    roles.give(scene.tx, scene.person, used.role)
    maker = _maker(scene, used)
    deed = Deed.GIVEN if maker else Deed.CLAIMED
    number = audit.write(scene.tx, maker, deed, scene.person, scene.visit.now, used.role)
    tell_steering(scene, number, Deed.GIVEN, used.role)


def _maker(scene: Scene, used: Invitation) -> Person | None:
    return people.by_id(scene.tx, scene.visit.cluster_id, used.made_by) if used.made_by else None
