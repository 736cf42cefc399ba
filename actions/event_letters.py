"""What the bot writes about an event to those it concerns."""

from collections.abc import Iterable
from datetime import timedelta

from actions.post import Owed, Post, Wording
from actions.scene import Scene
from domain.events import STILL_HEAR, Coming, Event, EventState, Known, Rsvp
from domain.ideas import State
from domain.kinds import Kind
from domain.message import Lane, Message
from domain.people import Person
from domain.reminders import when_to_tell
from storage import audiences, events, groups, ideas, outbox, people
from views import event_letters as views
from views.words import Words

AFTERWARDS = timedelta(days=7)
"""How long what is said after it was over is worth reading."""
HOW = ":how"
"""The end of the key of the letter that asks how it went."""
CANCELLED_FOR = timedelta(hours=1)
"""Somebody may still be on their way."""


def tell_of_seats(post: Post, event: Event, moved: Iterable[Rsvp]) -> None:
    """A seat was free, and they were next: told at once where it begins soon, else in the morning."""
    for rsvp in moved:
        person = people.by_id(post.tx, event.cluster_id, rsvp.person_id)
        if person and person.id != post.by:
            key = f"{event.subject}:seat:{person.id}:{post.now:%Y-%m-%dT%H:%M:%S}"
            owed = Owed(
                Kind.EVENTS,
                key,
                lambda words: views.seat_free(words, event),
                subject=event.subject,
                when=when_to_tell(post.now, event.starts_at, event.when.zone),
                until=event.starts_at,
            )
            post.owe(person, owed)


def tell_of_absence(post: Post, event: Event, guest: Person, by: Person) -> None:
    """The organiser has noted for them that they cannot come. A later change does not take this back."""
    if guest.id != by.id:
        _tell_of_place(
            post, event, guest, _absence(event), lambda words: views.absent(words, event, by.first_name)
        )


def take_back_absence(post: Post, event: Event, guest: Person) -> bool:
    """It was a mistake: whether they have not heard of it yet, and never will."""
    return outbox.cancel_about(post.tx, event.cluster_id, _absence(event), post.now, guest.id) > 0


def tell_put_back(post: Post, event: Event, guest: Person, by: Person, said: Coming) -> None:
    """They have heard that they do not come, and do come. To take back a later absence leaves this alone."""
    if guest.id != by.id:
        back = f"{event.subject}:back"
        _tell_of_place(
            post, event, guest, back, lambda words: views.back_again(words, event, by.first_name, said)
        )


def _absence(event: Event) -> str:
    return f"{event.subject}:absent"


def _tell_of_place(post: Post, event: Event, guest: Person, subject: str, word: Wording) -> None:
    owed = Owed(
        Kind.EVENTS,
        f"{subject}:{guest.id}:{post.now:%Y-%m-%dT%H:%M:%S}",
        word,
        subject=subject,
        when=when_to_tell(post.now, event.starts_at, event.when.zone),
        until=event.starts_at,
    )
    post.owe(guest, owed)


def want_together(scene: Scene, event: Event, other: Event) -> None:
    """Somebody would rather hold it together: the other organiser may write to them."""
    asker = scene.person
    key = f"{other.subject}:together:{asker.id}:{scene.visit.update_id}"

    def word(words: Words) -> Message:
        return views.together(words, event, other, asker)

    post = Post.of(scene)
    organiser = other.organiser_id and people.by_id(scene.tx, other.cluster_id, other.organiser_id)
    if organiser:
        post.owe(organiser, Owed(Kind.EVENTS, key, word, until=other.starts_at))
    else:
        post.tell_steering(key, word, but=asker.id)


def tell_of_change(post: Post, event: Event) -> None:
    """What has become of it, to whoever still hears of it; once for each change."""
    cancelled = event.state is EventState.CANCELLED
    if event.known is None and not cancelled:
        _tell_group(post, event)
        return
    known = event.known or event.as_known
    both = (known.when.starts_at, event.starts_at)
    soonest = min((start for start in both if start > post.now), default=post.now)
    for answer in sorted(STILL_HEAR):
        owed = Owed(
            Kind.EVENTS,
            f"{event.subject}:s{event.sequence}:{answer}",
            _changing(event, known, answer),
            event.subject,
            when=when_to_tell(post.now, soonest, event.when.zone),
            until=both[0] + CANCELLED_FOR if cancelled else max(both),
        )
        crowd = events.crowd(event, [answer], Kind.EVENTS, post.now, but=event.organiser_id)
        post.owe_many(crowd, owed, lane=Lane.NOTICE)


