"""How an idea goes on: the one place that moves it, and the answers that take more than a tap."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from actions import frame, idea_news
from actions.dialogues import Script, begin
from actions.post import Post
from actions.scene import Scene
from actions.written import at_most
from domain.dialogue import SKIP, Answers, Dialogue, NotAnAnswer, Option, Question, Thing
from domain.events import MOST_RESULT
from domain.ideas import MOST_REASON, Idea, State, waits_in
from domain.message import Reply
from domain.people import Role
from domain.refusals import OldButton
from storage import ideas
from views import idea_cases as views
from views.ideas import pop_up

STEERING = frozenset({Role.STEERING})
MOST_OTHERS = 12
"""Ideas offered to be merged with."""


def move(scene: Scene, idea: Idea, state: State, into: Idea | None = None, **values: object) -> Idea:
    """From where it was read to another state: who moves it answers it, and all whom it concerns hear.

    Raises OldButton when it may not, or somebody was quicker.
    """
    now = scene.visit.now
    waits = (idea.waits_since if state is State.SEEN else now) if waits_in(state) else None
    holder = {} if idea.holder_id else {"holder_id": scene.person.id}
    done = {"done_at": now} if state is State.DONE else {}
    moved = idea.may_become(state) and ideas.move(scene.tx, idea, state, waits, **holder, **done, **values)
    after = ideas.by_id(scene.tx, idea.cluster_id, idea.id)
    if not moved or after is None:
        raise OldButton
    idea_news.changed(Post.of(scene), after, into)
    return after


def became_event(scene: Scene, idea_id: int) -> None:
    """An event was made of it; if it was done or merged meanwhile, it stays so."""
    idea = ideas.by_id(scene.tx, scene.visit.cluster_id, idea_id)
    if idea is not None and idea.may_become(State.UNDER_WAY):
        move(scene, idea, State.UNDER_WAY)


def came_of(scene: Scene, idea_id: int, result: str, picture: str | None) -> None:
    """What came of it, told by whoever steers or by its event's organiser: all whom it concerns see it."""
    idea = ideas.by_id(scene.tx, scene.visit.cluster_id, idea_id)
    if idea is not None and idea.may_become(State.DONE):
        move(scene, idea, State.DONE, result=result, result_picture=picture)


def event_is_off(scene: Scene, idea_id: int) -> None:
    """The event it had become is cancelled: it is agreed as before, and somebody must say what now."""
    idea = ideas.by_id(scene.tx, scene.visit.cluster_id, idea_id)
    if idea is not None and idea.state is State.UNDER_WAY:
        ideas.move(scene.tx, idea, State.AGREED, scene.visit.now)
        idea_news.silence(Post.of(scene), idea)


def owe_result(scene: Scene, group_id: int) -> Reply | None:
    """A group is done. If it came of an idea: what came of that? Asked now, and reminded of until told."""
    idea = ideas.of_group(scene.tx, scene.visit.cluster_id, group_id)
    if idea is None:
        return None
    ideas.owe_result(scene.tx, idea, scene.visit.now)
    return begin(scene, RESULT, {"idea": str(idea.id)})


def _still(scene: Scene, answers: Answers, state: State) -> Idea | None:
    """The idea a dialogue is about, while it may go where the dialogue takes it."""
    idea = ideas.by_id(scene.tx, scene.visit.cluster_id, int(answers["idea"]))
    return idea if idea and idea.may_become(state) else None


def _titled(scene: Scene, answers: Answers) -> Mapping[str, str]:
    idea = ideas.by_id(scene.tx, scene.visit.cluster_id, int(answers["idea"]))
    return {"title": idea.title if idea else ""}


def _others(scene: Scene, answers: Answers, _where: str = "") -> Sequence[Option]:
    """The likest first."""
    return views.others(_mergeable(scene, answers)[:MOST_OTHERS])


def _mergeable(scene: Scene, answers: Answers) -> list[Idea]:
    from domain import idea_likeness  # noqa: PLC0415 - as in actions/idea_writing.py

    idea = _still(scene, answers, State.MERGED)
    if idea is None:
        return []
    there = [one for one in ideas.alive(scene.tx, idea.cluster_id) if one.id != idea.id]
    villages = [village.name for village in scene.cluster.villages]
    return sorted(there, key=lambda one: -idea_likeness.likeness(idea.title, idea.why, one, villages))


def _read_other(scene: Scene, answers: Answers, words: str) -> str:
    """Its title, or a part of it that no other has."""
    said = words.casefold()
    found = [one for one in _mergeable(scene, answers) if said in one.title.casefold()]
    if len(found) != 1:
        raise NotAnAnswer
    return str(found[0].id)


def _not_now(scene: Scene, answers: Answers) -> Reply:
    idea = _still(scene, answers, State.NOT_NOW)
    if idea is None:
        return _no_longer(scene)
    move(scene, idea, State.NOT_NOW, reason=answers["idea_reason"])
    return _case(scene, idea)


def _merge(scene: Scene, answers: Answers) -> Reply:
    idea = _still(scene, answers, State.MERGED)
    chosen = int(answers["idea_into"])
    into = next((one for one in _mergeable(scene, answers) if one.id == chosen), None)
    if idea is None or into is None or not ideas.keep_alive(scene.tx, into):
        return _no_longer(scene)
    move(scene, idea, State.MERGED, into, merged_into=into.id)
    ideas.gather_supporters(scene.tx, idea, into, scene.visit.now)
    return _case(scene, into)


def _tell(scene: Scene, answers: Answers) -> Reply:
    idea = _still(scene, answers, State.DONE)
    if idea is None:
        return _no_longer(scene)
    picture = answers["idea_result_picture"]
    came_of(scene, idea.id, answers["idea_result"], None if picture == SKIP else picture)
    return replace(_case(scene, idea), alert=pop_up(scene.words, "ideas.result_told"))


def _case(scene: Scene, idea: Idea) -> Reply:
    now = ideas.by_id(scene.tx, idea.cluster_id, idea.id) or idea
    seen = views.Case(now, scene.cluster, now.holder_id == scene.person.id, others=False, since=None)
    return Reply(screen=views.case(scene.words, seen))


def _no_longer(scene: Scene) -> Reply:
    """While they answered, somebody else did."""
    return frame.not_understood(scene, "ideas.no_longer")


def _left(scene: Scene) -> Reply:
    return Reply(screen=views.left(scene.words))


NOT_NOW = Script(
    Dialogue("idea_not_now", (Question("idea_reason", read=at_most(MOST_REASON), details=_titled),)),
    finish=_not_now,
    leave=_left,
    roles=STEERING,
)
MERGE = Script(
    Dialogue("idea_merge", (Question("idea_into", options=_others, read=_read_other, details=_titled),)),
    finish=_merge,
    leave=_left,
    roles=STEERING,
)
RESULT = Script(
    Dialogue(
        "idea_result",
        (
            Question("idea_result", read=at_most(MOST_RESULT), details=_titled),
            Question("idea_result_picture", takes=frozenset({Thing.PICTURE}), skippable=True),
        ),
    ),
    finish=_tell,
    leave=_left,
    roles=STEERING,
)
ASKED_FOR: Mapping[State | None, Script] = {State.NOT_NOW: NOT_NOW, State.MERGED: MERGE, State.DONE: RESULT}
"""Answers that take words of their own."""
SCRIPTS: Sequence[Script] = (NOT_NOW, MERGE, RESULT)
