"""Words about a skill that we could not place."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Phrase:
    """What somebody said they can do, waiting for the steering group. `person_id` is None when they left."""

    id: int
    words: str
    person_id: int | None


MOST_LETTERS = 200
