"""Words about a skill that we could not place."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Phrase:
    """What somebody said they can do, waiting for the steering group. `person_id` is None when they left.

    With `need_id` a lead put a need of their group in these words.
    """

    id: int
    words: str
    person_id: int | None
    need_id: int | None = None


MOST_LETTERS = 200
