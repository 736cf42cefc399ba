"""Announcements: the steering group's list of them, a draft's screen, and what becomes of one underway."""

from dataclasses import replace

from actions import announcement_cards as cards
from actions import dialogues
from actions.announcement_access import of_one
from actions.announcement_writing import HOLDER, NUMBER, WRITE, answers_of
from actions.post import Owed, Post
from actions.rights import steering
from actions.scene import Scene
from domain.announcements import REGRET, Announcement, State, needs_consent, needs_test
from domain.kinds import Kind
from domain.languages import LANGUAGES
from domain.message import Reply
from domain.people import Person, Role
from domain.quiet import outside_quiet_hours
from domain.refusals import NotAllowed, OldButton
from storage import announcement_letters as letters
from storage import announcements as kept
from storage import outbox, people
from views import announcement_letters as said
from views import announcements as views
from views.words import Words

PARTS = {
    "text": ("ann_text",),
    "english": ("ann_english",),
    "whom": ("ann_whom", "ann_group", "ann_skill", "ann_village"),
    "when": ("ann_important", "ann_when"),
}
"""What the questions of each part of a draft are."""


@steering
def show(scene: Scene) -> Reply:
    """All there are."""
    return Reply(screen=cards.everything(scene, 0))


@steering
def browse(scene: Scene, page: int) -> Reply:
    """A page of them."""
    return Reply(screen=cards.everything(scene, page))


@steering
def write(scene: Scene) -> Reply:
    """A new one."""
    return dialogues.begin(scene, WRITE)


@of_one()
def look(scene: Scene, one: Announcement) -> Reply:
    """As it stands."""
    return Reply(screen=cards.card(scene, one))


@of_one()
def preview(scene: Scene, one: Announcement, language: str) -> Reply:
    """As its readers see it."""
    if language not in LANGUAGES:
        raise OldButton
    return Reply(screen=views.preview(cards.around(scene), one, language))


@of_one(State.DRAFT)
def edit(scene: Scene, one: Announcement) -> Reply:
    """What shall be changed?"""
    return Reply(screen=views.edit(scene.words, one))


@of_one(State.DRAFT)
def edit_part(scene: Scene, one: Announcement, part: str) -> Reply:
    """Only that is asked again."""
    if part == "holder":
        return dialogues.begin(scene, HOLDER, {"announcement": str(one.id)})
    if part not in PARTS:
        raise OldButton
    answers = {key: value for key, value in answers_of(scene, one).items() if key not in PARTS[part]}
    return dialogues.begin(scene, WRITE, answers)


@of_one(State.DRAFT)
def discard(scene: Scene, one: Announcement) -> Reply:
    """It was never sent."""
    if not kept.move(scene.tx, one, State.CANCELLED):
        raise OldButton
    return Reply(screen=cards.everything(scene, 0), alert=scene.words.label("announcements.discarded"))


@of_one(State.DRAFT)
def test(scene: Scene, one: Announcement) -> Reply:
    """To oneself, just as the others get it: once in each language that it goes out in; the draft below."""
    spoken = cards.readers(scene, one).languages
    trials = [
        said.letter(Words(language), scene.cluster, one)
        for language in LANGUAGES
        if language in spoken or language == scene.language
    ]
    one = replace(one, tested_at=scene.visit.now)
    if not kept.save(scene.tx, one):
        raise OldButton
    screen = views.trial(scene.words)
    return Reply(screen=screen, messages=(*trials, cards.card(scene, one)))


@of_one(State.DRAFT)
def send(scene: Scene, one: Announcement) -> Reply:
    """Off it goes, unless something is still to be done first. It is theirs now, whoever wrote it."""
    one = replace(one, author_id=scene.person.id)
    count = cards.readers(scene, one).count
    if not count:
        return Reply(screen=cards.card(scene, one), alert=scene.words.label("announcements.nobody"))
    if needs_test(count) and not letters.trial_arrived(scene.tx, one, scene.visit):
        key = "announcements.test_missing" if one.tested_at is None else "announcements.test_not_there"
        return Reply(screen=cards.card(scene, one), alert=scene.words.label(key))
    if needs_consent(count) and not one.confirmed:
        return _ask_others(scene, one, count)
    return _plan(scene, one, scene.visit.message_id)


@of_one(State.ASKED)
def agree(scene: Scene, one: Announcement) -> Reply:
    """Another member of the steering group says yes."""
    if one.author_id == scene.person.id:
        raise NotAllowed
    reply = _plan(scene, replace(one, confirmed=True), one.message_id)
    _tell_author(scene, one, "announcements.agreed")
    return reply


