"""What a group lacks: its lead says which skill, how many people, until when and about how many hours."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import update_wrapper

from actions import phrases
from actions.dialogues import Script, begin
from actions.group_access import lead, led, named, no_longer, open_group, today
from actions.group_days import read_day_ahead
from actions.groups import mine
from actions.scene import Scene
from domain.days import months_on
from domain.dialogue import Answers, Dialogue, NotAnAnswer, Option, Question
from domain.groups import MOST_HOURS, MOST_WANTED, Group, Need
from domain.message import Reply
from domain.refusals import NotTheLead, OldButton
from domain.skills import GROUPS, is_skill
from domain.visit import Visit
from storage import groups
from storage.transaction import Transaction
from views import group_lead as views
from views import profile
from views.find import find_somebody

HOURS = (2, 5, 10, 20)


def lead_of_need(
    action: Callable[[Scene, Group, Need], Reply],
) -> Callable[[Transaction, Visit, int], Reply]:
    """An action for whoever leads the group that lacks it."""

    def checked(tx: Transaction, visit: Visit, need_id: int, /) -> Reply:
        scene = Scene.of(tx, visit)
        need = groups.need(tx, scene.person.cluster_id, need_id)
        if need is None:
            raise OldButton
        group = open_group(scene, need.group_id)
        if group.lead_id != scene.person.id:
            raise NotTheLead
        return action(scene, group, need)

    return update_wrapper(checked, action)


@lead
def show_all(scene: Scene, group: Group, page: int) -> Reply:
    """All it lacks."""
    there = groups.needs(scene.tx, group.cluster_id, group.id)
    return Reply(screen=views.needs(scene.words, group, there, page))


@lead
def add(scene: Scene, group: Group) -> Reply:
    """It lacks something more."""
    return begin(scene, NEED, {"group": str(group.id)})


@lead_of_need
def show(scene: Scene, group: Group, need: Need) -> Reply:
    """One need."""
    more = (find_somebody(scene.words, need),) if need.open_places else ()
    return Reply(screen=views.need(scene.words, group, need, more))


@lead_of_need
def close(scene: Scene, group: Group, need: Need) -> Reply:
    """Covered some other way, or given up."""
    groups.close_need(scene.tx, group.cluster_id, need.id, scene.visit.now)
    there = groups.needs(scene.tx, group.cluster_id, group.id)
    return Reply(screen=views.needs(scene.words, group, there, 0), alert=views.need_closed(scene.words))


def _skills(scene: Scene, _answers: Answers, where: str) -> Sequence[Option]:
    if where in {group.id for group in GROUPS}:
        return profile.skills(scene.words, where, frozenset())
    return profile.skill_groups(scene.words, frozenset())


def _read_skill(scene: Scene, _answers: Answers, words: str) -> str:
    """Their own words, where they may mean something: the next question asks what."""
    if not phrases.fits(scene, words):
        raise NotAnAnswer
    return words


def _in_words(answers: Answers) -> bool:
    return "need_skill" in answers and not is_skill(answers["need_skill"])


def _meanings(scene: Scene, answers: Answers, _where: str) -> Sequence[Option]:
    return views.meanings(scene.words, phrases.fits(scene, answers["need_skill"]))


def _counts(_scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return views.counts(MOST_WANTED)


def _ends(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    now = today(scene)
    return views.days(scene.words, (now + timedelta(weeks=2), months_on(now, 1), months_on(now, 3)))


def _hours(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return views.hours(scene.words, HOURS)


def _number(most: int) -> Callable[[Scene, Answers, str], str]:
    """A whole number from 1 to `most`, in digits."""

    def read(_scene: Scene, _answers: Answers, words: str) -> str:
        if not (words.isascii() and words.isdecimal() and len(words) <= len(str(most))):
            raise NotAnAnswer
        if not 1 <= int(words) <= most:
            raise NotAnAnswer
        return str(int(words))

    return read


def _details(scene: Scene, answers: Answers) -> Mapping[str, str]:
    return named(scene, answers)


def _finish(scene: Scene, answers: Answers) -> Reply:
    group = led(scene, answers)
    if group is None:
        return no_longer(scene)
    need = Need(
        id=0,
        group_id=group.id,
        skill=answers.get("need_meant", answers["need_skill"]),
        wanted=int(answers["need_many"]),
        found=0,
        hours=int(answers["need_hours"]),
        until=date.fromisoformat(answers["need_until"]),
    )
    groups.add_need(scene.tx, group.cluster_id, need, scene.visit.now)
    return Reply(screen=views.need_added(scene.words, group, need))


def _left(scene: Scene) -> Reply:
    return mine(scene.tx, scene.visit)


NEED = Script(
    Dialogue(
        "need",
        (
            Question("need_skill", options=_skills, read=_read_skill, details=_details),
            Question("need_meant", options=_meanings, when=_in_words, needs=("need_skill",)),
            Question("need_many", options=_counts, read=_number(MOST_WANTED)),
            Question("need_until", options=_ends, read=read_day_ahead),
            Question("need_hours", options=_hours, read=_number(MOST_HOURS)),
        ),
    ),
    finish=_finish,
    leave=_left,
)
SCRIPTS = (NEED,)
