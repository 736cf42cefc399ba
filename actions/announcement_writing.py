"""Writing an announcement: the questions that make a draft, or change one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from actions import announcement_cards as cards
from actions import asking_when
from actions.asking_when import AskWhen
from actions.dialogues import Script
from actions.scene import Scene
from actions.written import at_most
from domain.announcements import MOST_TEXT, Announcement, State
from domain.audience import Audience
from domain.dates import When, keep
from domain.days import local_day
from domain.dialogue import SKIP, Answers, Dialogue, NotAnAnswer, Option, Question
from domain.message import Reply
from domain.people import Person, Role
from domain.skills import GROUPS
from storage import announcements as kept
from storage import groups, people
from views import announcement_choices as views
from views import profile

NOW = "now"
HOURS = (time(9), time(17), time(12), time(19))
WHERE = frozenset({"village", "skill", "volunteers", "unheard"})
"""Audiences that may be narrowed to a village."""


def answers_of(scene: Scene, one: Announcement) -> dict[str, str]:
    """The answers that make this draft."""
    audience = one.audience
    found = {
        "announcement": str(one.id),
        "ann_text": one.text,
        "ann_english": one.texts.get("en", SKIP),
        "ann_whom": _whom(audience),
        "ann_important": "yes" if one.important else "no",
        "ann_when": _kept(scene, one.starts_at) if one.starts_at else NOW,
    }
    if audience.groups:
        found["ann_group"] = str(min(audience.groups))
    if audience.skills:
        found["ann_skill"] = min(audience.skills)
    if found["ann_whom"] in WHERE:
        found["ann_village"] = str(min(audience.villages, default="all"))
    return found


def _kept(scene: Scene, at: datetime) -> str:
    return keep(When.of(at, scene.cluster.zone), sure=True)


def _whom(audience: Audience) -> str:
    asked = {
        "unheard": audience.unheard,
        "volunteers": audience.volunteers,
        "skill": bool(audience.skills),
        "group": bool(audience.groups),
        "village": bool(audience.villages),
    }
    return next((name for name, is_so in asked.items() if is_so), "cluster")


_read_text = at_most(MOST_TEXT, "hint.ann_too_long")


def _limits(_scene: Scene, _answers: Answers) -> Mapping[str, str]:
    return {"most": str(MOST_TEXT)}


def _whoms(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return views.whoms(scene.words)


def _groups(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return [Option(str(one.id), one.name) for one in groups.open_groups(scene.tx, scene.visit.cluster_id)]


def _skills(scene: Scene, _answers: Answers, where: str) -> Sequence[Option]:
    if where in {group.id for group in GROUPS}:
        return profile.skills(scene.words, where, frozenset())
    return profile.skill_groups(scene.words, frozenset())


def _villages(scene: Scene, answers: Answers, _where: str) -> Sequence[Option]:
    return views.villages(scene.words, scene.cluster, all_too=answers["ann_whom"] != "village")


def _importances(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return views.importances(scene.words)


def _now(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return [views.now(scene.words)]


def _soon(scene: Scene, _answers: Answers) -> Sequence[When]:
    """Tomorrow, in the morning and before supper."""
    tomorrow = local_day(scene.visit.now, scene.cluster.zone) + timedelta(days=1)
    return [When(tomorrow, at) for at in HOURS[:2]]


def _finish(scene: Scene, answers: Answers) -> Reply:
    """A draft, or the same draft changed: what is new has to be seen and agreed on again."""
    number = int(answers.get("announcement", 0))
    one = kept.by_id(scene.tx, scene.visit.cluster_id, number) if number else _new(scene)
    if one is None or one.state is not State.DRAFT:
        return Reply(screen=cards.everything(scene, 0))
    english = answers["ann_english"]
    texts = {"da": answers["ann_text"], **({} if english == SKIP else {"en": english})}
    changed = replace(
        one,
        texts=texts,
        audience=_audience(answers),
        important=answers["ann_important"] == "yes",
        starts_at=_moment(scene, answers),
        confirmed=False,
    )
    if (changed.texts, changed.important) != (one.texts, one.important):
        changed = replace(changed, tested_at=None)
    if not one.id:
        changed = replace(changed, id=kept.add(scene.tx, changed))
    elif not kept.save(scene.tx, changed):
        return Reply(screen=cards.everything(scene, 0))
    return Reply(screen=cards.card(scene, changed))


def _new(scene: Scene) -> Announcement:
    me = scene.person.id
    return Announcement(0, scene.visit.cluster_id, {"da": ""}, me, me, scene.visit.now)


def _audience(answers: Answers) -> Audience:
    whom, village = answers["ann_whom"], answers.get("ann_village", "all")
    return Audience(
        villages=frozenset({int(village)}) if village.isdecimal() else frozenset(),
        groups=frozenset({int(answers["ann_group"])}) if whom == "group" else frozenset(),
        skills=frozenset({answers["ann_skill"]}) if whom == "skill" else frozenset(),
        followers=whom == "village",
        volunteers=whom == "volunteers",
        unheard=whom == "unheard",
    )


def _moment(scene: Scene, answers: Answers) -> datetime | None:
    """In UTC; None for at once."""
    if answers["ann_when"] == NOW:
        return None
    return asking_when.chosen(answers, "ann_when").begins(scene.cluster.zone)


def _steering(scene: Scene) -> list[Person]:
    return people.with_role(scene.tx, scene.visit.cluster_id, Role.STEERING)


def _holders(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return views.holders(_steering(scene))


def _set_holder(scene: Scene, answers: Answers) -> Reply:
    one = kept.by_id(scene.tx, scene.visit.cluster_id, int(answers["announcement"]))
    if one is None or one.state is not State.DRAFT:
        return Reply(screen=cards.everything(scene, 0))
    kept.change(scene.tx, one, holder_id=int(answers["ann_holder"]))
    return Reply(screen=cards.card(scene, one))


def _counted(_scene: Scene, answers: Answers) -> Mapping[str, str]:
    return {"count": answers["count"]}


def _read_count(_scene: Scene, answers: Answers, words: str) -> str:
    """The very number, so that nobody sends to so many by a slip."""
    digits = words.replace(".", "").replace(" ", "")
    if digits != answers["count"]:
        raise NotAnAnswer
    return digits


def _confirm(scene: Scene, answers: Answers) -> Reply:
    one = kept.by_id(scene.tx, scene.visit.cluster_id, int(answers["announcement"]))
    confirmed = replace(one, confirmed=True) if one else None
    if confirmed is None or not kept.save(scene.tx, confirmed):
        return Reply(screen=cards.everything(scene, 0))
    return Reply(screen=cards.card(scene, confirmed))


def _left(scene: Scene) -> Reply:
    return Reply(screen=cards.everything(scene, 0))


WHEN = AskWhen("ann_when", _soon, HOURS, days=60, others=_now, asks="ann_when")
_STEERING = frozenset({Role.STEERING})
WRITE = Script(
    Dialogue(
        "announcement",
        (
            Question("ann_text", read=_read_text, details=_limits),
            Question("ann_english", read=_read_text, details=_limits, skippable=True),
            Question("ann_whom", options=_whoms),
            Question(
                "ann_group",
                options=_groups,
                when=lambda answers: answers.get("ann_whom") == "group",
                needs=("ann_whom",),
            ),
            Question(
                "ann_skill",
                options=_skills,
                when=lambda answers: answers.get("ann_whom") == "skill",
                needs=("ann_whom",),
            ),
            Question(
                "ann_village",
                options=_villages,
                when=lambda answers: answers.get("ann_whom") in WHERE,
                needs=("ann_whom",),
            ),
            Question("ann_important", options=_importances),
            *asking_when.questions(WHEN),
        ),
    ),
    finish=_finish,
    leave=_left,
    roles=_STEERING,
)
HOLDER = Script(
    Dialogue("announcement_holder", (Question("ann_holder", options=_holders, names_others=True),)),
    finish=_set_holder,
    leave=_left,
    roles=_STEERING,
)
NUMBER = Script(
    Dialogue("announcement_number", (Question("ann_number", read=_read_count, details=_counted),)),
    finish=_confirm,
    leave=_left,
    roles=_STEERING,
)
SCRIPTS = {script.dialogue.name: script for script in (WRITE, HOLDER, NUMBER)}
