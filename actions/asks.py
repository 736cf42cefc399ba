"""A person is asked, or looks for something that fits: yes, maybe or no, each with one tap."""

from dataclasses import replace
from datetime import date, timedelta

from actions.ask_letters import ask_nobody_else, write_down
from actions.group_access import today
from actions.lacking import lacks
from actions.post import Owed, Post
from actions.scene import Scene
from domain.asks import Answer, Ask, Way
from domain.consent import Purpose
from domain.groups import Group, GroupState, Need
from domain.kinds import Kind
from domain.matching import ASK_AGAIN, Match, for_person
from domain.message import Message, Reply
from domain.people import Role
from domain.quiet import next_morning
from domain.refusals import OldButton
from domain.visit import Visit
from storage import asks, consents, groups, people, volunteers
from storage.transaction import Transaction
from views import asks as views

A_DAY = timedelta(days=1)


def show(tx: Transaction, visit: Visit) -> Reply:
    """What fits me: the best of at most three."""
    return Reply(screen=_next(Scene.of(tx, visit)))


def after_profile(scene: Scene) -> Reply | None:
    """They have told what they can: may leads find them? And what fits? None when there is nothing to say."""
    here = volunteers.one(scene.tx, scene.visit.cluster_id, scene.person.id, scene.visit.now)
    if here is None:
        return None
    if not consents.asked(scene.tx, scene.person, Purpose.FOUND):
        return Reply(screen=views.may_be_found(scene.words))
    fitting = _fitting(scene)
    return Reply(screen=views.proposals(scene.words, fitting)) if fitting else None


def found(tx: Transaction, visit: Visit, said: str) -> Reply:
    """Whether leads may find them: asked when it first comes up, and changed with one tap."""
    scene = Scene.of(tx, visit)
    consents.record(tx, scene.person, Purpose.FOUND, visit.now, given=_yes_or_no(said))
    return Reply(screen=_next(scene, views.found_key(given=said == Answer.YES)))


def take(tx: Transaction, visit: Visit, need_id: int, said: str) -> Reply:
    """The answer to a proposal they looked at by themselves."""
    scene = Scene.of(tx, visit)
    asked = next((ask for ask in asks.open_of(tx, scene.person) if ask.need_id == need_id), None)
    if asked is not None:  # somebody asked them for it while the proposal stood here
        return answer(tx, visit, asked.id, said)
    fitting = next((match for match in _fitting(scene) if match.lack.need.id == need_id), None)
    ask_id = write_down(Post.of(scene), fitting, Way.SELF) if fitting else None
    if ask_id is None:
        return Reply(screen=_next(scene), alert=views.gone_words(scene.words))
    return answer(tx, visit, ask_id, said)


def answer(tx: Transaction, visit: Visit, ask_id: int, said: str) -> Reply:
    """Yes, maybe or no to what they were asked."""
    scene = Scene.of(tx, visit)
    asked = _theirs(scene, ask_id)
    if not asked.open:
        return Reply(screen=_next(scene), alert=views.answered_already(scene.words))
    if said == Answer.YES:
        return _yes(scene, asked)
    if said == Answer.MAYBE:
        return _maybe(scene, asked)
    if said == Answer.NO:
        asks.answer(tx, asked, Answer.NO, visit.now)
        return _thanked(scene, "asks.no_thanks", asked)
    raise OldButton


def contact(tx: Transaction, visit: Visit, ask_id: int, said: str) -> Reply:
    """Whether the lead may see how to reach them."""
    scene = Scene.of(tx, visit)
    asked = _theirs(scene, ask_id)
    need, group = _about(scene, asked)
    if need is None or group is None or asked.answer is not Answer.YES:
        raise OldButton
    consents.record(tx, scene.person, Purpose.CONTACT, visit.now, given=_yes_or_no(said))
    if said == Answer.YES and asks.share_contact(tx, asked, group.lead_id, visit.now):
        person = scene.person
        Post.of(scene).tell(
            group.lead_id, f"contact:{asked.id}", lambda words: views.contact(words, person, group)
        )
    return Reply(screen=views.welcome(scene.words, group, shared=said == Answer.YES))


def _yes(scene: Scene, asked: Ask) -> Reply:
    """The last place goes to one of two who say yes at once; the other hears it kindly."""
    tx, cluster_id, now = scene.tx, scene.visit.cluster_id, scene.visit.now
    need, group = _about(scene, asked)
    if not asks.answer(tx, asked, Answer.YES, now):
        return Reply(screen=_next(scene), alert=views.answered_already(scene.words))
    if need is None or group is None or not _place(scene, need, today(scene)):
        asks.too_late(tx, asked)
        wanted = need is not None and group is not None and need.until >= today(scene)
        return Reply(screen=views.too_late(scene.words, wanted=wanted))
    groups.join(tx, cluster_id, group.id, scene.person.id, now, need.until)
    return _joined(scene, asked, group, need)


