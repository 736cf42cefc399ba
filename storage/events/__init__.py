"""What happens in the villages, and who comes."""

from storage.events.answers import (
    answer,
    forget_of,
    forget_old,
    guests,
    move_up,
    next_up,
    of,
    place_in_line,
    put_back,
    tally,
)
from storage.events.at_hand import add, by_id, in_brief, mine, upcoming
from storage.events.changing import (
    change,
    move,
    next_telling,
    orphans,
    put_right,
    set_seats,
    told,
    untold,
    with_free_seats,
)
from storage.events.reminding import crowd, near_start, remind, unreminded
from storage.events.results import asked, keep_result, next_over, results_since, unasked

__all__ = [
    "add",
    "answer",
    "asked",
    "by_id",
    "change",
    "crowd",
    "forget_of",
    "forget_old",
    "guests",
    "in_brief",
    "keep_result",
    "mine",
    "move",
    "move_up",
    "near_start",
    "next_over",
    "next_telling",
    "next_up",
    "of",
    "orphans",
    "place_in_line",
    "put_back",
    "put_right",
    "remind",
    "results_since",
    "set_seats",
    "tally",
    "told",
    "unasked",
    "unreminded",
    "untold",
    "upcoming",
    "with_free_seats",
]
