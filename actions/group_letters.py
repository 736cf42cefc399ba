"""What working groups owe people: news of their own group, outside quiet hours, each once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.scene import Scene
from domain.clusters import Cluster
from domain.kinds import Kind
from domain.message import Lane, Message
from domain.people import Person, Role
from domain.quiet import outside_quiet_hours
from storage import outbox, people
from storage.transaction import Transaction
from views.words import Words

NEWS_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Post:
    """Where letters of a cluster's groups are handed in. `by` caused them: they go when that one leaves."""

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

    def tell(
        self, person_id: int | None, key: str, word: Callable[[Words], Message], *, shared: bool = False
    ) -> None:
        """Owe one person a letter; nobody, when they have left. `shared`: everybody gets the same words."""
        person = person_id and people.by_id(self.tx, self.cluster.id, person_id)
        if person:
            self._owe(person, key, word(Words(person.language)), shared=shared)

    def tell_steering(self, key: str, word: Callable[[Words], Message], but: int | None = None) -> None:
        """Owe it to the steering group, without the one who did it."""
        for person in people.with_role(self.tx, self.cluster.id, Role.STEERING):
            if person.id != but:
                self._owe(person, key, word(Words(person.language)), shared=True)

    def _owe(self, person: Person, key: str, message: Message, *, shared: bool) -> None:
        when = outside_quiet_hours(self.now, self.cluster.zone)
        letter = outbox.NewLetter(
            cluster_id=self.cluster.id,
            bot_id=self.bot_id,
            person_id=person.id,
            chat_id=person.telegram_id,
            kind=Kind.GROUPS,
            unique_key=key,
            lane=Lane.NOTICE,
            not_before=when,
            not_after=when + NEWS_FOR,
            message=message,
            content_key=f"{key}:{person.language}" if shared else None,
            about=self.by,
        )
        outbox.put(self.tx, letter, self.now)