def _place(scene: Scene, need: Need, day: date) -> bool:
    return need.until >= day and groups.take_place(scene.tx, scene.visit.cluster_id, need.id)


def _joined(scene: Scene, asked: Ask, group: Group, need: Need) -> Reply:
    """The lead hears it; a group without one is the steering group's care."""
    post, name, key = Post.of(scene), scene.person.first_name, f"said-yes:{asked.id}"
    left = replace(need, found=need.found + 1).open_places
    if not left:
        ask_nobody_else(scene.tx, scene.visit.cluster_id, need.id, scene.visit.now)
    if group.lead_id is None:
        post.tell_steering(key, lambda words: views.said_yes(words, name, group, need, left))
        return Reply(screen=views.welcome(scene.words, group, shared=False))
    _tell_steering_in_the_morning(scene)
    post.tell(group.lead_id, key, lambda words: views.said_yes(words, name, group, need, left))
    if group.lead_id == scene.person.id:
        return Reply(screen=views.welcome(scene.words, group, shared=False))
    lead = groups.member(scene.tx, scene.visit.cluster_id, group.id, group.lead_id)
    return Reply(screen=views.may_lead_see(scene.words, group, lead.first_name if lead else "", asked.id))


def _tell_steering_in_the_morning(scene: Scene) -> None:
    """One word a day, however many say yes; the numbers stand on the steering group's page."""
    morning = next_morning(scene.visit.now, scene.cluster.zone)
    news = Owed(
        Kind.YESES, f"yeses:{morning:%Y-%m-%d}", views.somebody_said_yes, when=morning, until=morning + A_DAY
    )
    post = replace(Post.of(scene), by=None)
    for member in people.with_role(scene.tx, scene.visit.cluster_id, Role.STEERING):
        post.owe(member, news)


def _maybe(scene: Scene, asked: Ask) -> Reply:
    """Asked once more in a week, if that is in time; a second maybe is left at that."""
    need, _group = _about(scene, asked)
    in_time = need is not None and need.until >= today(scene) + ASK_AGAIN
    again = scene.visit.now + ASK_AGAIN if asked.answer is None and in_time else None
    asks.answer(scene.tx, asked, Answer.MAYBE, scene.visit.now, again)
    return _thanked(scene, "asks.maybe_later" if again else "asks.maybe_enough", asked)


def _thanked(scene: Scene, key: str, asked: Ask) -> Reply:
    """A kind word; and the next proposal, when they were looking at proposals."""
    more = _fitting(scene) if asked.way is Way.SELF else []
    if not more:
        return Reply(screen=views.thanked(scene.words, key))
    return Reply(screen=views.proposals(scene.words, more, after=key))


def _next(scene: Scene, after: str = "") -> Message:
    fitting = _fitting(scene)
    if fitting:
        return views.proposals(scene.words, fitting, after)
    may_be_found = consents.holds(scene.tx, scene.person, Purpose.FOUND)
    return views.nothing_fits(scene.words, may_be_found=may_be_found)


def _fitting(scene: Scene) -> list[Match]:
    """At most three. They look by themselves, so neither a pause nor the month's limit keeps it from them."""
    cluster_id = scene.visit.cluster_id
    volunteer = volunteers.one(scene.tx, cluster_id, scene.person.id, scene.visit.now)
    if volunteer is None:
        return []
    day = today(scene)
    can = volunteer.skills
    able = volunteers.how_many_can(scene.tx, cluster_id, can)
    return for_person(volunteer, lacks(scene.tx, cluster_id, day, lambda need: need.skill in can), able, day)


def _theirs(scene: Scene, ask_id: int) -> Ask:
    asked = asks.by_id(scene.tx, scene.visit.cluster_id, ask_id)
    if asked is None or asked.person_id != scene.person.id:
        raise OldButton
    return asked


def _about(scene: Scene, asked: Ask) -> tuple[Need | None, Group | None]:
    """What it was about, while it is wanted."""
    need = groups.need(scene.tx, scene.visit.cluster_id, asked.need_id)
    group = need and groups.by_id(scene.tx, scene.visit.cluster_id, need.group_id)
    return need, group if group and group.state is GroupState.OPEN else None


def _yes_or_no(said: str) -> bool:
    if said not in {Answer.YES, Answer.NO}:
        raise OldButton
    return said == Answer.YES
