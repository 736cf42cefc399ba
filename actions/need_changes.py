"""A lead changes a need: what for, how many, until when, about how many hours."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from actions import asking_when
from actions.ask_letters import ask_nobody_else
from actions.asking_when import AskWhen
from actions.dialogues import Script, begin
from actions.group_access import led, no_longer
from actions.group_needs import ABOUT, HOURS_EACH, MANY, UNTIL, about_said, lead_of_need, shown
from actions.groups import mine
from actions.post import Post
from actions.scene import Scene
from domain.asks import Answer
from domain.dialogue import Answers, Dialogue, Question
from domain.groups import Group, Need
from domain.message import Reply
from domain.refusals import OldButton
from storage import asks, groups
from views import group_needs as views
from views.group_letters import need_changed

PARTS: Mapping[str, Question[Scene] | AskWhen] = {
    "about": ABOUT,
    "many": MANY,
    "until": UNTIL,
    "hours": HOURS_EACH,
}


@lead_of_need
def choose(scene: Scene, group: Group, need: Need) -> Reply:
    """What about it is to be another?"""
    return Reply(screen=views.change_need(scene.words, group, need))


@lead_of_need
def change(scene: Scene, group: Group, need: Need, part: str) -> Reply:
    """Ask for that part of it anew."""
    if part not in PARTS:
        raise OldButton
    return begin(scene, CHANGE, {"group": str(group.id), "need": str(need.id), "part": part})


def _finish(scene: Scene, answers: Answers) -> Reply:
    group = led(scene, answers)
    need = groups.need(scene.tx, scene.visit.cluster_id, int(answers["need"]))
    if group is None or need is None or need.group_id != group.id:
        return no_longer(scene)
    values = _values(need, answers)
    if not groups.change_need(scene.tx, group.cluster_id, need.id, **values):
        return no_longer(scene)
    after = groups.need(scene.tx, group.cluster_id, need.id) or need
    if not after.open_places:
        ask_nobody_else(scene.tx, group.cluster_id, need.id, scene.visit.now)
    if (after.until, after.hours) != (need.until, need.hours):
        _tell_who_said_yes(scene, group, need, after)
    return replace(shown(scene, group, after), alert=views.need_saved(scene.words))


def _values(need: Need, answers: Answers) -> dict[str, str | int | date | None]:
    part = answers["part"]
    if part == "about":
        said = about_said(answers)
        return {"about": said or (need.about if need.skill is None else "")}
    if part == "until":
        return {"until": asking_when.chosen(answers, "need_until").day}
    return {"wanted": int(answers["need_many"])} if part == "many" else {"hours": int(answers["need_hours"])}


def _tell_who_said_yes(scene: Scene, group: Group, before: Need, after: Need) -> None:
    """They said yes to another day or to other hours; a role that was to end that day ends on the new one."""
    post, key = Post.of(scene), f"need-changed:{after.id}:{scene.visit.update_id}"
    for asked in asks.of_need(scene.tx, group.cluster_id, after.id):
        if asked.answer is not Answer.YES or asked.person_id == scene.person.id:
            continue
        role = groups.member(scene.tx, group.cluster_id, group.id, asked.person_id)
        if role and role.until == before.until:
            groups.set_until(scene.tx, group.cluster_id, group.id, asked.person_id, after.until)
        post.tell(asked.person_id, key, lambda words: need_changed(words, group, after))


def _of(part: str) -> tuple[Question[Scene], ...]:
    asked = replace(PARTS[part], when=lambda answers: answers.get("part") == part)
    return asking_when.questions(asked) if isinstance(asked, AskWhen) else (asked,)


CHANGE = Script(
    Dialogue("need_change", tuple(question for part in PARTS for question in _of(part))),
    finish=_finish,
    leave=lambda scene: mine(scene.tx, scene.visit),
)
SCRIPTS = (CHANGE,)
