"""What a person tells about themselves: skills, time, and the other villages they follow.

Every tick is kept at once. The same questions are asked one after the other after sign-up, and one by one
from "Min side" (/mig).
"""

from collections.abc import Sequence

from actions import asks, phrases
from actions.consent import withdraw
from actions.dialogues import Script, begin
from actions.scene import Scene
from actions.sign_up import village_written, villages_to_choose
from domain.availability import HOURS, TIMES
from domain.consent import Purpose
from domain.days import local_day
from domain.dialogue import Answers, Dialogue, NotAnAnswer, Option, Question, Suggestion
from domain.message import Reply
from domain.refusals import OldButton
from domain.replies import yes_or_no
from domain.skills import GROUPS, is_skill, skill
from domain.visit import Visit
from storage import consents, groups, people
from storage import phrases as kept
from storage.transaction import Transaction
from views import profile as views

AGREED = "agreed"
"""Said beforehand and not in this dialogue, so that going back never asks for it."""


def show(tx: Transaction, visit: Visit) -> Reply:
    """My page: all we know about a person, and the way to change each thing."""
    return _page(Scene.of(tx, visit))


def open_part(tx: Transaction, visit: Visit, part: str) -> Reply:
    """Ask about one part of the profile, or about all of it one after the other."""
    scene = Scene.of(tx, visit)
    if part not in SCRIPTS:
        raise OldButton
    agreed = consents.holds(tx, scene.person, Purpose.PROFILE)
    return begin(scene, SCRIPTS[part], {AGREED: "yes"} if agreed else {})


def follow(tx: Transaction, visit: Visit, slug: str) -> Reply:
    """One tap, from a village's poster: hear from that village too."""
    scene = Scene.of(tx, visit)
    village = scene.cluster.village_of(slug)
    if village.id != scene.person.village_id:
        people.follow(tx, scene.person, village.id)
    return _page(scene)


def move(tx: Transaction, visit: Visit, slug: str) -> Reply:
    """One tap, from a village's poster: live there now."""
    scene = Scene.of(tx, visit)
    _keep_village(scene, slug)
    return _page(scene)


def _page(scene: Scene) -> Reply:
    person = people.by_id(scene.tx, scene.visit.cluster_id, scene.person.id) or scene.person
    told = people.profile(scene.tx, person)
    waiting = kept.waiting_of(scene.tx, person)
    load = groups.load(scene.tx, person, local_day(scene.visit.now, scene.cluster.zone))
    return Reply(screen=views.page(scene.words, scene.cluster, person, told, waiting, load))


# What each question offers, understands and keeps


def _consent_to_choose(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return views.yes_or_no(scene.words)


def _consent_written(_scene: Scene, _answers: Answers, words: str) -> str:
    answer = yes_or_no(words)
    if answer is None:
        raise NotAnAnswer
    return "yes" if answer else "no"


def _keep_consent(scene: Scene, value: str) -> None:
    if value == "yes":
        consents.record(scene.tx, scene.person, Purpose.PROFILE, scene.visit.now, given=True)
    else:
        withdraw(scene)


def _skills_to_choose(scene: Scene, _answers: Answers, where: str) -> Sequence[Option]:
    """The groups of skills, each opening its own few; the ones they have told us are ticked."""
    told = people.profile(scene.tx, scene.person).skills
    if where in {group.id for group in GROUPS}:
        return views.skills(scene.words, where, told)
    return views.skill_groups(scene.words, told)


def _skill_written(scene: Scene, _answers: Answers, words: str) -> Suggestion:
    """Up to three skills that the words may mean; words that mean none are kept for the steering group."""
    told = people.profile(scene.tx, scene.person).skills
    fits = phrases.fits(scene, words)
    if fits:
        options = [views.skill_option(scene.words, skill(fit), told) for fit in fits]
        return Suggestion(options, "hint.skills_found")
    raise NotAnAnswer(phrases.keep(scene, words))


def _tick_skill(scene: Scene, value: str, on: bool) -> str:  # noqa: FBT001 - the shape of a tick
    if not is_skill(value) or not consents.holds(scene.tx, scene.person, Purpose.PROFILE):
        raise NotAnAnswer
    if on:
        people.add_skill(scene.tx, scene.person, value, scene.visit.now)
    else:
        people.remove_skill(scene.tx, scene.person, value)
    return skill(value).labels[scene.language]


def _hours_to_choose(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    chosen = people.profile(scene.tx, scene.person).hours
    return views.hours(scene.words, HOURS, chosen)


def _keep_hours(scene: Scene, value: str) -> None:
    people.set_hours(scene.tx, scene.person, value)


def _times_to_choose(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return views.times(scene.words, TIMES, people.profile(scene.tx, scene.person).times)


def _tick_time(scene: Scene, value: str, on: bool) -> str:  # noqa: FBT001 - the shape of a tick
    if value not in TIMES:
        raise NotAnAnswer
    others = people.profile(scene.tx, scene.person).times - {value}
    people.set_times(scene.tx, scene.person, others | {value} if on else others)
    return scene.words.label(f"profile.time_{value}")


def _follows_to_choose(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    followed = people.profile(scene.tx, scene.person).follows
    others = [v for v in scene.cluster.villages if v.id != scene.person.village_id]
    return [Option(v.slug, v.name, ticked=v.id in followed) for v in others]


def _tick_follow(scene: Scene, value: str, on: bool) -> str:  # noqa: FBT001 - the shape of a tick
    if value not in {option.value for option in _follows_to_choose(scene, {}, "")}:
        raise NotAnAnswer
    village = scene.cluster.village_of(value)
    if on:
        people.follow(scene.tx, scene.person, village.id)
    else:
        people.unfollow(scene.tx, scene.person, village.id)
    return village.name


def _keep_village(scene: Scene, value: str) -> None:
    people.set_village(scene.tx, scene.person, scene.cluster.village_of(value).id)


def _agreed(answers: Answers) -> bool:
    return AGREED in answers or answers.get("consent", "yes") == "yes"


def _not_agreed_yet(answers: Answers) -> bool:
    return AGREED not in answers


def _finish(scene: Scene, answers: Answers) -> Reply:
    if answers.get("consent") == "no" and FOLLOWS.key not in answers:
        return Reply(screen=views.not_agreed(scene.words))
    fitting = asks.after_profile(scene) if SKILLS.key in answers else None
    return fitting or _page(scene)


CONSENT = Question(
    "consent", options=_consent_to_choose, read=_consent_written, keep=_keep_consent, when=_not_agreed_yet
)
SKILLS = Question(
    "skills",
    options=_skills_to_choose,
    read=_skill_written,
    tick=_tick_skill,
    unmeant=phrases.keep,
    when=_agreed,
)
HOURS_A_MONTH = Question("hours", options=_hours_to_choose, keep=_keep_hours, when=_agreed, skippable=True)
FREE_TIMES = Question("times", options=_times_to_choose, tick=_tick_time, when=_agreed)
FOLLOWS = Question("follows", options=_follows_to_choose, read=village_written, tick=_tick_follow)
VILLAGE = Question("village", options=villages_to_choose, read=village_written, keep=_keep_village)

PARTS = {
    "all": (CONSENT, SKILLS, HOURS_A_MONTH, FREE_TIMES, FOLLOWS),
    "skills": (CONSENT, SKILLS),
    "time": (CONSENT, HOURS_A_MONTH, FREE_TIMES),
    "follows": (FOLLOWS,),
    "village": (VILLAGE,),
}
SCRIPTS = {
    part: Script(Dialogue(part, questions, keeps=True), finish=_finish, leave=_page)
    for part, questions in PARTS.items()
}
