"""What people answer to an announcement, and what the case-holder writes back."""

from collections.abc import Mapping

from actions import dialogues, frame, messages
from actions.dialogues import Script
from actions.post import Owed, Post
from actions.rights import member, steering
from actions.scene import Scene
from actions.written import at_most
from domain.announcements import MOST_REPLY, Announcement
from domain.dialogue import Answers, Dialogue, Question
from domain.kinds import Kind
from domain.message import Reply
from domain.people import Person, Role
from domain.refusals import OldButton
from domain.text import utf16_length
from storage import announcement_letters as letters
from storage import announcements as kept
from storage import people
from views import announcement_letters as said
from views import announcements as views


@member
def answer(scene: Scene, number: int) -> Reply:
    """They want to answer; the announcement itself stays where it is."""
    one = _theirs(scene, number)
    if one is None:
        raise OldButton
    return _below(dialogues.begin(scene, REPLY, {"announcement": str(one.id)}))


@member
def less(scene: Scene) -> Reply:
    """The page about fewer messages, below the announcement."""
    return _below(messages.show(scene.tx, scene.visit))


@steering
def write_back(scene: Scene, number: int) -> Reply:
    """The case-holder answers somebody."""
    if _writer(scene, number) is None:
        raise OldButton
    return _below(dialogues.begin(scene, BACK, {"reply": str(number)}))


def to_message(scene: Scene, words: str) -> Reply | None:
    """They used Telegram's own "reply" under one of ours; None when that was about something else."""
    if scene.visit.replies_to is None or scene.visit.person is None:
        return None
    about = letters.subject_of(scene.tx, scene.visit, scene.visit.replies_to)
    what, _, number = (about or "").partition(":")
    if not number.isdecimal() or utf16_length(words) > MOST_REPLY:
        return None
    if what in ("announcement", "announcement-answer"):
        return _send(scene, {"announcement": number, "ann_reply": words})
    if what == "announcement-reply" and Role.STEERING in scene.person.roles:
        return _send_back(scene, {"reply": number, "ann_back": words})
    return None


def _theirs(scene: Scene, number: int) -> Announcement | None:
    """The announcement, if they got it."""
    one = kept.by_id(scene.tx, scene.visit.cluster_id, number)
    if one is None:
        return None
    steers = Role.STEERING in scene.person.roles  # they have had it as a trial
    return one if steers or letters.got(scene.tx, one, scene.person) else None


def _below(reply: Reply) -> Reply:
    """As a new message, so that what they read stays."""
    return Reply(messages=() if reply.screen is None else (reply.screen,), alert=reply.alert)


def _limits(_scene: Scene, _answers: Answers) -> Mapping[str, str]:
    return {"most": str(MOST_REPLY)}


def _send(scene: Scene, answers: Answers) -> Reply:
    one = _theirs(scene, int(answers["announcement"]))
    if one is None:
        return _left(scene)
    me, words = scene.person, answers["ann_reply"]
    number = kept.add_reply(scene.tx, one, me.id, words, scene.visit.now)
    who = scene.cluster.who(me)
    for holder in _holders(scene, one):
        owed = Owed(
            Kind.REPLIES,
            f"announcement-reply:{number}",
            lambda voice: said.reply(voice, one, who, words, number),
            subject=f"announcement-reply:{number}",
        )
        Post.of(scene).owe(holder, owed)
    return Reply(screen=views.receipt(scene.words, "announcements.reply_sent"))


def _holders(scene: Scene, one: Announcement) -> list[Person]:
    """The case-holder; everybody who steers, where that one no longer does."""
    steers = people.with_role(scene.tx, one.cluster_id, Role.STEERING)
    return [person for person in steers if person.id == one.holder_id] or steers


def _writer(scene: Scene, number: int) -> tuple[kept.Answer, Announcement, Person] | None:
    """What somebody answered, to what, and who; None when they have left."""
    here = scene.visit.cluster_id
    written = kept.reply(scene.tx, here, number)
    one = written and kept.by_id(scene.tx, here, written.announcement_id)
    person = written and people.by_id(scene.tx, here, written.person_id)
    return (written, one, person) if written and one and person else None


def _about(scene: Scene, answers: Answers) -> Mapping[str, str]:
    found = _writer(scene, int(answers["reply"]))
    return {**_limits(scene, answers), "name": found[2].first_name if found else ""}


def _send_back(scene: Scene, answers: Answers) -> Reply:
    found = _writer(scene, int(answers["reply"]))
    if found is None:
        return _left(scene)
    written, one, person = found
    name, words = scene.person.first_name, answers["ann_back"]
    owed = Owed(
        Kind.REPLIES,
        f"announcement-back:{written.id}:{scene.visit.update_id}",
        lambda voice: said.written_back(voice, scene.cluster, one, name, words),
        subject=f"announcement-answer:{one.id}",
    )
    Post.of(scene).owe(person, owed)
    kept.answered(scene.tx, one.cluster_id, written.id, scene.visit.now)
    return Reply(screen=views.receipt(scene.words, "announcements.wrote"))


def _left(scene: Scene) -> Reply:
    return frame.home(scene)


_READ = at_most(MOST_REPLY, "hint.ann_too_long")
REPLY = Script(
    Dialogue(
        "announcement_reply",
        (Question("ann_reply", read=_READ, details=_limits),),
    ),
    finish=_send,
    leave=_left,
)
BACK = Script(
    Dialogue(
        "announcement_back",
        (Question("ann_back", read=_READ, details=_about, names_others=True),),
    ),
    finish=_send_back,
    leave=_left,
    roles=frozenset({Role.STEERING}),
)
SCRIPTS = {script.dialogue.name: script for script in (REPLY, BACK)}
