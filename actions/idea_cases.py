"""The steering group answers ideas: takes one, says how far it is, makes a group of it, takes it down."""

from actions import idea_answers, idea_news
from actions.dialogues import begin
from actions.event_making import MAKE
from actions.group_access import open_group
from actions.post import Post
from actions.rights import steering
from actions.scene import Scene
from domain.days import local_day
from domain.events import MOST_TITLE as MOST_EVENT_TITLE
from domain.groups import MOST_NAME, MOST_TEXT, Group, GroupState
from domain.ideas import Idea, State
from domain.message import Reply
from domain.people import Person, Role
from domain.refusals import OldButton
from domain.text import shortened
from storage import groups, ideas, people
from views import group_steering as group_views
from views import idea_cases as views


@steering
def cases(scene: Scene, page: int) -> Reply:
    """What waits for an answer, and what is being done."""
    here = scene.visit.cluster_id
    waiting, under_way = ideas.waiting(scene.tx, here), ideas.at_work(scene.tx, here)
    return Reply(screen=views.cases(scene.words, waiting, under_way, page))


@steering
def show(scene: Scene, idea_id: int) -> Reply:
    """One idea, and what can be done about it."""
    return _page(scene, idea_id)


@steering
def hold(scene: Scene, idea_id: int) -> Reply:
    """They answer it from now on, by name; its author hears that it has been seen."""
    idea = _idea(scene, idea_id)
    if not ideas.hold(scene.tx, idea, scene.person.id):
        raise OldButton
    if idea.state is State.RECEIVED:
        idea_answers.move(scene, _idea(scene, idea_id), State.SEEN)
    return _page(scene, idea_id)


@steering
def give(scene: Scene, idea_id: int, page: int) -> Reply:
    """Who else could answer it?"""
    idea = _idea(scene, idea_id)
    return Reply(screen=views.givers(scene.words, idea, _others(scene, idea), page))


@steering
def give_to(scene: Scene, idea_id: int, person_id: int) -> Reply:
    """That one does from now on, and hears so; they do themselves when they give it to themselves."""
    idea = _idea(scene, idea_id)
    holder = next((one for one in _others(scene, idea) if one.id == person_id), None)
    if holder is None or not ideas.hold(scene.tx, idea, holder.id):
        raise OldButton
    idea_news.given(Post.of(scene), idea, holder, scene.person)
    return _page(scene, idea_id)


@steering
def answers(scene: Scene, idea_id: int) -> Reply:
    """What is to be said about it?"""
    return Reply(screen=views.answers(scene.words, _idea(scene, idea_id)))


@steering
def say(scene: Scene, idea_id: int, state: str) -> Reply:
    """How far it has come now; where that takes a reason or another idea, those are asked for."""
    idea = _idea(scene, idea_id)
    wanted = next((one for one in State if one.value == state and idea.may_become(one)), None)
    if wanted in idea_answers.ASKED_FOR:
        return begin(scene, idea_answers.ASKED_FOR[wanted], {"idea": str(idea.id)})
    if wanted is None or wanted is State.SEEN:
        raise OldButton
    idea_answers.move(scene, idea, wanted)
    return _page(scene, idea_id)


@steering
def tell_result(scene: Scene, idea_id: int) -> Reply:
    """It came to something: what?"""
    return say(scene.tx, scene.visit, idea_id, State.DONE.value)


@steering
def become(scene: Scene, idea_id: int) -> Reply:
    """What does it become?"""
    idea = _idea(scene, idea_id)
    if not idea.may_become(State.UNDER_WAY):
        raise OldButton
    return Reply(screen=views.become(scene.words, idea))


@steering
def make_group(scene: Scene, idea_id: int) -> Reply:
    """A working group of that name, and somebody to lead it is looked for next."""
    idea = _idea(scene, idea_id)
    if not idea.may_become(State.UNDER_WAY):
        raise OldButton
    villages = frozenset({idea.village_id} if idea.village_id else ())
    name, text = _free_name(scene, idea), idea.why[:MOST_TEXT]
    group_id = groups.add(
        scene.tx, Group(0, idea.cluster_id, name, text, GroupState.OPEN, villages), scene.visit.now
    )
    idea_answers.move(scene, idea, State.UNDER_WAY, group_id=group_id)
    return Reply(screen=group_views.created(scene.words, open_group(scene, group_id)))


@steering
def make_event(scene: Scene, idea_id: int) -> Reply:
    """An event called so: when and where are asked as for any other."""
    idea = _idea(scene, idea_id)
    if not idea.may_become(State.UNDER_WAY):
        raise OldButton
    return begin(scene, MAKE, {"event_what": shortened(idea.title, MOST_EVENT_TITLE), "idea": str(idea.id)})


@steering
def restore(scene: Scene, idea_id: int) -> Reply:
    """They looked, and it stays."""
    idea = _idea(scene, idea_id)
    if ideas.clear(scene.tx, idea, scene.visit.now):
        idea_news.looked_at(Post.of(scene), idea, stays=True)
    return _page(scene, idea_id)


@steering
def ask_remove(scene: Scene, idea_id: int) -> Reply:
    """Take it away?"""
    return Reply(screen=views.sure_to_remove(scene.words, _idea(scene, idea_id)))


@steering
def remove(scene: Scene, idea_id: int) -> Reply:
    """It is gone, and its author hears so."""
    idea = _idea(scene, idea_id)
    if not ideas.remove(scene.tx, idea, scene.visit.now):
        raise OldButton
    idea_news.looked_at(Post.of(scene), idea, stays=False)
    return cases(scene.tx, scene.visit, 0)


def _page(scene: Scene, idea_id: int) -> Reply:
    idea = _idea(scene, idea_id)
    since = idea.waits_since and local_day(idea.waits_since, scene.cluster.zone)
    seen = views.Case(
        idea, scene.cluster, idea.holder_id == scene.person.id, bool(_others(scene, idea)), since
    )
    return Reply(screen=views.case(scene.words, seen))


def _idea(scene: Scene, idea_id: int) -> Idea:
    idea = ideas.by_id(scene.tx, scene.visit.cluster_id, idea_id)
    if idea is None:
        raise OldButton
    return idea


def _others(scene: Scene, idea: Idea) -> list[Person]:
    """Who steers, but for themselves and whoever answers it already."""
    there = people.with_role(scene.tx, idea.cluster_id, Role.STEERING)
    return [one for one in there if one.id not in {scene.person.id, idea.holder_id}]


def _free_name(scene: Scene, idea: Idea) -> str:
    """The idea's title as a group's name, with a number where a group is called that already."""
    taken = {group.name.casefold() for group in groups.open_groups(scene.tx, idea.cluster_id)}
    numbered = shortened(idea.title, MOST_NAME - 4)
    names = [shortened(idea.title, MOST_NAME), *(f"{numbered} {n}" for n in range(2, 999))]
    return next(name for name in names if name.casefold() not in taken)
