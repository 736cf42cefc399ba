"""What a lead does without the steering group: members, messages, thanks, and handing over."""

from collections.abc import Mapping, Sequence

from actions import asking_when
from actions.asking_when import AskWhen
from actions.dialogues import Script, begin
from actions.group_access import lead, led, named, no_longer, today
from actions.groups import mine as group_list
from actions.groups import read_note
from actions.post import Post
from actions.scene import Scene
from actions.written import to_many
from domain.dates import When
from domain.days import months_on
from domain.dialogue import SKIP, Answers, Dialogue, Question
from domain.groups import MOST_MESSAGE, ROLE_MONTHS, Group, Member
from domain.message import Message, Reply
from domain.refusals import OldButton
from storage import groups, people
from views import group_lead as views
from views.group_letters import lasts_until, news, offer, quoted
from views.words import Words


@lead
def members(scene: Scene, group: Group, page: int) -> Reply:
    """Who is in the group."""
    there = groups.members(scene.tx, group.cluster_id, group.id)
    return Reply(screen=views.members(scene.words, scene.cluster, group, there, page))


@lead
def member(scene: Scene, group: Group, person_id: int) -> Reply:
    """One of them."""
    one = _member(scene, group, person_id)
    return Reply(screen=views.member(scene.words, scene.cluster, group, one))


@lead
def set_end(scene: Scene, group: Group, person_id: int) -> Reply:
    """Until when are they in it?"""
    one = _member(scene, group, person_id)
    return begin(scene, UNTIL, {"group": str(group.id), "person": str(one.person_id)})


@lead
def ask_end(scene: Scene, group: Group, person_id: int) -> Reply:
    """End their role? They will be told."""
    return Reply(screen=views.sure_to_end(scene.words, group, _member(scene, group, person_id)))


@lead
def end_role(scene: Scene, group: Group, person_id: int) -> Reply:
    """It has ended, and they are told kindly."""
    one = _member(scene, group, person_id)
    groups.leave(scene.tx, group.cluster_id, group.id, person_id)
    left = people.by_id(scene.tx, group.cluster_id, person_id)
    if left:
        groups.give_back(scene.tx, left, group.id, today(scene))
    Post.of(scene).tell(
        person_id,
        f"group-role-ended:{group.id}:{scene.visit.update_id}",
        lambda words: news(words, "groups.your_role_ended", group),
    )
    there = groups.members(scene.tx, group.cluster_id, group.id)
    screen = views.members(scene.words, scene.cluster, group, there, 0)
    return Reply(screen=screen, alert=views.ended(scene.words, one))


@lead
def write(scene: Scene, group: Group) -> Reply:
    """A message to everybody in it."""
    if not _others(scene, group.id):
        return Reply(screen=views.members(scene.words, scene.cluster, group, (), 0))
    return begin(scene, MESSAGE, {"group": str(group.id)})


@lead
def thank(scene: Scene, group: Group, person_id: int) -> Reply:
    """A kind line to one of them."""
    one = _member(scene, group, person_id)
    return begin(scene, THANKS, {"group": str(group.id), "person": str(one.person_id)})


@lead
def successors(scene: Scene, group: Group, page: int) -> Reply:
    """Who could lead it next?"""
    there = groups.members(scene.tx, group.cluster_id, group.id)
    asked = next((one for one in there if one.person_id == group.next_lead_id), None)
    return Reply(screen=views.successors(scene.words, scene.cluster, group, there, asked, page))


@lead
def hand_to(scene: Scene, group: Group, person_id: int) -> Reply:
    """That one: with a note?"""
    one = _member(scene, group, person_id)
    return begin(scene, HAND_OVER, {"group": str(group.id), "person": str(one.person_id)})


def _member(scene: Scene, group: Group, person_id: int) -> Member:
    """A member of theirs who is not the lead."""
    one = groups.member(scene.tx, group.cluster_id, group.id, person_id)
    if one is None or one.leads:
        raise OldButton
    return one


def _readers(scene: Scene, answers: Answers) -> int:
    return len(_others(scene, int(answers["group"])))


