"""What an action has around it: the transaction, the visit, the cluster and the person's language."""

from dataclasses import dataclass
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
    """One action's surroundings, read when they are first looked at."""

    tx: Transaction
    visit: Visit

    @cached_property
    def cluster(self) -> Cluster:
        """The cluster whose bot this is."""
        return clusters.by_id(self.tx, self.visit.cluster_id)

    @cached_property
    def language(self) -> str:
        """The person's language; a stranger's choice, or what their Telegram speaks."""
        if self.visit.person is not None:
            return self.visit.person.language
        underway = dialogues.load(self.tx, self.visit)
        return (underway and underway.language) or begin_with(self.visit.language_code)

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
