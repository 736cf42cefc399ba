"""The clock's part of announcements: begin, write the next letters, rest at night, tell how far it is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from actions.post import NEWS_FOR, Owed, Post, of_cluster
from domain.announcements import (
    GOES_FOR,
    LATEST,
    LOW,
    SHOWN_EVERY,
    Announcement,
    Progress,
    State,
    room_before,
)
from domain.days import midnight
from domain.kinds import Kind
from domain.message import Lane, Message
from domain.people import Person
from domain.quiet import next_evening, next_morning, outside_quiet_hours
from storage import announcement_letters as letters
from storage import announcements as kept
from storage import audiences, groups, outbox, people
from storage.apart import apart
from storage.transaction import Transaction
from views import announcement_letters as said
from views import announcements as views
from views.announcements import Around
from views.words import Words

WRITTEN = -1
"""In `written_to`: everybody who can get it today has a letter."""
ARRIVES = timedelta(minutes=1)
"""After a stop, what is on its way still arrives and is counted."""


def go_on(tx: Transaction, now: datetime) -> None:
    """The duty: a part of each announcement whose time has come."""
    for cluster_id, number in kept.underway(tx, now):
        apart(tx, "announcement", number, _go_on, tx, cluster_id, number, now)
    for cluster_id, number in kept.standing(tx, now - ARRIVES):
        apart(tx, "show announcement", number, _stand, tx, cluster_id, number, now)


def next_step(tx: Transaction, after: datetime) -> datetime | None:
    """When one begins or goes on; in a moment where one is at work."""
    at_work = any(_can_go_on(tx, kept.by_id(tx, *one)) for one in kept.underway(tx, after))
    return after + SHOWN_EVERY if at_work else kept.next_start(tx, after)


def _go_on(tx: Transaction, cluster_id: int, number: int, now: datetime) -> None:
    post, one = of_cluster(tx, cluster_id, now), kept.by_id(tx, cluster_id, number)
    if post is not None and one is not None:
        _show(post, _step(post, one))


def _stand(tx: Transaction, cluster_id: int, number: int, now: datetime) -> None:
    post, one = of_cluster(tx, cluster_id, now), kept.by_id(tx, cluster_id, number)
    if post is not None and one is not None:
        _show(post, one)


def _can_go_on(tx: Transaction, one: Announcement | None) -> bool:
    if one is None or one.state is not State.SENDING:
        return False
    waits = letters.waiting(tx, one)
    return waits <= LOW if one.written_to != WRITTEN else waits == 0


def _step(post: Post, one: Announcement) -> Announcement:
    """What it is after this tick."""
    if letters.refused(post.tx, one):
        return _stop_refused(post, one)
    if outside_quiet_hours(post.now, post.cluster.zone) != post.now:
        return _rest(post, one)
    if one.state is State.PLANNED:
        if one.starts_at is not None and post.now - one.starts_at > LATEST:
            return _too_late(post, one)
        one = _begin(post, one)
    if one.written_to != WRITTEN:
        return _write(post, replace(one, next_at=None))
    return one if letters.waiting(post.tx, one) else _finish(post, one)


def _begin(post: Post, one: Announcement) -> Announcement:
    total = audiences.count(post.tx, letters.crowd(one, post.now))
    return _moved(post, one, State.SENDING, began_at=post.now, total=total)


def _write(post: Post, one: Announcement) -> Announcement:
    """The next letters, where few wait and the night is not near."""
    room = room_before(next_evening(post.now, post.cluster.zone) - post.now)
    if not room or letters.waiting(post.tx, one) > LOW:
        return one
    crowd = letters.within_limit(one, _left(post, one), midnight(post.now, post.cluster.zone), post.now)
    owed = Owed(
        letters.kind(one),
        one.subject,
        lambda words: said.letter(words, post.cluster, one),
        subject=one.subject,
        when=post.now,
        until=post.now + GOES_FOR,
    )
    written = post.owe_many(crowd, owed, one.written_to, room)
    came_to = WRITTEN if written.to is None else written.to
    return _changed(post, one, written_to=came_to, next_at=None)


def _left(post: Post, one: Announcement) -> audiences.Crowd:
    return letters.without_letter(one, letters.crowd(one, post.now))


def _finish(post: Post, one: Announcement) -> Announcement:
    """All letters are settled. Whoever had one already today gets it tomorrow, while it is news."""
    morning = next_morning(post.now, post.cluster.zone)
    began = one.began_at or post.now
    if morning < began + GOES_FOR and audiences.count(post.tx, _left(post, one)):
        return _changed(post, one, written_to=0, next_at=morning)
    return _moved(post, one, State.DONE, ended_at=post.now)


def _rest(post: Post, one: Announcement) -> Announcement:
    """Nobody is woken: what waits is unwritten, and written again in the morning."""
    morning = next_morning(post.now, post.cluster.zone)
    if one.state is State.PLANNED:
        return _changed(post, one, starts_at=morning)
    lowest = letters.take_back(post.tx, one)
    came_to = one.written_to if lowest is None else lowest - 1
    if came_to == WRITTEN and not letters.waiting(post.tx, one):
        return _finish(post, one)
    return _changed(post, one, written_to=came_to, next_at=morning)


def _stop_refused(post: Post, one: Announcement) -> Announcement:
    outbox.cancel_about(post.tx, one.cluster_id, one.subject, post.now)
    _tell(post, one, f"announcement-refused:{one.id}", lambda words: said.refused(words, one))
    return _moved(post, one, State.REFUSED, ended_at=post.now)


def _too_late(post: Post, one: Announcement) -> Announcement:
    """We were down when it was to go: its author decides again."""
    _tell(post, one, f"announcement-late:{one.id}:{post.now:%Y-%m-%d}", lambda words: said.late(words, one))
    return _moved(post, one, State.DRAFT, starts_at=None)


def _moved(post: Post, one: Announcement, state: State, **values: object) -> Announcement:
    kept.move(post.tx, one, state, **values)
    return kept.by_id(post.tx, one.cluster_id, one.id) or one


def _changed(post: Post, one: Announcement, **values: object) -> Announcement:
    kept.change(post.tx, one, **values)
    return kept.by_id(post.tx, one.cluster_id, one.id) or one


# The message that tells how far it is


def _show(post: Post, one: Announcement) -> None:
    """Change it, if it says anything new, and no more often than every ten seconds."""
    author, progress = _author(post, one), letters.progress(post.tx, one)
    figures = _figures(one, progress)
    message_id = letters.shown_in(post.tx, one)
    if author is None or message_id is None or figures == one.shown or one.state is State.DRAFT:
        return
    fresh = one.shown_at is not None and post.now - one.shown_at < SHOWN_EVERY
    if fresh and one.ended_at is None:
        return
    names = {group.id: group.name for group in groups.open_groups(post.tx, one.cluster_id)}
    words = Words(author.language)
    screen = views.underway(Around(words, post.cluster, names, post.now), one, progress)
    outbox.put(post.tx, _edit(post, one, author, message_id, screen), post.now)
    kept.change(post.tx, one, shown=figures, shown_at=post.now)


def _edit(
    post: Post, one: Announcement, author: Person, message_id: int, screen: Message
) -> outbox.NewLetter:
    return outbox.NewLetter(
        cluster_id=one.cluster_id,
        bot_id=post.bot_id,
        person_id=author.id,
        chat_id=author.telegram_id,
        kind=Kind.PROGRESS,
        unique_key=f"announcement-shown:{one.id}:{post.now:%Y-%m-%dT%H:%M:%S}",
        lane=Lane.NOTICE,
        not_before=post.now,
        not_after=post.now + NEWS_FOR,
        message=screen,
        subject=letters.shown_subject(one),
        edits=message_id,
    )


def _figures(one: Announcement, progress: Progress) -> str:
    counts = (progress.sent, progress.unreachable, progress.failed, progress.left)
    return f"{one.state}:{':'.join(map(str, counts))}:{one.next_at is not None}"


def _author(post: Post, one: Announcement) -> Person | None:
    return people.by_id(post.tx, one.cluster_id, one.author_id) if one.author_id else None


def _tell(post: Post, one: Announcement, key: str, word: Callable[[Words], Message]) -> None:
    author = _author(post, one)
    if author is not None:
        post.owe(author, Owed(Kind.ROLES, key, word))