def say_to_all(scene: Scene, event: Event, said: str) -> int:
    """The organiser's own words to everybody who answered; how many they are."""
    post = Post.of(scene)
    before = scene.visit.now < event.starts_at
    owed = Owed(
        Kind.EVENTS,
        f"{event.subject}:said:{scene.visit.update_id}",
        lambda words: views.quoted(words, "events.message_from", event, said, scene.person.first_name),
        when=when_to_tell(post.now, event.starts_at, event.when.zone),
        until=event.starts_at if before else post.now + AFTERWARDS,
    )
    return post.owe_many(listeners(scene, event), owed, lane=Lane.NOTICE).letters


def listeners(scene: Scene, event: Event) -> audiences.Crowd:
    """Who hears what the organiser says."""
    return events.crowd(event, STILL_HEAR, Kind.EVENTS, scene.visit.now, but=scene.person.id)


def ask_how_it_went(post: Post, event: Event) -> None:
    """The organiser, or the steering group where there is none."""
    key = f"{event.subject}{HOW}"

    def word(words: Words) -> Message:
        return views.how_was_it(words, event)

    organiser = event.organiser_id and people.by_id(post.tx, event.cluster_id, event.organiser_id)
    if organiser:
        post.owe(organiser, Owed(Kind.EVENTS, key, word, event.subject))
    else:
        post.tell_steering(key, word, kind=Kind.EVENTS)


def asked_how(reason: str | None) -> int | None:
    """The number of the event, where the letter with that key asks how it went."""
    what, _, number = (reason or "").removesuffix(HOW).partition(":")
    return int(number) if what == "event" and number.isdecimal() and (reason or "").endswith(HOW) else None


def hear_result(scene: Scene, event: Event) -> audiences.Crowd:
    """Who came, but for whoever hears it as a supporter of the idea it came of."""
    idea = event.idea_id and ideas.by_id(scene.tx, event.cluster_id, event.idea_id)
    told = ideas.followers(idea, scene.person.id) if idea and idea.may_become(State.DONE) else None
    return events.crowd(event, [Coming.YES], Kind.EVENTS, scene.visit.now, but=scene.person.id, without=told)


def tell_result(scene: Scene, event: Event) -> None:
    """To those who came."""
    owed = Owed(
        Kind.EVENTS, f"{event.subject}:result", lambda words: views.result(words, event), event.subject
    )
    Post.of(scene).owe_many(hear_result(scene, event), owed, lane=Lane.NOTICE)


def tell_of_orphan(post: Post, event: Event) -> None:
    """Whoever ran it has left: it is the steering group's now."""
    post.tell_steering(f"{event.subject}:orphan", lambda words: views.orphan(words, event), kind=Kind.EVENTS)


def take_back(post: Post, event: Event) -> None:
    """It is not so any more: what waits about it is not sent."""
    outbox.cancel_about(post.tx, event.cluster_id, event.subject, post.now)


def _tell_group(post: Post, event: Event) -> None:
    """What a group holds, its members hear of; the rest of the village reads it in its digest."""
    group = groups.by_id(post.tx, event.cluster_id, next(iter(event.audience.groups), 0))
    if group is None:
        return
    name = group.name
    owed = Owed(
        Kind.GROUPS,
        f"{event.subject}:new",
        lambda words: views.new(words, event, name),
        event.subject,
        until=event.starts_at,
    )
    post.owe_many(
        audiences.of(event.cluster_id, event.audience, Kind.GROUPS, post.now), owed, lane=Lane.NOTICE
    )


def _changing(event: Event, known: Known, answer: Coming) -> Wording:
    return lambda words: views.changed(words, event, known, answer)
