"""What is new in a village or a working group: asked of every noun that has something to tell."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from actions.post import Post
from domain.audience import Audience
from domain.days import local_day
from domain.digests import AHEAD, Kind, Source, Window
from domain.events import Event
from domain.groups import Group
from domain.news import Coming, News, OpenPoll, Outcome, Wanted
from storage import digests, events, groups, ideas, polls

LEAST_THANKED = 3
"""Fewer are thanked by their lead, in person."""
AT_HOME, NEXT_DOOR = 3, 1
"""Of what is on, so much is told first: most of it at home, and something from another village."""


def news(post: Post, source: Source, window: Window) -> News:
    """Everything in that time, and what comes."""
    here = post.cluster.id
    thanked = digests.thanked(post.tx, here, source, window)
    tell = _of_village if source.kind is Kind.VILLAGE else _of_group
    told = tell(post, source, window)
    return replace(
        told,
        outcomes=tuple(_outcomes(post, source, window)),
        polls=tuple(_asked(post, source)),
        faces=digests.faces(post.tx, here, source, window),
        thanked=thanked if thanked >= LEAST_THANKED else 0,
    )


def _of_village(post: Post, source: Source, window: Window) -> News:
    there = {group.id: group for group in groups.open_groups(post.tx, post.cluster.id)}
    today = local_day(post.now, post.cluster.zone)
    lacking = groups.open_needs(post.tx, post.cluster.id, today)
    near = (need for need in lacking if _works_in(there[need.group_id], source.id))
    return News(
        wanted=tuple(Wanted(there[need.group_id].name, need) for need in near),
        coming=tuple(_coming(post, _near(post, source.id, window), source.id)),
    )


def _of_group(post: Post, source: Source, window: Window) -> News:
    group = groups.by_id(post.tx, post.cluster.id, source.id)
    if group is None:
        return News()
    today = local_day(post.now, post.cluster.zone)
    all_ = [Wanted(group.name, need) for need in groups.needs(post.tx, post.cluster.id, group.id)]
    ahead = [one for one in all_ if one.need.until >= today]
    theirs = events.of_group(post.tx, post.cluster.id, group.id, post.now, window.until + AHEAD)
    return News(
        wanted=tuple(one for one in ahead if one.need.open_places),
        tasks=tuple(one for one in ahead if one.need.found and one.need.until - today <= AHEAD),
        coming=tuple(_coming(post, theirs, None)),
        members=len(groups.members(post.tx, post.cluster.id, group.id)),
    )


def _near(post: Post, village_id: int, window: Window) -> list[Event]:
    """What is on for the village, and something from another one, where there is any."""
    all_ = events.upcoming(post.tx, post.cluster.id, post.now, window.until + AHEAD)
    open_to_all = [event for event in all_ if not event.audience.groups]
    home: list[Event] = []
    elsewhere: list[Event] = []
    for event in open_to_all:
        (home if _is_for(event.audience, Source(Kind.VILLAGE, village_id)) else elsewhere).append(event)
    first = sorted((*home[:AT_HOME], *elsewhere[:NEXT_DOOR]), key=lambda event: event.starts_at)
    return [*first, *home[AT_HOME:]]


def _coming(post: Post, found: Sequence[Event], village_id: int | None) -> list[Coming]:
    names = {village.id: village.name for village in post.cluster.villages}
    return [
        Coming(event.title, event.starts_at, event.place, _elsewhere(event, village_id, names))
        for event in found
    ]


def _elsewhere(event: Event, village_id: int | None, names: dict[int, str]) -> str | None:
    """Whose it is, where it is another village's."""
    if village_id is None or not event.audience.villages or village_id in event.audience.villages:
        return None
    return names.get(min(event.audience.villages))


def _outcomes(post: Post, source: Source, window: Window) -> Iterator[Outcome]:
    """What came of ideas, and how events went. An idea that became an event is told as the idea."""
    for idea in ideas.done_between(post.tx, post.cluster.id, window.since, window.until):
        ours = {idea.group_id} if source.kind is Kind.GROUP else {idea.village_id or source.id}
        if source.id in ours:
            yield Outcome(idea.title, idea.result)
    for event in events.results_since(post.tx, post.cluster.id, window.since):
        told = event.result_at is not None and event.result_at < window.until and event.idea_id is None
        if told and event.result and _is_for(event.audience, source):
            yield Outcome(event.title, event.result)


def _asked(post: Post, source: Source) -> list[OpenPoll]:
    """What everybody there can still answer, the one that closes first at the top."""
    there = polls.open_in(post.tx, post.cluster.id, post.now)
    found = [OpenPoll(one.id, one.question, one.closes_at) for one in there if _is_for(one.audience, source)]
    return sorted(found, key=lambda poll: poll.closes_at)


def _is_for(audience: Audience, source: Source) -> bool:
    if source.kind is Kind.GROUP:
        return source.id in audience.groups
    return not audience.groups and (not audience.villages or source.id in audience.villages)


def _works_in(group: Group, village_id: int) -> bool:
    return not group.villages or village_id in group.villages
