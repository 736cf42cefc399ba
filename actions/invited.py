"""Opening a link to a role. It is good once; a link that is not good says no more than that."""

from actions import leading
from actions.groups import tell_former
from actions.post import Post
from actions.scene import Scene
from domain.groups import Group, GroupState
from domain.kinds import Kind
from domain.message import Message, Reply
from domain.people import Person, Role
from domain.roles import Deed, Invitation
from storage import audit, groups, invitations, people, roles
from views import leads
from views import roles as views
from views.groups import leads_now


def is_good(scene: Scene, token_hash: str) -> bool:
    """Whether that link gives something today; nothing is used up."""
    found = invitations.good(scene.tx, scene.visit.cluster_id, token_hash, scene.visit.now)
    return found is not None and (found.role is not Role.LEAD or _to_lead(scene, found) is not None)


def no_longer_good(scene: Scene) -> Reply:
    """One answer for a link that was used, ran out, or never was: it tells nobody which."""
    return Reply(screen=views.link_not_good(scene.words))


def redeem(scene: Scene, token_hash: str) -> Message:
    """The person gets what the link gives; of all who open it at once, one does.

    Somebody who has the role already leaves the link for whoever it was meant for.
    """
    tx, here, now = scene.tx, scene.visit.cluster_id, scene.visit.now
    found = invitations.good(tx, here, token_hash, now)
    theirs = _has_it(scene, found) if found is not None else None
    if theirs is not None:
        return theirs
    used = invitations.use(tx, here, token_hash, now)
    if used is None:
        return views.link_not_good(scene.words)
    invitations.used_by(tx, here, token_hash, scene.person.id)
    return _begin_to_lead(scene, used) if used.role is Role.LEAD else _give(scene, used)


def tell_steering(scene: Scene, number: int) -> None:
    """A notice to everybody else in the steering group about that line of the audit log: who did what."""
    line = audit.line(scene.tx, scene.visit.cluster_id, number)
    Post.of(scene).tell_steering(
        f"audit:{number}",
        lambda words: views.changed(words, scene.cluster, line),
        but=scene.person.id,
        kind=Kind.ROLES,
    )


def _has_it(scene: Scene, found: Invitation) -> Message | None:
    if found.role is not Role.LEAD:
        has = found.role in scene.person.roles
        return views.yours_already(scene.words, found.role) if has else None
    group = _to_lead(scene, found)
    if group is None:
        return views.link_not_good(scene.words)
    return leads.yours_already(scene.words, group) if group.lead_id == scene.person.id else None


def _begin_to_lead(scene: Scene, used: Invitation) -> Message:
    group = _to_lead(scene, used)
    if group is None:
        return views.link_not_good(scene.words)
    until = leading.begin(scene, group, scene.person, _maker(scene, used) or scene.person)
    tell_former(scene, group, "groups.accepted")
    return leads_now(scene.words, group, until)


def _give(scene: Scene, used: Invitation) -> Message:
    roles.give(scene.tx, scene.person, used.role)
    maker = _maker(scene, used)
    deed = Deed.GIVEN if maker else Deed.CLAIMED
    tell_steering(scene, audit.write(scene.tx, maker, deed, scene.person, scene.visit.now, used.role))
    return views.yours_now(scene.words, used.role)


def _to_lead(scene: Scene, found: Invitation) -> Group | None:
    """The group to lead, while it is at work."""
    group = found.group_id and groups.by_id(scene.tx, scene.visit.cluster_id, found.group_id)
    return group if group and group.state is GroupState.OPEN else None


def _maker(scene: Scene, used: Invitation) -> Person | None:
    return people.by_id(scene.tx, scene.visit.cluster_id, used.made_by) if used.made_by else None
