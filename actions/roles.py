"""The steering group gives roles by links, takes them, and shuts out whoever misuses the bot."""

from collections.abc import Sequence
from dataclasses import replace

from actions import dialogues
from actions.dialogues import Script
from actions.invited import tell_steering
from actions.notices import tell
from actions.rights import steering
from actions.scene import Scene
from domain.dialogue import Answers, Dialogue, NotAnAnswer, Option, Question
from domain.kinds import Kind
from domain.message import Reply
from domain.people import Person, Role
from domain.refusals import NotAllowed, OldButton
from domain.roles import GOOD_FOR, INVITATION, Deed, Holder
from storage import audit, clusters, invitations, people
from storage import dialogues as kept
from storage import roles as held
from views import roles as views
from views.words import Words

MOST_FOUND = 20


@steering
def show(scene: Scene) -> Reply:
    """Who has which role."""
    return _page(scene)


@steering
def choose(scene: Scene) -> Reply:
    """Which role is the link to give?"""
    return Reply(screen=views.choose(scene.words))


@steering
def make_link(scene: Scene, name: str) -> Reply:
    """A link to that role: good once, and not for long."""
    role, now = _role(name), scene.visit.now
    here = scene.visit.cluster_id
    token = invitations.make(scene.tx, here, role, scene.person, now + GOOD_FOR[role])
    audit.write(scene.tx, scene.person, Deed.INVITED, scene.person, now, role)
    bot = clusters.bot_name(scene.tx, here, scene.visit.bot_id)
    return Reply(screen=views.link(scene.words, role, f"https://t.me/{bot}?start={INVITATION}{token}"))


@steering
def holders(scene: Scene, page: int) -> Reply:
    """Everybody with a role."""
    return Reply(screen=views.holders(scene.words, held.holders(scene.tx, scene.visit.cluster_id), page))


@steering
def look(scene: Scene, person_id: int, name: str) -> Reply:
    """One of them, and the button that takes the role."""
    return Reply(screen=views.holder(scene.words, scene.cluster, _holder(scene, person_id, name)))


@steering
def take(scene: Scene, person_id: int, name: str) -> Reply:
    """The role is theirs no longer; their own, too, but never the last one's in the steering group."""
    one = _holder(scene, person_id, name)
    if not held.take(scene.tx, one.person, one.role):
        return replace(_page(scene), alert=views.last_one(scene.words))
    if one.role is Role.STEERING:
        invitations.drop(scene.tx, scene.visit.cluster_id, one.person, scene.visit.now)
    number = audit.write(scene.tx, scene.person, Deed.TAKEN, one.person, scene.visit.now, one.role)
    tell_steering(scene, number, Deed.TAKEN, one.role)
    if one.person.id == scene.person.id:
        return Reply(screen=views.yours_no_longer(scene.words, one.role))
    message = views.yours_no_longer(Words(one.person.language), one.role)
    tell(scene, one.person, Kind.ROLES, f"audit:{number}", message)
    return replace(_page(scene), alert=views.taken(scene.words))


@steering
def begin_block(scene: Scene) -> Reply:
    """Whom to shut out: asked by name, so that nobody leafs through everybody."""
    return dialogues.begin(scene, BLOCK)


@steering
def blocked(scene: Scene, page: int) -> Reply:
    """Who is shut out."""
    found = held.blocked(scene.tx, scene.visit.cluster_id)
    return Reply(screen=views.blocked(scene.words, scene.cluster, found, page))


@steering
def unblock(scene: Scene, person_id: int) -> Reply:
    """Let them in again."""
    person = _person(scene, person_id)
    if not held.unblock(scene.tx, person):
        raise OldButton
    number = audit.write(scene.tx, scene.person, Deed.UNBLOCKED, person, scene.visit.now)
    tell_steering(scene, number, Deed.UNBLOCKED)
    return replace(_page(scene), alert=views.let_in(scene.words))


def _page(scene: Scene) -> Reply:
    here = scene.visit.cluster_id
    shut_out = len(held.blocked(scene.tx, here))
    return Reply(screen=views.page(scene.words, held.holders(scene.tx, here), shut_out))


def _role(name: str) -> Role:
    try:
        return Role(name)
    except ValueError as error:
        raise OldButton from error


def _holder(scene: Scene, person_id: int, name: str) -> Holder:
    person, role = _person(scene, person_id), _role(name)
    if role not in person.roles:
        raise OldButton
    return Holder(person, role)


def _person(scene: Scene, person_id: int) -> Person:
    person = people.by_id(scene.tx, scene.visit.cluster_id, person_id)
    if person is None:
        raise OldButton
    return person


# Shutting somebody out


def _name_written(scene: Scene, _answers: Answers, words: str) -> str:
    name = " ".join(words.split())
    if not _called(scene, name):
        raise NotAnAnswer
    return name


def _called(scene: Scene, name: str) -> list[Person]:
    """People of that name, but for the steering group: its members cannot shut each other out."""
    found = held.named(scene.tx, scene.visit.cluster_id, name, MOST_FOUND)
    return [person for person in found if Role.STEERING not in person.roles]


def _people_called(scene: Scene, answers: Answers, _where: str) -> Sequence[Option]:
    return [views.person(scene.words, scene.cluster, one) for one in _called(scene, answers["block_name"])]


def _shut(scene: Scene, answers: Answers) -> Reply:
    person = _person(scene, int(answers["block_who"]))
    if not held.block(scene.tx, person, scene.visit.now):
        raise NotAllowed
    kept.end(scene.tx, replace(scene.visit, telegram_id=person.telegram_id))
    number = audit.write(scene.tx, scene.person, Deed.BLOCKED, person, scene.visit.now)
    tell_steering(scene, number, Deed.BLOCKED)
    return Reply(screen=views.shut(scene.words, person))


BLOCK = Script(
    Dialogue(
        "block",
        (
            Question("block_name", read=_name_written),
            Question("block_who", options=_people_called, needs=("block_name",)),
        ),
    ),
    finish=_shut,
    leave=_page,
    roles=frozenset({Role.STEERING}),
)
SCRIPTS = {BLOCK.dialogue.name: BLOCK}
