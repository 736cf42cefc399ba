"""What the clock does, and how often it looks. Being due is a matter of the tables, not of the ticks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from actions import (
    announcement_rounds,
    ask_rounds,
    digest_previews,
    digests,
    event_clock,
    group_terms,
    idea_news,
    leading,
    need_ends,
    poll_letters,
    retention,
    upkeep,
)
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
    to_many: bool = False
    """Whether it writes to many at once; that can wait while the disk is nearly full."""


DUTIES: tuple[Duty, ...] = (
    Duty("ask who goes on", timedelta(minutes=10), group_terms.ask_whether_to_go_on, group_terms.next_term),
    Duty("end roles", timedelta(minutes=10), group_terms.end_roles, group_terms.next_term),
    Duty(
        "tell of leads out of reach",
        timedelta(hours=1),
        leading.tell_who_is_out_of_reach,
        leading.next_out_of_reach,
    ),
    Duty("tell of needs that ran out", timedelta(minutes=10), need_ends.tell, need_ends.next_due),
    Duty("propose", timedelta(minutes=30), ask_rounds.propose, ask_rounds.next_round, to_many=True),
    Duty("ask again", timedelta(minutes=10), ask_rounds.remind, ask_rounds.next_reminder),
    Duty("close polls", timedelta(minutes=1), poll_letters.close, poll_letters.next_close),
    Duty(
        "write about polls", timedelta(minutes=1), poll_letters.write, poll_letters.next_letters, to_many=True
    ),
    Duty("forget votes", timedelta(minutes=1), poll_letters.drop_votes, upkeep.never),
    Duty(
        "announce",
        timedelta(seconds=10),
        announcement_rounds.go_on,
        announcement_rounds.next_step,
        to_many=True,
    ),
    Duty("show digests", timedelta(minutes=10), digest_previews.show_leads, digest_previews.next_preview),
    Duty("write digests", timedelta(minutes=1), digests.write, digests.next_at, to_many=True),
    Duty("send digests", timedelta(minutes=1), digests.gather, upkeep.never, to_many=True),
    Duty("forget digests", timedelta(hours=1), digests.forget, upkeep.never),
    Duty("tell what has changed", timedelta(minutes=1), event_clock.tell_changes, event_clock.next_change),
    Duty("remind of events", timedelta(minutes=1), event_clock.remind, event_clock.next_reminder),
    Duty("give out seats", timedelta(minutes=1), event_clock.keep_in_order, upkeep.never),
    Duty("ask how it went", timedelta(minutes=10), event_clock.ask_how_it_went, event_clock.next_question),
    Duty("put times right", timedelta(hours=1), event_clock.put_right, upkeep.never),
    Duty("forget who came", timedelta(hours=1), event_clock.forget_who_came, upkeep.never),
    Duty("remind of ideas", timedelta(minutes=30), idea_news.remind, idea_news.next_reminder),
    Duty("forget dialogues", timedelta(minutes=10), upkeep.forget_dialogues, upkeep.next_dialogue),
    Duty("forget updates", timedelta(minutes=10), upkeep.forget_updates, upkeep.never),
    Duty("forget letters", timedelta(minutes=10), upkeep.forget_letters, upkeep.never),
    Duty("renew statistics", timedelta(hours=1), upkeep.renew_statistics, upkeep.never),
    Duty("forget links", timedelta(hours=1), upkeep.forget_links, upkeep.never),
    Duty("forget the silent", timedelta(hours=1), retention.forget_the_silent, retention.next_due),
)
