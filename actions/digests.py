"""Digests by the clock: a source writes once for all; then what is due for a reader becomes one letter."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from itertools import product

from actions.digest_news import Newsroom
from actions.post import Post, of_cluster
from domain.days import local_day
from domain.digests import (
    GOOD_FOR,
    Every,
    Kind,
    Plan,
    Section,
    Source,
    Window,
    at_a_glance,
    next_slot,
    rhythms_on,
    said_once,
    too_late,
)
from domain.kinds import Kind as Letters
from domain.languages import LANGUAGES
from domain.message import Lane
from domain.quiet import outside_quiet_hours
from storage import clusters, digests, outbox
from storage.apart import apart, apart_each, resting
from storage.digests import Reader, Slot
from storage.transaction import Transaction
from views import digests as views
from views.words import Words

TOGETHER = 15
"""Sources that write in one transaction: docs/decisions/0096-sources-together.md."""
AT_ONCE = 500
"""Readers whose letters are written in one transaction: they may read as many different things."""
KEPT_FOR = timedelta(weeks=5)
DIGEST, SLOT, LETTER = "digest of cluster and source", "letters of digest", "letter of digest"
"""What may be set apart."""

Combination = tuple[str, tuple[tuple[Source, Every], ...]]
"""A language, and the sources that write to somebody this time."""


def write(tx: Transaction, now: datetime) -> bool:
    """Some sources of a cluster whose time has come write, if they have news; True when there may be more.

    Those that are new are planned when all have written: that looks at every source there is.
    """
    plans = digests.due(tx, now, TOGETHER, resting(tx, DIGEST))
    if not plans:
        return digests.plan_new(tx, now) > 0
    apart_each(tx, DIGEST, {digests.named(plan): plan for plan in plans}, partial(_write_all, tx, now=now))
    return True


def gather(tx: Transaction, now: datetime) -> bool:
    """Some readers of a slot get their letter written; True when there may be more."""
    again = {int(one.partition(" ")[0]) for one in resting(tx, LETTER)}
    slot = digests.ready(tx, resting(tx, DIGEST), {int(one) for one in resting(tx, SLOT)}, again)
    if slot is None:
        return False
    apart(tx, SLOT, slot.id, _gather, tx, slot, now)
    return True


def forget(tx: Transaction, now: datetime) -> None:
    """Old digests: nobody turns back to them. What they told stays told."""
    digests.settle(tx)
    digests.forget(tx, now - KEPT_FOR)


def next_at(tx: Transaction, after: datetime) -> datetime | None:
    """When the next source writes."""
    return digests.next_at(tx, after)


def composed(
    newsroom: Newsroom,
    source: Source,
    window: Window,
    languages: Sequence[str] = LANGUAGES,
    *,
    lined: bool = False,
) -> dict[str, Section]:
    """What it says of that time, by language; none where it has nothing to say.

    `lined`: its lead has added a line (`with_line`), which is worth a letter by itself.
    """
    named = newsroom.heading(source)
    if named is None:
        return {}
    told = newsroom.news(source, window)
    said = {
        language: views.section(Words(language), named, told, newsroom.zone, lined=lined)
        for language in languages
    }
    return {language: section for language, section in said.items() if section is not None}


def with_line(section: Section, words: Words, said: str | None) -> Section:
    """The same with the lead's line first. It is kept apart, so that it goes when they leave."""
    if said is None:
        return section
    return Section(section.heading, (views.line(words, said), *section.parts), section.polls)


def _next_slot(plan: Plan, now: datetime, zone: str) -> datetime:
    return next_slot(plan.rhythm, max(plan.next_at, now - GOOD_FOR), zone)


def _write_all(tx: Transaction, plans: Sequence[Plan], now: datetime) -> None:
    """All of one cluster, and for one slot. A lead's line goes with its letter, whichever that is."""
    cluster_id, due_at = plans[0].cluster_id, plans[0].next_at
    post, zone = of_cluster(tx, cluster_id, now), clusters.zone(tx, cluster_id)
    moved = {plan: _next_slot(plan, now, zone) for plan in plans}
    ours = {plan: to for plan, to in moved.items() if digests.move(tx, plan, to)}
    slot = None if post is None or too_late(due_at, now) else _open_slot(post, due_at)
    for plan, to in ours.items():
        if slot != due_at:
            digests.carry_line(tx, plan, slot or to)
    if post is not None and slot is not None:
        _write(post, due_at, slot, [plan.source for plan in ours])


