"""The parts of "Min side" beyond what somebody told: their groups and roles, and what they were asked."""

from actions.group_access import today
from actions.post import Owed, Post
from actions.scene import Scene
from domain.asks import Answer
from domain.consent import Purpose
from domain.groups import Member
from domain.kinds import Kind
from domain.message import Reply
from domain.refusals import OldButton
from domain.roles import GIVEN
from domain.visit import Visit
from storage import consents, groups, my_asks, outbox, people
from storage.transaction import Transaction
from views import my_page as views
from views.paging import pages


def told(tx: Transaction, visit: Visit) -> Reply:
    """What they have told us, and the way to change each thing."""
    scene = Scene.of(tx, visit)
    return Reply(screen=views.told(scene.words, scene.person))


def my_groups(tx: Transaction, visit: Visit, page: int) -> Reply:
    """Their groups with role and end, their roles, and how much they carry."""
    scene = Scene.of(tx, visit)
    theirs = [(group, _role(scene, group.id)) for group in groups.of_person(tx, scene.person)]
    load = groups.load(tx, scene.person, today(scene))
    return Reply(screen=views.groups(scene.words, scene.person, theirs, load, page))


def my_roles(tx: Transaction, visit: Visit) -> Reply:
    """The roles they were given, to lay one down."""
    scene = Scene.of(tx, visit)
    return Reply(screen=views.roles(scene.words, [role for role in GIVEN if role in scene.person.roles]))


def my_asks_page(tx: Transaction, visit: Visit, page: int) -> Reply:
    """What they were asked and answered, whether they may be found, and who has their contact."""
    return _asks(Scene.of(tx, visit), page)


def found(tx: Transaction, visit: Visit, said: str) -> Reply:
    """One tap: leads may find them; or no longer."""
    if said not in {Answer.YES, Answer.NO}:
        raise OldButton
    scene = Scene.of(tx, visit)
    consents.record(tx, scene.person, Purpose.FOUND, visit.now, given=said == Answer.YES)
    return _asks(scene, 0)


def take_contact_back(tx: Transaction, visit: Visit, ask_id: int) -> Reply:
    """One tap: what the lead got is taken out of their chat, and they are told."""
    scene = Scene.of(tx, visit)
    asked = my_asks.one(tx, scene.person, ask_id)
    if asked is None or not my_asks.take_contact_back(tx, scene.person, ask_id):
        raise OldButton
    consents.record(tx, scene.person, Purpose.CONTACT, visit.now, given=False)
    sent = outbox.take_back(tx, visit.cluster_id, f"contact:{ask_id}", visit.now)
    lead = people.by_id(tx, visit.cluster_id, asked.shared_with) if asked.shared_with else None
    if lead is not None:
        name = scene.person.first_name
        word = Owed(
            Kind.GROUPS,
            f"contact-back:{ask_id}:{visit.update_id}",
            lambda words: views.contact_back(words, name, asked.group),
            edits=sent,
        )
        Post.of(scene).owe(lead, word)
    return Reply(screen=_asks(scene, 0).screen, alert=views.taken_back(scene.words))


def _asks(scene: Scene, page: int) -> Reply:
    count = my_asks.how_many(scene.tx, scene.person)
    page %= pages(count, views.A_PAGE)
    lines = my_asks.newest(scene.tx, scene.person, page * views.A_PAGE, views.A_PAGE)
    may = consents.holds(scene.tx, scene.person, Purpose.FOUND)
    return Reply(screen=views.asks(scene.words, scene.cluster, lines, page, count, may_be_found=may))


def _role(scene: Scene, group_id: int) -> Member | None:
    return groups.member(scene.tx, scene.visit.cluster_id, group_id, scene.person.id)
