"""What the clock does, and how often it looks. Being due is a matter of the tables, not of the ticks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions import ask_rounds, group_terms, retention, upkeep
from actions.turns import Transaction


@dataclass(frozen=True)
class Duty:
    """`action` does what is due at `now`, and nothing the second time.

    It may do a part and say True, so that nobody waits long for one transaction: it is called again then.

    `next_due` is the first moment after `after` when there is something to do, for a clock that jumps.
    """

    name: str
    every: timedelta
    action: Callable[[Transaction, datetime], bool | None]
    next_due: Callable[[Transaction, datetime], datetime | None]


DUTIES: tuple[Duty, ...] = (
    Duty("ask who goes on", timedelta(minutes=10), group_terms.ask_whether_to_go_on, group_terms.next_term),
    Duty("end roles", timedelta(minutes=10), group_terms.end_roles, group_terms.next_term),
    Duty("propose", timedelta(minutes=30), ask_rounds.propose, ask_rounds.next_round),
    Duty("ask again", timedelta(minutes=10), ask_rounds.remind, ask_rounds.next_reminder),
    Duty("forget dialogues", timedelta(minutes=10), upkeep.forget_dialogues, upkeep.next_dialogue),
    Duty("forget updates", timedelta(minutes=10), upkeep.forget_updates, upkeep.never),
    Duty("forget letters", timedelta(minutes=10), upkeep.forget_letters, upkeep.never),
    Duty("forget links", timedelta(hours=1), upkeep.forget_links, upkeep.never),
    Duty("forget the silent", timedelta(hours=1), retention.forget_the_silent, retention.next_due),
    Duty("forget old copies", timedelta(hours=1), upkeep.forget_copies, upkeep.never),
)
