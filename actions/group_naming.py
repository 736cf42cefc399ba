"""The steering group names who leads a group: somebody in it, or by first name."""

from collections.abc import Sequence

from actions import leading
from actions.dialogues import Script, begin
from actions.group_access import named, no_longer, open_group
from actions.group_steering import STEERING, at_work, list_all
from actions.groups import tell_former
from actions.post import Post
from actions.rights import steering
from actions.scene import Scene
from domain.dialogue import Answers, Dialogue, NotAnAnswer, Option, Question
from domain.groups import Candidate, Group
from domain.message import Reply
from domain.people import Person
from domain.village_names import named as village_named
from storage import groups, people
from views import group_steering as views
from views.group_letters import offer
from views.groups import leads_now


@steering
def name_lead(scene: Scene, group_id: int) -> Reply:
    """Who could lead it?"""
    return begin(scene, NAME_LEAD, {"group": str(open_group(scene, group_id).id)})


def _leads_to_choose(scene: Scene, answers: Answers, _where: str) -> Sequence[Option]:
    there = groups.members(scene.tx, scene.visit.cluster_id, int(answers["group"]))
    return views.possible_leads(scene.words, scene.cluster, there, scene.person.id)


def _lead_written(scene: Scene, _answers: Answers, words: str) -> str:
    """A first name that somebody has, perhaps with a village: the next question asks who of them."""
    if not _people_of(scene, words):
        raise NotAnAnswer
    return words


def _people_to_choose(scene: Scene, answers: Answers, _where: str) -> Sequence[Option]:
    return views.candidates(scene.cluster, _people_of(scene, answers["lead_name"]))


def _people_of(scene: Scene, words: str) -> list[Candidate]:
    """`Anna`, or `Anna, Vigersted`."""
    name, _, place = words.partition(",")
    village = village_named(place, scene.cluster.villages) if place.strip() else None
    if not name.strip() or (place.strip() and village is None):
        return []
    village_id = village.id if village else None
    return groups.by_first_name(scene.tx, scene.visit.cluster_id, name.strip(), village_id)


def _chosen_by_button(answers: Answers) -> bool:
    said = answers.get("lead_name", "p0")
    return said.startswith("p") and said[1:].isdecimal()


def _offer(scene: Scene, answers: Answers) -> Reply:
    """Oneself leads at once; anybody else is asked first."""
    group, person = at_work(scene, answers), _person(scene, answers)
    if group is None or person is None:
        return no_longer(scene)
    if person.id == scene.person.id:
        until = leading.begin(scene, group, person, scene.person)
        tell_former(scene, group, "groups.accepted")
        return Reply(screen=leads_now(scene.words, group, until))
    offer_lead(scene, group, person, "groups.lead_offer")
    return Reply(screen=views.offered(scene.words, group, person.first_name))


def offer_lead(scene: Scene, group: Group, person: Person, key: str) -> None:
    """They are asked whether they will lead it."""
    groups.offer_lead(scene.tx, group.cluster_id, group.id, person.id)
    reason = f"group-lead-offer:{group.id}:{scene.visit.update_id}"
    Post.of(scene).tell(person.id, reason, lambda words: offer(words, key, group))


def _person(scene: Scene, answers: Answers) -> Person | None:
    chosen = answers["lead_name"] if _chosen_by_button(answers) else answers["lead_who"]
    person = people.by_id(scene.tx, scene.visit.cluster_id, int(chosen[1:]))
    return person if person and person.blocked_at is None else None


def _left(scene: Scene) -> Reply:
    return list_all(scene.tx, scene.visit, 0)


NAME_LEAD = Script(
    Dialogue(
        "lead_group",
        (
            Question(
                "lead_name", options=_leads_to_choose, read=_lead_written, details=named, names_others=True
            ),
            Question(
                "lead_who",
                options=_people_to_choose,
                when=lambda answers: not _chosen_by_button(answers),
                needs=("lead_name",),
                names_others=True,
            ),
        ),
    ),
    finish=_offer,
    leave=_left,
    roles=STEERING,
)
SCRIPTS = (NAME_LEAD,)
