"""What an action has around it: the transaction, the visit, the cluster and the person's language."""

from dataclasses import dataclass, replace
from functools import cached_property

from domain.clusters import Cluster
from domain.languages import begin_with
from domain.people import Person
from domain.refusals import Stranger
from domain.visit import Visit
from storage import clusters, dialogues
from storage.transaction import Transaction
from views.words import Words


@dataclass(frozen=True)
class Scene:
    """One action's surroundings; the cluster is read when it is first looked at."""

    tx: Transaction
    visit: Visit
    language: str

    @classmethod
    def of(cls, tx: Transaction, visit: Visit) -> "Scene":
        """In the person's language; a stranger's choice, or what their Telegram speaks."""
        if visit.person is not None:
            return cls(tx, visit, visit.person.language)
        underway = dialogues.load(tx, visit)
        return cls(tx, visit, (underway and underway.language) or begin_with(visit.language_code))

    def seen_by(self, person: Person) -> "Scene":
        """The same surroundings for somebody who has only just become a person, or has changed."""
        return Scene(self.tx, replace(self.visit, person=person), person.language)

    @cached_property
    def cluster(self) -> Cluster:
        """The cluster whose bot this is."""
        return clusters.by_id(self.tx, self.visit.cluster_id)

    @property
    def words(self) -> Words:
        """The voice that speaks to them."""
        return Words(self.language)

    @property
    def person(self) -> Person:
        """The person, where only people who have signed up can be; `Stranger` otherwise."""
        if self.visit.person is None:
            raise Stranger
        return self.visit.person
