"""When a digest goes: a group's lead says so, and the steering group for villages too."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from actions.dialogues import Script, begin
from actions.digest_pages import may_set, mine, name, page, source_of
from actions.rights import member
from actions.scene import Scene
from domain.dialogue import Answers, Dialogue, NotAnAnswer, Option, Question
from domain.digests import EARLIEST, LATEST, Rhythm, Source, soonest
from domain.message import Reply
from domain.refusals import NotAllowed, OldButton
from storage import digests
from views import digest_pages as views


@member
def ask_when(scene: Scene, kind: str, number: int) -> Reply:
    """On which day, at what time?"""
    source = source_of(scene, kind, number)
    if not may_set(scene, source):
        raise NotAllowed
    return begin(scene, WHEN, {"source": str(source)})


def _days(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return views.days(scene.words)


def _hours(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return views.hours(scene.words, range(EARLIEST, LATEST + 1))


def _read_day(scene: Scene, _answers: Answers, words: str) -> str:
    said = words.casefold().rstrip("e") if scene.language == "da" else words.casefold()
    found = [option.value for option in views.days(scene.words) if option.label.casefold().startswith(said)]
    if len(found) != 1:
        raise NotAnAnswer
    return found[0]


def _read_hour(_scene: Scene, _answers: Answers, words: str) -> str:
    """Also "kl. 17" and "17.00"."""
    said = words.casefold().removeprefix("kl").strip(". ")
    hour = said.removesuffix(".00").removesuffix(":00")
    if not (hour.isascii() and hour.isdecimal() and EARLIEST <= int(hour[:3]) <= LATEST):
        raise NotAnAnswer
    return str(int(hour))


def _source_named(scene: Scene, answers: Answers) -> Mapping[str, str]:
    return {"name": name(scene, Source.of(answers["source"]))}


def _set_when(scene: Scene, answers: Answers) -> Reply:
    source = Source.of(answers["source"])
    if not may_set(scene, source):
        raise NotAllowed
    rhythm = Rhythm(int(answers["digest_day"]), int(answers["digest_hour"]))
    plan = digests.held(scene.tx, scene.visit.cluster_id, source)
    if plan is None:
        raise OldButton
    slot = soonest(replace(plan, rhythm=rhythm), scene.visit.now, scene.cluster.zone)
    digests.carry_line(scene.tx, plan, slot)
    digests.set_rhythm(scene.tx, scene.visit.cluster_id, source, rhythm, slot)
    return Reply(screen=page(scene, source))


WHEN = Script(
    Dialogue(
        "digest_when",
        (
            Question("digest_day", options=_days, read=_read_day, details=_source_named),
            Question("digest_hour", options=_hours, read=_read_hour, details=_source_named),
        ),
    ),
    finish=_set_when,
    leave=lambda scene: mine(scene.tx, scene.visit),
)
SCRIPTS = {WHEN.dialogue.name: WHEN}
