"""Working groups for everybody: see them, join, leave, ask for a new one, answer whether one will lead."""

from collections.abc import Sequence
from datetime import date

from actions import leading
from actions.dialogues import Script, begin
from actions.group_access import open_group, today, usual_end
from actions.post import Post
from actions.scene import Scene
from actions.written import at_most
from domain.days import months_on
from domain.dialogue import Answers, Dialogue, NotAnAnswer, Question
from domain.groups import (
    MOST_ASKED_FOR,
    MOST_NAME,
    MOST_NOTE,
    MOST_TEXT,
    ROLE_MONTHS,
    Group,
    GroupState,
    Need,
)
from domain.message import Message, Reply
from domain.refusals import OldButton
from domain.text import one_line
from domain.visit import Visit
from storage import groups
from storage.groups import Term
from storage.transaction import Transaction
from views import group_letters as letters
from views import groups as views
from views.leads import sure_to_stop

LEAST_NAME = 2


def mine(tx: Transaction, visit: Visit, page: int = 0) -> Reply:
    """My groups, and what I carry."""
    scene = Scene.of(tx, visit)
    theirs = groups.of_person(tx, scene.person)
    load = groups.load(tx, scene.person, today(scene))
    return Reply(screen=views.mine(scene.words, theirs, load, page))


def all_open(tx: Transaction, visit: Visit, page: int) -> Reply:
    """Every group at work in the cluster."""
    scene = Scene.of(tx, visit)
    there = groups.open_groups(tx, scene.person.cluster_id)
    return Reply(screen=views.all_open(scene.words, there, page))


def show(tx: Transaction, visit: Visit, group_id: int) -> Reply:
    """One group, and what this person can do there."""
    scene = Scene.of(tx, visit)
    return Reply(screen=_page(scene, group_id))


def join(tx: Transaction, visit: Visit, group_id: int) -> Reply:
    """One tap: into a group, until half a year from now; its lead hears of it."""
    scene = Scene.of(tx, visit)
    group, person = open_group(scene, group_id), scene.person
    if not groups.join(tx, person.cluster_id, group_id, person.id, visit.now, usual_end(scene)):
        return Reply(screen=_page(scene, group_id))
    groups.take_again(tx, person, group_id)
    _tell_lead(scene, group, "groups.somebody_joined")
    return Reply(screen=_page(scene, group_id), alert=views.joined(scene.words, group))


def leave(tx: Transaction, visit: Visit, group_id: int) -> Reply:
    """One tap: out of it, and its lead hears of it. Its lead is asked first: that cannot be undone."""
    scene = Scene.of(tx, visit)
    group, person = open_group(scene, group_id), scene.person
    if group.lead_id == person.id:
        return Reply(screen=sure_to_stop(scene.words, group))
    if not groups.leave(tx, person.cluster_id, group_id, person.id):
        return mine(tx, visit)
    _tell_lead(scene, group, "groups.somebody_left", _freed(scene, group_id))
    return Reply(screen=views.left(scene.words, group))


def go_on(tx: Transaction, visit: Visit, group_id: int, until: str) -> Reply:
    """They were asked whether they go on, and do: half a year more."""
    scene = Scene.of(tx, visit)
    group, end = open_group(scene, group_id), _day(until)
    later = months_on(max(end, today(scene)), ROLE_MONTHS)
    term = Term(group_id, scene.person.id, end, leads=False)
    if not groups.go_on(tx, scene.person.cluster_id, term, later):
        raise OldButton
    return Reply(screen=views.goes_on(scene.words, group, later))


def stop_then(tx: Transaction, visit: Visit, group_id: int) -> Reply:
    """They were asked whether they go on, and do not: the role ends on its day."""
    scene = Scene.of(tx, visit)
    group = open_group(scene, group_id)
    if groups.member(tx, visit.cluster_id, group_id, scene.person.id) is None:
        raise OldButton
    return Reply(screen=views.goes_until(scene.words, group))


