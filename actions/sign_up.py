"""A newcomer signs up: sixteen or over, and which village."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from actions import invited
from actions.dialogues import Script, begin
from actions.scene import Scene
from domain.clusters import Village
from domain.consent import Purpose
from domain.days import local_day
from domain.dialogue import Answers, Dialogue, NotAnAnswer, Option, Question, Suggestion
from domain.message import Reply
from domain.people import Person
from domain.refusals import OldButton
from domain.replies import is_sixteen
from domain.text import first_name
from domain.village_names import named, near
from domain.visit import Visit
from storage import consents, people
from storage.transaction import Transaction
from views import sign_up as views

LINK = "v_"
"""A village's link is `?start=v_<its short name>`: what its poster shows."""


INVITED = "invited"
"""The answer that a link to a role brings along: the link's hash."""


def begin_invited(scene: Scene, token_hash: str) -> Reply:
    """A stranger with a link to a role: they sign up first, and then the link gives it."""
    return begin(scene, SCRIPT, {INVITED: token_hash})


def start(tx: Transaction, visit: Visit, payload: str = "") -> Reply:
    """/start, perhaps with the link of a village: signs up, or welcomes back."""
    scene = Scene.of(tx, visit)
    linked = _linked(scene, payload)
    if visit.person is not None:
        return _welcome_back(scene, visit.person, linked)
    return begin(scene, SCRIPT, {"link": linked.slug} if linked else {})


def villages_to_choose(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    """The cluster's villages."""
    return [Option(village.slug, village.name) for village in scene.cluster.villages]


def village_written(scene: Scene, _answers: Answers, words: str) -> str | Suggestion:
    """The village they wrote, however they spell it; asks when it could be several."""
    village = named(words, scene.cluster.villages)
    if village is not None:
        return village.slug
    options = [Option(v.slug, v.name) for v in near(words, scene.cluster.villages)]
    if not options:
        raise NotAnAnswer
    return Suggestion(options, "hint.did_you_mean")


def _age_to_choose(scene: Scene, answers: Answers, _where: str) -> Sequence[Option]:
    if "link" not in answers:
        return views.ages(scene.words)
    return views.ages_in(scene.words)


def age_written(_scene: Scene, _answers: Answers, words: str) -> str:
    """A written yes is only about their age: the village is asked, also when they scanned its link."""
    answer = is_sixteen(words)
    if answer is None:
        raise NotAnAnswer
    return "yes" if answer else "no"


def _who_we_are(scene: Scene, answers: Answers) -> Mapping[str, str]:
    asked = scene.words("sign_up.ask_age")
    if "link" in answers:
        village = scene.cluster.village_of(answers["link"])
        asked = scene.words("sign_up.ask_age_here", village=village.name)
    return {"cluster": scene.cluster.name, "controller": scene.cluster.controller, "asked": asked}


def _finish(scene: Scene, answers: Answers) -> Reply:
    if scene.visit.person is not None:
        return _welcome_back(scene, scene.visit.person, None)
    if answers["sixteen"] == "no":
        return Reply(screen=views.too_young(scene.words, scene.cluster))
    slug = answers["link"] if answers["sixteen"] == "here" else answers["village"]
    village = scene.cluster.village_of(slug)
    person = enrol(scene, village)
    joined = Reply(screen=views.joined(scene.words, person, village))
    if INVITED not in answers:
        return joined
    given = invited.redeem(scene.seen_by(person), answers[INVITED])
    return replace(joined, messages=(given,))


def enrol(scene: Scene, village: Village) -> Person:
    """Write down somebody who has said they are sixteen, and where they live."""
    visit = scene.visit
    person = Person(
        id=0,
        cluster_id=visit.cluster_id,
        telegram_id=visit.telegram_id,
        first_name=first_name(visit.first_name),
        language=scene.language,
        village_id=village.id,
        sixteen_on=local_day(visit.now, scene.cluster.zone),
        joined_at=visit.now,
    )
    person = replace(person, id=people.add(scene.tx, person))
    consents.record(scene.tx, person, Purpose.MEMBERSHIP, visit.now, given=True)
    return person


def _welcome_back(scene: Scene, person: Person, linked: Village | None) -> Reply:
    if person.stopped_at is not None:
        people.set_stopped(scene.tx, person, None)
    if linked is not None and linked.id != person.village_id:
        return Reply(screen=views.other_village(scene.words, linked))
    return Reply(screen=views.welcome_back(scene.words, person, was_away=person.stopped_at is not None))


def _linked(scene: Scene, payload: str) -> Village | None:
    if not payload.startswith(LINK):
        return None
    try:
        return scene.cluster.village_of(payload.removeprefix(LINK))
    except OldButton:
        return None


def _left(scene: Scene) -> Reply:
    return Reply(screen=views.left(scene.words, scene.cluster))


SCRIPT = Script(
    Dialogue(
        "sign_up",
        (
            Question("sixteen", options=_age_to_choose, read=age_written, details=_who_we_are),
            Question(
                "village",
                options=villages_to_choose,
                read=village_written,
                when=lambda answers: answers.get("sixteen", "here" if "link" in answers else "yes") == "yes",
                needs=("sixteen",),
            ),
        ),
    ),
    finish=_finish,
    leave=_left,
)
