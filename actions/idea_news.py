"""Who hears of an idea: its author, those who support it, whoever answers it, and whoever steers."""

from datetime import datetime

from actions.post import Owed, Post, Wording, in_each_cluster
from domain.days import local_day
from domain.ideas import AUTHOR_ALONE, GATHER, Idea
from domain.kinds import Kind
from domain.message import Message
from domain.people import Person, Role
from domain.quiet import next_morning, outside_quiet_hours
from storage import ideas, outbox, people
from storage.apart import apart
from storage.transaction import Transaction
from views import idea_letters as letters
from views.words import Words


def changed(post: Post, idea: Idea, into: Idea | None = None) -> None:
    """Tell how far it has come, once for what happens within a few minutes.

    Whoever did it hears nothing. `idea` is as it is now; `into`: what it became a part of.
    """
    silence(post, idea)
    owed = _about(post, idea, f"{idea.state}", lambda words: letters.news(words, idea, into))
    if idea.state not in AUTHOR_ALONE:
        post.owe_many(ideas.followers(idea, post.by), owed)
    elif author := _other(post, idea.author_id):
        post.owe(author, owed)


def silence(post: Post, idea: Idea) -> None:
    """What waits about it is no longer so."""
    outbox.cancel_about(post.tx, post.cluster.id, _subject(idea), post.now)


def arrived(post: Post) -> None:
    """There are new ideas: the steering group hears it in the morning, once a day."""
    morning = next_morning(post.now, post.cluster.zone)
    key = f"ideas-new:{local_day(morning, post.cluster.zone)}"
    for person in people.with_role(post.tx, post.cluster.id, Role.STEERING):
        post.owe(person, Owed(Kind.IDEAS, key, letters.new_ones, when=morning, shared=True))


def hidden(post: Post, idea: Idea) -> None:
    """Its author is told kindly, and whoever steers looks at it."""
    silence(post, idea)
    key = f"idea-hidden:{idea.id}:{post.now:%Y%m%d%H%M%S}"
    if author := _other(post, idea.author_id):
        post.owe(author, Owed(Kind.IDEAS, key, lambda words: letters.hidden(words, idea)))
    word = _looking("ideas.look_at_hidden", idea)
    post.tell_steering(f"{key}:look", word, but=idea.author_id, kind=Kind.IDEAS)


def looked_at(post: Post, idea: Idea, *, stays: bool) -> None:
    """The steering group has looked: its author hears whether it stays."""
    silence(post, idea)

    def word(words: Words) -> Message:
        return letters.shown_again(words, idea) if stays else letters.removed(words, post.cluster, idea)

    if author := _other(post, idea.author_id):
        key = f"idea-looked-at:{idea.id}:{post.now:%Y%m%d%H%M%S}"
        post.owe(author, Owed(Kind.IDEAS, key, word))


def given(post: Post, idea: Idea, holder: Person, by: Person) -> None:
    """Somebody else answers it from now on, and hears so."""
    key = f"idea-given:{idea.id}:{holder.id}:{post.now:%Y%m%d%H%M%S}"
    name = by.first_name
    post.owe(holder, Owed(Kind.IDEAS, key, lambda words: letters.yours(words, name, idea)))


def remind(tx: Transaction, now: datetime) -> None:
    """The duty: after two weeks without an answer the case-holder, after four all who steer."""
    in_each_cluster(tx, now, "remind of ideas", _remind_all)


def next_reminder(tx: Transaction, _after: datetime) -> datetime | None:
    """When somebody is reminded next."""
    return ideas.next_reminder(tx)


def _remind_all(post: Post) -> None:
    for idea in ideas.to_remind(post.tx, post.cluster.id, post.now):
        apart(post.tx, "remind of idea", idea.id, _remind, post, idea)


def _remind(post: Post, idea: Idea) -> None:
    """Where nobody answers it who still steers, everybody is told at once."""
    if not ideas.reminded(post.tx, idea):
        return
    key = f"idea-waits:{idea.id}:{idea.waits_since:%Y%m%d%H%M%S}:{idea.reminded}"
    holder = idea.holder_id and people.by_id(post.tx, post.cluster.id, idea.holder_id)
    if idea.reminded:
        post.tell_steering(key, _looking("ideas.waits_long", idea), kind=Kind.IDEAS)
    elif holder and Role.STEERING in holder.roles:
        post.owe(holder, Owed(Kind.IDEAS, key, _looking("ideas.waits_for_you", idea)))
    else:
        post.tell_steering(key, _looking("ideas.waits_for_nobody", idea), kind=Kind.IDEAS)


def _looking(key: str, idea: Idea) -> Wording:
    return lambda words: letters.look_at(words, key, idea)


def _about(post: Post, idea: Idea, what: str, word: Wording) -> Owed:
    when = outside_quiet_hours(post.now + GATHER, post.cluster.zone)
    key = f"idea:{idea.id}:{what}:{post.now:%Y%m%d%H%M%S%f}"
    return Owed(Kind.IDEAS, key, word, subject=_subject(idea), when=when, shared=True)


def _other(post: Post, person_id: int | None) -> Person | None:
    """That person, unless it is they who did it, or they have left."""
    if person_id is None or person_id == post.by:
        return None
    return people.by_id(post.tx, post.cluster.id, person_id)


def _subject(idea: Idea) -> str:
    return f"idea:{idea.id}"
