"""A plan that lies there to be looked through."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.matching import Reason


@dataclass(frozen=True)
class Place:
    """Somebody the plan would ask for something."""

    need_id: int
    person_id: int
    first_name: str
    village_id: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Proposed:
    """A plan as it lies there. `wanted`: the places that were open when it was made."""

    id: int
    made_at: datetime
    wanted: int
    places: tuple[Place, ...]

    @property
    def people(self) -> int:
        """How many would be asked."""
        return len({place.person_id for place in self.places})

    def of_need(self, need_id: int) -> tuple[Place, ...]:
        """Whom it would ask for that."""
        return tuple(place for place in self.places if place.need_id == need_id)

    def largest_load(self, carried: Mapping[int, int]) -> int:
        """The most anybody would carry. `carried`: in how many groups each person is."""
        asked = Counter(place.person_id for place in self.places)
        return max((carried.get(person, 0) + times for person, times in asked.items()), default=0)
