"""Ideas for everybody: leaf through them, support one, say that something is wrong, take one's own back."""

from dataclasses import replace

from actions import idea_news
from actions.idea_access import page, seen
from actions.post import Post
from actions.rights import member
from actions.scene import Scene
from domain.ideas import ENOUGH_REPORTS, UNANSWERED, Idea
from domain.message import Reply
from domain.refusals import OldButton
from storage import ideas
from views import ideas as views


@member
def home(scene: Scene) -> Reply:
    """Where ideas begin."""
    return Reply(screen=views.home(scene.words))


@member
def listed(scene: Scene, order: str, turn: int) -> Reply:
    """The newest, the most supported, one's own and those one supports, or those of a village ("v3")."""
    here, words = scene.visit.cluster_id, scene.words
    if order == "new":
        return Reply(screen=views.listed(words, "ideas.list_new", order, ideas.newest(scene.tx, here), turn))
    if order == "top":
        there = ideas.most_supported(scene.tx, here)
        return Reply(screen=views.listed(words, "ideas.list_top", order, there, turn))
    if order == "mine":
        there = ideas.of_person(scene.tx, scene.person)
        return Reply(screen=views.listed(words, "ideas.list_mine", order, there, turn))
    village = next((one for one in scene.cluster.villages if order == f"v{one.id}"), None)
    if village is None:
        raise OldButton
    there = ideas.newest(scene.tx, here, village.id)
    return Reply(screen=views.listed(words, "ideas.list_village", order, there, turn, village.name))


@member
def villages(scene: Scene, turn: int) -> Reply:
    """Which village's?"""
    return Reply(screen=views.villages(scene.words, scene.cluster, turn))


@member
def show(scene: Scene, idea_id: int) -> Reply:
    """One idea."""
    return page(scene, idea_id)


@member
def support(scene: Scene, idea_id: int) -> Reply:
    """One tap: they support it, and hear what comes of it."""
    idea = seen(scene, idea_id)
    if not idea.takes_support or idea.author_id == scene.person.id:
        raise OldButton
    ideas.support(scene.tx, scene.person, idea.id, scene.visit.now)
    return page(scene, idea_id, views.pop_up(scene.words, "ideas.supported"))


@member
def withdraw(scene: Scene, idea_id: int) -> Reply:
    """One tap: they do not, after all."""
    seen(scene, idea_id)
    ideas.withdraw(scene.tx, scene.person, idea_id)
    return page(scene, idea_id, views.pop_up(scene.words, "ideas.withdrawn"))


@member
def ask_report(scene: Scene, idea_id: int) -> Reply:
    """Is something wrong with it?"""
    return Reply(screen=views.sure_to_report(scene.words, _others(scene, idea_id)))


@member
def report(scene: Scene, idea_id: int) -> Reply:
    """Something is: each counts once. Enough of them hide it until the steering group has looked."""
    idea = _others(scene, idea_id)
    reports = ideas.report(scene.tx, scene.person, idea, scene.visit.now)
    if reports is not None and reports >= ENOUGH_REPORTS and ideas.hide(scene.tx, idea, scene.visit.now):
        idea_news.hidden(replace(Post.of(scene), by=None), idea)
    return Reply(screen=views.reported(scene.words))


@member
def ask_take_back(scene: Scene, idea_id: int) -> Reply:
    """Take one's own idea back?"""
    return Reply(screen=views.sure_to_take_back(scene.words, _own(scene, idea_id)))


@member
def take_back(scene: Scene, idea_id: int) -> Reply:
    """It is gone, as long as nobody has answered it."""
    idea = _own(scene, idea_id)
    if not ideas.remove(scene.tx, idea, scene.visit.now):
        raise OldButton
    idea_news.silence(Post.of(scene), idea)
    return Reply(screen=views.taken_back(scene.words))


def _others(scene: Scene, idea_id: int) -> Idea:
    idea = seen(scene, idea_id)
    if idea.author_id == scene.person.id:
        raise OldButton
    return idea


def _own(scene: Scene, idea_id: int) -> Idea:
    idea = seen(scene, idea_id)
    if idea.author_id != scene.person.id or idea.state not in UNANSWERED:
        raise OldButton
    return idea