def _write(post: Post, due_at: datetime, slot: datetime, sources: Sequence[Source]) -> None:
    newsroom, here = Newsroom(post), post.cluster.id
    sections: dict[digests.Key, Section] = {}
    told: dict[tuple[Source, Every], datetime] = {}
    began = digests.since(post.tx, here, sources)
    lines = digests.lines(post.tx, here, slot)
    for source, every in product(sources, rhythms_on(local_day(due_at, newsroom.zone))):
        since, lined = began[source, every], source.kind is Kind.GROUP and source.id in lines
        for language, section in composed(newsroom, source, Window(since, slot), lined=lined).items():
            sections[source, every, language] = section
            told[source, every] = since
    digests.write(post.tx, here, slot, sections)
    digests.tried(post.tx, here, slot, told)
    digests.written(post.tx, here, slot, {source for source, _ in told})


def _open_slot(post: Post, due_at: datetime) -> datetime:
    """That slot. Whoever could not write before its letters went has a letter of their own, this minute."""
    slot, this_minute = due_at, post.now.replace(second=0, microsecond=0)
    while digests.begun(post.tx, post.cluster.id, slot):
        slot = max(slot + timedelta(minutes=1), this_minute)
    return slot


def _gather(tx: Transaction, slot: Slot, now: datetime) -> None:
    post = of_cluster(tx, slot.cluster_id, now)
    if post is None or too_late(slot.at, now):
        digests.give_up(tx, slot, now)
        return
    readers = digests.next_readers(tx, slot.cluster_id, now, slot.gathered_to, AT_ONCE)
    if not readers:
        digests.end(tx, slot, now)
    elif digests.advance(tx, slot, readers[-1].id) and not _owe(post, slot, readers):
        digests.leave_out(tx, slot)


@dataclass(frozen=True)
class _Gathering:
    """What there is to gather from. `lines`: group -> who added a line, and the line."""

    post: Post
    slot: Slot
    sections: dict[tuple[Source, Every, str], Section]
    lines: dict[int, tuple[int, str]]


def _owe(post: Post, slot: Slot, readers: Sequence[Reader]) -> bool:
    """Whether everybody's letter could be written."""
    there = (post.tx, slot.cluster_id, slot.at)
    here = _Gathering(post, slot, digests.sections(*there), digests.lines(*there))
    alike: defaultdict[Combination, list[int]] = defaultdict(list)
    for reader in readers:
        due = tuple(_due(here, reader))
        if due:
            alike[reader.language, due].append(reader.id)
    written = [_mailed(here, combination, ids) for combination, ids in alike.items()]
    return all(written)


def _mailed(here: _Gathering, combination: Combination, ids: Sequence[int]) -> bool:
    which = f"{here.slot.id} {combination[0]} {_short(combination[1])}"
    return apart(here.post.tx, LETTER, which, _mail, here, combination, ids) is not None


def _due(here: _Gathering, reader: Reader) -> Iterator[tuple[Source, Every]]:
    for source, every in sorted(reader.wants.items()):
        if (source, every, reader.language) in here.sections:
            yield source, every


def _mail(here: _Gathering, combination: Combination, ids: Sequence[int]) -> int:
    """How many have it now."""
    language, due = combination
    words, slot, post = Words(language), here.slot, here.post
    sections, by, left = _with_lines(here, combination)
    if not sections:
        return 0  # there was a lead's line only, and it left with them
    glance = at_a_glance(sections)
    day = local_day(slot.at, post.cluster.zone)
    reason = digests.subject(slot.at)
    mailing = outbox.Mailing(
        bot_id=post.bot_id,
        kind=Letters.DIGEST,
        unique_key=reason,
        subject=reason,
        words_key=f"{reason}:{_short(due)}",
        not_before=outside_quiet_hours(max(slot.at, post.now), post.cluster.zone),
        not_after=slot.at + GOOD_FOR,
        messages={language: views.letter(words, replace(glance, more=glance.more or left), day, slot.id)},
        lane=Lane.MASS,
        about=by,
    )
    outbox.put_these(post.tx, mailing, slot.cluster_id, ids, post.now)
    return len(ids)


def _with_lines(here: _Gathering, combination: Combination) -> tuple[list[Section], int | None, bool]:
    """The sections with the leads' lines, whose line it is, and whether another's was left for the button.

    A letter goes when the one whose words it holds leaves, and it can hold only one person's; the line of a
    second group stands behind the button.
    """
    language, due = combination
    sections, by, left = [], None, False
    for source, every in due:
        section = here.sections[source, every, language]
        who, said = here.lines.get(source.id, (None, None)) if source.kind is Kind.GROUP else (None, None)
        if said is not None and by in {None, who}:
            section, by = with_line(section, Words(language), said), who
        left |= said is not None and by != who
        sections.append(section)
    return said_once(sections), by, left


def _short(due: Sequence[tuple[Source, Every]]) -> str:
    told = " ".join(f"{source}/{every}" for source, every in due)
    return sha256(told.encode()).hexdigest()[:16]
