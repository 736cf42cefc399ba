"""The first one in sets the cluster up in the chat: its name, its villages, and who answers for it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from actions import clusters, dialogues, invited
from actions.dialogues import Script
from actions.scene import Scene
from actions.sign_up import age_written, enrol
from domain.clusters import Cluster, Contact, Village
from domain.dialogue import Answers, Dialogue, NotAnAnswer, Option, Question, no_options
from domain.message import Reply
from domain.people import Role
from domain.replies import yes_or_no
from domain.roles import Deed
from domain.short_names import short_name
from domain.text import one_line
from storage import audit, invitations, roles
from storage import clusters as stored
from storage import dialogues as kept
from views import set_up as views

CLAIM = "claim"
"""The answer that the link brings along: its hash."""
NO_MORE = "0"
"""Instead of another village's name; a name has two letters at least."""
MOST_VILLAGES = 20
MOST_INHABITANTS = 100_000
SHORT, LONG = 80, 120
PHONE = re.compile(r"\+?[0-9 ]{8,20}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def come_back_later(scene: Scene) -> Reply:
    """To everybody else, until it is done."""
    return Reply(screen=views.not_yet(scene.words))


def open_claim(scene: Scene, token_hash: str) -> Reply:
    """Whoever opens the link first answers the questions; opened again by them, it shows where they were."""
    underway = kept.load(scene.tx, scene.visit)
    if underway and underway.progress.answers.get(CLAIM) == token_hash:
        return dialogues.resume(scene, SCRIPTS) or invited.no_longer_good(scene)
    if invitations.use(scene.tx, scene.visit.cluster_id, token_hash, scene.visit.now) is None:
        return invited.no_longer_good(scene)
    return dialogues.begin(scene, SCRIPT, {CLAIM: token_hash})


# What each question offers and understands


def _ages(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return views.ages(scene.words)


def _written(most: int) -> Callable[[Scene, Answers, str], str]:
    """One line of that many letters at most, with two letters in it at least."""

    def read(_scene: Scene, _answers: Answers, words: str) -> str:
        line = one_line(words)
        if len(line) > most or sum(letter.isalpha() for letter in line) < len("AB"):
            raise NotAnAnswer
        return line

    return read


def _village_written(scene: Scene, answers: Answers, words: str) -> str:
    if _villages(answers) and yes_or_no(words) is False:
        return NO_MORE
    if "," in words or "\n" in words:
        raise NotAnAnswer("hint.villages_at_once")
    name = _written(SHORT)(scene, answers, words)
    if name.casefold() in {known.casefold() for known, _ in _villages(answers)}:
        raise NotAnAnswer("hint.village_twice")
    return name


def _no_more(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return [Option(NO_MORE, views.no_more(scene.words))]


def _inhabitants_written(_scene: Scene, _answers: Answers, words: str) -> str:
    digits = re.sub(r"[ .]", "", words)
    if not re.fullmatch(r"[0-9]{1,6}", digits) or not 0 < int(digits) <= MOST_INHABITANTS:
        raise NotAnAnswer
    return digits


def _homes(_scene: Scene, answers: Answers, _where: str) -> Sequence[Option]:
    return [Option(str(number), name) for number, (name, _) in enumerate(_villages(answers), start=1)]


def _way_written(_scene: Scene, _answers: Answers, words: str) -> str:
    if len(words) > SHORT or not (PHONE.fullmatch(words) or EMAIL.fullmatch(words)):
        raise NotAnAnswer
    return words


def _all_right(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return views.all_right(scene.words)


def _so_far(scene: Scene, answers: Answers) -> Mapping[str, str]:
    return views.summary(scene.words, answers, _villages(answers))


def _which(number: int) -> Callable[[Scene, Answers], Mapping[str, str]]:
    return lambda _scene, answers: {"village": answers[f"village_{number}"]}


def _adult(answers: Answers) -> bool:
    return answers.get("founder_age") != "no"


def _is_asked(number: int) -> Callable[[Answers], bool]:
    """The first village, and another one after each that was named."""
    before = f"village_{number - 1}"
    return lambda answers: _adult(answers) and (number == 1 or answers.get(before, NO_MORE) != NO_MORE)


def _was_named(number: int) -> Callable[[Answers], bool]:
    return lambda answers: answers.get(f"village_{number}", NO_MORE) != NO_MORE


def _villages(answers: Answers) -> list[tuple[str, int]]:
    """Name and inhabitants of each village that both are known of."""
    numbers = range(1, MOST_VILLAGES + 1)
    return [
        (answers[f"village_{n}"], int(answers[f"inhabitants_{n}"]))
        for n in numbers
        if f"inhabitants_{n}" in answers
    ]


# What happens with the answers


def _finish(scene: Scene, answers: Answers) -> Reply:
    if not _adult(answers):
        return _leave_it(scene, answers)
    cluster = _cluster(scene, answers)
    if not stored.name(scene.tx, cluster):
        return invited.no_longer_good(scene)
    stored.put_villages(scene.tx, cluster.id, cluster.villages)
    scene = replace(scene)  # the cluster is read anew
    home = cluster.villages[int(answers["home"]) - 1]
    founder = enrol(scene, scene.cluster.village_of(home.slug))
    roles.give(scene.tx, founder, Role.STEERING)
    invitations.used_by(scene.tx, cluster.id, answers[CLAIM], founder.id)
    audit.write(scene.tx, None, Deed.CLAIMED, founder, scene.visit.now, Role.STEERING)
    links = views.links(scene.words, clusters.links_of(scene.tx, cluster.id))
    return Reply(screen=views.done(scene.words, scene.cluster), messages=links)


def _cluster(scene: Scene, answers: Answers) -> Cluster:
    villages: list[Village] = []
    for name, inhabitants in _villages(answers):
        slug = short_name(name, [village.slug for village in villages])
        villages.append(Village(0, slug, name, inhabitants))
    way = answers["contact_way"]
    phone, email = (None, way) if "@" in way else (way, None)
    taken = stored.slugs(scene.tx)
    return replace(
        scene.cluster,
        slug=short_name(answers["cluster_name"], taken),
        name=answers["cluster_name"],
        municipality=answers["municipality"],
        controller=answers["controller"],
        contact=Contact(answers["contact_name"], phone, email),
        villages=tuple(villages),
    )


def _left(scene: Scene) -> Reply:
    underway = kept.load(scene.tx, scene.visit)
    return _leave_it(scene, underway.progress.answers if underway else {})


def _leave_it(scene: Scene, answers: Answers) -> Reply:
    """The link is as good as before, as long as it was good for."""
    if CLAIM in answers:
        invitations.give_back(scene.tx, scene.visit.cluster_id, answers[CLAIM])
    return Reply(screen=views.left(scene.words))


def _about_village(number: int) -> tuple[Question[Scene], Question[Scene]]:
    first = number == 1
    name = Question(
        f"village_{number}",
        asks="first_village" if first else "next_village",
        options=no_options if first else _no_more,
        read=_village_written,
        when=_is_asked(number),
    )
    people = Question(
        f"inhabitants_{number}",
        asks="inhabitants",
        read=_inhabitants_written,
        details=_which(number),
        when=_was_named(number),
        needs=(name.key,),
    )
    return name, people


QUESTIONS = (
    Question("founder_age", options=_ages, read=age_written),
    Question("cluster_name", read=_written(SHORT), when=_adult),
    Question("municipality", read=_written(SHORT), when=_adult),
    *(question for number in range(1, MOST_VILLAGES + 1) for question in _about_village(number)),
    Question("home", options=_homes, when=_adult),
    Question("controller", read=_written(LONG), when=_adult),
    Question("contact_name", read=_written(SHORT), when=_adult),
    Question("contact_way", read=_way_written, when=_adult),
    Question("set_up_right", options=_all_right, details=_so_far, when=_adult),
)
SCRIPT = Script(Dialogue("set_up", QUESTIONS), finish=_finish, leave=_left)
SCRIPTS = {SCRIPT.dialogue.name: SCRIPT}
