"""Voting: one tap, changed by another until the poll closes; in a sensitive poll once and for good."""

from dataclasses import replace

from actions.poll_access import is_for, of_open_poll, of_poll
from actions.poll_letters import remind_about
from actions.rights import member
from actions.scene import Scene
from domain.message import Reply
from domain.polls import MOST_ANSWERS, Picks, Poll, PollKind, of_mask
from domain.refusals import OldButton
from storage import outbox, polls
from views import poll_results
from views import polls as views
from views.polls import Asked


def open_polls(scene: Scene) -> list[tuple[Poll, bool]]:
    """Those they may vote in, the first to close first, and whether they have."""
    there = polls.open_in(scene.tx, scene.person.cluster_id, scene.visit.now)
    done = polls.answered(scene.tx, scene.person)
    return [(poll, poll.id in done) for poll in there if is_for(scene, poll)]


@member
def show_open(scene: Scene, page: int = 0) -> Reply:
    """What one is asked just now."""
    return Reply(screen=views.open_polls(scene.words, open_polls(scene), page))


@of_poll
def show(scene: Scene, asked: Asked) -> Reply:
    """The question with what they answered, or what came of it."""
    if not asked.poll.is_open(scene.visit.now):
        return result_page(scene, asked)
    return _ballot(scene, asked) or Reply(screen=views.not_theirs(scene.words, asked))


@of_open_poll
def vote(scene: Scene, asked: Asked, answer: int, on: int) -> Reply:
    """Choose an answer, or (where several may be) no longer."""
    poll = asked.poll
    if poll.sensitive or answer >= len(poll.answers) or on not in {0, 1}:
        raise OldButton
    refused = _refused(scene, asked)
    if refused is not None:
        return refused
    several = poll.kind is PollKind.SEVERAL
    if on:
        picks = polls.tick(scene.tx, poll, scene.person, answer, only=not several)
    else:
        if several:
            polls.untick(scene.tx, poll, scene.person, answer)
        picks = polls.picks(scene.tx, poll, scene.person)
    _no_reminder(scene, poll)
    return Reply(screen=views.ballot(scene.words, asked, picks))


@of_open_poll
def choose(scene: Scene, asked: Asked, mask: int) -> Reply:
    """In a sensitive poll: what they are about to vote. Nothing of it is kept."""
    picks = _picks(asked.poll, mask, least=0)
    refused = _refused(scene, asked)
    if refused is not None:
        return refused
    if asked.poll.kind is PollKind.SEVERAL or not picks:
        return Reply(screen=views.ballot(scene.words, asked, picks))
    return Reply(screen=views.sure(scene.words, asked, picks))


@of_open_poll
def cast(scene: Scene, asked: Asked, mask: int) -> Reply:
    """Into the box, for good."""
    picks = _picks(asked.poll, mask, least=1)
    refused = _refused(scene, asked)
    if refused is not None:
        return refused
    polls.cast(scene.tx, asked.poll, scene.person, picks)
    _no_reminder(scene, asked.poll)
    return Reply(screen=views.voted(scene.words, asked))


@of_poll
def where(scene: Scene, asked: Asked, page: int) -> Reply:
    """The villages whose results may be shown."""
    found = polls.result(scene.tx, asked.poll)
    if found is None or found.villages is None:
        raise OldButton
    return Reply(screen=poll_results.by_village(scene.words, scene.cluster, asked, found.villages, page))


@of_poll
def there(scene: Scene, asked: Asked, village_id: int) -> Reply:
    """What one village answered, or the others together."""
    found = polls.result(scene.tx, asked.poll)
    shown = found and found.villages
    screen = shown and poll_results.in_village(scene.words, scene.cluster, asked, shown, village_id)
    if not screen:
        raise OldButton
    return Reply(screen=screen)


def _picks(poll: Poll, mask: int, least: int) -> Picks:
    picks = of_mask(mask)
    most = len(poll.answers) if poll.kind is PollKind.SEVERAL else 1
    if not poll.sensitive or mask >> MOST_ANSWERS or not least <= len(picks) <= most:
        raise OldButton
    if any(answer >= len(poll.answers) for answer in picks):
        raise OldButton
    return picks


def _refused(scene: Scene, asked: Asked) -> Reply | None:
    """Why their vote does not count: it is over, it is not for them, or they have voted for good."""
    poll = asked.poll
    if not poll.is_open(scene.visit.now):
        return replace(result_page(scene, asked), alert=views.too_late(scene.words))
    if not is_for(scene, poll):
        return Reply(screen=views.not_theirs(scene.words, asked))
    if poll.sensitive and poll.id in polls.answered(scene.tx, scene.person):
        return Reply(screen=views.voted(scene.words, asked), alert=views.only_once(scene.words))
    return None


def result_page(scene: Scene, asked: Asked) -> Reply:
    """What came of it, as soon as it is counted."""
    found = polls.result(scene.tx, asked.poll)
    if found is None:
        return Reply(screen=views.being_counted(scene.words, asked))
    return Reply(screen=poll_results.result(scene.words, asked, found))


def _ballot(scene: Scene, asked: Asked) -> Reply | None:
    poll = asked.poll
    if not is_for(scene, poll):
        return None
    if poll.sensitive and poll.id in polls.answered(scene.tx, scene.person):
        return Reply(screen=views.voted(scene.words, asked))
    picks = polls.picks(scene.tx, poll, scene.person)
    return Reply(screen=views.ballot(scene.words, asked, picks))


def _no_reminder(scene: Scene, poll: Poll) -> None:
    outbox.cancel_about(scene.tx, poll.cluster_id, remind_about(poll), scene.visit.now, scene.person.id)
