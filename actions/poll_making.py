"""Asking: the steering group asks a village, a group or everybody; a lead asks the group they lead."""

from collections.abc import Mapping, Sequence

from actions import frame
from actions.dialogues import Script, begin
from actions.group_access import lead, led, named, no_longer
from actions.poll_access import about, letters_to
from actions.poll_letters import announce
from actions.post import Post
from actions.rights import steering
from actions.scene import Scene
from domain.audience import CLUSTER, Audience
from domain.dialogue import Answers, Dialogue, NotAnAnswer, Option, Question
from domain.groups import Group
from domain.message import Reply
from domain.people import Role
from domain.polls import LONGEST, PRESETS, SHORTEST, USUAL, Poll, PollKind, closing, read_answers, read_days
from domain.polls import read_question as fits
from domain.quiet import outside_quiet_hours
from domain.refusals import OldButton
from storage import audiences, groups, polls
from views import poll_making as views
from views.when import moment

DAYS = (USUAL, SHORTEST, 7, LONGEST)
EVERYBODY = "all"


@steering
def ask(scene: Scene) -> Reply:
    """A poll for a village, a group or everybody."""
    return begin(scene, POLL)


@lead
def ask_group(scene: Scene, group: Group) -> Reply:
    """A poll for their group."""
    return begin(scene, GROUP_POLL, {"group": str(group.id)})


def _question(_scene: Scene, _answers: Answers, words: str) -> str:
    return fits(words)


def _presets(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return views.presets(scene.words)


def _written(_scene: Scene, answers: Answers, words: str) -> str:
    return "\n".join(read_answers(words, answers["poll_question"]))


def _in_words(answers: Answers) -> bool:
    return "\n" in answers.get("poll_answers", "")


def _kinds(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return views.kinds(scene.words)


def _whom(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    there = groups.open_groups(scene.tx, scene.visit.cluster_id)
    return [views.everybody(scene.words), *views.group_names(scene.cluster, there)]


def _days(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return views.days(scene.words, DAYS, USUAL)


def _days_written(_scene: Scene, _answers: Answers, words: str) -> str:
    return str(read_days(words))


def _ways_to_send(scene: Scene, _answers: Answers, _where: str) -> Sequence[Option]:
    return views.ways_to_send(scene.words)


def _preview(scene: Scene, answers: Answers) -> Mapping[str, str]:
    """As they will see it, whom it goes to, and how many of them."""
    poll = _poll(scene, answers, sensitive=False)
    asked = about(scene.tx, scene.cluster, poll)
    crowd = audiences.of(poll.cluster_id, poll.audience, letters_to(poll), scene.visit.now)
    return {
        "preview": views.preview(scene.words, poll),
        "whom": asked.whom,
        "count": str(audiences.count(scene.tx, crowd)),
        "when": moment(scene.words, poll.closes_at, asked.zone),
    }


def _poll(scene: Scene, answers: Answers, *, sensitive: bool) -> Poll:
    """What was asked for. A village or a group that is gone meanwhile is an OldButton."""
    said, now = answers["poll_answers"], scene.visit.now
    audience, group_id = _audience(scene, answers)
    preset = PRESETS.get(said)
    kind = PollKind.STEPS if said == "steps" else PollKind(answers.get("poll_kind", PollKind.SINGLE))
    return Poll(
        id=0,
        cluster_id=scene.visit.cluster_id,
        question=answers["poll_question"],
        kind=kind,
        answers=preset or tuple(said.split("\n")),
        audience=audience,
        sensitive=sensitive,
        opened_at=now,
        closes_at=closing(now, int(answers["poll_days"]), scene.cluster.zone),
        made_by=scene.person.id,
        group_id=group_id,
    )


def _audience(scene: Scene, answers: Answers) -> tuple[Audience, int | None]:
    whom = f"g{answers['group']}" if "group" in answers else answers["poll_whom"]
    if whom == EVERYBODY:
        return CLUSTER, None
    number = int(whom[1:])
    if whom[0] == "v":
        return Audience.village(scene.cluster.village(number).id), None
    if number not in {group.id for group in groups.open_groups(scene.tx, scene.visit.cluster_id)}:
        raise OldButton
    return Audience.group(number), number


def _send(scene: Scene, answers: Answers) -> Reply:
    draft = _poll(scene, answers, sensitive=answers["poll_send"] == "sensitive")
    number = polls.add(scene.tx, draft)
    poll = polls.by_id(scene.tx, draft.cluster_id, number)
    if poll is None:
        raise NotAnAnswer
    announce(Post.of(scene), poll)
    crowd = audiences.of(poll.cluster_id, poll.audience, letters_to(poll), scene.visit.now)
    asked = about(scene.tx, scene.cluster, poll)
    goes_at = outside_quiet_hours(poll.opened_at, asked.zone)
    return Reply(screen=views.sent(scene.words, asked, audiences.count(scene.tx, crowd), goes_at))


def _send_to_group(scene: Scene, answers: Answers) -> Reply:
    return no_longer(scene) if led(scene, answers) is None else _send(scene, answers)


def _about_group(scene: Scene, answers: Answers) -> Mapping[str, str]:
    return named(scene, answers)


def _left(scene: Scene) -> Reply:
    return frame.home(scene)


_ASK = Question[Scene]("poll_question", read=_question)
_ASK_GROUP = Question[Scene](
    "poll_question", read=_question, details=_about_group, asks="poll_question_group"
)
_ANSWERS = Question[Scene]("poll_answers", options=_presets, read=_written, needs=("poll_question",))
_KIND = Question[Scene]("poll_kind", options=_kinds, when=_in_words, needs=("poll_answers",))
_WHOM = Question[Scene]("poll_whom", options=_whom)
_DAYS = Question[Scene]("poll_days", options=_days, read=_days_written)
_SEND = Question[Scene]("poll_send", options=_ways_to_send, details=_preview)

POLL = Script(
    Dialogue("poll", (_ASK, _ANSWERS, _KIND, _WHOM, _DAYS, _SEND)),
    finish=_send,
    leave=_left,
    roles=frozenset({Role.STEERING}),
)
GROUP_POLL = Script(
    Dialogue("group_poll", (_ASK_GROUP, _ANSWERS, _KIND, _DAYS, _SEND)),
    finish=_send_to_group,
    leave=_left,
)
SCRIPTS = {script.dialogue.name: script for script in (POLL, GROUP_POLL)}
