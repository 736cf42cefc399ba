"""Which idea it is, and whether this person may see it: looked at again at every press."""

from actions.scene import Scene
from domain.ideas import Idea
from domain.message import Reply
from domain.people import Role
from domain.refusals import OldButton
from storage import ideas
from views import ideas as views


def seen(scene: Scene, idea_id: int) -> Idea:
    """An idea they may see: a hidden one is for its author and the steering group. Raises OldButton."""
    idea = ideas.by_id(scene.tx, scene.visit.cluster_id, idea_id)
    if idea is None:
        raise OldButton
    if idea.hidden_at and idea.author_id != scene.person.id and Role.STEERING not in scene.person.roles:
        raise OldButton
    return idea


def page(scene: Scene, idea_id: int, alert: str | None = None) -> Reply:
    """Its page, as it is now."""
    idea = seen(scene, idea_id)
    supports = ideas.supports(scene.tx, scene.person, idea_id)
    sight = views.Sight(idea, scene.cluster, scene.person, supports)
    return Reply(screen=views.page(scene.words, sight), alert=alert)
