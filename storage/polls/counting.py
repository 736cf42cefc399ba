"""Counting a poll once, keeping what was published of it, and letting go of the votes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from domain.disclosure import Count, Published
from domain.polls import Poll, Result, of_mask
from storage.tables import ballots, people, poll_boxes, poll_tokens, polls
from storage.transaction import Transaction

AT_ONCE = 1000
"""Ballots that go in one transaction, so that nobody waits for it."""


def close(tx: Transaction, poll: Poll, now: datetime) -> bool:
    """No vote counts any more; False when somebody was quicker. Waits for votes under way (`asking.held`)."""
    still = (polls.c.cluster_id == poll.cluster_id, polls.c.id == poll.id, polls.c.closed_at.is_(None))
    return tx.connection.execute(sa.update(polls).where(*still).values(closed_at=now)).rowcount == 1


def counts(tx: Transaction, poll: Poll) -> dict[int, Count]:
    """The votes of each village, 0 for all of them where they are not known by village."""
    if poll.sensitive:
        here = (poll_boxes.c.cluster_id == poll.cluster_id, poll_boxes.c.poll_id == poll.id)
        box = tx.connection.execute(sa.select(poll_boxes).where(*here)).one_or_none()
        return {} if box is None else {0: Count(box.voters, tuple(box.answers))}
    alike = sa.func.count().label("alike")
    query = (
        sa.select(people.c.village_id, ballots.c.picks, alike)
        .join(people, people.c.id == ballots.c.person_id)
        .where(ballots.c.cluster_id == poll.cluster_id, ballots.c.poll_id == poll.id)
        .group_by(people.c.village_id, ballots.c.picks)
    )
    found: dict[int, Count] = {}
    nobody = Count(0, (0,) * len(poll.answers))
    for row in tx.connection.execute(query):
        chosen = of_mask(row.picks)
        same = Count(row.alike, tuple(row.alike * (n in chosen) for n in range(len(poll.answers))))
        found[row.village_id] = Count.sum([same], found.get(row.village_id, nobody))
    return found


def voters(tx: Transaction, poll: Poll) -> int:
    """How many have voted so far."""
    table = poll_tokens if poll.sensitive else ballots
    here = (table.c.cluster_id == poll.cluster_id, table.c.poll_id == poll.id)
    return tx.connection.scalar(sa.select(sa.func.count()).select_from(table).where(*here)) or 0


def keep(tx: Transaction, poll: Poll, found: Result) -> None:
    """The result as it is published, for good. Counted anew after somebody left, it would tell on them."""
    here = (polls.c.cluster_id == poll.cluster_id, polls.c.id == poll.id)
    tx.connection.execute(sa.update(polls).where(*here).values(result=_stored(found)))


def result(tx: Transaction, poll: Poll) -> Result | None:
    """What was published; None before it is counted."""
    here = (polls.c.cluster_id == poll.cluster_id, polls.c.id == poll.id)
    stored = tx.connection.scalar(sa.select(polls.c.result).where(*here))
    return None if stored is None else _result(stored)


def drop_votes(tx: Transaction) -> int:
    """Votes of polls that are counted go, a thousand at most; how many."""
    counted = sa.select(polls.c.id).where(polls.c.closed_at.is_not(None))
    gone = 0
    for table in (ballots, poll_tokens):
        some = (
            sa.select(table.c.poll_id, table.c.person_id).where(table.c.poll_id.in_(counted)).limit(AT_ONCE)
        )
        these = sa.tuple_(table.c.poll_id, table.c.person_id).in_(some)
        gone += tx.connection.execute(sa.delete(table).where(these)).rowcount
    tx.connection.execute(sa.delete(poll_boxes).where(poll_boxes.c.poll_id.in_(counted)))
    return gone


def _stored(found: Result) -> dict[str, Any]:
    villages = found.villages and {
        "alone": {str(village): _pair(count) for village, count in found.villages.alone.items()},
        "together": sorted(found.villages.together),
        "rest": _pair(found.villages.rest),
    }
    return {
        "whole": _pair(found.whole),
        "asked": found.asked,
        "adults": found.adults,
        "villages": villages,
    }


def _pair(count: Count | None) -> list[Any] | None:
    return [count.voters, list(count.answers)] if count else None


def _result(stored: Mapping[str, Any]) -> Result:
    villages = stored["villages"]
    return Result(
        whole=_count(stored["whole"]),
        asked=stored["asked"],
        adults=stored["adults"],
        villages=villages and _published(villages),
    )


def _published(stored: Mapping[str, Any]) -> Published[int]:
    alone = {int(village): Count(pair[0], tuple(pair[1])) for village, pair in stored["alone"].items()}
    return Published(alone, frozenset(stored["together"]), _count(stored["rest"]))


def _count(pair: list[Any] | None) -> Count | None:
    return Count(pair[0], tuple(pair[1])) if pair else None