@of_one(State.ASKED)
def disagree(scene: Scene, one: Announcement) -> Reply:
    """Another member says no: it is a draft again."""
    if one.author_id == scene.person.id:
        raise NotAllowed
    if not kept.move(scene.tx, one, State.DRAFT):
        raise OldButton
    _tell_author(scene, one, "announcements.disagreed")
    return Reply(screen=cards.everything(scene, 0), alert=scene.words.label("announcements.you_disagreed"))


@of_one(State.ASKED, State.PLANNED)
def undo(scene: Scene, one: Announcement) -> Reply:
    """Regretted in time: a draft again."""
    soon = one.starts_at is not None and one.starts_at <= scene.visit.now + REGRET
    draft = replace(one, state=State.DRAFT, starts_at=None if soon else one.starts_at, confirmed=False)
    if not kept.move(scene.tx, one, State.DRAFT, starts_at=draft.starts_at, confirmed=False):
        raise OldButton
    return Reply(screen=cards.card(scene, draft), alert=scene.words.label("announcements.undone"))


@of_one(State.SENDING)
def pause(scene: Scene, one: Announcement) -> Reply:
    """No more go out until somebody says so."""
    return _move(scene, one, State.PAUSED, "announcements.paused")


@of_one(State.PAUSED)
def resume(scene: Scene, one: Announcement) -> Reply:
    """On it goes."""
    return _move(scene, one, State.SENDING, "announcements.resumed")


@of_one(State.SENDING, State.PAUSED)
def stop(scene: Scene, one: Announcement) -> Reply:
    """The rest does not get it."""
    reply = _move(scene, replace(one, ended_at=scene.visit.now), State.CANCELLED, "announcements.stopped")
    outbox.cancel_about(scene.tx, one.cluster_id, one.subject, scene.visit.now)  # what was tried once
    return reply


def _ask_others(scene: Scene, one: Announcement, count: int) -> Reply:
    """Another member has to agree; whoever is alone writes the number instead."""
    others = _others(scene)
    if not others:
        return dialogues.begin(scene, NUMBER, {"announcement": str(one.id), "count": str(count)})
    asked = replace(one, state=State.ASKED, message_id=scene.visit.message_id)
    values = {"message_id": asked.message_id, "author_id": asked.author_id}
    if not kept.move(scene.tx, one, State.ASKED, **values):
        raise OldButton
    author, cluster = scene.person, scene.cluster
    for other in others:
        owed = Owed(
            Kind.ROLES,
            f"announcement-consent:{one.id}:{scene.visit.update_id}",
            lambda words: said.consent(words, cluster, one, author.first_name, count),
            subject=f"announcement-consent:{one.id}",
        )
        Post.of(scene).owe(other, owed)
    return Reply(screen=cards.card(scene, asked))


def _others(scene: Scene) -> list[Person]:
    """Who else steers and can be reached."""
    here = people.with_role(scene.tx, scene.visit.cluster_id, Role.STEERING)
    return [
        one
        for one in here
        if one.id != scene.person.id and not (one.stopped_at or one.unreachable_at or one.blocked_at)
    ]


def _plan(scene: Scene, one: Announcement, message_id: int | None) -> Reply:
    """It leaves in a minute, or at its time; never at night."""
    now = scene.visit.now
    starts = outside_quiet_hours(max(now + REGRET, one.starts_at or now), scene.cluster.zone)
    planned = replace(one, state=State.PLANNED, starts_at=starts, message_id=message_id, shown="")
    values = {"starts_at": starts, "message_id": message_id, "shown": "", "confirmed": one.confirmed}
    if not kept.move(scene.tx, one, State.PLANNED, author_id=one.author_id, **values):
        raise OldButton
    return Reply(screen=cards.card(scene, planned))


def _move(scene: Scene, one: Announcement, state: State, alert: str) -> Reply:
    """Into another state; what waits is unwritten, to be written again if it goes on."""
    if not kept.move(scene.tx, one, state, next_at=None, ended_at=one.ended_at):
        raise OldButton
    moved = kept.by_id(scene.tx, one.cluster_id, one.id) or one
    lowest = letters.take_back(scene.tx, moved)  # only now: what was just being written is there, too
    if lowest is not None:
        moved = replace(moved, written_to=lowest - 1)
        kept.change(scene.tx, moved, written_to=moved.written_to)
    if scene.person.id == one.author_id and scene.visit.message_id is not None:
        kept.change(scene.tx, one, message_id=scene.visit.message_id)
    return Reply(screen=cards.card(scene, moved), alert=scene.words.label(alert))


def _tell_author(scene: Scene, one: Announcement, key: str) -> None:
    name = scene.person.first_name
    author = one.author_id and people.by_id(scene.tx, one.cluster_id, one.author_id)
    if author:
        reason = f"announcement-consent:{one.id}:{scene.visit.update_id}"
        Post.of(scene).owe(author, Owed(Kind.ROLES, reason, lambda words: said.agreed(words, name, key)))
