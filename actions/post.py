"""Owing people a letter they have not just asked for: once per reason, and not at night."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.scene import Scene
from domain.clusters import Cluster
from domain.days import in_zone
from domain.kinds import Kind
from domain.languages import LANGUAGES
from domain.message import Lane, Message
from domain.people import Person, Role
from domain.quiet import MORNING, outside_quiet_hours
from storage import bots, clusters, outbox, people
from storage.apart import apart
from storage.audiences import Crowd
from storage.transaction import Transaction
from views.words import Words

NEWS_FOR = timedelta(days=7)

Wording = Callable[[Words], Message]


@dataclass(frozen=True)
class Owed:
    """A letter before it has a reader. `key` names the reason: a second letter for the same one is none.

    `subject`: what it is about, "event:12", so that all that waits about it can be taken back
    (`outbox.cancel_about`). `when`: not before; else as soon as nobody is woken. `until`: not after; else a
    week later. `shared`: everybody who reads that language gets the same words. `edits`: the message in their
    chat whose place it takes. Times are UTC.
    """

    kind: Kind
    key: str
    word: Wording
    subject: str | None = None
    when: datetime | None = None
    until: datetime | None = None
    shared: bool = False
    edits: int | None = None


@dataclass(frozen=True)
class Post:
    """Where letters of a cluster are handed in, by a person or by the clock.

    `by` caused them: a letter that has not gone goes when that one leaves.
    """

    tx: Transaction
    cluster: Cluster
    bot_id: int
    now: datetime
    by: int | None = None

    @classmethod
    def of(cls, scene: Scene) -> "Post":
        """For what somebody does in the chat."""
        by = scene.visit.person.id if scene.visit.person else None
        return cls(scene.tx, scene.cluster, scene.visit.bot_id, scene.visit.now, by)

    def owe(self, person: Person, owed: Owed) -> bool:
        """Owe one person a letter; False when we owe or owed it already."""
        when = owed.when or outside_quiet_hours(self.now, self.cluster.zone)
        letter = outbox.NewLetter(
            cluster_id=person.cluster_id,
            bot_id=self.bot_id,
            person_id=person.id,
            chat_id=person.telegram_id,
            kind=owed.kind,
            unique_key=owed.key,
            lane=Lane.NOTICE,
            not_before=when,
            not_after=owed.until or when + NEWS_FOR,
            message=owed.word(Words(person.language)),
            content_key=f"{owed.key}:{person.language}" if owed.shared else None,
            about=self.by,
            subject=owed.subject,
            edits=owed.edits,
        )
        return outbox.put(self.tx, letter, self.now)

    def owe_many(
        self,
        crowd: Crowd,
        owed: Owed,
        after: int = 0,
        most: int | None = None,
        *,
        lane: Lane = Lane.MASS,
    ) -> outbox.Written:
        """Owe everybody in the crowd the same; for parts of it see `outbox.put_many`.

        The words are the same for all who read a language, so nothing in them is one reader's alone.
        """
        when = owed.when or outside_quiet_hours(self.now, self.cluster.zone)
        mailing = outbox.Mailing(
            bot_id=self.bot_id,
            kind=owed.kind,
            unique_key=owed.key,
            subject=owed.subject,
            not_before=when,
            not_after=owed.until or when + NEWS_FOR,
            messages={language: owed.word(Words(language)) for language in LANGUAGES},
            lane=lane,
            about=self.by,
        )
        return outbox.put_many(self.tx, mailing, crowd, self.now, after, most)

    def tell(self, person_id: int | None, key: str, word: Wording, *, shared: bool = False) -> None:
        """News of a group for one person; for nobody, when they have left."""
        person = person_id and people.by_id(self.tx, self.cluster.id, person_id)
        if person:
            self.owe(person, Owed(Kind.GROUPS, key, word, shared=shared))

    def tell_steering(
        self, key: str, word: Wording, but: int | None = None, *, kind: Kind = Kind.GROUPS
    ) -> None:
        """Owe it to the steering group, without the one who did it."""
        for person in people.with_role(self.tx, self.cluster.id, Role.STEERING):
            if person.id != but:
                self.owe(person, Owed(kind, key, word, shared=True))


def posts(tx: Transaction, now: datetime) -> list[Post]:
    """For the clock that looks ahead: one for each cluster that has a bot."""
    found = [of_cluster(tx, cluster_id, now) for cluster_id in clusters.ids(tx)]
    return [post for post in found if post is not None]


def in_each_cluster(tx: Transaction, now: datetime, what: str, do: Callable[[Post], bool | None]) -> bool:
    """For the clock that does it: `do` in each cluster that has a bot, each set apart from the others.

    Up to the first that says True: there is more to do there, in the next transaction.
    """

    def here(cluster_id: int) -> bool | None:
        post = of_cluster(tx, cluster_id, now)
        return None if post is None else do(post)

    return any(apart(tx, f"{what} in cluster", one, here, one) for one in clusters.ids(tx))


def is_day(post: Post) -> bool:
    """Whether it is eight in the morning there, or later on the same day."""
    return in_zone(post.now, post.cluster.zone).time() >= MORNING


def of_cluster(tx: Transaction, cluster_id: int, now: datetime) -> Post | None:
    """Where its letters are handed in by the clock; None while it has no bot."""
    bot_id = bots.of_cluster(tx, cluster_id)
    return None if bot_id is None else Post(tx, clusters.by_id(tx, cluster_id), bot_id, now)
