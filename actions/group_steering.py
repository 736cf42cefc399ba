"""What the steering group does with working groups: create, change and close them, and name their leads."""

from collections.abc import Sequence

from actions import idea_answers
from actions.dialogues import Script, begin
from actions.group_access import no_longer, open_group
from actions.groups import NAME, read_text
from actions.post import Post
from actions.rights import steering
from actions.scene import Scene
from domain.dialogue import SKIP, Answers, Dialogue, NotAnAnswer, Option, Question
from domain.groups import Group, GroupState
from domain.message import Message, Reply
from domain.people import Role
from domain.roles import Deed
from domain.village_names import named as village_named
from storage import audit, groups, people
from views import group_steering as views
from views.group_letters import news

STEERING = frozenset({Role.STEERING})


@steering
def create(scene: Scene) -> Reply:
    """A new group: its name, what it does, and where."""
    return begin(scene, CREATE)


@steering
def list_all(scene: Scene, page: int) -> Reply:
    """Every group at work, with its heads."""
    here = scene.visit.cluster_id
    there, heads = groups.open_groups(scene.tx, here), groups.heads(scene.tx, here)
    return Reply(screen=views.all_groups(scene.words, there, heads, page))


@steering
def show(scene: Scene, group_id: int) -> Reply:
    """One group, and what can be changed about it."""
    return Reply(screen=page_of(scene, open_group(scene, group_id)))


@steering
def rename(scene: Scene, group_id: int) -> Reply:
    """Another name."""
    return begin(scene, RENAME, {"group": str(open_group(scene, group_id).id)})


@steering
def retell(scene: Scene, group_id: int) -> Reply:
    """Other words about what it does."""
    return begin(scene, RETELL, {"group": str(open_group(scene, group_id).id)})


@steering
def villages(scene: Scene, group_id: int, page: int) -> Reply:
    """Where it works."""
    group = open_group(scene, group_id)
    return Reply(screen=views.villages(scene.words, scene.cluster, group, page))


@steering
def toggle_village(scene: Scene, group_id: int, village_id: int, page: int) -> Reply:
    """There too; or no longer there."""
    group, village = open_group(scene, group_id), scene.cluster.village(village_id)
    groups.toggle_village(scene.tx, group.cluster_id, group_id, village.id)
    changed = open_group(scene, group_id)
    return Reply(screen=views.villages(scene.words, scene.cluster, changed, page))


@steering
def ask_close(scene: Scene, group_id: int) -> Reply:
    """Close it? All who are in it will be told."""
    group = open_group(scene, group_id)
    heads = len(groups.members(scene.tx, group.cluster_id, group_id))
    return Reply(screen=views.sure_to_close(scene.words, group, heads))


@steering
def close(scene: Scene, group_id: int) -> Reply:
    """It is done, and everybody in it is thanked."""
    group = open_group(scene, group_id)
    there = groups.members(scene.tx, group.cluster_id, group_id)
    lead = next((one.person_id for one in there if one.leads), None)
    groups.close(scene.tx, group.cluster_id, group_id, scene.visit.now)
    if former := lead and people.by_id(scene.tx, group.cluster_id, lead):
        audit.write(scene.tx, scene.person, Deed.TAKEN, former, scene.visit.now, Role.LEAD, group_id)
    post = Post.of(scene)
    for member in there:
        if member.person_id != scene.person.id:
            reason = f"group-closed:{group_id}"
            post.tell(
                member.person_id, reason, lambda words: news(words, "groups.is_closed", group), shared=True
            )
    return idea_answers.owe_result(scene, group_id) or Reply(screen=views.closed(scene.words, group))


def page_of(scene: Scene, group: Group) -> Message:
    """The steering group's page of one group."""
    there = groups.members(scene.tx, group.cluster_id, group.id)
    return views.group(scene.words, scene.cluster, group, there)


# The questions


def _where_to_choose(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return views.wheres(scene.words, scene.cluster)


def _where_written(scene: Scene, _answers: Answers, words: str) -> str:
    village = village_named(words, scene.cluster.villages)
    if village is None:
        raise NotAnAnswer("hint.village")
    return village.slug


def _create(scene: Scene, answers: Answers) -> Reply:
    text, where = answers["group_text"], answers["group_where"]
    villages = {scene.cluster.village_of(where).id} if where != "all" else set()
    group = Group(
        id=0,
        cluster_id=scene.visit.cluster_id,
        name=answers["group_name"],
        text="" if text == SKIP else text,
        state=GroupState.OPEN,
        villages=frozenset(villages),
    )
    group_id = groups.add(scene.tx, group, scene.visit.now)
    return Reply(screen=views.created(scene.words, open_group(scene, group_id)))


def _rename(scene: Scene, answers: Answers) -> Reply:
    return _changed(scene, answers, name=answers["group_name"])


def _retell(scene: Scene, answers: Answers) -> Reply:
    return _changed(scene, answers, text=answers["group_text"])


def _changed(scene: Scene, answers: Answers, **values: str) -> Reply:
    group = at_work(scene, answers)
    if group is None:
        return no_longer(scene)
    groups.change(scene.tx, group.cluster_id, group.id, **values)
    return Reply(screen=page_of(scene, open_group(scene, group.id)))


def at_work(scene: Scene, answers: Answers) -> Group | None:
    """The group a dialogue is about, while it is at work."""
    group = groups.by_id(scene.tx, scene.visit.cluster_id, int(answers["group"]))
    return group if group and group.state is GroupState.OPEN else None


def _left(scene: Scene) -> Reply:
    return list_all(scene.tx, scene.visit, 0)


TEXT = Question("group_text", read=read_text, skippable=True)
CREATE = Script(
    Dialogue(
        "new_group",
        (NAME, TEXT, Question("group_where", options=_where_to_choose, read=_where_written)),
    ),
    finish=_create,
    leave=_left,
    roles=STEERING,
)
RENAME = Script(Dialogue("name_group", (NAME,)), finish=_rename, leave=_left, roles=STEERING)
RETELL = Script(
    Dialogue("tell_group", (Question("group_text", read=read_text),)),
    finish=_retell,
    leave=_left,
    roles=STEERING,
)
SCRIPTS = (CREATE, RENAME, RETELL)