def answer_offer(tx: Transaction, visit: Visit, group_id: int, answer: str) -> Reply:
    """They were asked to lead a group: yes or no. Whoever led it hears of it, and the steering group."""
    scene = Scene.of(tx, visit)
    group, person = open_group(scene, group_id), scene.person
    if answer not in {"yes", "no"} or not groups.answer_offer(tx, person, group_id):
        raise OldButton
    if answer == "no":
        tell_former(scene, group, "groups.declined")
        reason = f"group-lead-answer:{group.id}:{visit.update_id}"
        Post.of(scene).tell_steering(
            reason, lambda words: letters.see(words, "groups.declined", group), but=person.id
        )
        return Reply(screen=views.does_not_lead(scene.words))
    until = leading.begin(scene, group, person, person)
    tell_former(scene, group, "groups.accepted")
    return Reply(screen=views.leads_now(scene.words, group, until))


def ask(tx: Transaction, visit: Visit) -> Reply:
    """A resident wants a new group: what is it called, and why?"""
    scene = Scene.of(tx, visit)
    if len(groups.asked_for_by(tx, scene.person)) >= MOST_ASKED_FOR:
        return Reply(alert=views.asked_enough(scene.words))
    return begin(scene, ASK)


def read_name(scene: Scene, answers: Answers, words: str) -> str:
    """A group's name: one line, not too long, and no other group's."""
    name = one_line(words)
    if not LEAST_NAME <= len(name) <= MOST_NAME:
        raise NotAnAnswer
    there = groups.open_groups(scene.tx, scene.visit.cluster_id)
    others = [group for group in there if str(group.id) != answers.get("group")]
    if name.casefold() in {group.name.casefold() for group in others}:
        raise NotAnAnswer("hint.group_name_taken")
    return name


read_text = at_most(MOST_TEXT, "hint.group_too_long")
"""A few sentences."""
read_note = at_most(MOST_NOTE, "hint.group_note_long")
"""A few lines to one person."""


def tell_former(scene: Scene, group: Group, key: str) -> None:
    """News of who leads a group, to whoever led it when `group` was read."""
    if group.lead_id != scene.person.id:
        reason = f"group-lead-news:{group.id}:{scene.visit.update_id}"
        Post.of(scene).tell(group.lead_id, reason, lambda words: letters.see(words, key, group))


def _page(scene: Scene, group_id: int) -> Message:
    group = open_group(scene, group_id)
    there = groups.members(scene.tx, group.cluster_id, group_id)
    needs = [
        need for need in groups.needs(scene.tx, group.cluster_id, group_id) if need.until >= today(scene)
    ]
    role = next((member for member in there if member.person_id == scene.person.id), None)
    return views.page(scene.words, views.Sight(group, scene.cluster, there, needs, role))


def _freed(scene: Scene, group_id: int) -> list[Need]:
    """What they had said yes to, and lacks somebody again."""
    return groups.give_back(scene.tx, scene.person, group_id, today(scene))


def _tell_lead(scene: Scene, group: Group, key: str, freed: Sequence[Need] = ()) -> None:
    name, village = scene.person.first_name, scene.cluster.village(scene.person.village_id).name
    Post.of(scene).tell(
        group.lead_id,
        f"group-came-or-went:{group.id}:{scene.visit.update_id}",
        lambda words: letters.came_or_went(words, key, group, name, village, freed),
    )


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise OldButton from error


def _finish(scene: Scene, answers: Answers) -> Reply:
    person = scene.person
    asked = Group(
        id=0,
        cluster_id=person.cluster_id,
        name=answers["group_name"],
        text=answers["group_why"],
        state=GroupState.ASKED,
        asked_by=person.id,
    )
    group_id = groups.add(scene.tx, asked, scene.visit.now)
    Post.of(scene).tell_steering(f"group-asked:{group_id}", lambda words: letters.somebody_asks(words, asked))
    return Reply(screen=views.asked_for(scene.words, asked.name))


def _left(scene: Scene) -> Reply:
    return mine(scene.tx, scene.visit)


NAME = Question[Scene]("group_name", read=read_name)
WHY = Question[Scene]("group_why", read=read_text)
ASK = Script(Dialogue("ask_group", (NAME, WHY)), finish=_finish, leave=_left)
SCRIPTS: Sequence[Script] = (ASK,)