def _others(scene: Scene, group_id: int) -> list[Member]:
    """Whom a message to all in it reaches."""
    there = groups.members(scene.tx, scene.visit.cluster_id, group_id)
    return [one for one in there if one.person_id != scene.person.id and one.reached]


def _send(scene: Scene, answers: Answers) -> Reply:
    """One letter each; the words are kept once for each language."""
    group = led(scene, answers)
    if group is None:
        return no_longer(scene)
    others, said = _others(scene, group.id), answers["group_message"]
    post = Post.of(scene)
    for one in others:
        post.tell(
            one.person_id,
            f"group-message:{group.id}:{scene.visit.update_id}",
            lambda words: quoted(words, "groups.message_from", group, said),
            shared=True,
        )
    return Reply(screen=views.sent(scene.words, group, len(others)))


def _say_thanks(scene: Scene, answers: Answers) -> Reply:
    group, one = _about(scene, answers)
    if group is None or one is None:
        return no_longer(scene)
    said = answers["group_thanks"]
    Post.of(scene).tell(
        one.person_id,
        f"group-thanks:{group.id}:{scene.visit.update_id}",
        lambda words: quoted(words, "groups.thanks_from", group, said),
    )
    return Reply(screen=views.done(scene.words, "groups.thanked", group, one.first_name))


def _ends(scene: Scene, _answers: Answers) -> Sequence[When]:
    return [When(months_on(today(scene), months)) for months in (1, 3, ROLE_MONTHS)]


def _set_end(scene: Scene, answers: Answers) -> Reply:
    group, one = _about(scene, answers)
    if group is None or one is None:
        return no_longer(scene)
    until = asking_when.chosen(answers, "role_until").day
    groups.set_until(scene.tx, group.cluster_id, group.id, one.person_id, until)
    Post.of(scene).tell(
        one.person_id,
        f"group-role-until:{group.id}:{scene.visit.update_id}",
        lambda words: lasts_until(words, group, until),
    )
    return Reply(screen=views.end_set(scene.words, group, one.first_name, until))


def _offer_lead(scene: Scene, answers: Answers) -> Reply:
    group, one = _about(scene, answers)
    if group is None or one is None:
        return no_longer(scene)
    said = answers["group_note"]
    note = "" if said == SKIP else said
    groups.offer_lead(scene.tx, group.cluster_id, group.id, one.person_id)

    def word(words: Words) -> Message:
        return offer(words, "groups.hand_over_offer", group, note)

    Post.of(scene).tell(one.person_id, f"group-hand-over:{group.id}:{scene.visit.update_id}", word)
    return Reply(screen=views.done(scene.words, "groups.hand_over_asked", group, one.first_name))


def _about(scene: Scene, answers: Answers) -> tuple[Group | None, Member | None]:
    group = led(scene, answers)
    if group is None:
        return None, None
    return group, groups.member(scene.tx, group.cluster_id, group.id, int(answers["person"]))


def _about_one(scene: Scene, answers: Answers) -> Mapping[str, str]:
    one = groups.member(scene.tx, scene.visit.cluster_id, int(answers["group"]), int(answers["person"]))
    return {**named(scene, answers), "name": one.first_name if one else ""}


def _left(scene: Scene) -> Reply:
    return group_list(scene.tx, scene.visit)


MESSAGE = Script(
    Dialogue("group_message", to_many("group", MOST_MESSAGE, named, _readers)),
    finish=_send,
    leave=_left,
)
THANKS = Script(
    Dialogue(
        "group_thanks", (Question("group_thanks", read=read_note, details=_about_one, names_others=True),)
    ),
    finish=_say_thanks,
    leave=_left,
)
ROLE_UNTIL = AskWhen("role_until", _ends, hours=(), asks="role_until", details=_about_one, names_others=True)
UNTIL = Script(
    Dialogue(
        "role_until",
        asking_when.questions(ROLE_UNTIL),
    ),
    finish=_set_end,
    leave=_left,
)
HAND_OVER = Script(
    Dialogue(
        "group_note",
        (Question("group_note", read=read_note, details=_about_one, skippable=True, names_others=True),),
    ),
    finish=_offer_lead,
    leave=_left,
)
SCRIPTS = (MESSAGE, THANKS, UNTIL, HAND_OVER)
