"""A village cluster and its villages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from domain.refusals import OldButton

ZONE = "Europe/Copenhagen"
"""Where clusters are, unless they say otherwise."""


@dataclass(frozen=True)
class Village:
    """A village, or two that count as one. `also_called` holds hamlets and other spellings."""

    id: int
    slug: str
    name: str
    inhabitants: int
    also_called: tuple[str, ...] = ()
    council: str | None = None

    def same_as(self, other: "Village") -> bool:
        """Whether all that a file can say about them is the same."""
        return replace(self, id=0) == replace(other, id=0)


@dataclass(frozen=True)
class Contact:
    """The human whom anybody may turn to."""

    name: str
    phone: str | None = None
    email: str | None = None


class Neighbour(Protocol):
    """Somebody with a first name, from a village."""

    @property
    def first_name(self) -> str:
        """As others see it."""

    @property
    def village_id(self) -> int:
        """Where they live."""


@dataclass(frozen=True)
class Cluster:
    """The tenant. `about` is two sentences per language; `controller` answers for the data (GDPR art. 4)."""

    id: int
    slug: str
    name: str
    municipality: str
    zone: str
    controller: str
    contact: Contact
    website: str | None = None
    about: Mapping[str, str] = field(default_factory=dict)
    villages: tuple[Village, ...] = ()

    @property
    def named(self) -> bool:
        """Whether somebody has set it up."""
        return bool(self.slug)

    def village(self, village_id: int) -> Village:
        """The village of that number; `OldButton` when it is not one of ours."""
        return self._only(v for v in self.villages if v.id == village_id)

    def village_of(self, slug: str) -> Village:
        """The village of that short name; `OldButton` when there is none."""
        return self._only(v for v in self.villages if v.slug == slug)

    def who(self, one: Neighbour) -> str:
        """How neighbours tell each other apart: "Anna, Vigersted"."""
        return f"{one.first_name}, {self.village(one.village_id).name}"

    @staticmethod
    def _only(found: Iterator[Village]) -> Village:
        village = next(found, None)
        if village is None:
            raise OldButton
        return village
