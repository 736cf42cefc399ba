"""What can be chosen for an announcement: whom, where, how important, when, and who gets the answers."""

from collections.abc import Sequence

from domain.clusters import Cluster
from domain.dialogue import Option
from domain.people import Person
from views.words import Words


def whoms(words: Words) -> Sequence[Option]:
    """Whom it can be for."""
    kinds = ("cluster", "village", "group", "skill", "volunteers", "unheard")
    return [Option(kind, words.label(f"announcements.for_{kind}")) for kind in kinds]


def villages(words: Words, cluster: Cluster, *, all_too: bool) -> Sequence[Option]:
    """Where they live."""
    every = [Option("all", words.label("announcements.for_cluster"))] if all_too else []
    return [*every, *(Option(str(one.id), one.name) for one in cluster.villages)]


def importances(words: Words) -> Sequence[Option]:
    """Whether it goes beyond the limit."""
    return [Option(value, words.label(f"announcements.important_{value}")) for value in ("no", "yes")]


def holders(there: Sequence[Person]) -> Sequence[Option]:
    """Who can get the answers."""
    return [Option(str(one.id), one.first_name) for one in there]


def now(words: Words) -> Option:
    """At once."""
    return Option("now", words.label("announcements.now"))
