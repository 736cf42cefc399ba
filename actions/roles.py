"""The steering group gives roles by links, takes them, and shuts out whoever misuses the bot."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from actions import dialogues, leading
from actions.dialogues import Script
from actions.invited import tell_steering
from actions.places import let_go
from actions.post import Owed, Post
from actions.rights import holding, steering
from actions.scene import Scene
from domain.dialogue import Answers, Dialogue, NotAnAnswer, Option, Question
from domain.kinds import Kind
from domain.message import Reply
from domain.people import Person, Role
from domain.refusals import NotAllowed, OldButton
from domain.roles import GIVEN, GOOD_FOR, INVITATION, Deed, Holder
from domain.text import one_line
from storage import audit, clusters, events, groups, invitations, people
from storage import dialogues as kept
from storage import roles as held
from views import role_log
from views import roles as views
from views.paging import pages

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
    role, now = _given(name), scene.visit.now
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
    number = _end(scene, one)
    if number is None:
        return replace(_page(scene), alert=views.last_one(scene.words))
    if one.person.id == scene.person.id:
        return Reply(screen=views.yours_no_longer(scene.words, one.role))
    taken = Owed(Kind.ROLES, f"audit:{number}", lambda words: views.yours_no_longer(words, one.role))
    Post.of(scene).owe(one.person, taken)
    return replace(_page(scene), alert=views.taken(scene.words))


@holding(*GIVEN)
def ask_lay_down(scene: Scene, name: str) -> Reply:
    """Lay one's own role down? Only a new link gives it back."""
    return Reply(screen=views.sure_to_lay_down(scene.words, _mine(scene, name)))


@holding(*GIVEN)
def lay_down(scene: Scene, name: str) -> Reply:
    """It is theirs no longer, by their own choice; the steering group hears of it."""
    role = _mine(scene, name)
    if _end(scene, Holder(scene.person, role)) is None:
        return Reply(screen=views.sure_to_lay_down(scene.words, role), alert=views.last_one(scene.words))
    return Reply(screen=views.yours_no_longer(scene.words, role))


@steering
def log(scene: Scene, page: int = 0) -> Reply:
    """Who was given which role, who lost it, who was shut out: the newest first."""
    here = scene.visit.cluster_id
    count = audit.how_many(scene.tx, here)
    page %= pages(count, role_log.A_PAGE)
    lines = audit.newest(scene.tx, here, page * role_log.A_PAGE, role_log.A_PAGE)
    return Reply(screen=role_log.page(scene.words, scene.cluster, lines, page, count))


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
    tell_steering(scene, number)
    Post.of(scene).owe(person, Owed(Kind.ROLES, f"audit:{number}", views.you_are_in))
    return replace(_page(scene), alert=views.let_in(scene.words, person))


def _page(scene: Scene) -> Reply:
    here = scene.visit.cluster_id
    shut_out = len(held.blocked(scene.tx, here))
    return Reply(screen=views.page(scene.words, held.holders(scene.tx, here), shut_out))


def _role(name: str) -> Role:
    try:
        return Role(name)
    except ValueError as error:
        raise OldButton from error


def _given(name: str) -> Role:
    """A role that is given by a link of its own; a lead's is for a group (`actions/leads.py`)."""
    role = _role(name)
    if role not in GIVEN:
        raise OldButton
    return role


def _mine(scene: Scene, name: str) -> Role:
    role = _given(name)
    if role not in scene.person.roles:
        raise OldButton
    return role


def _end(scene: Scene, one: Holder) -> int | None:
    """The number of the line in the log; None when the steering group would be empty."""
    if not held.take(scene.tx, one.person, one.role):
        return None
    if one.role is Role.STEERING:
        invitations.drop(scene.tx, scene.visit.cluster_id, one.person, scene.visit.now)
    number = audit.write(scene.tx, scene.person, Deed.TAKEN, one.person, scene.visit.now, one.role)
    tell_steering(scene, number)
    return number


def _holder(scene: Scene, person_id: int, name: str) -> Holder:
    person, role = _person(scene, person_id), _given(name)
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
    name = one_line(words)
    if not _called(scene, name):
        raise NotAnAnswer
    return name


def _called(scene: Scene, name: str) -> list[Person]:
    """People of that name, but for the steering group: its members cannot shut each other out."""
    found = held.named(scene.tx, scene.visit.cluster_id, name, MOST_FOUND)
    return [person for person in found if Role.STEERING not in person.roles]


def _people_called(scene: Scene, answers: Answers, _where: str) -> Sequence[Option]:
    return views.told_apart(scene.words, scene.cluster, _called(scene, answers["block_name"]))


def _whom(scene: Scene, answers: Answers) -> Mapping[str, str]:
    """Enough to be sure that it is they: village, since when, and the groups they are in."""
    person = _person(scene, int(answers["block_who"]))
    return views.known_by(scene.words, scene.cluster, person, groups.of_person(scene.tx, person))


def _sure(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return views.sure_to_shut(scene.words)


def _shut(scene: Scene, answers: Answers) -> Reply:
    if answers["block_sure"] != "yes":
        return _page(scene)
    person = _person(scene, int(answers["block_who"]))
    if not held.block(scene.tx, person, scene.visit.now):
        raise NotAllowed
    kept.end(scene.tx, replace(scene.visit, telegram_id=person.telegram_id))
    tell_steering(scene, audit.write(scene.tx, scene.person, Deed.BLOCKED, person, scene.visit.now))
    let_go(Post.of(scene), person)
    events.forget_of(scene.tx, person, since=scene.visit.now)
    leading.end_all(scene, person)
    return Reply(screen=views.shut(scene.words, person))


BLOCK = Script(
    Dialogue(
        "block",
        (
            Question("block_name", read=_name_written),
            Question("block_who", options=_people_called, needs=("block_name",), names_others=True),
            Question("block_sure", options=_sure, details=_whom, needs=("block_who",), names_others=True),
        ),
    ),
    finish=_shut,
    leave=_page,
    roles=frozenset({Role.STEERING}),
)
SCRIPTS = {BLOCK.dialogue.name: BLOCK}
