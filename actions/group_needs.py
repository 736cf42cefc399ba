"""What a group lacks: its lead says which skill, how many people, until when and about how many hours."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from actions import asking_when, phrases
from actions.ask_letters import ask_nobody_else
from actions.asking_when import AskWhen
from actions.dialogues import Script, begin
from actions.group_access import group_of_lead, lead, led, named, no_longer, today
from actions.group_days import read_count, read_hours_each
from actions.groups import mine
from actions.rights import ByNumber, by_number
from actions.scene import Scene
from domain.dates import When
from domain.days import months_on
from domain.dialogue import SKIP, Answers, Dialogue, NotAnAnswer, Option, Question
from domain.groups import MOST_ABOUT, MOST_HOURS, MOST_WANTED, Group, Need
from domain.message import Reply
from domain.refusals import OldButton
from domain.skills import GROUPS, is_skill, tells
from domain.text import one_line
from storage import groups
from views import group_needs as views
from views import profile
from views.find import find_somebody

HOURS = (2, 5, 10, 20)
LEAST_ABOUT = 2
OWN, SAME = "own", "same"
"""Their words stay as they are: on no list of skills; or as what it is for, too."""

P = ParamSpec("P")


def _lacking(scene: Scene, need_id: int) -> tuple[Group, Need]:
    need = groups.need(scene.tx, scene.person.cluster_id, need_id)
    if need is None:
        raise OldButton
    return group_of_lead(scene, need.group_id), need


def lead_of_need(action: Callable[Concatenate[Scene, Group, Need, P], Reply]) -> ByNumber[P]:
    """An action for whoever leads the group that lacks it."""

    def of_both(scene: Scene, both: tuple[Group, Need], /, *arguments: P.args, **named: P.kwargs) -> Reply:
        return action(scene, *both, *arguments, **named)

    return by_number(_lacking)(update_wrapper(of_both, action))


@lead
def show_all(scene: Scene, group: Group, page: int) -> Reply:
    """All it lacks."""
    there = groups.needs(scene.tx, group.cluster_id, group.id)
    return Reply(screen=views.needs(scene.words, group, there, page, today(scene)))


@lead
def add(scene: Scene, group: Group) -> Reply:
    """It lacks something more."""
    return begin(scene, NEED, {"group": str(group.id)})


@lead_of_need
def show(scene: Scene, group: Group, need: Need) -> Reply:
    """One need."""
    return shown(scene, group, need)


def shown(scene: Scene, group: Group, need: Need) -> Reply:
    """A need, and what its lead can do about it."""
    in_time = need.until >= today(scene)
    more = (find_somebody(scene.words, need),) if need.open_places and in_time else ()
    return Reply(screen=views.need(scene.words, group, need, more, over=not in_time))


@lead_of_need
def close(scene: Scene, group: Group, need: Need) -> Reply:
    """Covered some other way, or given up."""
    groups.close_need(scene.tx, group.cluster_id, need.id, scene.visit.now)
    ask_nobody_else(scene.tx, group.cluster_id, need.id, scene.visit.now)
    there = groups.needs(scene.tx, group.cluster_id, group.id)
    screen = views.needs(scene.words, group, there, 0, today(scene))
    return Reply(screen=screen, alert=views.need_closed(scene.words))


def _skills(scene: Scene, _answers: Answers, where: str) -> Sequence[Option]:
    if where in {group.id for group in GROUPS}:
        return profile.skills(scene.words, where, frozenset())
    return profile.skill_groups(scene.words, frozenset())


def _read_skill(scene: Scene, _answers: Answers, words: str) -> str:
    """Their own words: the next question asks what they mean, or whether to leave them as they are."""
    if phrases.fits(scene, words):
        return words
    if not tells(words):
        raise NotAnAnswer
    return read_about(scene, _answers, words)


def read_about(_scene: Scene, _answers: Answers, words: str) -> str:
    """What for, in one line that fits into a sentence."""
    said = one_line(words).rstrip(".?! ")
    if not LEAST_ABOUT <= len(said) <= MOST_ABOUT:
        raise NotAnAnswer("hint.need_about")
    return said


def _in_words(answers: Answers) -> bool:
    return "need_skill" in answers and not is_skill(answers["need_skill"])


def _meant_something(answers: Answers) -> bool:
    return answers.get("need_meant") != OWN


def _meanings(scene: Scene, answers: Answers, _where: str) -> Sequence[Option]:
    """The skills that words may mean; words that are short enough can stay as they are."""
    own = len(answers["need_skill"]) <= MOST_ABOUT
    return views.meanings(scene.words, phrases.fits(scene, answers["need_skill"]), OWN if own else "")


def _which(scene: Scene, answers: Answers) -> Mapping[str, str]:
    """Whether there is anything to choose from."""
    fits = phrases.fits(scene, answers["need_skill"])
    return {
        **named(scene, answers),
        "meant": views.meant(scene.words, answers["need_skill"], some=bool(fits)),
    }


def _same_words(scene: Scene, answers: Answers, _where: str) -> Sequence[Option]:
    """What they wrote already may say it."""
    said = answers.get("need_skill", "")
    return views.same_words(scene.words, SAME, said) if said and not is_skill(said) else ()


def _how_asked(scene: Scene, answers: Answers) -> Mapping[str, str]:
    return {**named(scene, answers), "lead": scene.person.first_name}


def _counts(scene: Scene, answers: Answers, _where: str) -> Sequence[Option]:
    return views.counts(_found(scene, answers) or 1, MOST_WANTED)


def _found(scene: Scene, answers: Answers) -> int:
    """How many have said yes to the need that is being changed."""
    need = groups.need(scene.tx, scene.visit.cluster_id, int(answers["need"])) if "need" in answers else None
    return need.found if need else 0


def _read_many(scene: Scene, answers: Answers, words: str) -> str:
    """No fewer than have said yes already."""
    many = read_count(MOST_WANTED)(scene, answers, words)
    if int(many) < _found(scene, answers):
        raise NotAnAnswer("hint.need_found")
    return many


def _ends(scene: Scene, _answers: Answers) -> Sequence[When]:
    now = today(scene)
    return [When(day) for day in (now + timedelta(weeks=2), months_on(now, 1), months_on(now, 3))]


def _hours(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return views.hours(scene.words, HOURS)


def _details(scene: Scene, answers: Answers) -> Mapping[str, str]:
    return named(scene, answers)


def _finish(scene: Scene, answers: Answers) -> Reply:
    group = led(scene, answers)
    if group is None:
        return no_longer(scene)
    own = answers.get("need_meant") == OWN
    need = Need(
        id=0,
        group_id=group.id,
        skill=None if own else answers.get("need_meant", answers["need_skill"]),
        wanted=int(answers["need_many"]),
        found=0,
        hours=int(answers["need_hours"]),
        until=asking_when.chosen(answers, "need_until").day,
        about=about_said(answers),
    )
    need = replace(need, id=groups.add_need(scene.tx, group.cluster_id, need, scene.visit.now))
    waits = own and phrases.keep_for_need(scene, need)
    return Reply(screen=views.need_added(scene.words, group, need, scene.person.first_name, waits=waits))


def about_said(answers: Answers) -> str:
    """What for, as they put it; nothing where the skill says it all."""
    said = answers.get("need_about", SAME)
    if said == SKIP:
        return ""
    return answers["need_skill"] if said == SAME else said


def _left(scene: Scene) -> Reply:
    return mine(scene.tx, scene.visit)


SKILL = Question("need_skill", options=_skills, read=_read_skill, details=_details)
MEANT = Question("need_meant", options=_meanings, when=_in_words, needs=("need_skill",), details=_which)
ABOUT = Question(
    "need_about",
    options=_same_words,
    read=read_about,
    when=_meant_something,
    needs=("need_skill", "need_meant"),
    details=_how_asked,
    skippable=True,
)
MANY = Question("need_many", options=_counts, read=_read_many)
UNTIL = AskWhen("need_until", _ends, hours=(), asks="need_until")
HOURS_EACH = Question("need_hours", options=_hours, read=read_hours_each(MOST_HOURS))

NEED = Script(
    Dialogue("need", (SKILL, MEANT, ABOUT, MANY, *asking_when.questions(UNTIL), HOURS_EACH)),
    finish=_finish,
    leave=_left,
)
SCRIPTS = (NEED,)
