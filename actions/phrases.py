"""Words about a skill: what they may mean, and the steering group filing those that meant nothing to us."""

from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

from actions.post import Owed, Post
from actions.rights import steering
from actions.scene import Scene
from domain.consent import Purpose
from domain.groups import Need
from domain.kinds import Kind
from domain.message import Reply
from domain.people import Role
from domain.phrases import MOST_LETTERS, Phrase
from domain.quiet import next_morning
from domain.refusals import OldButton
from domain.skills import Matcher, is_skill, tells
from domain.text import one_line
from domain.visit import Visit
from storage import consents, groups, outbox, people, phrases
from storage.transaction import Transaction
from views import phrases as views

NEWS_FOR = timedelta(days=2)
MOST_WAITING = 10
"""Of one person, waiting to be filed: nobody can fill the steering group's list alone."""


def fits(scene: Scene, words: str) -> list[str]:
    """Up to three skills the words may mean, the best first, after what the steering group has taught us."""
    taught = tuple(phrases.filed(scene.tx, scene.visit.cluster_id))
    return [fit.skill for fit in _matcher(taught).best(words)]


def keep(scene: Scene, words: str) -> str:
    """Keep words that fit no skill, and tell the steering group next morning, once a day at most.

    Answers the hint that says what became of them.
    """
    if not tells(words):
        return "hint.skills"
    if phrases.waiting_of(scene.tx, scene.person) >= MOST_WAITING:
        return "hint.skills_enough"
    phrases.keep(scene.tx, scene.person, one_line(words)[:MOST_LETTERS], scene.visit.now)
    _in_the_morning(scene)
    return "hint.skills_kept"


def keep_for_need(scene: Scene, need: Need) -> bool:
    """A lead put a need in words of their own: the steering group may find the skill that is meant.

    False when so many of their words wait that these do not.
    """
    if phrases.waiting_of(scene.tx, scene.person) >= MOST_WAITING:
        return False
    phrases.keep(scene.tx, scene.person, need.about, scene.visit.now, need.id)
    _in_the_morning(scene)
    return True


def _in_the_morning(scene: Scene) -> None:
    morning = next_morning(scene.visit.now, scene.cluster.zone)
    for member in people.with_role(scene.tx, scene.visit.cluster_id, Role.STEERING):
        waits = Owed(Kind.PHRASES, f"phrases:{morning:%Y-%m-%d}", views.some_wait, when=morning)
        Post.of(scene).owe(member, waits)


@steering
def show(scene: Scene, after: int = 0) -> Reply:
    """The words that have waited longest, or those after them; after the last come the first again."""
    cluster_id = scene.visit.cluster_id
    later = phrases.next_waiting(scene.tx, cluster_id, after)
    return _shown(scene, later or phrases.next_waiting(scene.tx, cluster_id))


@steering
def look(scene: Scene, phrase_id: int, group: str, page: int) -> Reply:
    """The same words, with another page of the groups, or with the skills of one group."""
    phrase = phrases.by_id(scene.tx, scene.visit.cluster_id, phrase_id)
    if phrase is None:
        return _done_already(scene)
    return Reply(screen=views.choose(scene.words, phrase, group)) if group else _shown(scene, phrase, page)


@steering
def file(scene: Scene, phrase_id: int, skill_id: str) -> Reply:
    """File the words under a skill: the person gets it, and the next one who says this is understood."""
    phrase = phrases.by_id(scene.tx, scene.visit.cluster_id, phrase_id)
    if not is_skill(skill_id):
        raise OldButton
    if phrase is None or not phrases.file(scene.tx, scene.person, phrase_id, skill_id, scene.visit.now):
        return _done_already(scene)
    if phrase.need_id is None:
        _give(scene, phrase, skill_id)
    else:
        _say_what_is_lacking(scene, phrase, phrase.need_id, skill_id)
    return replace(_next(scene), alert=views.filed(scene.words, skill_id))


@steering
def drop(scene: Scene, phrase_id: int) -> Reply:
    """They are no skill: put away, and nobody is told."""
    if not phrases.drop(scene.tx, scene.visit.cluster_id, phrase_id):
        return _done_already(scene)
    return replace(_next(scene), alert=views.dropped(scene.words))


def take_back(tx: Transaction, visit: Visit, phrase_id: int) -> Reply:
    """Not what they meant: the skill is off again, and their words wait again."""
    scene = Scene.of(tx, visit)
    skill_id = phrases.unfile(tx, scene.person, phrase_id)
    if skill_id is None:
        raise OldButton
    people.remove_skill(tx, scene.person, skill_id)
    return Reply(screen=views.taken_back(scene.words, skill_id))


def _give(scene: Scene, phrase: Phrase, skill_id: str) -> None:
    teller = phrase.person_id and people.by_id(scene.tx, scene.visit.cluster_id, phrase.person_id)
    if not teller or not consents.holds(scene.tx, teller, Purpose.PROFILE):
        return
    people.add_skill(scene.tx, teller, skill_id, scene.visit.now)
    told = Owed(Kind.PHRASES, f"phrase:{phrase.id}", lambda words: views.yours_filed(words, phrase, skill_id))
    Post.of(scene).owe(teller, told)


def _say_what_is_lacking(scene: Scene, phrase: Phrase, need_id: int, skill_id: str) -> None:
    """The group's need is for that skill, so from now on the bot can find people, too."""
    cluster_id = scene.visit.cluster_id
    need = groups.need(scene.tx, cluster_id, need_id)
    if need is None or not groups.change_need(scene.tx, cluster_id, need_id, skill=skill_id):
        return
    group = groups.by_id(scene.tx, cluster_id, need.group_id)
    lead = group and group.lead_id and people.by_id(scene.tx, cluster_id, group.lead_id)
    if lead:
        told = Owed(
            Kind.PHRASES, f"phrase:{phrase.id}", lambda words: views.need_filed(words, need, skill_id)
        )
        Post.of(scene).owe(lead, told)


def _next(scene: Scene) -> Reply:
    return _shown(scene, phrases.next_waiting(scene.tx, scene.visit.cluster_id))


def _done_already(scene: Scene) -> Reply:
    return replace(_next(scene), alert=views.done_already(scene.words))


def _shown(scene: Scene, phrase: Phrase | None, page: int = 0) -> Reply:
    if phrase is None:
        morning = next_morning(scene.visit.now, scene.cluster.zone)
        outbox.cancel(scene.tx, scene.visit.cluster_id, f"phrases:{morning:%Y-%m-%d}", scene.visit.now)
        return Reply(screen=views.none_wait(scene.words))
    left = phrases.waiting(scene.tx, scene.visit.cluster_id)
    return Reply(screen=views.one(scene.words, phrase, fits(scene, phrase.words), left, page))


@lru_cache(maxsize=32)
def _matcher(taught: tuple[tuple[str, str], ...]) -> Matcher:
    return Matcher(taught)
